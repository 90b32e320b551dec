/** A metric over steps: its mean over seeds, and the mean's interval where there are seeds enough for one. */
export interface Curve { step: number[]; rollouts?: number[]; mean: number[]; low?: number[]; high?: number[]; n?: number[] }
/** A figure of several seeds. */
export interface Figure { mean: number; low: number; high: number }
/** What a strategy came to: its figures, each null where it has none. */
export type Its = { seeds: number; censored: number; topics: Record<string, { accuracy: Figure | null; selected: Figure | null }> } & Record<string, unknown>;
export interface Seed { seed: number; step: number[]; rollouts: number[]; value: number[] }
export interface Bin { predicted: number; observed: number; low: number; high: number; count: number }

export interface Strategy {
  name: string; curves: Record<string, Curve>; reliability: Bin[];
  seeds: Seed[]; seconds: Record<string, number>; // of a training
  figures: Record<string, Figure | null>; predicts: boolean; difficulty: { step: number[]; columns: number[][] }; // of a replay
}

/** What Java put into the page; `window` is half the width of moving means. */
export interface Content {
  kind: "training" | "replay"; sentences: string[]; uniform: string | null; window: number; strategies: Strategy[];
  report: { config: unknown; target?: number | null; steps?: number; notes?: string[]; strategies?: Record<string, Its> };
  subject?: string | null; tiles?: { label: string; value: string; detail: string }[]; // of a training
  support?: number; ceiling?: number | null; pool_ceiling?: number | null; // of a replay
}

const COLOURS = ["--s1", "--s2", "--s3", "--s4", "--s5"], DASHES = [[], [9, 4], [3, 4], [11, 4, 2, 4], [6, 3]];

/** A strategy as it is drawn on every plot: 25 that can be told apart, and uniform in grey. */
export interface Drawn extends Strategy { colour: string; dash: number[] }

export function drawn({ strategies, uniform }: Content): Drawn[] {
  let next = 0;
  return strategies.map(s => {
    if (s.name === uniform) return { ...s, colour: "--soft", dash: [] };
    const place = next++;
    return { ...s, colour: COLOURS[place % COLOURS.length]!, dash: DASHES[(place + Math.floor(place / COLOURS.length)) % DASHES.length]! };
  });
}
