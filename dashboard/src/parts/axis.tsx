import type { Batch } from "../api";
import { change, type View } from "../view";

/** Where the batches of a run lie on a plot's x-axis. */
export interface Axis { label: string; values: number[]; time: boolean }

const KINDS = { step: "steps", rollouts: "rollouts", time: "time" } as const;
const WINDOWS = [1, 5, 10, 20, 50, 100];

export function axisOf(view: View, batches: Batch[]): Axis {
  const kind = view.query.get("x") ?? "step";
  if (kind === "time") return { label: "time", time: true, values: batches.map(b => Date.parse(b.selected_at) / 1000) };
  let sum = 0;
  return kind === "rollouts" ? { label: "rollouts", time: false, values: batches.map(b => sum += b.rollouts) }
    : { label: "step", time: false, values: batches.map(b => b.ordinal) };
}

/** How many batches a mean is over: as chosen, else by how many there are. */
export function windowOf(view: View, batches: number): number {
  const chosen = Number(view.query.get("smooth"));
  return chosen >= 1 ? Math.round(chosen) : WINDOWS.findLast(w => w <= Math.max(1, batches / 10)) ?? 1;
}

/** Chooses both, for all plots of the page. */
export function AxisChoice({ view, window }: { view: View; window: number }) {
  return <div class="choices" role="group" aria-label="How plots are drawn">
    <label>Against <select value={view.query.get("x") ?? "step"} onChange={e => change(view, { x: e.currentTarget.value === "step" ? "" : e.currentTarget.value })}>
      {Object.entries(KINDS).map(([key, name]) => <option value={key}>{name}</option>)}</select></label>
    <label>Mean of <select value={String(window)} onChange={e => change(view, { smooth: e.currentTarget.value })}>
      {[...new Set([...WINDOWS, window])].sort((a, b) => a - b).map(w => <option value={String(w)}>{w === 1 ? "1 batch" : `${w} batches`}</option>)}</select></label>
  </div>;
}
