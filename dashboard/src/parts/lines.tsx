import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { Axis } from "./axis";
import { colour, useDark } from "./colours";
import { Figure } from "./figure";

/** A line; `raw` is what it is a mean of, drawn as its ghost. `fill` paints the area below, of which `share` is this line's own. */
export interface Line { label: string; values: (number | null)[]; raw?: (number | null)[]; share?: (number | null)[]; colour: string; dash?: number[]; fill?: boolean }

type Props = { title: string; note: ComponentChildren; path: string; name: string; axis: Axis; lines: Line[]; range?: [number, number]; height?: number };

const short = (x: number) => Math.abs(x) >= 1e6 ? `${+(x / 1e6).toPrecision(3)}M` : Math.abs(x) >= 1e4 ? `${+(x / 1e3).toPrecision(3)}k` : String(+x.toPrecision(6));

function series(line: Line, single: boolean): uPlot.Series[] {
  const value = (_: uPlot, v: number | null, __: number, i: number | null) => { const told = line.share && i != null ? line.share[i] : v; return told == null ? "–" : told.toFixed(3); };
  const ghost: uPlot.Series[] = line.raw ? [{ label: `${line.label}, raw`, stroke: `${colour(line.colour)}55`, width: 1, points: { show: false }, value, class: "ghost" }] : [];
  return [...ghost, {
    label: line.label, stroke: colour(line.colour), width: line.fill ? 0 : 2, dash: line.dash ?? [], spanGaps: true, points: { show: single },
    fill: line.fill ? colour(line.colour) : undefined, value,
  }];
}

/** A little more than what there is; a flat line lies on the ground or in the middle. */
const around = (_: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax => {
  if (low === null || high === null) return [0, 1];
  return low === high ? [Math.min(low, 0), Math.max(2 * high, 1)] : [low < 0 ? 1.05 * low : low - Math.min(low, 0.1 * (high - low)), high + 0.05 * (high - low)];
};

const flat = (lines: Line[]) => lines.flatMap(line => line.raw ? [line.raw, line.values] : [line.values]);

/** Lines over an axis, with the numbers under the pointer. */
export function Lines(props: Props) {
  const box = useRef<HTMLDivElement>(null), plot = useRef<uPlot | null>(null), dark = useDark();
  const data = [props.axis.values, ...flat(props.lines)] as uPlot.AlignedData, height = props.height ?? 240;
  const shape = props.lines.map(line => `${line.label}${line.raw ? "+" : ""}`).join() + props.axis.label + (props.axis.values.length < 2);
  useEffect(() => {
    const node = box.current;
    if (!node) return;
    const axis: uPlot.Axis = { stroke: colour("--soft"), grid: { stroke: colour("--grid"), width: 1 }, ticks: { stroke: colour("--grid"), width: 1 } };
    plot.current = new uPlot({
      width: node.clientWidth, height,
      scales: { x: { time: props.axis.time }, y: { range: props.range ?? around } },
      axes: [props.axis.time ? axis : { ...axis, values: (_, ticks) => ticks.map(short) }, { ...axis, size: 46 }],
      series: [{ label: props.axis.label }, ...props.lines.flatMap(line => series(line, props.axis.values.length < 2))],
      cursor: { drag: { x: true, y: false } },
    }, data, node);
    const observer = new ResizeObserver(() => plot.current?.setSize({ width: node.clientWidth, height }));
    observer.observe(node);
    return () => { observer.disconnect(); plot.current?.destroy(); plot.current = null; };
  }, [dark, shape, props.name, props.lines.some(line => line.share) ? props.axis.values.length : 0]);
  useEffect(() => plot.current?.setData(data));
  return <Figure {...props} data={{ heads: [props.axis.label, ...props.lines.map(line => line.label)], columns: [props.axis.values, ...props.lines.map(line => line.share ?? line.values)] }}>
    <div ref={box} class="plot" role="img" aria-label={`${props.title}. The table holds the values.`} />
  </Figure>;
}
