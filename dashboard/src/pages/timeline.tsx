import { type Batch, type Lineage, of, type RunEvent } from "../api";
import { useAnswer } from "../live";
import { Figure } from "../parts/figure";
import { count } from "../parts/figures";
import { Lines } from "../parts/lines";
import { asColumns, type Column, Table } from "../parts/table";
import { axisOf } from "../parts/axis";
import { change, link } from "../view";
import { metricsPath, type Shown } from "./shown";

const SHOWN = 500;

function summary(e: RunEvent): string {
  const list = (name: string) => Array.isArray(e[name]) ? (e[name] as unknown[]).length : 0;
  switch (e.kind) {
    case "select": return `batch ${e.seq} of ${e.consumer}, size ${e.size}${e.policy_version == null ? "" : `, policy ${e.policy_version}`}`;
    case "observe": case "abandoned": return `${list("pieces")} reports`;
    case "expire": case "expired": return `${list("tickets")} groups timed out`;
    case "rewind": case "rewound": return `back to ${e.batches} batches of lineage ${e.parent}`;
    default: return "";
  }
}

const COLUMNS: Column<RunEvent>[] = [
  { key: "event", label: "event", value: e => e.event }, { key: "at", label: "at", value: e => e.at.replace("T", " ").slice(0, 19) }, { key: "kind", label: "kind", value: e => e.kind },
  { key: "lineage", label: "lineage", value: e => e.lineage }, { key: "what", label: "what", value: summary, wide: true }];

/** Lineages below the one they branched off from. */
function Tree({ lineages, parent, current }: { lineages: Lineage[]; parent: string | null; current: string }) {
  const here = lineages.filter(l => l.parent === parent);
  return here.length === 0 ? null : <ul class="tree">{here.map(l => <li><span class={l.lineage === current ? "current" : ""}>lineage {l.lineage}{l.lineage === current ? ", the current one" : ""}</span>
    {l.parent ? <span class="soft"> kept {l.batches} batches of lineage {l.parent}</span> : l.batches ? <span class="soft"> forked with {l.batches} batches</span> : null}<Tree lineages={lineages} parent={l.lineage} current={current} /></li>)}</ul>;
}

const lag = (batches: Batch[]) => batches.map(b => b.ordinal - 1 - b.learned_to);

export function Timeline({ view, run, history }: Shown) {
  const kind = view.query.get("kind") ?? "", sort = view.query.get("sort") ?? "-event";
  const path = of(run.run, `/events?after=${Math.max(0, run.event - SHOWN)}&page_size=${SHOWN}`), { answer, trouble } = useAnswer<{ events: RunEvent[] }>(path);
  const kinds = [...new Set(answer?.events.map(e => e.kind))].sort(), rows = (answer?.events ?? []).filter(e => !kind || e.kind === kind), stale = history.batches.filter(b => b.stale).length;
  return <><h1>{count(run.event)} events in {run.lineages.length} {run.lineages.length === 1 ? "lineage" : "lineages"}; {stale ? `${count(stale)} selects did not wait for learning` : "every select waited for learning"}.</h1>
    {trouble && <p role="alert">{trouble}</p>}
    <div class="two">
      <section class="card"><h2>Lineages</h2><Tree lineages={run.lineages} parent={null} current={run.lineage} /><p class="soft">A trainer that went back to an older checkpoint begins a new lineage; what it left stays readable.</p></section>
      <Lines title="Lag of learning" name="lag" path={metricsPath(run)} axis={axisOf(view, history.batches)} note="Batches that the belief had not learned from when the next was selected." lines={[{ label: "batches behind", colour: "--s1", values: lag(history.batches) }]} height={180} /></div>
    <div class="choices"><label>Kind <select value={kind} onChange={e => change(view, { kind: e.currentTarget.value })}><option value="">any</option>{kinds.map(k => <option value={k}>{k}</option>)}</select></label></div>
    <Figure title="The last events" name="events" path={path} data={asColumns(rows, COLUMNS)} plain note={<>{count(rows.length)} rows. The whole history: <a href={link(run.run, "batch")}>batches</a>, or <code>{of(run.run, "/export")}</code>.</>}>
      <Table label="Events" rows={rows} columns={COLUMNS} id={e => String(e.event)} sort={sort} onSort={s => change(view, { sort: s })} /></Figure></>;
}
