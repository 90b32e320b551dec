import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { hasToken } from "../api";
import { type Columns, csv } from "./csv";
import { png } from "./png";

const SHOWN = 500;

function command(path: string, body?: unknown): string {
  const token = hasToken() ? " -H \"Authorization: Bearer $COXSWAIN_TOKEN\"" : "";
  const data = body === undefined ? "" : ` -H 'Content-Type: application/json' -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`;
  return `curl -s${token}${data} '${location.origin}${path}'`;
}

function Curl({ command }: { command: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard?.writeText(command).then(() => { setCopied(true); setTimeout(() => setCopied(false), 1500); });
  return <button onClick={copy} title={command}>{copied ? "Copied" : "Copy as curl"}</button>;
}

/** A card around a plot: its title, its values as a table and as a file, a picture of it, and the request that gives them where there is a server. A plain one is a table itself; a listed one has its table beside it. */
export function Figure(props: {
  title: string; note?: ComponentChildren; name: string; path?: string; body?: unknown; data: Columns; children: ComponentChildren; plain?: boolean; listed?: boolean;
}) {
  const [table, setTable] = useState(false), plot = useRef<HTMLDivElement>(null);
  return <section class="card figure" aria-label={props.title}>
    <header><h2>{props.title}</h2><span class="actions">
      {!props.plain && !props.listed && <button aria-pressed={table} onClick={() => setTable(!table)}>Table</button>}
      <button onClick={() => csv(props.name, props.data)}>CSV</button>
      {!props.plain && !table && <button onClick={() => void png(props.name, props.title, plot.current!)}>PNG</button>}
      {props.path && <Curl command={command(props.path, props.body)} />}</span></header>
    {table ? <Values {...props.data} title={props.title} /> : <div ref={plot}>{props.children}</div>}
    {props.note && <p class="soft">{props.note}</p>}
  </section>;
}

function Values({ heads, columns, title }: Columns & { title: string }) {
  const rows = columns[0]?.length ?? 0, from = Math.max(0, rows - SHOWN);
  const shown = (value: unknown) => typeof value === "number" && !Number.isInteger(value) ? value.toFixed(4) : value ?? "–";
  return <div class="scroll" tabIndex={0} role="region" aria-label={`${title}: values`}><table>
    <thead><tr>{heads.map(head => <th scope="col">{head}</th>)}</tr></thead>
    <tbody>{Array.from({ length: rows - from }, (_, i) => <tr key={from + i}>{columns.map(column => <td>{shown(column[from + i])}</td>)}</tr>)}</tbody>
  </table>{from > 0 && <p class="soft">The last {SHOWN} of {rows} rows; the file has all.</p>}</div>;
}
