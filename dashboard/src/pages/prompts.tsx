import { useEffect, useState } from "preact/hooks";
import { get, of, post, type Predicted, type Prompt } from "../api";
import { useAnswer } from "../live";
import { Figure } from "../parts/figure";
import { count, fixed } from "../parts/figures";
import { asColumns, type Column, Table } from "../parts/table";
import { change, link } from "../view";
import { PromptPage } from "./prompt";
import type { Shown } from "./shown";

type Row = Prompt & Partial<Predicted>;
interface Answer { prompts: Prompt[]; next_page_token: string | null }

const PAGE = 200, QUIET = 250;

const words = (prompt: Prompt["prompt"]) => typeof prompt === "string" ? prompt : prompt.map(m => m.content).join(" ");

/** The prompts that a search finds, page by page as they are scrolled to, each with its prediction of now. */
function useSearch(run: string, path: string) {
  const [found, setFound] = useState<{ path: string; rows: Row[]; next: string | null; trouble: string }>({ path: "", rows: [], next: "", trouble: "" });
  const [wanted, setWanted] = useState(0);
  useEffect(() => {
    const before = found.path === path ? found : { path, rows: [] as Row[], next: "" as string | null, trouble: "" };
    if (before.next === null || (before.rows.length > wanted && found.path === path)) return;
    const stop = new AbortController();
    const read = async () => {
      const page = await get<Answer>(`${path}${before.next ? `&page_token=${encodeURIComponent(before.next)}` : ""}`, stop.signal);
      const known = page.prompts.length ? await post<Predicted[]>(of(run, ":predict"), { prompt_ids: page.prompts.map(p => p.prompt_id) }).catch(() => []) : [];
      if (!stop.signal.aborted) setFound({ path, rows: [...before.rows, ...page.prompts.map((p, i) => ({ ...p, ...known[i] }))], next: page.next_page_token, trouble: "" });
    };
    const timer = setTimeout(() => read().catch((e: Error) => { if (!stop.signal.aborted) setFound({ ...before, next: null, trouble: e.message }); }), found.path === path ? 0 : QUIET);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [path, wanted, found]);
  return { ...found, done: found.path === path, more: () => { if (found.next !== null) setWanted(found.rows.length); } };
}

const columns = (run: string): Column<Row>[] => [
  { key: "prompt_id", label: "prompt id", value: p => p.prompt_id, cell: p => <a href={link(run, "prompts", { id: p.prompt_id })}>{p.prompt_id}</a> },
  { key: "topic", label: "topic", value: p => p.topic ?? "" }, { key: "predicted", label: "predicted", value: p => p.predicted ?? null, cell: p => p.predicted === undefined ? "–" : `${fixed(p.predicted, 2)} ± ${fixed(p.sd, 2)}` },
  { key: "prompt", label: "prompt", value: p => words(p.prompt), wide: true }];

export function Prompts(shown: Shown) {
  return shown.view.query.get("id") ? <PromptPage {...shown} /> : <Search {...shown} />;
}

function Search({ view, run }: Shown) {
  const text = view.query.get("text") ?? "", topic = view.query.get("topic") ?? "", sort = view.query.get("sort") ?? "";
  const pool = `/v1/pools/${encodeURIComponent(run.config.pool)}`, { answer: stats } = useAnswer<{ topics: { topic: string | null }[] }>(`${pool}/stats`);
  const path = `${pool}/prompts?${new URLSearchParams({ ...(text && { contains: text }), ...(topic && { topic }), page_size: String(PAGE) })}`;
  const { rows, next, trouble, done, more } = useSearch(run.run, path), all = columns(run.run);
  return <><h1>{!done ? "Reading prompts…" : <>{count(rows.length)}{next !== null ? " and more" : ""} of {count(run.pool_size)} prompts{text || topic ? " found" : ""}</>}</h1>
    {trouble && <p role="alert">{trouble}</p>}
    <div class="choices"><label>Contains <input type="search" value={text} onInput={e => change(view, { text: e.currentTarget.value }, true)} /></label>
      <label>Topic <select value={topic} onChange={e => change(view, { topic: e.currentTarget.value })}><option value="">any</option>{stats?.topics.filter(t => t.topic).map(t => <option value={t.topic!}>{t.topic}</option>)}</select></label></div>
    <Figure title={`Pool ${run.config.pool}`} name="prompts" path={path} data={asColumns(rows, all)} plain note="The server searches the whole pool; scrolling reads on. Sorting is of what has been read.">
      <Table label="Prompts" rows={rows} columns={all} id={p => p.prompt_id} sort={sort} onSort={s => change(view, { sort: s })} onEnd={more} />
    </Figure></>;
}
