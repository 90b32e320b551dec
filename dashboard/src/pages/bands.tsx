import { batches as inBatches, rolling } from "../parts/figures";
import { Lines } from "../parts/lines";
import { drawn, metricsPath, type Shown } from "./shown";

/** The shares of groups that are all wrong, mixed and all right, stacked. */
export function Bands({ shown, height }: { shown: Shown; height?: number }) {
  const { batches, axis, window } = drawn(shown);
  const wrong = rolling(batches, b => [b.all_wrong, b.groups], window), mixed = rolling(batches, b => [b.mixed, b.groups], window);
  return <Lines title="All wrong, mixed, all right" name="bands" path={metricsPath(shown.run)} axis={axis} range={[0, 1]} height={height}
    note={`Shares of all groups, stacked; ${inBatches(window)}. Only mixed groups teach: where all rollouts agree, there is no advantage to learn from.`}
    lines={[{ label: "all right", colour: "--right", fill: true, values: batches.map(() => 1), share: rolling(batches, b => [b.all_right, b.groups], window) },
      { label: "mixed", colour: "--mixed", fill: true, values: wrong.map((w, i) => w == null ? null : w + (mixed[i] ?? 0)), share: mixed },
      { label: "all wrong", colour: "--wrong", fill: true, values: wrong }]} />;
}
