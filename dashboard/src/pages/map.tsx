import { useMemo } from "preact/hooks";
import { of, type PoolMap } from "../api";
import { useAnswer } from "../live";
import { kind, ramp } from "../parts/colours";
import { Figure } from "../parts/figure";
import { count, fixed, percent } from "../parts/figures";
import { Scatter } from "../parts/scatter";
import { asColumns, type Column, Table } from "../parts/table";
import { change, link } from "../view";
import type { Shown } from "./shown";

interface Row { i: number; id: string; topic: string; predicted: number; sd: number; visits: number }

const COLOURS = { predicted: "prediction", sd: "uncertainty", visits: "visits", topic: "topic" } as const;

function painter(map: PoolMap, by: keyof typeof COLOURS) {
  const most = Math.max(1e-9, ...(by === "sd" ? [map.sd] : [map.visits])[0]!.reduce((a, b) => [Math.max(a[0]!, b)], [0]));
  return (i: number, dark: boolean) => by === "topic" ? kind(map.topic[i]! + map.topics.length * 8)
    : ramp(Math.round(16 * (by === "predicted" ? map.predicted[i]! : by === "sd" ? map.sd[i]! / most : Math.log1p(map.visits[i]!) / Math.log1p(most))) / 16, dark);
}

export function Map({ view, run }: Shown) {
  const path = of(run.run, "/map"), { answer: map, trouble } = useAnswer<PoolMap>(path, run.pool_size > 20_000 ? 0 : Math.floor(run.learned_to / 8));
  const by = (view.query.get("colour") ?? "predicted") as keyof typeof COLOURS, topic = view.query.get("topic") ?? "", lassoed = view.query.get("lasso"), sort = view.query.get("sort") ?? "";
  const rows = useMemo<Row[]>(() => map ? map.prompt_ids.map((id, i) => ({ i, id, topic: map.topics[map.topic[i]!] ?? "", predicted: map.predicted[i]!, sd: map.sd[i]!, visits: map.visits[i]! })) : [], [map]);
  const chosen = useMemo(() => {
    if (!lassoed && !topic) return null;
    const looped = lassoed ? new Set(lassoed.split(".").map(n => parseInt(n, 36))) : null;
    return new Set(rows.filter(r => (!looped || looped.has(r.i)) && (!topic || r.topic === topic)).map(r => r.i));
  }, [rows, lassoed, topic]);
  if (!map) return <h1>{trouble || "Reading the map…"}</h1>;
  const shown = chosen ? rows.filter(r => chosen.has(r.i)) : rows;
  const columns: Column<Row>[] = [
    { key: "prompt_id", label: "prompt", value: r => r.id, cell: r => <a href={link(run.run, "prompts", { id: r.id })}>{r.id}</a> }, { key: "topic", label: "topic", value: r => r.topic },
    { key: "predicted", label: "predicted", value: r => r.predicted, cell: r => `${fixed(r.predicted, 2)} ± ${fixed(r.sd, 2)}` }, { key: "sd", label: "sd", value: r => r.sd, cell: r => fixed(r.sd, 2) },
    { key: "visits", label: "visits", value: r => r.visits }];
  const seen = rows.filter(r => r.visits > 0).length;
  return <><h1>{percent(seen / (rows.length || 1))} of the pool has been visited{chosen ? `; ${count(chosen.size)} prompts are chosen` : ""}.</h1>
    <div class="choices">
      <label>Colour <select value={by} onChange={e => change(view, { colour: e.currentTarget.value })}>{Object.entries(COLOURS).map(([key, name]) => <option value={key}>{name}</option>)}</select></label>
      <label>Topic <select value={topic} onChange={e => change(view, { topic: e.currentTarget.value })}><option value="">any</option>{map.topics.map(t => <option value={t}>{t}</option>)}</select></label>
      {chosen && <button onClick={() => change(view, { lasso: "", topic: "" })}>All prompts</button>}</div>
    <Figure title="The pool" name="map" path={path} data={asColumns(shown, columns)} listed
      note={`Each point is a prompt, by the first two principal axes of its embedding (${percent(map.explained[0])} and ${percent(map.explained[1])} of the variance), the same for the whole run. Draw around some to list them below.${rows.length < map.prompts ? ` Every ${Math.round(map.prompts / rows.length)}th of ${count(map.prompts)} prompts is shown.` : ""}`}>
      <Scatter label={`Map of ${rows.length} prompts; the list below has the same.`} x={map.x} y={map.y} chosen={chosen} drawn={`${map.learned_to} ${by} ${map.revision}`} paint={painter(map, by)}
        tell={i => `${rows[i]!.id} · ${rows[i]!.topic} · predicted ${fixed(rows[i]!.predicted, 2)} ± ${fixed(rows[i]!.sd, 2)} · ${rows[i]!.visits} visits`}
        onLasso={some => change(view, { lasso: some.slice(0, 2000).map(i => i.toString(36)).join(".") })} />
      {by === "topic" ? <p class="legend">{map.topics.slice(0, 8).map((t, i) => <span><i style={{ background: kind(i) }} />{t}</span>)}</p>
        : <p class="legend"><span>low {COLOURS[by]}</span><i class="ramp" aria-hidden="true" /><span>high</span></p>}
    </Figure>
    <Figure title={chosen ? `${count(shown.length)} chosen prompts` : "All prompts"} name="prompts-of-map" path={path} data={asColumns(shown, columns)} plain>
      <Table label="Prompts of the map" rows={shown} columns={columns} id={r => r.id} sort={sort} onSort={s => change(view, { sort: s })} />
    </Figure></>;
}
