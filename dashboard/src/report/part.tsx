import type { ComponentChildren } from "preact";
import { Figure } from "../parts/figure";
import type { Drawn } from "./content";

/** A part of a report under its heading. */
export function Part({ title, lead, children }: { title: string; lead: string; children: ComponentChildren }) {
  return <section class="part"><h2>{title}</h2><p class="soft">{lead}</p>{children}</section>;
}

/** What the colours of stacked groups mean. */
export const GroupsKey = () => <p class="soft"><i class="key right" /> all right: too easy <i class="key mixed" /> mixed: teaches <i class="key wrong" /> all wrong: too hard</p>;

/** A cell of a table of figures: what is read, and its interval below. */
export interface Cell { text: string; interval?: string; value: number | null }

/** Strategies by figures, or topics by strategies. */
export function Figures({ title, name, of = "strategy", heads, rows }: { title: string; name: string; of?: string; heads: string[]; rows: { name: string; cells: Cell[] }[] }) {
  return <Figure title={title} name={name} plain data={{ heads: [of, ...heads], columns: [rows.map(r => r.name), ...heads.map((_, i) => rows.map(r => r.cells[i]!.value))] }}>
    <div class="scroll figures" tabIndex={0} role="region" aria-label={title}><table><thead><tr><th scope="col">{of}</th>{heads.map(head => <th scope="col">{head}</th>)}</tr></thead>
      <tbody>{rows.map(r => <tr><td>{r.name}</td>{r.cells.map(cell => <td>{cell.text}{cell.interval && <div class="soft">{cell.interval}</div>}</td>)}</tr>)}</tbody></table></div></Figure>;
}

/** Chooses which strategies the plots show. */
export function Legend({ strategies, hidden, toggle }: { strategies: Drawn[]; hidden: Set<string>; toggle: (name: string) => void }) {
  return <div class="choices strategies" role="group" aria-label="Strategies shown">{strategies.map(s => <button aria-pressed={!hidden.has(s.name)} onClick={() => toggle(s.name)}>
    <svg viewBox="0 0 22 8" aria-hidden="true"><line x1="0" x2="22" y1="4" y2="4" stroke={`var(${s.colour})`} stroke-width="3" stroke-dasharray={s.dash.join(" ")} /></svg> {s.name}</button>)}</div>;
}

const nested = (value: unknown): value is object => value !== null && typeof value === "object";

/** Settings within settings as one list, a.b.c. */
function flat(value: unknown, name = ""): [string, string][] {
  if (!nested(value)) return [[name, String(value)]];
  if (Array.isArray(value) && !value.some(nested)) return [[name, value.join(", ")]];
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, name && key ? `${name}.${key}` : name || key));
}

export function Configuration({ config }: { config: unknown }) {
  const all = flat(config).filter(([name]) => name);
  return all.length === 0 ? null : <Part title="Configuration" lead="What it was run with.">
    <Figure title="Settings" name="configuration" plain data={{ heads: ["setting", "value"], columns: [all.map(c => c[0]), all.map(c => c[1])] }}>
      <div class="scroll" tabIndex={0} role="region" aria-label="Settings"><table><tbody>{all.map(([name, value]) => <tr><th scope="row">{name}</th><td>{value}</td></tr>)}</tbody></table></div></Figure></Part>;
}
