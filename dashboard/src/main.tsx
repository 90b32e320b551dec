import { render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import "uplot/dist/uPlot.min.css";
import "./dashboard.css";
import { type BatchDetail, get, metrics, type Metrics, type Prompt, type RunInfo, TokenNeeded, useToken } from "./api";
import { arms, count, fixed, percent, ratio, rolling } from "./figures";
import { Figure, Lines, Reliability } from "./plot";

const PAGES = { overview: "Is it helping?", calibration: "Can I trust it?", choosing: "What does it choose?", cost: "What would it have cost?", prompts: "Prompts" } as const;
type Page = keyof typeof PAGES;
const POLL = 2000, STALE = 10_000;

/** The whole view is in the fragment: #RUN/PAGE?name=value. */
function parse(): { run: string; page: Page; query: URLSearchParams } {
  const [path = "", query = ""] = location.hash.slice(1).split("?");
  const [run = "", page = ""] = path.split("/");
  return { run: decodeURIComponent(run), page: page in PAGES ? page as Page : "overview", query: new URLSearchParams(query) };
}
const link = (run: string, page: Page, query: Record<string, string> = {}) => {
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "")).toString();
  return `#${encodeURIComponent(run)}/${page}${text ? `?${text}` : ""}`;
};

function App() {
  const [view, setView] = useState(parse);
  const [runs, setRuns] = useState<RunInfo[] | null>(null);
  const [figures, setFigures] = useState<{ run: string; data: Metrics } | null>(null);
  const [heard, setHeard] = useState(Date.now());
  const [now, setNow] = useState(Date.now());
  const [trouble, setTrouble] = useState<unknown>(null);

  useEffect(() => {
    const changed = () => setView(parse());
    addEventListener("hashchange", changed);
    const clock = setInterval(() => setNow(Date.now()), 1000);
    return () => { removeEventListener("hashchange", changed); clearInterval(clock); };
  }, []);
  const run = runs?.find(r => r.run === view.run) ?? (view.run ? undefined : runs?.[0]);
  useEffect(() => {
    let known: Metrics | null = null, over = false, timer = 0;
    const look = async () => {
      try {
        if (!document.hidden) {
          const page = await get<{ runs: RunInfo[] }>("/v1/runs?page_size=1000");
          const chosen = view.run || page.runs[0]?.run;
          if (chosen && page.runs.some(r => r.run === chosen)) known = await metrics(chosen, known);
          if (over) return;
          setRuns(page.runs);
          if (chosen && known) setFigures({ run: chosen, data: known });
          setHeard(Date.now());
          setTrouble(null);
        }
      } catch (e) { if (!over) setTrouble(e); }
      if (!over) timer = window.setTimeout(look, POLL);
    };
    void look();
    return () => { over = true; clearTimeout(timer); };
  }, [view.run]);

  if (trouble instanceof TokenNeeded) return <Token />;
  const data = figures && run && figures.run === run.run ? figures.data : null;
  const age = now - heard;
  return <>
    {trouble && (age > STALE || !runs) ? <div class="banner" role="alert">No answer from the server for {Math.round(age / 1000)} s; what you see is that old. {String((trouble as Error).message ?? trouble)}</div> : null}
    <div class="top">
      <strong>Coxswain</strong>
      {runs && runs.length > 0 && <select aria-label="Run" value={run?.run ?? ""} onChange={e => { location.hash = link(e.currentTarget.value, view.page); }}>
        {!run && <option value="">{view.run} is not here</option>}
        {runs.map(r => <option value={r.run}>{r.run}</option>)}</select>}
      {run && <nav aria-label="Pages">{(Object.keys(PAGES) as Page[]).map(page =>
        <a href={link(run.run, page)} aria-current={page === view.page ? "page" : undefined}>{PAGES[page]}</a>)}</nav>}
    </div>
    <main>
      {!runs ? <h1>Asking the server…</h1> : !run ? <NoRun name={view.run} /> : !data ? <h1>Reading {run.run}…</h1>
        : view.page === "prompts" ? <Prompts run={run} query={view.query} />
        : data.batches.every(b => b.groups === 0) ? <NoOutcome run={run} selects={data.batches.length} />
        : view.page === "calibration" ? <Calibration run={run} data={data} />
        : view.page === "choosing" ? <Choosing key={run.run} run={run} data={data} query={view.query} />
        : view.page === "cost" ? <Cost run={run} data={data} />
        : <Overview run={run} data={data} />}
    </main>
  </>;
}

function Token() {
  return <main><h1>This server wants a token</h1><form class="card" onSubmit={e => {
    e.preventDefault();
    useToken(String(new FormData(e.currentTarget).get("token") ?? "").trim());
    location.reload();
  }}><label>A token with the scope <code>read</code>: <input name="token" type="password" autocomplete="off" /></label><button>Open</button>
    <p class="soft">Kept in this tab until it closes.</p></form></main>;
}

function NoRun(props: { name: string }) {
  return <><h1>{props.name ? `There is no run ${props.name}` : "There is no run yet"}</h1><section class="card"><p>Make a pool and a run over it:</p><pre>{`curl -X PUT ${location.origin}/v1/pools/first -H 'Content-Type: application/json' -d '{}'
curl -X POST ${location.origin}/v1/pools/first:upsert -H 'Content-Type: application/json' \\
  -d '{"prompts":[{"prompt_id":"a","prompt":"What is 3 + 2?"},{"prompt_id":"b","prompt":"What is 17 * 25?"}]}'
curl -X PUT ${location.origin}/v1/runs/first -H 'Content-Type: application/json' -d '{"pool":"first","strategy":"hierarchical","group_size":8}'`}</pre></section></>;
}

function NoOutcome(props: { run: RunInfo; selects: number }) {
  const path = `${location.origin}/v1/runs/${encodeURIComponent(props.run.run)}`;
  return <><h1>{props.run.run} has {props.selects === 0 ? "selected nothing yet" : "no outcome yet"}</h1><section class="card"><p>A step of this run: select, roll out, observe.</p><pre>{`curl -X POST ${path}:select -H 'Content-Type: application/json' -d '{"seq":1,"size":2}'
curl -X POST ${path}:observe -H 'Content-Type: application/json' \\
  -d '{"outcomes":[{"ticket":"<a ticket of the select>","successes":3,"trials":${props.run.config.group_size}}]}'`}</pre></section></>;
}

const metricsPath = (run: RunInfo) => `/v1/runs/${encodeURIComponent(run.run)}/metrics?page_size=1000`;
const windowOf = (steps: number) => Math.max(1, Math.min(50, Math.round(steps / 20)));

function Tile(props: { label: string; value: string; detail: string }) {
  return <div class="card"><div class="soft">{props.label}</div><div class="value">{props.value}</div><div class="soft">{props.detail}</div></div>;
}

function verdict(data: Metrics): string {
  const { selected, control } = arms(data.batches), s = data.summary;
  if (!control.groups) return `${percent(s.effective_ratio)} of the groups are mixed; without a control arm nobody knows what random choice would yield.`;
  if (s.uplift_low == null || s.uplift_high == null) return "Too little has been observed to compare with random choice.";
  const shares = `${percent(s.effective_ratio)} of selected groups are mixed against ${percent(s.control_effective_ratio)} of randomly chosen ones`;
  const r = ratio(selected, control);
  const times = r ? ` (${r.value.toFixed(2)}×, 95 % interval ${r.low.toFixed(2)}–${r.high.toFixed(2)})` : "";
  return s.uplift_low > 0 ? `Selection helps: ${shares}${times}.` : s.uplift_high < 0 ? `Selection hurts: ${shares}${times}.` : `Not clear yet: ${shares}${times}.`;
}

function Overview({ run, data }: { run: RunInfo; data: Metrics }) {
  const s = data.summary, { selected, control } = arms(data.batches);
  const batches = data.batches.filter(b => b.groups > 0), window = windowOf(batches.length);
  const steps = batches.map(b => b.ordinal);
  const wrong = rolling(batches, b => [b.all_wrong, b.groups], window), useful = rolling(batches, b => [b.mixed, b.groups], window);
  const upTo = wrong.map((w, i) => w == null ? null : w + (useful[i] ?? 0));
  const fallen = run.guard?.fallen_back ?? false;
  return <><h1>{verdict(data)}</h1>
    <div class="tiles">
      <Tile label="Effective ratio" value={percent(s.effective_ratio)} detail={`${s.uplift == null ? "no comparison" : `${s.uplift >= 0 ? "+" : "−"}${Math.abs(100 * s.uplift).toFixed(1)} points to control, 95 % ${(100 * s.uplift_low!).toFixed(1)} to ${(100 * s.uplift_high!).toFixed(1)}`}; n = ${count(selected.groups)} and ${count(control.groups)}`} />
      <Tile label="Calibration error (ECE)" value={fixed(s.ece)} detail={`ten bins, n = ${count(selected.groups + control.groups)} groups`} />
      <Tile label="Coverage" value={percent(s.pool_size ? s.coverage / s.pool_size : null)} detail={`${count(s.coverage)} of ${count(s.pool_size)} prompts selected`} />
      <Tile label="Rollouts" value={count(s.rollouts)} detail={`${count(s.tokens)} tokens in ${count(data.batches.length)} batches`} />
      <Tile label="Health" value={fallen ? "Fallen back" : "Steering"} detail={fallen ? "the guard found selection worse than uniform and chooses uniformly" : `${count(run.pending)} groups pending; learned to batch ${run.learned_to}`} />
    </div>
    <div class="two">
      <Lines title="Effective ratio" name="effective-ratio" path={metricsPath(run)} steps={steps} range={[0, 1]}
        note={`Mixed groups a group: neither all right nor all wrong. Mean over ${window} batches; the control arm is chosen uniformly.`}
        lines={[{ label: "selected", colour: "--s1", values: rolling(batches, b => [b.selected.mixed, b.selected.groups], window) },
          { label: "control", colour: "--s2", dash: [6, 4], values: rolling(batches, b => [b.control.mixed, b.control.groups], window) }]} />
      <Lines title="All wrong, mixed, all right" name="bands" path={metricsPath(run)} steps={steps} range={[0, 1]}
        note={`Stacked shares of all groups, mean over ${window} batches; only mixed groups teach. From below: all wrong, mixed, all right.`}
        lines={[{ label: "up to all right", colour: "--right", fill: true, values: steps.map(() => 1) },
          { label: "up to mixed", colour: "--mixed", fill: true, values: upTo },
          { label: "all wrong", colour: "--wrong", fill: true, values: wrong }]} />
    </div></>;
}

function Calibration({ run, data }: { run: RunInfo; data: Metrics }) {
  const batches = data.batches.filter(b => b.groups > 0), window = windowOf(batches.length), steps = batches.map(b => b.ordinal);
  const mean = (of: (b: Metrics["batches"][number]) => number | null) => rolling(batches, b => { const v = of(b); return v == null ? [0, 0] : [v * b.groups, b.groups]; }, window);
  return <><h1>{data.summary.ece == null ? "No prediction has met its outcome yet." : `In bins of equal prediction, what was predicted and what was observed differ by ${(100 * data.summary.ece).toFixed(1)} points on average.`}</h1>
    <div class="two"><Reliability bins={data.summary.reliability} path={metricsPath(run)} /><div>
      <Lines title="Predicted and observed success rate" name="means" path={metricsPath(run)} steps={steps} range={[0, 1]} note={`Mean of a batch, over ${window} batches.`}
        lines={[{ label: "predicted", colour: "--s2", dash: [6, 4], values: mean(b => b.predicted_mean) }, { label: "observed", colour: "--s1", values: mean(b => b.observed_mean) }]} />
      <Lines title="Brier score and rank correlation" name="scores" path={metricsPath(run)} steps={steps} note={`Mean over ${window} batches. Rank correlation within a batch stays well below 1 even for perfect predictions: a group of ${run.config.group_size} rollouts is noisy, and selected prompts resemble one another.`}
        lines={[{ label: "Brier", colour: "--s3", values: mean(b => b.brier) }, { label: "Spearman", colour: "--s1", values: mean(b => b.spearman) }]} /></div></div></>;
}

function Choosing({ run, data, query }: { run: RunInfo; data: Metrics; query: URLSearchParams }) {
  const latest = data.batches.findLast(b => b.groups > 0)!;
  const seq = query.get("seq") ?? String(latest.seq), consumer = query.get("consumer") ?? latest.consumer;
  const batch = data.batches.find(b => String(b.seq) === seq && b.consumer === consumer);
  const sort = query.get("sort") ?? "surprise", reason = query.get("reason") ?? "";
  const path = `/v1/runs/${encodeURIComponent(run.run)}/batches/${encodeURIComponent(seq)}?consumer=${encodeURIComponent(consumer)}`;
  const [detail, setDetail] = useState<BatchDetail | null>(null);
  const [trouble, setTrouble] = useState("");
  useEffect(() => {
    let over = false;
    get<BatchDetail>(path).then(d => { if (!over) { setDetail(d); setTrouble(""); } }, e => { if (!over) setTrouble(String(e.message ?? e)); });
    return () => { over = true; };
  }, [path, batch?.closed]);
  const go = (more: Record<string, string>) => { location.hash = link(run.run, "choosing", { seq, consumer, sort, reason, ...more }); };
  const reasons = [...new Set(detail?.tickets.map(t => t.reason))].sort();
  const rows = useMemo(() => (detail?.tickets ?? []).filter(t => !reason || t.reason === reason).map(t => {
    const observed = t.outcome && t.outcome.trials > 0 ? t.outcome.successes / t.outcome.trials : null;
    return { ...t, observed, surprise: observed == null ? null : Math.abs(observed - t.predicted) };
  }).sort((a, b) => sort === "predicted" ? a.predicted - b.predicted : (b.surprise ?? -1) - (a.surprise ?? -1)), [detail, reason, sort]);
  return <><h1>Batch {seq}: {percent(batch?.predicted_mean)} predicted, {percent(batch?.observed_mean)} observed</h1>
    {trouble && <p role="alert">{trouble}</p>}
    <Figure title="The prompts of a batch" name={`batch-${seq}`} path={path} note={`What was predicted when it was selected, why it was, and what came of it; ${rows.length} rows.`}
      heads={["prompt_id", "predicted", "sd", "reason", "observed", "surprise"]}
      columns={[rows.map(r => r.prompt_id), rows.map(r => r.predicted), rows.map(r => r.sd), rows.map(r => r.reason), rows.map(r => r.observed), rows.map(r => r.surprise)]}>
      <p><label>Batch <select value={`${seq} ${consumer}`} onChange={e => { const [s = "", ...c] = e.currentTarget.value.split(" "); go({ seq: s, consumer: c.join(" ") }); }}>
        {data.batches.slice(-500).reverse().map(b => <option value={`${b.seq} ${b.consumer}`}>{b.seq} · {b.consumer} · {b.mixed}/{b.groups} mixed</option>)}</select></label>{" "}
        <label>Order <select value={sort} onChange={e => go({ sort: e.currentTarget.value })}><option value="surprise">most surprising first</option><option value="predicted">hardest first</option></select></label>{" "}
        <label>Chosen because <select value={reason} onChange={e => go({ reason: e.currentTarget.value })}><option value="">any</option>{reasons.map(r => <option value={r}>{r}</option>)}</select></label></p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Prompts of the batch"><table><thead><tr><th>prompt</th><th>predicted</th><th>why</th><th>outcome</th><th>surprise</th></tr></thead><tbody>
        {rows.map(r => <tr key={r.ticket}><td>{r.prompt_id}</td><td>{fixed(r.predicted, 2)} ± {fixed(r.sd, 2)}</td><td>{r.reason}</td>
          <td>{r.outcome ? r.outcome.status === "ok" ? `${r.outcome.successes} of ${r.outcome.trials}` : r.outcome.status : "pending"}</td><td>{fixed(r.surprise, 2)}</td></tr>)}</tbody></table></div>
    </Figure></>;
}

function Cost({ run, data }: { run: RunInfo; data: Metrics }) {
  const { selected, control } = arms(data.batches), r = ratio(selected, control), total = data.summary.rollouts;
  const groups = selected.groups + control.groups, each = groups ? total / groups : 0, tokens = total ? data.summary.tokens / total : 0;
  const saved = (x: number) => selected.groups * each * (x - 1);
  const signed = (x: number) => `${x < 0 ? "−" : ""}${count(Math.abs(x))}`;
  if (!r) return <><h1>Nothing to compare with yet</h1><section class="card"><p>Savings are estimated from the control arm, and one arm has no mixed group. A strategy such as <code>{run.config.strategy.split(":")[0]}:control=0.05</code> keeps one.</p></section></>;
  return <><h1>{r.low > 1 ? `Random choice would have needed ${r.value.toFixed(2)}× the rollouts for as many useful groups.` : r.high < 1 ? "Random choice would have been cheaper." : "No saving can be shown yet."}</h1>
    <div class="tiles">
      <Tile label="Rollouts saved" value={signed(saved(r.value))} detail={`95 % interval ${signed(saved(r.low))} to ${signed(saved(r.high))}; ${count(total)} were made`} />
      <Tile label="Tokens saved" value={signed(saved(r.value) * tokens)} detail={`at ${count(tokens)} tokens a rollout; 95 % interval ${signed(saved(r.low) * tokens)} to ${signed(saved(r.high) * tokens)}`} />
      <Tile label="Groups a useful group" value={`${(selected.groups / selected.mixed).toFixed(2)} / ${(control.groups / control.mixed).toFixed(2)}`} detail={`selected / random; n = ${count(selected.groups)} and ${count(control.groups)}`} />
    </div>
    <section class="card"><h2>How this is estimated</h2><p class="soft">The selected arm has {count(selected.mixed)} mixed groups. Random choice that drops what is not mixed, as dynamic sampling does, needs one over its share of mixed groups for each; that share is the control arm's. The interval is Katz's, of the ratio of two shares. Assumed: a rollout of a random prompt costs what a rollout of a selected one does, and training on uniformly chosen prompts would have led to a policy with the same share.</p></section></>;
}

function Prompts({ run, query }: { run: RunInfo; query: URLSearchParams }) {
  const [prompts, setPrompts] = useState<Prompt[]>([]);
  const [next, setNext] = useState<string | null>("");
  const [wanted, setWanted] = useState(1);
  const [top, setTop] = useState(0);
  const [trouble, setTrouble] = useState("");
  const text = query.get("text") ?? "", topic = query.get("topic") ?? "";
  const path = `/v1/pools/${encodeURIComponent(run.config.pool)}/prompts?page_size=1000`;
  const pages = Math.ceil(prompts.length / 1000);
  useEffect(() => { setPrompts([]); setNext(""); setWanted(1); }, [path]);
  useEffect(() => {
    if (next === null || pages >= wanted) return;
    let over = false;
    get<{ prompts: Prompt[]; next_page_token: string | null }>(path + (next ? `&page_token=${encodeURIComponent(next)}` : "")).then(
      page => { if (!over) { setPrompts(p => [...p, ...page.prompts]); setNext(page.next_page_token); } }, e => { if (!over) setTrouble(String(e.message ?? e)); });
    return () => { over = true; };
  }, [path, next, wanted, pages]);
  const topics = useMemo(() => [...new Set(prompts.map(p => p.topic ?? ""))].filter(Boolean).sort(), [prompts]);
  const rows = useMemo(() => prompts.filter(p => (!topic || p.topic === topic) && (!text || `${p.prompt_id} ${p.prompt ?? ""}`.toLowerCase().includes(text.toLowerCase()))), [prompts, text, topic]);
  const ROW = 32, first = Math.max(0, Math.floor(top / ROW) - 10), shown = rows.slice(first, first + 60);
  const go = (more: Record<string, string>) => { location.replace(link(run.run, "prompts", { text, topic, ...more })); };
  return <><h1>{count(rows.length)} of {count(prompts.length)} prompts read{next !== null ? "; there are more" : ""}</h1>
    {trouble && <p role="alert">{trouble}</p>}
    <Figure title={`Pool ${run.config.pool}`} name="prompts" path={path} note="Filters look at the prompts that have been read." heads={["prompt_id", "topic", "prompt"]}
      columns={[rows.map(r => r.prompt_id), rows.map(r => r.topic ?? ""), rows.map(r => r.prompt ?? "")]}>
      <p><label>Contains <input type="search" value={text} onInput={e => go({ text: e.currentTarget.value })} /></label>{" "}
        <label>Topic <select value={topic} onChange={e => go({ topic: e.currentTarget.value })}><option value="">any</option>{topics.map(t => <option value={t}>{t}</option>)}</select></label>
        {next !== null && <button onClick={() => setWanted(pages + 100)}>Read up to 100 000 more</button>}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Prompts" onScroll={e => setTop(e.currentTarget.scrollTop)}>
        <table class="fixed"><thead><tr><th>prompt id</th><th>topic</th><th>prompt</th></tr></thead><tbody>
          <tr><td colSpan={3} class="space" style={{ height: `${first * ROW}px` }} /></tr>
          {shown.map(p => <tr key={p.prompt_id} class="row"><td>{p.prompt_id}</td><td>{p.topic}</td><td title={p.prompt}>{p.prompt}</td></tr>)}
          <tr><td colSpan={3} class="space" style={{ height: `${Math.max(0, rows.length - first - shown.length) * ROW}px` }} /></tr></tbody></table></div>
    </Figure></>;
}

render(<App />, document.getElementById("page")!);
