import { useMemo } from "preact/hooks";
import { type BatchDetail, of, type Ticket } from "../api";
import { useAnswer } from "../live";
import { Figure } from "../parts/figure";
import { count, fixed, percent } from "../parts/figures";
import { asColumns, type Column, Table } from "../parts/table";
import { change, link } from "../view";
import type { Shown } from "./shown";

type Row = Ticket & { observed: number | null; surprise: number | null };

const WHY: Record<string, string> = { target: "best by its own prediction", diverse: "for the batch's diversity", control: "control, by chance", fallback: "by chance, not trusting predictions" };

function row(ticket: Ticket): Row {
  const observed = ticket.outcome && ticket.outcome.trials > 0 ? ticket.outcome.successes / ticket.outcome.trials : null;
  return { ...ticket, observed, surprise: observed === null ? null : Math.abs(observed - ticket.predicted) };
}

const outcome = ({ outcome: o }: Row) => !o ? "pending" : o.trials > 0 ? `${+o.successes.toFixed(2)} of ${o.trials}${o.status === "ok" ? "" : `, ${o.status}`}` : o.status;

const columns = (run: string): Column<Row>[] => [
  { key: "prompt_id", label: "prompt", value: r => r.prompt_id, cell: r => <a href={link(run, "prompts", { id: r.prompt_id })}>{r.prompt_id}</a> },
  { key: "predicted", label: "predicted", value: r => r.predicted, cell: r => `${fixed(r.predicted, 2)} ± ${fixed(r.sd, 2)}` },
  { key: "reason", label: "why", value: r => r.reason, cell: r => <span title={WHY[r.reason]}>{r.reason}</span> },
  { key: "observed", label: "outcome", value: r => r.observed, cell: outcome },
  { key: "surprise", label: "surprise", value: r => r.surprise, cell: r => <span class="meter">{fixed(r.surprise, 2)}<i style={{ width: `${Math.round(80 * (r.surprise ?? 0))}px` }} /></span> }];

export function BatchPage({ view, run, history }: Shown) {
  const latest = history.batches.findLast(b => b.closed > 0) ?? history.batches.at(-1)!;
  const seq = view.query.get("seq") ?? String(latest.seq), consumer = view.query.get("consumer") ?? latest.consumer;
  const sort = view.query.get("sort") ?? "-surprise", reason = view.query.get("reason") ?? "";
  const at = history.batches.findIndex(b => String(b.seq) === seq && b.consumer === consumer), batch = history.batches[at];
  const path = of(run.run, `/batches/${encodeURIComponent(seq)}?consumer=${encodeURIComponent(consumer)}`);
  const { answer, trouble } = useAnswer<BatchDetail>(path, batch?.closed);
  const rows = useMemo(() => (answer?.tickets ?? []).map(row).filter(r => !reason || r.reason === reason), [answer, reason]);
  const reasons = [...new Set(answer?.tickets.map(t => t.reason))].sort(), shownColumns = columns(run.run);
  const step = (by: number) => { const next = history.batches[at + by]; if (next) change(view, { seq: String(next.seq), consumer: next.consumer }); };
  return <><h1>Batch {seq}: {percent(batch?.predicted_mean)} predicted, {percent(batch?.observed_mean)} observed</h1>
    {trouble && <p role="alert">{trouble}</p>}
    <div class="choices">
      <button disabled={at <= 0} onClick={() => step(-1)}>← Earlier</button><button disabled={at < 0 || at >= history.batches.length - 1} onClick={() => step(1)}>Later →</button>
      <label>Batch <select value={`${seq} ${consumer}`} onChange={e => { const [s = "", ...c] = e.currentTarget.value.split(" "); change(view, { seq: s, consumer: c.join(" ") }); }}>
        {history.batches.slice(-500).reverse().map(b => <option value={`${b.seq} ${b.consumer}`}>{b.seq} · {b.consumer} · {b.mixed}/{b.groups} mixed</option>)}</select></label>
      <label>Chosen because <select value={reason} onChange={e => change(view, { reason: e.currentTarget.value })}><option value="">any</option>{reasons.map(r => <option value={r}>{r}: {WHY[r]}</option>)}</select></label></div>
    <Figure title="The prompts of the batch" name={`batch-${seq}`} path={path} data={asColumns(rows, shownColumns)} plain
      note={`What was predicted at the select, why each was chosen, and what came of it; ${count(rows.length)} rows. Surprise is |predicted − observed|.${answer?.policy_version == null ? "" : ` Policy version ${answer.policy_version}.`}`}>
      <Table label="Prompts of the batch" rows={rows} columns={shownColumns} id={r => r.ticket} sort={sort} onSort={s => change(view, { sort: s })} />
    </Figure></>;
}
