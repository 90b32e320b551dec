import type { Arm, Batch, Bin } from "../api";

export const percent = (x: number | null | undefined, digits = 0) => x == null ? "–" : `${(100 * x).toFixed(digits)}\u00a0%`;
export const count = (x: number) => Math.round(x).toLocaleString("en").replaceAll(",", "\u202f");
export const batches = (n: number) => n === 1 ? "single batches" : `means of ${n} batches`;
export const fixed = (x: number | null | undefined, digits = 3) => x == null ? "–" : x.toFixed(digits);
export const signed = (x: number) => `${x < 0 ? "−" : ""}${count(Math.abs(x))}`;
export const points = (x: number) => `${x < 0 ? "−" : "+"}${Math.abs(100 * x).toFixed(1)}`;

/** The ratio of two shares with Katz's 95 % interval on the log scale; null where an arm has no mixed group. */
export function ratio(a: Arm, b: Arm): { value: number; low: number; high: number } | null {
  if (!a.mixed || !b.mixed) return null;
  const value = (a.mixed / a.groups) / (b.mixed / b.groups);
  const half = 1.959964 * Math.sqrt(1 / a.mixed - 1 / a.groups + 1 / b.mixed - 1 / b.groups);
  return { value, low: value * Math.exp(-half), high: value * Math.exp(half) };
}

/** Wilson's 95 % interval of a share p of n. */
export function wilson(p: number, n: number): [number, number] {
  const z2 = 1.959964 ** 2, middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = 1.959964 * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** Over the last `window` batches the sum of what `of` counts by the sum of what it counts it against. */
export function rolling(batches: Batch[], of: (b: Batch) => [number, number], window: number): (number | null)[] {
  let above = 0, below = 0;
  const counted = batches.map(of);
  return counted.map(([a, b], i) => {
    above += a; below += b;
    if (i >= window) { above -= counted[i - window]![0]; below -= counted[i - window]![1]; }
    return below > 1e-9 ? above / below : null;
  });
}

/** A batch's value, weighed by its groups. */
export const weighed = (of: (b: Batch) => number | null) => (b: Batch): [number, number] => {
  const value = of(b);
  return value == null ? [0, 0] : [value * b.groups, b.groups];
};

/** Neighbouring bins that would be drawn over one another are one: at least `apart` between their predictions. */
export function merged(bins: Bin[], apart: number): Bin[] {
  const out: Bin[] = [];
  for (const bin of bins) {
    const last = out.at(-1);
    if (!last || bin.predicted - last.predicted >= apart) { out.push(bin); continue; }
    const groups = last.groups + bin.groups, mean = (of: (b: Bin) => number) => (of(last) * last.groups + of(bin) * bin.groups) / groups;
    const observed = mean(b => b.observed), [low, high] = wilson(observed, groups);
    out[out.length - 1] = { predicted: mean(b => b.predicted), observed, low, high, groups };
  }
  return out;
}
