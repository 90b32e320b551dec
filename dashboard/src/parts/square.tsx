import type { Bin } from "../api";

const x = (v: number) => 40 + 300 * v, y = (v: number) => 310 - 300 * v;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

function Points({ bins, kind, most }: { bins: Bin[]; kind: "all" | "control"; most: number }) {
  return <g class={`bin ${kind}`}>{bins.map(b => <g>
    <rect x={x(b.predicted) - 4} width="8" y={y(0) - 40 * b.groups / most} height={40 * b.groups / most} />
    <line x1={x(b.predicted)} x2={x(b.predicted)} y1={y(b.low)} y2={y(b.high)} />
    {kind === "all" ? <circle cx={x(b.predicted)} cy={y(b.observed)} r="5" /> : <path d={`M${x(b.predicted)} ${y(b.observed) - 6}l6 6l-6 6l-6 -6z`} />}
    <title>{`${kind === "all" ? "all" : "control"}: predicted ${b.predicted.toFixed(3)}, observed ${b.observed.toFixed(3)} (${b.low.toFixed(3)} to ${b.high.toFixed(3)}), ${b.groups} groups`}</title></g>)}</g>;
}

/** Predicted against observed, on a square with its diagonal; bars at the foot count groups. */
export function Square({ all, control }: { all: Bin[]; control: Bin[] }) {
  const most = Math.max(1, ...all.map(b => b.groups), ...control.map(b => b.groups));
  return <svg viewBox="0 0 350 352" class="square" role="img" aria-label={`Reliability: ${all.map(b => `predicted ${b.predicted.toFixed(2)}, observed ${b.observed.toFixed(2)}`).join("; ")}`}>
    {TICKS.map(t => <g><line x1={x(t)} x2={x(t)} y1={y(0)} y2={y(1)} class="grid" /><line x1={x(0)} x2={x(1)} y1={y(t)} y2={y(t)} class="grid" />
      <text x={x(t)} y="326" text-anchor="middle">{t}</text><text x="34" y={y(t) + 4} text-anchor="end">{t}</text></g>)}
    <text x="190" y="345" text-anchor="middle">predicted success rate</text>
    {control.length > 0 && <><text x="52" y="24" class="key all">● all groups</text><text x="52" y="40" class="key control">◆ control arm</text></>}
    <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} class="diagonal" />
    <Points bins={all} kind="all" most={most} /><Points bins={control} kind="control" most={most} />
  </svg>;
}
