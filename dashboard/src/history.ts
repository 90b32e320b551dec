import { type Batch, get, type MetricsPage, of, type Summary } from "./api";

/** The figures of a lineage's batches, from `from` (0: from the first) to the last, without gaps. */
export interface History { lineage: string; from: number; batches: Batch[]; summary: Summary }

const PAGE = 1000, REOPENED = 200, ALIKE = 50;

/** Pages begin where those of other viewers do, so that the server can give all of them the same. */
const alike = (from: number) => Math.max(0, Math.floor(from / ALIKE) * ALIKE);

const page = (run: string, after: number, size: number) => get<MetricsPage>(of(run, `/metrics?after=${after}&page_size=${size}`));

/** The latest batches, with which the first picture is made. */
export async function latest(run: string, batches: number): Promise<History> {
  const from = alike(batches - PAGE + ALIKE);
  const { lineage, batches: shown, summary } = await page(run, from, PAGE);
  return { lineage, from, batches: shown, summary };
}

/** One page more of what came before. */
export async function earlier(run: string, known: History): Promise<History> {
  const from = Math.max(0, known.from - PAGE);
  const { lineage, batches } = await page(run, from, known.from - from);
  return lineage === known.lineage ? { ...known, from, batches: [...batches, ...known.batches] } : latest(run, 0);
}

/** What changed since: batches that are new, or were open and are not among the very old. */
export async function later(run: string, known: History): Promise<History> {
  const open = known.batches.findIndex(batch => !batch.learned || batch.closed < batch.picked);
  const settled = known.from + (open < 0 ? known.batches.length : Math.max(open, known.batches.length - REOPENED));
  let kept = known.batches.slice(0, Math.max(0, alike(settled) - known.from));
  for (;;) {
    const next = await page(run, known.from + kept.length, PAGE);
    if (next.lineage !== known.lineage) return latest(run, next.batches.at(-1)?.ordinal ?? 0);
    kept = [...kept, ...next.batches];
    if (next.next_after === null) return { ...known, batches: kept, summary: next.summary };
  }
}
