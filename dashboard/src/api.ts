/** What the pages read of the service; the shapes are those of contract/openapi.yaml. */
export interface Arm { groups: number; mixed: number }
export interface Batch {
  seq: number; consumer: string; ordinal: number; selected_at: string; size: number; picked: number; closed: number;
  learned: boolean; stale: boolean; learned_to: number; groups: number; mixed: number; all_right: number; all_wrong: number;
  control: Arm; selected: Arm; predicted_mean: number | null; observed_mean: number | null;
  brier: number | null; spearman: number | null; rate_variance: number | null; rate_noise: number | null;
  rollouts: number; tokens: number; statuses: Record<string, number>; warnings: string[];
}
export interface Bin { predicted: number; observed: number; low: number; high: number; groups: number }
export interface Summary {
  rollouts: number; tokens: number; selected: Arm; control: Arm; effective_ratio: number | null; control_effective_ratio: number | null;
  uplift: number | null; uplift_low: number | null; uplift_high: number | null; ece: number | null; smece: number | null;
  reliability: Bin[]; control_reliability: Bin[]; coverage: number; pool_size: number;
}
export interface MetricsPage { lineage: string; batches: Batch[]; next_after: number | null; summary: Summary }
export interface Lineage { lineage: string; parent: string | null; batches: number }
export interface RunInfo {
  run: string; created: string;
  config: { pool: string; strategy: string; group_size: number; [setting: string]: unknown };
  lineage: string; lineages: Lineage[]; head: Record<string, number>; event: number; batches: number; learned_to: number;
  pending: number; coverage: number; pool_size: number;
  guard: { fallen_back: boolean; since: number; strength: number }; alarms: string[];
}
export interface Outcome { status: string; successes: number; trials: number; tokens: number }
export interface Ticket {
  ticket: string; prompt_id: string; predicted: number; sd: number; propensity: number; reason: string; outcome?: Outcome | null;
}
export interface BatchDetail { seq: number; consumer: string; policy_version: number | null; warnings: string[]; tickets: Ticket[] }
export interface Prompt { prompt_id: string; prompt: string | { role: string; content: string }[]; topic?: string }
export interface Predicted { prompt_id: string; predicted: number; sd: number }
/** A run's pool, a column each; rows belong together. */
export interface PoolMap {
  prompts: number; revision: number; learned_to: number; explained: [number, number]; topics: string[]; prompt_ids: string[];
  topic: number[]; x: number[]; y: number[]; predicted: number[]; sd: number[]; visits: number[];
}
export interface Difficulty {
  steps: { learned_to: number; predicted: number[]; unseen: number; prompts: number }[];
  observed: { from: number; to: number; rates: number[] }[];
}
export interface PromptDetail extends Prompt {
  predicted: number; sd: number; visits: number; pending: boolean;
  history: { ordinal: number; seq: number; consumer: string; predicted: number; sd: number; reason: string; status: string | null; observed: number | null }[];
  neighbours: { prompt_id: string; distance: number; predicted: number }[];
}
export interface RunEvent { event: number; at: string; kind: string; lineage: string; [more: string]: unknown }

export class TokenNeeded extends Error {}

const KEY = "coxswain.token";

export const useToken = (token: string) => sessionStorage.setItem(KEY, token);
export const hasToken = () => sessionStorage.getItem(KEY) !== null;

/** The path of a run's resource. */
export const of = (run: string, rest = "") => `/v1/runs/${encodeURIComponent(run)}${rest}`;

export function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const token = sessionStorage.getItem(KEY);
  return fetch(path, { ...init, headers: { ...init.headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) } });
}

async function answered(response: Response): Promise<Response> {
  if (response.status === 401) throw new TokenNeeded();
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail ?? problem.title ?? `The server answered ${response.status}.`);
  }
  return response;
}

const PATIENCE = 20_000, STALE = 60, KEPT = 8;
const known = new Map<string, { etag: string; value: unknown }>();
let turn: Promise<unknown> = Promise.resolve();

/** One request after the other: a page takes one connection, beside that of its events. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work, work);
  turn = mine.catch(() => {});
  return mine;
}

function keep(path: string, etag: string | null, value: unknown): void {
  known.delete(path);
  if (etag) known.set(path, { etag, value });
  if (known.size > KEPT) known.delete(known.keys().next().value!);
}

/** What a path answers, or answered some seconds ago: the server then makes it once for all who look. The same object while nothing has changed. */
export const get = <T>(path: string, signal?: AbortSignal) => inTurn(async () => {
  const before = known.get(path), late = AbortSignal.timeout(PATIENCE);
  const response = await ask(path, { signal: signal ? AbortSignal.any([signal, late]) : late,
    headers: { "Cache-Control": `max-stale=${STALE}`, ...(before ? { "If-None-Match": before.etag } : {}) } });
  if (before && response.status === 304) return before.value as T;
  const value = await (await answered(response)).json() as T;
  keep(path, response.headers.get("ETag"), value);
  return value;
});
export const text = (path: string) => inTurn(async () => (await answered(await ask(path))).text());
export const post = <T>(path: string, body: unknown) => inTurn(async () => (await answered(await ask(path,
  { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }))).json() as Promise<T>);
