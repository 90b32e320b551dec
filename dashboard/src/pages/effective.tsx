import { AxisChoice } from "../parts/axis";
import { percent, rolling } from "../parts/figures";
import { Lines } from "../parts/lines";
import { Bands } from "./bands";
import { Ratios } from "./ratios";
import { drawn, metricsPath, type Shown } from "./shown";

export function Effective(shown: Shown) {
  const { run, history, view } = shown, { batches, axis, window } = drawn(shown), s = history.summary;
  return <><h1>{percent(s.effective_ratio)} of selected groups are mixed{s.control_effective_ratio == null ? "" : `, ${percent(s.control_effective_ratio)} of random ones`}.</h1>
    <AxisChoice view={view} window={window} />
    <Bands shown={shown} height={320} />
    <div class="two"><Ratios shown={shown} />
      <Lines title="Groups without a trial" name="statuses" path={metricsPath(run)} axis={axis}
        note="Groups of a batch that ended in an error, a time-out or a cancellation: they teach nothing, and say nothing of the prediction."
        lines={[{ label: "without a trial", colour: "--s2", values: rolling(batches, b => [b.closed - b.groups, 1], 1) }]} /></div></>;
}
