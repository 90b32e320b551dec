import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";

export interface Column<Row> { key: string; label: string; value: (row: Row) => number | string | null; cell?: (row: Row) => ComponentChildren; wide?: boolean }

type Props<Row> = {
  label: string; rows: Row[]; columns: Column<Row>[]; id: (row: Row) => string;
  sort?: string; onSort?: (sort: string) => void; onEnd?: () => void;
};

const ROW = 32, SHOWN = 60, MARGIN = 12;

function compare(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });
}

/** In the order of a column's key, "-key" for the other way round; what has no value comes last either way. */
export function sorted<Row>(rows: Row[], columns: Column<Row>[], sort: string): Row[] {
  const down = sort.startsWith("-"), column = columns.find(c => c.key === sort.replace("-", ""));
  if (!column) return rows;
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    return (x === null || y === null ? 1 : sign) * compare(x, y);
  });
}

/** A table of which only the rows in sight are in the page. Its heads sort. */
export function Table<Row>({ label, rows, columns, id, sort = "", onSort, onEnd }: Props<Row>) {
  const [top, setTop] = useState(0);
  const ordered = useMemo(() => sorted(rows, columns, sort), [rows, sort]);
  const first = Math.max(0, Math.min(Math.floor(top / ROW), ordered.length - SHOWN + MARGIN) - MARGIN), shown = ordered.slice(first, first + SHOWN);
  const key = sort.replace("-", ""), scrolled = (node: HTMLElement) => {
    setTop(node.scrollTop);
    if (node.scrollTop + node.clientHeight > node.scrollHeight - 20 * ROW) onEnd?.();
  };
  return <div class="scroll rows" tabIndex={0} role="region" aria-label={label} onScroll={e => scrolled(e.currentTarget)}>
    <table aria-rowcount={rows.length + 1}><thead><tr>{columns.map(column =>
      <th scope="col" class={column.wide ? "wide" : ""} aria-sort={key !== column.key ? undefined : sort.startsWith("-") ? "descending" : "ascending"}>
        {onSort ? <button class="head" onClick={() => onSort(sort === column.key ? `-${column.key}` : column.key)}>{column.label}{key === column.key ? sort.startsWith("-") ? " ↓" : " ↑" : ""}</button> : column.label}</th>)}</tr></thead>
      <tbody>
        {first > 0 && <tr aria-hidden="true"><td colSpan={columns.length} class="space" style={{ height: `${first * ROW}px` }} /></tr>}
        {shown.map(row => <tr key={id(row)} class="row">{columns.map(column => <td title={column.wide ? String(column.value(row) ?? "") : undefined}>{column.cell ? column.cell(row) : column.value(row) ?? "–"}</td>)}</tr>)}
        {first + shown.length < ordered.length && <tr aria-hidden="true"><td colSpan={columns.length} class="space" style={{ height: `${(ordered.length - first - shown.length) * ROW}px` }} /></tr>}
      </tbody></table></div>;
}

/** A table's rows as the columns of a file. */
export const asColumns = <Row,>(rows: Row[], columns: Column<Row>[]) => ({ heads: columns.map(c => c.key), columns: columns.map(c => rows.map(c.value)) });
