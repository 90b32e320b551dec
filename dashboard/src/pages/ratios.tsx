import type { Batch } from "../api";
import { batches as inBatches, rolling } from "../parts/figures";
import { Lines } from "../parts/lines";
import { drawn, metricsPath, type Shown } from "./shown";

const selected = (b: Batch): [number, number] => [b.selected.mixed, b.selected.groups];
const control = (b: Batch): [number, number] => [b.control.mixed, b.control.groups];

/** Mixed groups a group, of the selected arm and of the control arm. */
export function Ratios({ shown, height }: { shown: Shown; height?: number }) {
  const { batches, axis, window } = drawn(shown);
  return <Lines title="Effective ratio" name="effective-ratio" path={metricsPath(shown.run)} axis={axis} range={[0, 1]} height={height}
    note={`Groups with both successes and failures, by all groups. Drawn as ${inBatches(window)}${window > 1 ? ", with single ones as the ghost" : ""}. The control arm is chosen uniformly: it shows what random choice would yield.`}
    lines={[{ label: "selected", colour: "--s1", values: rolling(batches, selected, window), raw: rolling(batches, selected, 1) },
      { label: "control", colour: "--s2", dash: [6, 4], values: rolling(batches, control, Math.max(window, 5)) }]} />;
}
