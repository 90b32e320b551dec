import { type Difficulty as Answer, of } from "../api";
import { useAnswer } from "../live";
import { Figure } from "../parts/figure";
import { count, percent } from "../parts/figures";
import { type HeatColumn, HeatMap } from "../parts/heatmap";
import { change } from "../view";
import type { Shown } from "./shown";

const shares = (counts: number[]) => { const sum = counts.reduce((a, b) => a + b, 0) || 1; return counts.map(c => c / sum); };

/** Every belief that was kept stands until the next one. */
function believed({ steps }: Answer, last: number): HeatColumn[] {
  return steps.map((step, i) => ({ from: step.learned_to, to: steps[i + 1]?.learned_to ?? Math.max(last, step.learned_to + 1), shares: shares(step.predicted) }));
}

export function Difficulty({ view, run }: Shown) {
  const path = of(run.run, "/difficulty"), { answer, trouble } = useAnswer<Answer>(path, Math.floor(run.learned_to / 4));
  const observed = view.query.get("show") === "observed";
  if (!answer) return <h1>{trouble || "Reading what was believed of the pool…"}</h1>;
  const columns = observed ? answer.observed.map(o => ({ from: o.from - 1, to: o.to, shares: shares(o.rates) })) : believed(answer, run.learned_to);
  const now = answer.steps.at(-1), counts = now?.predicted ?? [], all = counts.reduce((a, b) => a + b, 0) || 1;
  const between = counts.slice(4, 16).reduce((a, b) => a + b, 0) / all;
  return <><h1>{now ? `${percent(between)} of the pool is believed to be between 20\u00a0% and 80\u00a0%; ${percent(now.unseen / now.prompts)} of it was never selected.` : "Nothing is believed of the pool yet."}</h1>
    <div class="choices"><label>Show <select value={observed ? "observed" : ""} onChange={e => change(view, { show: e.currentTarget.value })}>
      <option value="">what is believed of the pool</option><option value="observed">observed rates only</option></select></label></div>
    <Figure title={observed ? "Observed success rates over steps" : "Predicted success rates of the pool over steps"} name={observed ? "observed-rates" : "pool-difficulty"} path={path}
      note={observed ? "Success rates of the groups of each stretch of batches, selected and control: not the pool's, for selection picks." : `Model-based: predictions of ${count(all)} prompts, seen or not, by the beliefs that were kept: every 16 batches, the older the sparser, and the one of now.`}
      data={{ heads: ["from", "to", ...Array.from({ length: columns[0]?.shares.length ?? 0 }, (_, i) => `from ${i / 20}`)], columns: [columns.map(c => c.from), columns.map(c => c.to), ...(columns[0]?.shares ?? []).map((_, bin) => columns.map(c => c.shares[bin] ?? 0))] }}>
      <HeatMap columns={columns} label={`Success rate, ${columns.length} columns of steps; the table holds the shares.`} name="step" />
    </Figure></>;
}
