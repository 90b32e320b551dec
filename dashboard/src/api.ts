/** What the pages read of the service; the shapes are those of contract/openapi.yaml. */
export interface Arm { groups: number; mixed: number }
export interface Batch {
  seq: number; consumer: string; ordinal: number; selected_at: string; size: number; picked: number; closed: number;
  learned: boolean; groups: number; mixed: number; all_right: number; all_wrong: number;
  control: Arm; selected: Arm; predicted_mean: number | null; observed_mean: number | null;
  brier: number | null; spearman: number | null; rollouts: number; tokens: number; warnings: unknown[];
}
export interface Bin { predicted: number; observed: number; low: number; high: number; groups: number }
export interface Summary {
  rollouts: number; tokens: number; effective_ratio: number | null; control_effective_ratio: number | null;
  uplift: number | null; uplift_low: number | null; uplift_high: number | null; ece: number | null;
  coverage: number; pool_size: number; reliability: Bin[];
}
export interface Metrics { lineage: string; batches: Batch[]; next_after: number; summary: Summary }
export interface RunInfo {
  run: string; config: { pool: string; strategy: string; group_size: number }; head: Record<string, number>;
  batches: number; learned_to: number; pending: number; guard: { fallen_back: boolean } | null; alarms: unknown;
}
export interface Ticket {
  ticket: string; prompt_id: string; predicted: number; sd: number; reason: string;
  outcome?: { status: string; successes: number; trials: number; tokens: number } | null;
}
export interface BatchDetail { seq: number; consumer: string; tickets: Ticket[] }
export interface Prompt { prompt_id: string; prompt?: string; topic?: string }

export class TokenNeeded extends Error {}

const KEY = "coxswain.token";

export function useToken(token: string): void { sessionStorage.setItem(KEY, token); }

export async function get<T>(path: string): Promise<T> {
  const token = sessionStorage.getItem(KEY);
  const response = await fetch(path, { headers: token ? { Authorization: `Bearer ${token}` } : {} });
  if (response.status === 401) throw new TokenNeeded();
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail ?? body.title ?? `The server answered ${response.status}.`);
  return body as T;
}

const PAGE = 1000;

/** All batches of the run; those known and learned are not asked for again. */
export async function metrics(run: string, known: Metrics | null): Promise<Metrics> {
  let kept = known?.batches ?? [];
  const open = kept.findIndex(batch => !batch.learned || batch.closed < batch.picked);
  if (open >= 0) kept = kept.slice(0, open);
  for (;;) {
    const after = kept.at(-1)?.ordinal ?? 0;
    const page = await get<Metrics>(`/v1/runs/${encodeURIComponent(run)}/metrics?after=${after}&page_size=${PAGE}`);
    if (known && page.lineage !== known.lineage) return metrics(run, null);
    kept = [...kept, ...page.batches];
    if (page.batches.length < PAGE) return { ...page, batches: kept };
  }
}
