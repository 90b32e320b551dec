import { useEffect, useState } from "preact/hooks";

/** The pages, in the order of their links. */
export const PAGES = {
  overview: "Overview", effective: "Effective ratio", reliability: "Reliability", ranking: "Ranking", difficulty: "Difficulty",
  map: "Map", batch: "Batches", prompts: "Prompts", savings: "Savings", compare: "Compare", allocation: "Test time",
  timeline: "Timeline", system: "System",
} as const;
export type Page = keyof typeof PAGES;

/** What is looked at; all of it is in the fragment: #RUN/PAGE?name=value. */
export interface View { run: string; page: Page; query: URLSearchParams }

export function parse(hash: string): View {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
  const [run = "", page = ""] = path.split("/");
  return { run: decodeURIComponent(run), page: page in PAGES ? page as Page : "overview", query: new URLSearchParams(query) };
}

export function link(run: string, page: Page, query: Record<string, string> = {}): string {
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "")).toString();
  return `#${encodeURIComponent(run)}/${page}${text ? `?${text}` : ""}`;
}

/** The same page with some of its query changed. A choice can be gone back from; typing and dragging replace what was there. */
export function change(view: View, changes: Record<string, string>, replacing = false): void {
  const hash = link(view.run, view.page, { ...Object.fromEntries(view.query), ...changes });
  if (replacing) location.replace(hash); else location.hash = hash;
}

export function useView(): View {
  const [view, setView] = useState(() => parse(location.hash));
  useEffect(() => {
    const changed = () => setView(parse(location.hash));
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return view;
}
