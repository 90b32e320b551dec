import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { Axis } from "./axis";
import { colour, useDark } from "./colours";
import type { Columns } from "./csv";
import { Figure } from "./figure";

/** A line; `raw` is what it is a mean of, drawn as its ghost; `low` and `high` are its interval; a `thin` one stands behind the others and has no place in the legend. `fill` paints the area below, of which `share` is this line's own. */
export interface Line {
  label: string; values: Values; raw?: Values; low?: Values; high?: Values; share?: Values; colour: string; dash?: number[]; fill?: boolean; thin?: boolean;
}
export type Values = (number | null)[];

type Props = { title: string; note?: ComponentChildren; path?: string; name: string; axis: Axis; lines: Line[]; range?: [number, number]; height?: number };

const short = (x: number) => Math.abs(x) >= 1e6 ? `${+(x / 1e6).toPrecision(3)}M` : Math.abs(x) >= 1e4 ? `${+(x / 1e3).toPrecision(3)}k` : String(+x.toPrecision(6));

/** A line with what is drawn behind it: first its ghost and the ends of its interval. */
function series(line: Line, single: boolean): uPlot.Series[] {
  const value = (_: uPlot, v: number | null, __: number, i: number | null) => {
    const told = line.share && i != null ? line.share[i] : v, low = i == null ? null : line.low?.[i], high = i == null ? null : line.high?.[i];
    return told == null ? "–" : Math.abs(told) >= 1000 ? short(told) : `${+told.toPrecision(4)}${low != null && high != null && low < high ? ` (${+low.toPrecision(3)} to ${+high.toPrecision(3)})` : ""}`;
  };
  const stroke = colour(line.colour), behind = { width: 0, points: { show: false }, spanGaps: true, class: "ghost" };
  const ghost: uPlot.Series[] = line.raw ? [{ ...behind, label: `${line.label}, raw`, stroke: `${stroke}55`, width: 1, value }] : [];
  const ends: uPlot.Series[] = line.low ? [{ ...behind, label: `${line.label}, high` }, { ...behind, label: `${line.label}, low` }] : [];
  return [...ghost, ...ends, {
    label: line.label, stroke: line.thin ? `${stroke}55` : stroke, width: line.fill ? 0 : line.thin ? 1 : 2, dash: line.dash ?? [], spanGaps: true, points: { show: single },
    fill: line.fill ? stroke : undefined, value, class: line.thin ? "ghost" : undefined,
  }];
}

/** The places of the ends of intervals among all series. */
function bands(lines: Line[]): uPlot.Band[] {
  let at = 1;
  return lines.flatMap(line => {
    const high = at + (line.raw ? 1 : 0);
    at = high + (line.low ? 3 : 1);
    return line.low ? [{ series: [high, high + 1] as uPlot.Band.Bounds, fill: `${colour(line.colour)}2a` }] : [];
  });
}

/** A little more than what there is; a flat line lies on the ground or in the middle. */
const around = (_: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax => {
  if (low === null || high === null) return [0, 1];
  return low === high ? [Math.min(low, 0), Math.max(2 * high, 1)] : [low < 0 ? 1.05 * low : low - Math.min(low, 0.1 * (high - low)), high + 0.05 * (high - low)];
};

const flat = (lines: Line[]) => lines.flatMap(line => [...line.raw ? [line.raw] : [], ...line.low ? [line.high!, line.low] : [], line.values]);

/** What the table and the file have: a line's interval beside it. */
function columns({ axis, lines }: Props): Columns {
  const shown = lines.filter(line => !line.thin);
  return { heads: [axis.label, ...shown.flatMap(line => line.low ? [line.label, `${line.label}, low`, `${line.label}, high`] : [line.label])],
    columns: [axis.values, ...shown.flatMap(line => [line.share ?? line.values, ...line.low ? [line.low, line.high!] : []])] };
}

/** Lines over an axis, with the numbers under the pointer. */
export function Lines(props: Props) {
  const box = useRef<HTMLDivElement>(null), plot = useRef<uPlot | null>(null), dark = useDark();
  const data = [props.axis.values, ...flat(props.lines)] as uPlot.AlignedData, height = props.height ?? 240;
  const shape = props.lines.map(line => `${line.label}${line.raw ? "+" : ""}${line.low ? "±" : ""}`).join() + props.axis.label + (props.axis.values.length < 2);
  useEffect(() => {
    const node = box.current;
    if (!node) return;
    const axis: uPlot.Axis = { stroke: colour("--soft"), grid: { stroke: colour("--grid"), width: 1 }, ticks: { stroke: colour("--grid"), width: 1 } };
    plot.current = new uPlot({
      width: node.clientWidth, height,
      scales: { x: { time: props.axis.time }, y: { range: props.range ?? around } },
      axes: [props.axis.time ? axis : { ...axis, values: (_, ticks) => ticks.map(short) }, { ...axis, size: 46 }],
      series: [{ label: props.axis.label }, ...props.lines.flatMap(line => series(line, props.axis.values.length < 2))],
      bands: bands(props.lines),
      cursor: { drag: { x: true, y: false } },
    }, data, node);
    const observer = new ResizeObserver(() => plot.current?.setSize({ width: node.clientWidth, height }));
    observer.observe(node);
    return () => { observer.disconnect(); plot.current?.destroy(); plot.current = null; };
  }, [dark, shape, props.name, props.lines.some(line => line.share) ? props.axis.values.length : 0]);
  useEffect(() => plot.current?.setData(data));
  return <Figure {...props} data={columns(props)}>
    <div ref={box} class="plot" role="img" aria-label={`${props.title}. The table holds the values.`} />
  </Figure>;
}
