import { AxisChoice } from "../parts/axis";
import { batches as inBatches, fixed, merged, rolling, weighed } from "../parts/figures";
import { Figure } from "../parts/figure";
import { Lines } from "../parts/lines";
import { Square } from "../parts/square";
import { drawn, metricsPath, type Shown } from "./shown";

const APART = 0.035; // of the predictions of bins: the width of a point

export function Reliability(shown: Shown) {
  const { run, history, view } = shown, { batches, axis, window } = drawn(shown), s = history.summary, path = metricsPath(run);
  const all = merged(s.reliability, APART), control = merged(s.control_reliability, APART), bins = [...all, ...control];
  return <><h1>{s.smece == null || s.ece == null ? "No prediction has met its outcome yet." : `What was predicted and what was observed differ by ${(100 * s.smece).toFixed(1)} points (smECE); in ten bins, by ${(100 * s.ece).toFixed(1)} (ECE).`}</h1>
    <AxisChoice view={view} window={window} />
    <div class="two">
      <Figure title="Predicted against observed" name="reliability" path={path}
        note="The smooth calibration error (smECE) needs no bins: residuals are smoothed over the predictions, as widely as the error is large. What is drawn are bins of equal count, joined where they would be drawn over one another: selected prompts lie close to one another. Vertical bars are Wilson's 95 % intervals that take a group's share as one trial; bars at the foot count groups. Predictions are those made at the select, before the outcome. The control arm is a random sample of the pool: it shows calibration where selection does not go."
        data={{ heads: ["arm", "predicted", "observed", "low", "high", "groups"], columns: [bins.map((_, i) => i < all.length ? "all" : "control"), bins.map(b => b.predicted), bins.map(b => b.observed), bins.map(b => b.low), bins.map(b => b.high), bins.map(b => b.groups)] }}>
        <Square all={all} control={control} />
      </Figure>
      <div>
        <Lines title="Predicted and observed success rate" name="means" path={path} axis={axis} range={[0, 1]} note={`Drawn as ${inBatches(window)}.`}
          lines={[{ label: "predicted", colour: "--s2", dash: [6, 4], values: rolling(batches, weighed(b => b.predicted_mean), window) },
            { label: "observed", colour: "--s1", values: rolling(batches, weighed(b => b.observed_mean), window), raw: batches.map(b => b.observed_mean) }]} />
        <Lines title="Brier score" name="brier" path={path} axis={axis} note={`Mean squared difference of prediction and observed rate, drawn as ${inBatches(window)}; the noise of ${run.config.group_size} rollouts is in it. Lower is better; now ${fixed(rolling(batches, weighed(b => b.brier), window).at(-1))}.`}
          lines={[{ label: "Brier", colour: "--s3", values: rolling(batches, weighed(b => b.brier), window), raw: batches.map(b => b.brier) }]} />
      </div></div></>;
}
