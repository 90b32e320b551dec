/** One figure, never without what it rests on. */
export function Tile(props: { label: string; value: string; detail: string; bad?: boolean }) {
  return <div class={props.bad ? "card tile bad" : "card tile"} data-tile={props.label}><div class="soft">{props.label}</div><div class="value">{props.value}</div><div class="soft">{props.detail}</div></div>;
}
