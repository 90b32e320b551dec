import type { Batch } from "../api";
import { AxisChoice } from "../parts/axis";
import { batches as inBatches, fixed, rolling, weighed } from "../parts/figures";
import { Lines } from "../parts/lines";
import { drawn, metricsPath, type Shown } from "./shown";

/** What even a perfect predictor could reach: the square root of the share of the observed variance that is not rollout noise. */
function ceiling(batches: Batch[], window: number): (number | null)[] {
  const freedom = (b: Batch) => Math.max(0, b.groups - 1);
  const signal = rolling(batches, b => b.rate_variance == null || b.rate_noise == null ? [0, 0] : [freedom(b) * (b.rate_variance - b.rate_noise), freedom(b) * b.rate_variance], window);
  return signal.map(share => share == null ? null : Math.sqrt(Math.max(0, share)));
}

export function Ranking(shown: Shown) {
  const { run, view } = shown, { batches, axis, window } = drawn(shown), wide = Math.max(window, 5);
  const spearman = rolling(batches, weighed(b => b.spearman), window), top = ceiling(batches, wide);
  const [now, most] = [spearman.at(-1), top.at(-1)];
  return <><h1>{now == null ? "No batch has enough outcomes to rank." : `Predictions rank prompts at ${fixed(now, 2)}${most == null ? "" : `; with ${run.config.group_size} rollouts a group, even a perfect predictor could not pass ${fixed(most, 2)}`}.`}</h1>
    <AxisChoice view={view} window={window} />
    <Lines title="Rank correlation of predicted and observed rates" name="spearman" path={metricsPath(run)} axis={axis} range={[-1, 1]} height={340}
      note={`Spearman's, within each batch, drawn as ${inBatches(window)}. The noise ceiling is √(1 − noise/variance) of the observed rates, over ${wide} batches: rollouts are few, and selected prompts resemble one another on purpose, so it lies far below 1. It is an estimate, and 0 where noise explains everything.`}
      lines={[{ label: "Spearman", colour: "--s1", values: spearman, raw: batches.map(b => b.spearman) }, { label: "noise ceiling", colour: "--s2", dash: [6, 4], values: top }]} /></>;
}
