import { AxisChoice } from "../parts/axis";
import { count, fixed, percent, points, ratio } from "../parts/figures";
import { Tile } from "../parts/tile";
import { Bands } from "./bands";
import { Ratios } from "./ratios";
import { saved } from "./savings";
import { drawn, type Shown } from "./shown";

/** One sentence on whether selection helps. */
export function verdict({ history }: Shown): string {
  const { selected, control, ...s } = history.summary;
  if (!selected.groups && control.groups) return `All groups were chosen at random; ${percent(s.control_effective_ratio)} of them are mixed.`;
  if (!control.groups) return `${percent(s.effective_ratio)} of the groups are mixed; without a control arm nobody knows what random choice would yield.`;
  if (s.uplift_low == null || s.uplift_high == null) return "Too little has been observed to compare with random choice.";
  const r = ratio(selected, control);
  const shares = `${percent(s.effective_ratio)} of selected groups are mixed, ${percent(s.control_effective_ratio)} of random ones`;
  const times = r ? `; 95 % interval of the ratio ${r.low.toFixed(2)} to ${r.high.toFixed(2)}` : "";
  if (s.uplift_low > 0) return `Selection yields ${r ? `${r.value.toFixed(2)}× as many` : "more"} useful groups ${r ? "as" : "than"} random choice: ${shares}${times}.`;
  return s.uplift_high < 0 ? `Selection hurts: ${shares}${times}.` : `Not clear yet whether selection helps: ${shares}${times}.`;
}

export function Overview(shown: Shown) {
  const { run, history, age, view } = shown, s = history.summary, saving = saved(s), fallen = run.guard.fallen_back;
  const warned = run.alarms.length > 0;
  return <><h1>{verdict(shown)}</h1>
    <div class="tiles">
      <Tile label="Effective ratio" value={percent(s.effective_ratio)} detail={`${s.uplift == null ? "no comparison" : `${points(s.uplift)} points to control, 95 % ${points(s.uplift_low!)} to ${points(s.uplift_high!)}`}; n = ${count(s.selected.groups)} and ${count(s.control.groups)}`} />
      <Tile label="Rollouts saved" bad={saving !== null && saving.high < 0} value={saving ? saving.text(saving.value) : "–"} detail={saving ? `95 % ${saving.text(saving.low)} to ${saving.text(saving.high)}; ${count(s.rollouts)} made` : `${count(s.rollouts)} made; no control arm to compare with`} />
      <Tile label="Calibration error" value={fixed(s.smece)} detail={`smECE; ECE in ten bins ${fixed(s.ece)}; n = ${count(s.selected.groups + s.control.groups)} groups`} />
      <Tile label="Coverage" value={percent(s.pool_size ? s.coverage / s.pool_size : null)} detail={`${count(s.coverage)} of ${count(s.pool_size)} prompts selected`} />
      <Tile label="Health" bad={fallen || age !== null} value={age !== null ? "No answer" : fallen ? "Fallen back" : warned ? "Steering, with warnings" : "Steering"}
        detail={fallen ? `since batch ${run.guard.since} the guard chooses uniformly` : `${count(run.pending)} groups pending; learned ${run.learned_to} of ${run.batches} batches`} />
    </div>
    {warned && <section class="card" role="note"><h2>Warnings</h2><ul>{run.alarms.map(alarm => <li>{alarm}</li>)}</ul></section>}
    <AxisChoice view={view} window={drawn(shown).window} />
    <div class="two"><Ratios shown={shown} /><Bands shown={shown} /></div></>;
}
