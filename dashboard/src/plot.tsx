import { useEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import uPlot from "uplot";
import type { Bin } from "./api";
import { csv } from "./figures";

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export interface Line { label: string; values: (number | null)[]; colour: string; dash?: number[]; fill?: boolean }

export function Figure(props: { title: string; note: string; path: string; name: string; heads: string[]; columns: (number | string | null)[][]; children: ComponentChildren }) {
  const curl = `curl -s '${location.origin}${props.path}'`;
  return <section class="card">
    <header><h2>{props.title}</h2><span>
      <button onClick={() => csv(props.name, props.heads, props.columns)}>CSV</button>
      <button onClick={() => void navigator.clipboard?.writeText(curl)} title={curl}>Copy as curl</button></span></header>
    {props.children}
    <p class="soft">{props.note}</p>
  </section>;
}

export function Lines(props: { title: string; note: string; path: string; name: string; steps: number[]; lines: Line[]; range?: [number, number] }) {
  const box = useRef<HTMLDivElement>(null);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const plot = useRef<uPlot | null>(null);
  const data = [props.steps, ...props.lines.map(line => line.values)] as uPlot.AlignedData;
  useEffect(() => {
    const node = box.current!;
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--grid"), width: 1 }, ticks: { stroke: colour("--grid"), width: 1 } };
    plot.current = new uPlot({
      width: node.clientWidth, height: 240,
      scales: { x: { time: false }, y: props.range ? { range: props.range } : {} },
      axes: [axis, { ...axis, size: 46 }],
      series: [{ label: "step" }, ...props.lines.map(line => ({
        label: line.label, stroke: colour(line.colour), width: line.fill ? 0 : 2, dash: line.dash ?? [], spanGaps: true, points: { show: props.steps.length < 2 },
        fill: line.fill ? colour(line.colour) : undefined, value: (_: uPlot, v: number | null) => v == null ? "–" : v.toFixed(3) } as uPlot.Series))],
    }, data, node);
    const observer = new ResizeObserver(() => plot.current?.setSize({ width: node.clientWidth, height: 240 }));
    observer.observe(node);
    return () => { observer.disconnect(); plot.current?.destroy(); plot.current = null; };
  }, [dark, props.name]);
  useEffect(() => plot.current?.setData(data));
  return <Figure {...props} heads={["step", ...props.lines.map(l => l.label)]} columns={[props.steps, ...props.lines.map(l => l.values)]}>
    <div ref={box} class="plot" role="img" aria-label={`${props.title}. ${props.note} The CSV holds the values.`} />
  </Figure>;
}

export function Reliability(props: { bins: Bin[]; path: string }) {
  const x = (v: number) => 40 + 300 * v, y = (v: number) => 310 - 300 * v;
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return <Figure title="Predicted against observed" name="reliability" path={props.path}
    note="Bins of equal count; bars are Wilson's 95 % intervals that take a group's share as one trial. Predictions are those made at the select, before the outcome. On the diagonal, a predicted 30 % is 30 %."
    heads={["predicted", "observed", "low", "high", "groups"]}
    columns={[props.bins.map(b => b.predicted), props.bins.map(b => b.observed), props.bins.map(b => b.low), props.bins.map(b => b.high), props.bins.map(b => b.groups)]}>
    <svg viewBox="0 0 350 350" class="square" role="img" aria-label={`Reliability: ${props.bins.map(b => `predicted ${b.predicted.toFixed(2)}, observed ${b.observed.toFixed(2)}`).join("; ")}`}>
      {ticks.map(t => <g><line x1={x(t)} x2={x(t)} y1={y(0)} y2={y(1)} class="grid" /><line x1={x(0)} x2={x(1)} y1={y(t)} y2={y(t)} class="grid" />
        <text x={x(t)} y="326" text-anchor="middle">{t}</text><text x="34" y={y(t) + 4} text-anchor="end">{t}</text></g>)}
      <text x="190" y="345" text-anchor="middle">predicted success rate</text>
      <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} class="diagonal" />
      {props.bins.map(b => <g class="bin"><line x1={x(b.predicted)} x2={x(b.predicted)} y1={y(b.low)} y2={y(b.high)} />
        <circle cx={x(b.predicted)} cy={y(b.observed)} r="5"><title>{`predicted ${b.predicted.toFixed(3)}, observed ${b.observed.toFixed(3)}, ${b.groups} groups`}</title></circle></g>)}
    </svg>
  </Figure>;
}
