import { type ComponentType, Fragment } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { RunInfo } from "./api";
import { type Live, useAge, useLive } from "./live";
import { Allocation } from "./pages/allocation";
import { BatchPage } from "./pages/batch";
import { Compare } from "./pages/compare";
import { Difficulty } from "./pages/difficulty";
import { Effective } from "./pages/effective";
import { NoOutcome, NoRun, NoToken } from "./pages/empty";
import { Map } from "./pages/map";
import { Overview } from "./pages/overview";
import { Prompts } from "./pages/prompts";
import { Ranking } from "./pages/ranking";
import { Reliability } from "./pages/reliability";
import { Savings } from "./pages/savings";
import type { Shown } from "./pages/shown";
import { System } from "./pages/system";
import { Timeline } from "./pages/timeline";
import { link, type Page, PAGES, parse, useView, type View } from "./view";

const SHOWN: Record<Page, ComponentType<Shown>> = {
  overview: Overview, effective: Effective, reliability: Reliability, ranking: Ranking, difficulty: Difficulty, map: Map, batch: BatchPage,
  prompts: Prompts, savings: Savings, compare: Compare, allocation: Allocation, timeline: Timeline, system: System,
};
const WITHOUT_OUTCOMES = new Set<Page>(["prompts", "map", "timeline", "system", "allocation"]);

/** [ and ] go to the page before and after, unless something is being typed. Where one is, the address knows before the next drawing does. */
function useBrackets(run: string): void {
  useEffect(() => {
    const pressed = (e: KeyboardEvent) => {
      const pages = Object.keys(PAGES) as Page[], by = e.key === "]" ? 1 : e.key === "[" ? -1 : 0;
      if (by && !/^(INPUT|SELECT|TEXTAREA)$/.test((e.target as Element).tagName)) location.hash = link(run, pages[(pages.indexOf(parse(location.hash).page) + by + pages.length) % pages.length]!);
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [run]);
}

function Top({ view, run, live }: { view: View; run: RunInfo | undefined; live: Live }) {
  const pages = useRef<HTMLElement>(null);
  useEffect(() => { pages.current?.querySelector("[aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" }); }, [view.page, run?.run]);
  return <div class="top">
    <strong>Coxswain</strong>
    {live.runs && live.runs.length > 0 && <select aria-label="Run" value={run?.run ?? ""} onChange={e => { location.hash = link(e.currentTarget.value, view.page); }}>
      {!run && <option value="">{view.run} is not here</option>}
      {live.runs.map(r => <option value={r.run}>{r.run}</option>)}</select>}
    {run && <nav aria-label="Pages" ref={pages}>{(Object.keys(PAGES) as Page[]).map(page => <a href={link(run.run, page)} aria-current={page === view.page ? "page" : undefined}>{PAGES[page]}</a>)}</nav>}
  </div>;
}

function Body({ view, run, live, age }: { view: View; run: RunInfo | undefined; live: Live; age: number | null }) {
  if (live.tokenNeeded) return <NoToken />;
  if (!live.runs) return <h1>Asking the server…</h1>;
  if (!run) return <NoRun name={view.run} />;
  if (!live.history) return <h1>Reading {run.run}…</h1>;
  if (!WITHOUT_OUTCOMES.has(view.page) && live.history.batches.every(b => b.groups === 0)) return <NoOutcome run={run} />;
  const Here = SHOWN[view.page];
  return <Fragment key={`${run.run}/${view.page}`}><Here view={view} run={run} runs={live.runs} history={live.history} streaming={live.streaming} age={age} /></Fragment>;
}

export function App() {
  const view = useView(), live = useLive(view.run), age = useAge(live);
  const run = live.runs?.find(r => r.run === view.run) ?? (view.run ? undefined : live.runs?.[0]);
  useBrackets(run?.run ?? view.run);
  useEffect(() => { document.title = `${run ? `${run.run} · ${PAGES[view.page]} · ` : ""}Coxswain`; }, [run?.run, view.page]);
  return <>
    {age !== null && <div class="banner" role="alert">No answer from the server for {age} s; what you see is that old. {live.trouble?.message}</div>}
    <Top view={view} run={run} live={live} />
    <main><Body view={run ? { ...view, run: run.run } : view} run={run} live={live} age={age} /></main>
  </>;
}
