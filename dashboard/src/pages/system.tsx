import { useEffect, useState } from "preact/hooks";
import { get, text } from "../api";
import { useAnswer } from "../live";
import { Figure } from "../parts/figure";
import { count } from "../parts/figures";
import { asColumns, type Column, Table } from "../parts/table";
import { Tile } from "../parts/tile";
import type { Shown } from "./shown";

interface Sample { name: string; labels: string; value: number }
interface Readiness { ready: boolean; checks: Record<string, string> }

const LINE = /^([a-zA-Z_:][\w:]*)(\{[^}]*\})? (\S+)/, EVERY = 5000;

/** The samples of Prometheus's text format. */
export const samples = (exposed: string): Sample[] => exposed.split("\n").map(line => LINE.exec(line)).filter(m => m !== null).map(m => ({ name: m[1]!, labels: m[2] ?? "", value: Number(m[3]) }));

const bytes = (x: number | null) => x == null ? "–" : x > 2 ** 30 ? `${(x / 2 ** 30).toFixed(1)} GiB` : `${(x / 2 ** 20).toFixed(0)} MiB`;
const ms = (x: number | null) => x == null ? "–" : `${(1000 * x).toFixed(1)} ms`;

function useSamples(): Sample[] {
  const [state, setState] = useState<Sample[]>([]);
  useEffect(() => {
    const look = () => { if (!document.hidden) void text("/metrics").then(t => setState(samples(t)), () => {}); };
    look();
    const timer = setInterval(look, EVERY);
    return () => clearInterval(timer);
  }, []);
  return state;
}

function useReadiness(): Readiness | null {
  const [state, setState] = useState<Readiness | null>(null);
  useEffect(() => { get<Readiness>("/readyz").then(setState, () => {}); }, []);
  return state;
}

interface Setting { name: string; value: string; origin: string }

/** What the server was told; those without the right to know are told why they do not see it. */
function ServerSettings() {
  const path = "/v1/settings", { answer, trouble } = useAnswer<{ settings: Setting[] }>(path), all = answer?.settings ?? [];
  return <Figure title="Settings of the server" name="settings" path={path} plain note={trouble || (answer && all.length === 0 ? "It was started by another program, which tells it everything." : "Flags come before variables, these before the file, and that before defaults.")}
    data={{ heads: ["name", "value", "origin"], columns: [all.map(s => s.name), all.map(s => s.value), all.map(s => s.origin)] }}>
    {all.length > 0 && <table><thead><tr><th scope="col">setting</th><th scope="col">value</th><th scope="col">origin</th></tr></thead><tbody>{all.map(s => <tr><td>{s.name}</td><td>{s.value || "–"}</td><td>{s.origin}</td></tr>)}</tbody></table>}</Figure>;
}

const COLUMNS: Column<Sample>[] = [{ key: "name", label: "name", value: s => s.name }, { key: "labels", label: "labels", value: s => s.labels }, { key: "value", label: "value", value: s => s.value, cell: s => String(+s.value.toPrecision(6)) }];

export function System({ run, streaming, age }: Shown) {
  const all = useSamples(), ready = useReadiness(), { answer: version } = useAnswer<{ version: string; java: string }>("/v1/version");
  const sum = (name: string, label = "") => { const some = all.filter(s => s.name === name && s.labels.includes(label)); return some.length ? some.reduce((a, s) => a + s.value, 0) : null; };
  const mean = (name: string) => { const n = sum(`${name}_count`), t = sum(`${name}_sum`); return n && t !== null ? t / n : null; };
  const own = all.filter(s => s.name.startsWith("coxswain_")), config = Object.entries(run.config).map(([name, value]) => ({ name, value: String(value) }));
  const bad = ready && !ready.ready, reading = !ready || all.length === 0;
  return <><h1>{age !== null ? "The server does not answer." : bad ? "The server cannot serve requests." : reading ? "Reading what the server says of itself." : `Coxswain ${version?.version ?? ""} serves; ${streaming ? "events are streamed to this page" : "this page asks every two seconds"}.`}</h1>
    <div class="tiles">
      <Tile label="Ready" bad={Boolean(bad)} value={ready ? ready.ready ? "Yes" : "No" : "–"} detail={ready ? ready.ready ? `${Object.keys(ready.checks).join(", ")}: all well` : Object.entries(ready.checks).filter(([, v]) => v !== "ok").map(([k, v]) => `${k}: ${v}`).join("; ") : "asking"} />
      <Tile label="Select" value={ms(mean("coxswain_select_duration_seconds"))} detail={`mean of ${count(sum("coxswain_select_duration_seconds_count") ?? 0)} since the start`} />
      <Tile label="Observe, durable" value={ms(mean("coxswain_observe_duration_seconds"))} detail={`mean of ${count(sum("coxswain_observe_duration_seconds_count") ?? 0)}; the wait for the disk is in it`} />
      {sum("coxswain_commit_duration_seconds_count") !== null && <Tile label="Wait for the disk" value={ms(mean("coxswain_commit_duration_seconds"))} detail={`mean of ${count(sum("coxswain_commit_duration_seconds_count") ?? 0)} commits, each synced`} />}
      <Tile label="Pending" value={count(run.pending)} detail={`groups of ${run.run} handed out and not yet observed`} />
      {sum("coxswain_disk_free_bytes") !== null && <Tile label="Disk" value={bytes(sum("coxswain_disk_free_bytes"))} detail={`free; logs take ${bytes(sum("coxswain_event_log_bytes"))}`} />}
      <Tile label="Memory" value={bytes(sum("jvm_memory_used_bytes", 'area="heap"'))} detail={`of ${bytes(sum("jvm_memory_max_bytes", 'area="heap"'))} heap`} />
      <Tile label="Up" value={(() => { const s = sum("process_uptime_seconds"); return s === null ? "–" : s > 7200 ? `${(s / 3600).toFixed(1)} h` : `${(s / 60).toFixed(0)} min`; })()} detail={version ? `version ${version.version}, Java ${version.java}` : "–"} />
    </div>
    <Figure title="Configuration of the run" name="config" path={`/v1/runs/${encodeURIComponent(run.run)}`} plain data={{ heads: ["name", "value"], columns: [config.map(c => c.name), config.map(c => c.value)] }}>
        <table><thead><tr><th scope="col">setting</th><th scope="col">value</th></tr></thead><tbody>{config.map(c => <tr><td>{c.name}</td><td>{c.value}</td></tr>)}</tbody></table></Figure>
    <ServerSettings />
    <Figure title="Metrics of the process" name="metrics" path="/metrics" data={asColumns(all, COLUMNS)} plain note="As Prometheus reads them; the file has those of the JVM too."><Table label="Metrics" rows={own} columns={COLUMNS} id={s => s.name + s.labels} /></Figure></>;
}
