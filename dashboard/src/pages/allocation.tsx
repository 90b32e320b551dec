import { useEffect, useState } from "preact/hooks";
import { get, of, post, type PoolMap } from "../api";
import { csv, download } from "../parts/csv";
import { Figure } from "../parts/figure";
import { count, percent, points } from "../parts/figures";
import { Histogram } from "../parts/histogram";
import { change } from "../view";
import type { Shown } from "./shown";

interface Answer { allocations: { prompt_id: string; samples: number; predicted: number; sd: number }[]; expected_solved: number; expected_solved_uniform: number }

const MOST_PROMPTS = 2000, MOST_SAMPLES = 64;

export function Allocation({ view, run }: Shown) {
  const budget = Number(view.query.get("budget") ?? 4), topic = view.query.get("topic") ?? "", path = of(run.run, ":allocate");
  const [map, setMap] = useState<PoolMap | null>(null), [answer, setAnswer] = useState<Answer | null>(null), [trouble, setTrouble] = useState("");
  useEffect(() => { get<PoolMap>(of(run.run, "/map")).then(setMap, (e: Error) => setTrouble(e.message)); }, [run.run]);
  const ids = (map?.prompt_ids ?? []).filter((_, i) => !topic || map!.topics[map!.topic[i]!] === topic).slice(0, MOST_PROMPTS);
  const body = { prompt_ids: ids, mean_budget: budget, min: 1, max: MOST_SAMPLES };
  useEffect(() => {
    if (!ids.length) return;
    const timer = setTimeout(() => post<Answer>(path, body).then(a => { setAnswer(a); setTrouble(""); }, (e: Error) => setTrouble(e.message)), 150);
    return () => clearTimeout(timer);
  }, [map, topic, budget, run.learned_to]);
  const rows = answer?.allocations ?? [], n = rows.length || 1, gain = answer ? (answer.expected_solved - answer.expected_solved_uniform) / n : 0;
  const most = rows.reduce((a, r) => Math.max(a, r.samples), 1), bars = Array.from({ length: most + 1 }, (_, i) => ({ name: String(i), count: rows.filter(r => r.samples === i).length }));
  const data = { heads: ["prompt_id", "samples", "predicted", "sd"], columns: [rows.map(r => r.prompt_id), rows.map(r => r.samples), rows.map(r => r.predicted), rows.map(r => r.sd)] };
  return <><h1>{answer ? `With ${budget} samples a prompt on average, ${percent(answer.expected_solved / n, 1)} would be solved: ${points(gain)} points to an equal share.` : trouble || "Reading what is believed…"}</h1>
    {answer && trouble && <p role="alert">{trouble}</p>}
    <div class="choices"><label>Samples a prompt <input type="range" min="1" max="16" step="0.5" value={budget} onInput={e => change(view, { budget: e.currentTarget.value }, true)} /> <output>{budget}</output></label>
      <label>Topic <select value={topic} onChange={e => change(view, { topic: e.currentTarget.value })}><option value="">any</option>{map?.topics.map(t => <option value={t}>{t}</option>)}</select></label>
      <button onClick={() => csv("samples", data)}>Samples as CSV</button><button onClick={() => download("samples.json", JSON.stringify(rows, null, 1), "application/json")}>As JSON</button></div>
    <Figure title="Samples a prompt" name="samples" path={path} body={body} data={data}
      note={`${count(rows.length)} prompts${map && ids.length < map.prompts ? `, the first ${count(ids.length)} of ${count(map.prompts)}` : ""}; expected by the model: ${answer ? `${answer.expected_solved.toFixed(1)} solved, ${answer.expected_solved_uniform.toFixed(1)} if all got the same` : "–"}. At least 1, at most ${MOST_SAMPLES}. For answers that a verifier checks.`}>
      <Histogram label="Prompts by samples" axis="samples" bars={bars} />
    </Figure></>;
}
