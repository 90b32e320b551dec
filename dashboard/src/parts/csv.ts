export type Cell = number | string | null;

/** What a plot shows, as columns: for its table and its file. */
export interface Columns { heads: string[]; columns: Cell[][] }

/** Quoted where it must be; what a spreadsheet would take for a formula gets an apostrophe. */
function cell(value: Cell): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? "");
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function save(name: string, content: Blob): void {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(content);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
}

export const download = (name: string, text: string, type: string) => save(name, new Blob([text], { type }));

export function csv(name: string, { heads, columns }: Columns): void {
  const rows = (columns[0] ?? []).map((_, i) => columns.map(column => cell(column[i] ?? null)).join(","));
  download(`${name}.csv`, [heads.map(cell).join(","), ...rows].join("\n") + "\n", "text/csv");
}
