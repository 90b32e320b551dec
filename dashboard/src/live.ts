import { useEffect, useRef, useState } from "preact/hooks";
import { ask, get, of, type RunInfo, TokenNeeded } from "./api";
import { earlier, type History, later, latest } from "./history";

const POLL = 2000, AT_MOST_EVERY = 2000, LISTED = 30_000, STALE = 10_000;

/** What is known of the run that is looked at, and how old that is. */
export interface Live {
  runs: RunInfo[] | null; history: History | null; heard: number; streaming: boolean;
  trouble: Error | null; tokenNeeded: boolean;
}

const NOTHING: Live = { runs: null, history: null, heard: Date.now(), streaming: false, trouble: null, tokenNeeded: false };

/** Tells whoever waits the number of a run's last event when there is a new one, until the stream breaks. */
async function listen(run: string, after: number, signal: AbortSignal, begun: () => void, told: (head: number) => void): Promise<void> {
  const response = await ask(of(run, `/events?heads=true&after=${after}`), { headers: { Accept: "text/event-stream" }, signal });
  if (!response.ok || !response.body) throw new Error(`No stream: ${response.status}.`);
  begun();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const head = /.*"head":\s*(\d+)/s.exec(part.value)?.[1];
    if (head) told(Number(head));
  }
  throw new Error("The stream ended.");
}

/** The runs, and the one that is looked at as it is now. All of them are asked for now and then only: they may be many. */
async function runsWith(wanted: string, known: RunInfo[] | null): Promise<RunInfo[]> {
  const name = wanted || known?.[0]?.run;
  if (!known?.some(r => r.run === name)) return (await get<{ runs: RunInfo[] }>("/v1/runs?page_size=1000")).runs;
  const now = await get<RunInfo>(of(name!));
  return known.map(r => r.run === name ? now : r);
}

/** Follows a run: by its events where they can be streamed, else every two seconds; not at all while hidden. */
export function useLive(wanted: string): Live {
  const [live, setLive] = useState(NOTHING);
  useEffect(() => {
    let runs: RunInfo[] | null = null, known: History | null = null, of: string | null = null, over = false, busy = false, last = 0, listed = 0, head = 0;
    let timer = 0, stream: AbortController | null = null, streaming = false;
    const set = (part: Partial<Live>) => { if (!over) setLive(before => ({ ...before, ...part })); };
    const plan = (wait: number) => { clearTimeout(timer); if (!over) timer = window.setTimeout(look, wait); };
    const told = (event: number) => { head = event; if (!busy) plan(Math.max(0, last + AT_MOST_EVERY - Date.now())); };
    const follow = (run: string, after: number) => {
      stream = new AbortController();
      const mine = stream;
      listen(run, after, mine.signal, () => { streaming = true; set({ streaming }); }, told)
        .catch(() => { if (stream === mine) { stream = null; streaming = false; set({ streaming }); if (!mine.signal.aborted) plan(POLL); } });
    };
    const look = async () => {
      if (document.hidden || over || busy) return;
      busy = true; last = Date.now();
      let behind = false;
      try {
        if (last - listed > LISTED) { runs = null; listed = last; }
        runs = await runsWith(wanted, runs);
        const run = runs.find(r => r.run === wanted) ?? (wanted ? undefined : runs[0]);
        if (run) {
          known = known && of === run.run ? await later(run.run, known) : await latest(run.run, run.batches);
          of = run.run;
          behind = run.event < head;
        }
        set({ runs, history: known, heard: Date.now(), trouble: null, tokenNeeded: false });
        while (run && known && known.from > 0 && !over && !document.hidden) {
          known = await earlier(run.run, known);
          set({ history: known });
        }
        if (run && !stream && !over && !document.hidden) follow(run.run, run.event);
      } catch (e) {
        runs = null;
        set(e instanceof TokenNeeded ? { tokenNeeded: true } : { trouble: e as Error });
      }
      busy = false;
      plan(streaming && !behind ? 5 * POLL : POLL);
    };
    const hide = () => { stream?.abort(); stream = null; streaming = false; clearTimeout(timer); };
    const seen = () => { if (document.hidden) hide(); else void look(); };
    document.addEventListener("visibilitychange", seen);
    setLive({ ...NOTHING, heard: Date.now() });
    void look();
    return () => { over = true; hide(); document.removeEventListener("visibilitychange", seen); };
  }, [wanted]);
  return live;
}

/** The age of what is shown, in seconds, if it is worth saying. */
export function useAge(live: Live): number | null {
  const [age, setAge] = useState<number | null>(null), told = useRef(live);
  told.current = live;
  useEffect(() => {
    const look = () => {
      const { heard, trouble, runs } = told.current, since = Date.now() - heard;
      if (!document.hidden) setAge(trouble && (since > STALE || !runs) ? Math.round(since / 1000) : null);
    };
    const clock = setInterval(look, 1000);
    return () => clearInterval(clock);
  }, []);
  return live.trouble ? age : null;
}

/** What a path answers; asked again when `version` changes, while what was known stays. */
export function useAnswer<T>(path: string | null, version: unknown = 0): { answer: T | null; trouble: string } {
  const [state, setState] = useState<{ path: string | null; answer: T | null; trouble: string }>({ path, answer: null, trouble: "" });
  useEffect(() => {
    if (!path) return;
    const stop = new AbortController();
    get<T>(path, stop.signal).then(answer => setState({ path, answer, trouble: "" }),
      (e: Error) => { if (!stop.signal.aborted) setState(s => ({ path, answer: s.path === path ? s.answer : null, trouble: e.message })); });
    return () => stop.abort();
  }, [path, version]);
  return state.path === path ? state : { answer: null, trouble: "" };
}
