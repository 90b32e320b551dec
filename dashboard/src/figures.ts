import type { Arm, Batch } from "./api";

export const percent = (x: number | null | undefined, digits = 0) => x == null ? "–" : `${(100 * x).toFixed(digits)}\u00a0%`;
export const count = (x: number) => Math.round(x).toLocaleString("en").replaceAll(",", "\u202f");
export const fixed = (x: number | null | undefined, digits = 3) => x == null ? "–" : x.toFixed(digits);

export function arms(batches: Batch[]): { selected: Arm; control: Arm } {
  const sum = (of: (b: Batch) => Arm) => batches.reduce(
    (a, b) => ({ groups: a.groups + of(b).groups, mixed: a.mixed + of(b).mixed }), { groups: 0, mixed: 0 });
  return { selected: sum(b => b.selected), control: sum(b => b.control) };
}

/** The ratio of two shares with Katz's 95 % interval on the log scale; null where an arm has no mixed group. */
export function ratio(a: Arm, b: Arm): { value: number; low: number; high: number } | null {
  if (!a.mixed || !b.mixed) return null;
  const value = (a.mixed / a.groups) / (b.mixed / b.groups);
  const half = 1.959964 * Math.sqrt(1 / a.mixed - 1 / a.groups + 1 / b.mixed - 1 / b.groups);
  return { value, low: value * Math.exp(-half), high: value * Math.exp(half) };
}

/** The mean over the last `window` steps, by summed numerators and denominators. */
export function rolling(batches: Batch[], of: (b: Batch) => [number, number], window: number): (number | null)[] {
  let above = 0, below = 0;
  return batches.map((batch, i) => {
    const [a, b] = of(batch);
    above += a; below += b;
    if (i >= window) { const [c, d] = of(batches[i - window]!); above -= c; below -= d; }
    return below > 0 ? above / below : null;
  });
}

export function csv(name: string, heads: string[], columns: (number | string | null)[][]): void {
  const cell = (x: unknown) => /[",\n]/.test(String(x ?? "")) ? `"${String(x).replaceAll('"', '""')}"` : String(x ?? "");
  const rows = [heads.map(cell).join(","), ...(columns[0] ?? []).map((_, i) => columns.map(c => cell(c[i])).join(","))];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([rows.join("\n") + "\n"], { type: "text/csv" }));
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
