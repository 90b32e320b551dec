import type { Batch, RunInfo } from "../api";
import type { History } from "../history";
import { type Axis, axisOf, windowOf } from "../parts/axis";
import type { View } from "../view";

/** What every page is given. */
export interface Shown { view: View; run: RunInfo; runs: RunInfo[]; history: History; streaming: boolean; age: number | null }

/** The batches that have something to draw, and how they are drawn. */
export interface Drawn { batches: Batch[]; axis: Axis; window: number }

export function drawn({ view, history }: Shown): Drawn {
  const batches = history.batches.filter(batch => batch.groups > 0);
  return { batches, axis: axisOf(view, batches), window: windowOf(view, batches.length) };
}

export const metricsPath = (run: RunInfo) => `/v1/runs/${encodeURIComponent(run.run)}/metrics?page_size=1000`;
