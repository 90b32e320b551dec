import { useEffect, useState } from "preact/hooks";
import { get, of, type PoolMap, type RunInfo } from "../api";
import { type History, latest } from "../history";
import { Figure } from "../parts/figure";
import { count, fixed, percent, points, rolling } from "../parts/figures";
import { Lines } from "../parts/lines";
import { asColumns, type Column, Table } from "../parts/table";
import { change } from "../view";
import { metricsPath, type Shown } from "./shown";

interface Compared { run: RunInfo; history: History; visits: globalThis.Map<string, number> }
interface Row extends Compared { support: number | null }

const ENOUGH = 0.2, COLOURS = ["--s1", "--s2", "--s3", "--s4", "--s5"];

async function compared(run: RunInfo): Promise<Compared> {
  const [history, map] = await Promise.all([latest(run.run, run.batches), get<PoolMap>(of(run.run, "/map"))]);
  return { run, history, visits: new globalThis.Map(map.prompt_ids.map((id, i) => [id, map.visits[i]!] as const).filter(([, visits]) => visits > 0)) };
}

function useCompared(runs: RunInfo[]): { rows: Compared[]; trouble: string } {
  const [state, setState] = useState<{ rows: Compared[]; trouble: string }>({ rows: [], trouble: "" });
  useEffect(() => {
    let over = false;
    Promise.all(runs.map(compared)).then(rows => { if (!over) setState({ rows, trouble: "" }); }, (e: Error) => { if (!over) setState(s => ({ ...s, trouble: e.message })); });
    return () => { over = true; };
  }, [runs.map(r => `${r.run} ${Math.floor(r.batches / 5)}`).join()]);
  return state;
}

/** Of what a run picked, repeats counted, the share whose prompt the first run picked too: only there do both know what came of it. */
function support(first: Compared, other: Compared): number | null {
  const picks = [...other.visits], all = picks.reduce((sum, [, visits]) => sum + visits, 0);
  return all ? picks.reduce((sum, [id, visits]) => first.visits.has(id) ? sum + visits : sum, 0) / all : null;
}

/** Mixed groups a group, chance picks included: so that a run of random batches has one too. */
const all = ({ summary: { selected, control } }: History) => selected.groups + control.groups ? (selected.mixed + control.mixed) / (selected.groups + control.groups) : null;

const range = (low: number | null, high: number | null) => low == null || high == null ? "" : ` (${points(low)} to ${points(high)})`;

const COLUMNS: Column<Row>[] = [
  { key: "run", label: "run", value: r => r.run.run }, { key: "strategy", label: "strategy", value: r => r.run.config.strategy },
  { key: "pool", label: "pool", value: r => r.run.config.pool }, { key: "batches", label: "batches", value: r => r.run.batches },
  { key: "effective_ratio", label: "effective", value: r => all(r.history), cell: r => percent(all(r.history), 1) },
  { key: "uplift", label: "points to its control", value: r => r.history.summary.uplift, cell: ({ history: { summary: s } }) => s.uplift == null ? "–" : points(s.uplift) + range(s.uplift_low, s.uplift_high) },
  { key: "ece", label: "ECE", value: r => r.history.summary.ece, cell: r => fixed(r.history.summary.ece) },
  { key: "coverage", label: "coverage", value: r => r.history.summary.coverage, cell: ({ history: { summary: s } }) => percent(s.coverage / (s.pool_size || 1)) },
  { key: "rollouts", label: "rollouts", value: r => r.history.summary.rollouts, cell: r => count(r.history.summary.rollouts) },
  { key: "support", label: "support", value: r => r.support, cell: r => percent(r.support) }];

export function Compare({ view, run, runs }: Shown) {
  const names = (view.query.get("with") ?? "").split(",").filter(Boolean), sort = view.query.get("sort") ?? "";
  const others = runs.filter(r => names.includes(r.run) && r.run !== run.run), { rows, trouble } = useCompared([run, ...others]);
  const choose = (name: string, on: boolean) => change(view, { with: (on ? [...names, name] : names.filter(n => n !== name)).join(",") });
  const table: Row[] = rows.map((row, i) => ({ ...row, support: i ? support(rows[0]!, row) : 1 })), thin = table.filter(r => r.support !== null && r.support < ENOUGH);
  const window = 20, longest = rows.reduce<History["batches"]>((a, r) => r.history.batches.length > a.length ? r.history.batches : a, []);
  return <><h1>{others.length === 0 ? "Choose a run to compare with." : thin.length ? "Too little in common for a ranking." : `${run.run} beside ${others.map(r => r.run).join(", ")}`}</h1>
    {trouble && <p role="alert">{trouble}</p>}
    <fieldset class="choices"><legend>Compare {run.run} with</legend>{runs.filter(r => r.run !== run.run).map(r => <label><input type="checkbox" checked={names.includes(r.run)} onChange={e => choose(r.run, e.currentTarget.checked)} /> {r.run}</label>)}
      {runs.length === 1 && <span class="soft">There is no other run yet. A fork of this one: <code>{`curl -X POST ${location.origin}${of(run.run, ":fork")} -H 'Content-Type: application/json' -d '{"from_step": 0, "run": "${run.run}-again"}'`}</code></span>}</fieldset>
    {thin.length > 0 && <p role="note" class="card">{thin.map(r => `${r.run.run}: ${percent(r.support)} support`).join(", ")}; below 20 % nothing is ranked. So few of the picks there are of prompts that {run.run} picked too that differences may come from the prompts, not from the strategy. The figures stand as each run's own, in no order.</p>}
    <Figure title="Side by side" name="compare" path={metricsPath(run)} data={asColumns(table, COLUMNS)} plain
      note="Points are the difference of the effective ratio to the run's own control arm, with Newcombe's 95 % interval. Support: of the picks there, the share whose prompt the first run picked too. Seeds are paired where the runs' seeds are equal.">
      <Table label="Runs side by side" rows={table} columns={COLUMNS} id={r => r.run.run} sort={thin.length ? "" : sort} onSort={thin.length ? undefined : s => change(view, { sort: s })} /></Figure>
    {rows.length > 0 && <Lines title="Effective ratio of all groups" name="compare-effective" path={metricsPath(run)} range={[0, 1]} axis={{ label: "step", time: false, values: longest.map(b => b.ordinal) }}
      note={`Mixed groups by all groups, control arm included; drawn as means of ${window} batches.`} lines={rows.slice(0, 5).map((row, i) => {
        const values = new globalThis.Map(rolling(row.history.batches, b => [b.mixed, b.groups], window).map((v, j) => [row.history.batches[j]!.ordinal, v]));
        return { label: row.run.run, colour: COLOURS[i]!, values: longest.map(b => values.get(b.ordinal) ?? null) };
      })} />}</>;
}
