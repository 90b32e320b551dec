import { of, type PromptDetail } from "../api";
import { useAnswer } from "../live";
import { Figure } from "../parts/figure";
import { count, fixed, percent } from "../parts/figures";
import { Lines } from "../parts/lines";
import { asColumns, type Column, Table } from "../parts/table";
import { change, link } from "../view";
import type { Shown } from "./shown";

type Visit = PromptDetail["history"][number];
type Neighbour = PromptDetail["neighbours"][number];

const words = (prompt: PromptDetail["prompt"]) => typeof prompt === "string" ? prompt : prompt.map(m => `${m.role}: ${m.content}`).join("\n\n");
const rate = (v: Visit) => v.observed;

const neighbours = (run: string): Column<Neighbour>[] => [
  { key: "prompt_id", label: "prompt", value: n => n.prompt_id, cell: n => <a href={link(run, "prompts", { id: n.prompt_id })}>{n.prompt_id}</a> },
  { key: "distance", label: "distance", value: n => n.distance, cell: n => fixed(n.distance, 3) }, { key: "predicted", label: "predicted", value: n => n.predicted, cell: n => fixed(n.predicted, 2) }];

const visits = (run: string): Column<Visit>[] => [
  { key: "seq", label: "batch", value: v => v.seq, cell: v => <a href={link(run, "batch", { seq: String(v.seq), consumer: v.consumer })}>{v.seq}</a> },
  { key: "predicted", label: "predicted", value: v => v.predicted, cell: v => `${fixed(v.predicted, 2)} ± ${fixed(v.sd, 2)}` }, { key: "reason", label: "why", value: v => v.reason },
  { key: "observed", label: "outcome", value: rate, cell: v => v.observed !== null ? fixed(v.observed, 2) : v.status ?? "pending" }];

/** One prompt: its text, what was thought of it and what came of it, and what lies near it. */
export function PromptPage({ view, run }: Shown) {
  const path = of(run.run, `/prompt?prompt_id=${encodeURIComponent(view.query.get("id") ?? "")}`);
  const { answer, trouble } = useAnswer<PromptDetail>(path, run.batches), back = <button class="back" onClick={() => change(view, { id: "" })}>← All prompts</button>;
  if (!answer) return <>{back}<h1>{trouble || "Reading the prompt…"}</h1></>;
  const history = visits(run.run), near = neighbours(run.run);
  return <>{back}<h1>{answer.prompt_id}: {percent(answer.predicted)} ± {percent(answer.sd)} predicted now, {count(answer.visits)} visits{answer.pending ? ", out now" : ""}</h1>
    <section class="card"><h2>Text{answer.topic ? ` · ${answer.topic}` : ""}</h2><pre tabIndex={0} class="text">{words(answer.prompt)}</pre></section>
    {answer.history.length > 0 && <Lines title="Predicted and observed" name="prompt-history" path={path} range={[0, 1]} axis={{ label: "step", time: false, values: answer.history.map(v => v.ordinal) }}
      note="At each visit, before and after." lines={[{ label: "predicted", colour: "--s2", dash: [6, 4], values: answer.history.map(v => v.predicted) }, { label: "observed", colour: "--s1", values: answer.history.map(rate) }]} />}
    <div class="two">
      <Figure title="Visits" name="visits" path={path} data={asColumns(answer.history, history)} plain>{answer.history.length ? <Table label="Visits" rows={answer.history} columns={history} id={v => String(v.ordinal)} /> : <p>It has not been selected in what is kept of this lineage.</p>}</Figure>
      <Figure title="Nearest prompts" name="neighbours" path={path} data={asColumns(answer.neighbours, near)} plain note="By the Euclidean distance of embeddings."><Table label="Nearest prompts" rows={answer.neighbours} columns={near} id={n => n.prompt_id} /></Figure>
    </div></>;
}
