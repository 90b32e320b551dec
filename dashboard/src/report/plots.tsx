import { percent } from "../parts/figures";
import { Figure } from "../parts/figure";
import { HeatMap } from "../parts/heatmap";
import { type Line, Lines, type Values } from "../parts/lines";
import { Square } from "../parts/square";
import type { Curve, Drawn } from "./content";

/** The moving mean over the points within `half` of each point's own step. */
export function smooth(steps: number[], values: number[], half: number): number[] {
  let from = 0, to = 0, sum = 0;
  return steps.map(step => {
    while (to < steps.length && steps[to]! <= step + half) sum += values[to++]!;
    while (steps[from]! < step - half) sum -= values[from++]!;
    return sum / (to - from);
  });
}

const ascending = (all: number[]) => [...new Set(all)].sort((a, b) => a - b);

/** Values at the places of a common axis; null where there is none. */
function placed(x: number[], at: number[], values: number[] | undefined): Values {
  const known = new Map(at.map((place, i) => [place, values?.[i] ?? null]));
  return x.map(place => known.get(place) ?? null);
}

/** A metric of the steps, strategy by strategy: a moving mean over its ghost, or every value with its interval. */
export function Course(props: { title: string; name: string; note?: string; metric: string; strategies: Drawn[]; half: number; range?: [number, number] }) {
  const used = props.strategies.filter(s => s.curves[props.metric]!.step.length), x = ascending(used.flatMap(s => s.curves[props.metric]!.step));
  return <Lines title={props.title} name={props.name} note={props.note} axis={{ label: "step", time: false, values: x }} range={props.range} lines={used.map(s => {
    const c = s.curves[props.metric]!, mean = (values: number[]) => props.half ? smooth(c.step, values, props.half) : values, banded = !props.half && c.n?.some(n => n > 1);
    return { label: s.name, colour: s.colour, dash: s.dash, values: placed(x, c.step, mean(c.mean)), raw: props.half ? placed(x, c.step, c.mean) : undefined,
      low: banded ? placed(x, c.step, c.low) : undefined, high: banded ? placed(x, c.step, c.high) : undefined };
  })} />;
}

/** Held-out accuracy by steps or rollouts, with its interval and the seeds it is of. */
export function HeldOut({ title, by, strategies, target, banded }: { title: string; by: "step" | "rollouts"; strategies: Drawn[]; target: number | null; banded: (s: Drawn) => boolean }) {
  const at = (c: Curve) => by === "step" ? c.step : c.rollouts!, of = (s: Drawn) => s.curves.heldout_accuracy!;
  const x = ascending(strategies.flatMap(s => [...at(of(s)), ...s.seeds.flatMap(seed => seed[by])]));
  const lines = strategies.flatMap((s): Line[] => {
    const c = of(s), wide = banded(s) && c.n!.some(n => n > 1);
    return [...s.seeds.length > 1 || !c.step.length ? s.seeds.map(seed => ({ label: `${s.name}, seed ${seed.seed}`, colour: s.colour, thin: true, values: placed(x, seed[by], seed.value) })) : [],
      { label: s.name, colour: s.colour, dash: s.dash, values: placed(x, at(c), c.mean), low: wide ? placed(x, at(c), c.low) : undefined, high: wide ? placed(x, at(c), c.high) : undefined }];
  });
  return <Lines title={title} name={`held-out-by-${by}`} axis={{ label: by, time: false, values: x }} height={320}
    lines={[...lines, ...target === null ? [] : [{ label: `target`, colour: "--soft", dash: [2, 4], values: x.map(() => target) }]]} />;
}

/** What came out of a strategy's groups: all wrong, mixed, all right. */
export function Groups({ strategy, half }: { strategy: Drawn; half: number }) {
  const { all_right, all_wrong } = strategy.curves as { all_right: Curve; all_wrong: Curve }, steps = all_right.step;
  const right = smooth(steps, all_right.mean, half), wrong = smooth(steps, all_wrong.mean, half), mixed = right.map((r, i) => Math.max(0, 1 - r - wrong[i]!));
  return <Lines title={strategy.name} name={`groups-${strategy.name}`} axis={{ label: "step", time: false, values: steps }} range={[0, 1]} height={190} lines={[
    { label: "all right", colour: "--right", fill: true, values: steps.map(() => 1), share: right },
    { label: "mixed", colour: "--mixed", fill: true, values: wrong.map((w, i) => w + mixed[i]!), share: mixed },
    { label: "all wrong", colour: "--wrong", fill: true, values: wrong }]} />;
}

/** How well a strategy ranks prompts, and how well anybody could. */
export function Ranking({ strategy, half }: { strategy: Drawn; half: number }) {
  const lines = [{ label: "selected", curve: strategy.curves.spearman_selected!, colour: strategy.colour, ghost: true }, { label: "pool", curve: strategy.curves.spearman_pool!, colour: strategy.colour, dash: [5, 4] },
    { label: "ceiling", curve: strategy.curves.spearman_ceiling!, colour: "--soft", dash: [1, 4], ready: true }].filter(l => l.curve.step.length);
  const x = ascending(lines.flatMap(l => l.curve.step));
  return <Lines title={strategy.name} name={`ranking-${strategy.name}`} axis={{ label: "step", time: false, values: x }} range={[lines.some(l => l.curve.mean.some(v => v < 0)) ? -1 : 0, 1]} height={280} lines={lines.map(l => ({
    label: l.label, colour: l.colour, dash: l.dash, values: placed(x, l.curve.step, l.ready ? l.curve.mean : smooth(l.curve.step, l.curve.mean, half)), raw: l.ghost && half ? placed(x, l.curve.step, l.curve.mean) : undefined }))} />;
}

/** Predicted against observed. */
export function Reliability({ strategy }: { strategy: Drawn }) {
  const bins = strategy.reliability.map(b => ({ ...b, groups: b.count })), n = bins.reduce((a, b) => a + b.count, 0);
  const off = bins.reduce((a, b) => a + b.count * Math.abs(b.predicted - b.observed), 0) / n;
  return <Figure title={strategy.name} name={`reliability-${strategy.name}`} note={`Off by ${off.toFixed(3)} on average, ${n} prompts.`}
    data={{ heads: ["predicted", "observed", "low", "high", "prompts"], columns: [bins.map(b => b.predicted), bins.map(b => b.observed), bins.map(b => b.low), bins.map(b => b.high), bins.map(b => b.count)] }}>
    <Square all={bins} control={[]} /></Figure>;
}

/** How hard the pool was believed to be, step by step. */
export function Difficulty({ strategy }: { strategy: Drawn }) {
  const { step, columns } = strategy.difficulty, parts = columns[0]!.length;
  const middle = (column: number[]) => column.reduce((sum, share, part) => sum + share * (part + 0.5) / parts, 0);
  return <Figure title={strategy.name} name={`difficulty-${strategy.name}`} note={`The mean prediction goes from ${percent(middle(columns[0]!))} to ${percent(middle(columns.at(-1)!))}.`}
    data={{ heads: ["step", ...columns[0]!.map((_, part) => `from ${part / parts}`)], columns: [step, ...columns[0]!.map((_, part) => columns.map(c => c[part]!))] }}>
    <HeatMap columns={columns.map((shares, i) => ({ from: step[i]!, to: step[i + 1] ?? step[i]! + 1, shares }))} label={`Predicted success rates of the pool over ${columns.length} steps; the table holds the shares.`} name="step" /></Figure>;
}
