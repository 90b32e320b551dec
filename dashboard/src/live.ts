import { useEffect, useState } from "preact/hooks";
import { ask, get, of, type RunInfo, TokenNeeded } from "./api";
import { earlier, type History, later, latest } from "./history";

const POLL = 2000, AT_MOST_EVERY = 2000, STALE = 10_000;

/** What is known of the run that is looked at, and how old that is. */
export interface Live {
  runs: RunInfo[] | null; history: History | null; heard: number; streaming: boolean;
  trouble: Error | null; tokenNeeded: boolean;
}

const NOTHING: Live = { runs: null, history: null, heard: Date.now(), streaming: false, trouble: null, tokenNeeded: false };

/** Wakes whoever waits when something happens in a run, until the stream breaks. */
async function listen(run: string, after: number, signal: AbortSignal, begun: () => void, wake: () => void): Promise<void> {
  const response = await ask(of(run, `/events?heads=true&after=${after}`), { headers: { Accept: "text/event-stream" }, signal });
  if (!response.ok || !response.body) throw new Error(`No stream: ${response.status}.`);
  begun();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (part.value.includes("data:")) wake();
  }
  throw new Error("The stream ended.");
}

/** Follows a run: by its events where they can be streamed, else every two seconds; not at all while hidden. */
export function useLive(wanted: string): Live {
  const [live, setLive] = useState(NOTHING);
  useEffect(() => {
    let known: History | null = null, of: string | null = null, over = false, busy = false, again = false, last = 0;
    let timer = 0, stream: AbortController | null = null, streaming = false;
    const set = (part: Partial<Live>) => { if (!over) setLive(before => ({ ...before, ...part })); };
    const plan = (wait: number) => { clearTimeout(timer); if (!over) timer = window.setTimeout(look, wait); };
    const wake = () => { if (busy) again = true; else plan(Math.max(0, last + AT_MOST_EVERY - Date.now())); };
    const follow = (run: string, after: number) => {
      stream = new AbortController();
      const mine = stream;
      listen(run, after, mine.signal, () => { streaming = true; set({ streaming }); }, wake)
        .catch(() => { if (stream === mine) { stream = null; streaming = false; set({ streaming }); if (!mine.signal.aborted) plan(POLL); } });
    };
    const look = async () => {
      if (document.hidden || over || busy) return;
      busy = true; again = false; last = Date.now();
      try {
        const { runs } = await get<{ runs: RunInfo[] }>("/v1/runs?page_size=1000");
        const run = runs.find(r => r.run === wanted) ?? (wanted ? undefined : runs[0]);
        if (run) {
          known = known && of === run.run ? await later(run.run, known) : await latest(run.run, run.batches);
          of = run.run;
        }
        set({ runs, history: known, heard: Date.now(), trouble: null, tokenNeeded: false });
        while (run && known && known.from > 0 && !over && !document.hidden) {
          known = await earlier(run.run, known);
          set({ history: known });
        }
        if (run && !stream && !over) follow(run.run, run.event);
      } catch (e) {
        set(e instanceof TokenNeeded ? { tokenNeeded: true } : { trouble: e as Error });
      }
      busy = false;
      if (again) wake(); else plan(streaming ? 5 * POLL : POLL);
    };
    const seen = () => { if (document.hidden) { stream?.abort(); stream = null; clearTimeout(timer); } else void look(); };
    document.addEventListener("visibilitychange", seen);
    setLive({ ...NOTHING, heard: Date.now() });
    void look();
    return () => { over = true; clearTimeout(timer); stream?.abort(); document.removeEventListener("visibilitychange", seen); };
  }, [wanted]);
  return live;
}

/** The age of what is shown, in seconds, if it is worth saying. */
export function useAge(live: Live): number | null {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(clock);
  }, []);
  const age = now - live.heard;
  return live.trouble && (age > STALE || !live.runs) ? Math.round(age / 1000) : null;
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
