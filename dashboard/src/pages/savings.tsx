import type { Summary } from "../api";
import { count, ratio, signed } from "../parts/figures";
import { Tile } from "../parts/tile";
import { change } from "../view";
import type { Shown } from "./shown";

/** What random choice would have cost more, with its 95 % interval; negative where it would have cost less. */
export function saved(s: Summary): { value: number; low: number; high: number; text: (x: number) => string } | null {
  const r = ratio(s.selected, s.control), groups = s.selected.groups + s.control.groups;
  if (!r) return null;
  const spent = s.selected.groups * s.rollouts / groups;
  return { value: spent * (r.value - 1), low: spent * (r.low - 1), high: spent * (r.high - 1), text: signed };
}

export function Savings({ view, run, history }: Shown) {
  const s = history.summary, saving = saved(s), r = ratio(s.selected, s.control), cost = Number(view.query.get("cost") ?? "");
  if (!saving || !r) return <><h1>Nothing to compare with yet</h1><section class="card"><p>Savings are estimated from the control arm, and {s.control.groups ? "one arm has no mixed group" : "there is none"}. A strategy such as <code>{run.config.strategy.split(":")[0]}:control=0.05</code> keeps one.</p></section></>;
  const tokens = s.rollouts ? s.tokens / s.rollouts : 0, range = (each: number) => `95 % ${signed(saving.low * each)} to ${signed(saving.high * each)}`;
  const hours = (x: number) => `${x < 0 ? "−" : ""}${Math.abs(x * cost / 1000).toFixed(1)}`;
  return <><h1>{r.low > 1 ? `Random choice would have needed ${r.value.toFixed(2)}× the rollouts for as many useful groups.` : r.high < 1 ? `Selection cost rollouts: random choice would have needed ${r.value.toFixed(2)}× of them.` : "No saving can be shown yet: the interval holds zero."}</h1>
    <div class="tiles">
      <Tile label="Rollouts saved" bad={saving.value < 0} value={signed(saving.value)} detail={`${range(1)}; ${count(s.rollouts)} were made`} />
      <Tile label="Tokens saved" bad={saving.value < 0} value={tokens ? signed(saving.value * tokens) : "–"} detail={tokens ? `at ${count(tokens)} tokens a rollout; ${range(tokens)}` : "no tokens were reported"} />
      <Tile label="GPU hours saved" bad={saving.value < 0 && cost > 0} value={cost > 0 ? hours(saving.value) : "–"} detail={cost > 0 ? `95 % ${hours(saving.low)} to ${hours(saving.high)}; at ${cost} GPU hours a thousand rollouts` : "say below what rollouts cost"} />
      <Tile label="Groups a useful group" value={`${(s.selected.groups / s.selected.mixed).toFixed(2)} / ${(s.control.groups / s.control.mixed).toFixed(2)}`} detail={`selected / random; n = ${count(s.selected.groups)} and ${count(s.control.groups)}`} />
    </div>
    <div class="choices"><label>GPU hours a thousand rollouts <input type="number" min="0" step="any" value={cost || ""} onInput={e => change(view, { cost: e.currentTarget.value }, true)} /></label></div>
    <section class="card"><h2>How this is estimated</h2>
      <p>The selected arm has {count(s.selected.mixed)} mixed groups. Random choice that drops what is not mixed, as dynamic sampling (DAPO) does, needs one over its share of mixed groups for each; that share is the control arm's, {(100 * s.control.mixed / s.control.groups).toFixed(1)} %. Uniform choice that keeps everything would have cost the same as this run, and have trained on fewer mixed groups.</p>
      <p>Picks by chance, those of a fallen-back guard included, belong to the control arm: nothing is counted as saved for them. The interval is Katz's, of the ratio of two shares. Assumed: a rollout of a random prompt costs what a rollout of a selected one does; and training on random prompts would have led to a policy with the same share.</p></section></>;
}
