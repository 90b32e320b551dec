import { count, fixed, percent } from "../parts/figures";
import type { Content, Drawn } from "./content";
import { type Cell, Figures, GroupsKey, Part } from "./part";
import { Course, Difficulty, Groups, Ranking, Reliability } from "./plots";

type Head = [key: string, name: string, format: (v: number) => string];

const CHOICE: Head[] = [
  ["effective_ratio", "effective ratio", v => percent(v, 1)], ["coverage", "distinct prompts", count], ["rollouts", "rollouts", count],
  ["filled", "batches filled", v => percent(v, 1)], ["select_seconds", "select, s a step", v => v.toPrecision(2)], ["learn_seconds", "learn, s a step", v => v.toPrecision(2)],
];
const PREDICTION: Head[] = [
  ["spearman_selected", "ρ, selected", fixed], ["spearman_pool", "ρ, pool", fixed], ["spearman_unvisited", "ρ, never visited", fixed],
  ["brier_pool", "Brier, pool", v => v.toFixed(4)], ["ece", "calibration error", fixed],
];

const table = (heads: Head[], of: Drawn[], seeds: number) => ({ heads: heads.map(h => h[1]), rows: of.map(s => ({ name: s.name, cells: heads.map(([key, , format]): Cell => {
  const f = s.figures[key];
  return f == null ? { text: "–", value: null } : { text: format(f.mean), value: f.mean, interval: f.low < f.high ? `${format(f.low)} to ${format(f.high)}` : seeds > 1 ? "all equal" : "one seed" };
}) })) });

/** The page of a replay: what is shown, in which order, in which words. */
export function Replay({ content, shown }: { content: Content; shown: Drawn[] }) {
  const half = content.window, seeds = (content.report.config as { seeds?: number }).seeds ?? 1, predicting = shown.filter(s => s.predicts), ranked = shown.filter(s => s.figures.spearman_pool != null);
  const spearman = (metric: string, title: string, note?: string) => { const used = predicting.filter(s => s.curves[metric]!.step.length); return used.length > 0 && <Course title={title} name={metric} note={note} metric={metric} strategies={used} half={half} />; };
  return <>
    <Part title="Who chose better?" lead={`Only a mixed group, with a pass and a failure, teaches anything.${content.ceiling ? ` Someone who knew every rate would get ${percent(content.ceiling, 1)} of groups mixed, step by step, under the same constraints.` : ""}${half ? ` Moving means over ${2 * half + 1} steps, raw values behind them.` : ""}`}>
      <div class="two"><Course title="Mixed groups among those handed to the trainer" name="effective-ratio" metric="effective_ratio" strategies={shown} half={half} range={[0, 1]} /><Course title="Distinct prompts so far" name="coverage" metric="coverage" strategies={shown} half={0} /></div>
      <GroupsKey /><div class="three">{shown.filter(s => s.curves.all_right!.step.length > 1).map(s => <Groups key={s.name} strategy={s} half={half} />)}</div></Part>
    <Part title="Figures" lead={`Means over steps (coverage and rollouts: at the end) with Student-t 95 % intervals over seeds. Support: ${percent(content.support, 1)} of the pool has outcomes to replay; prompts without are left out, so every pick has one. A batch is not filled when too few prompts may be served.`}>
      <Figures title="What each strategy chose" name="figures" {...table(CHOICE, shown, seeds)} />{ranked.length > 0 && <Figures title="How each predicted" name="predictions" {...table(PREDICTION, ranked, seeds)} />}</Part>
    {predicting.length > 0 && <>
      <Part title="How well does it rank?" lead="Rank correlation of predicted and known success rates, predictions frozen before the step. Over the selected prompts it is against few rollouts: even a perfect predictor would stay near the ceiling (an approximation), and a selection of equally hard prompts lowers it.">
        <div class="two">{spearman("spearman_pool", "Pool", content.pool_ceiling == null ? undefined : `The ceiling is ${fixed(content.pool_ceiling)}.`)}{spearman("spearman_unvisited", "Never visited", "While there are at least 20.")}</div>
        <div class="two">{predicting.filter(s => s.curves.spearman_selected!.step.length).map(s => <Ranking key={s.name} strategy={s} half={half} />)}</div></Part>
      <Part title="Is it calibrated?" lead="Selected prompts by prediction, all steps and seeds; on the diagonal, as many pass as predicted. Vertical bars are Wilson’s 95 % intervals, those at the foot count prompts.">
        <div class="three">{predicting.filter(s => s.reliability.length).map(s => <Reliability key={s.name} strategy={s} />)}</div></Part>
      <Part title="How hard is the pool believed to be?" lead="Predicted success rates, step by step: the stronger the colour, the more prompts. Of prompts not yet seen it is the model’s word alone.">
        <div class="two">{predicting.map(s => <Difficulty key={s.name} strategy={s} />)}</div></Part></>}
  </>;
}
