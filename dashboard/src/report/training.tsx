import { count, percent, points } from "../parts/figures";
import { Tile } from "../parts/tile";
import type { Content, Drawn, Figure, Its } from "./content";
import { type Cell, Figures, GroupsKey, Part } from "./part";
import { Course, Groups, HeldOut, Ranking, Reliability } from "./plots";

const PARTS = ["rollout", "update", "select", "learn"] as const;

const FIGURES: [string, string, (v: number) => string][] = [
  ["final_accuracy", "final accuracy", v => percent(v, 1)], ["area", "mean accuracy", v => percent(v, 1)], ["steps_to_target", "steps to target", v => v.toFixed(1)],
  ["rollouts_to_target", "rollouts to target", count], ["seconds_to_target", "seconds to target", count],
  ["ratio_to_uniform", "steps saved: uniform’s ÷ its own", v => `${v.toFixed(2)}×`], ["share_of_oracle_gain", "share of the oracle’s gain", v => percent(v, 1)],
  ["area_gain", "mean, points over uniform’s", points], ["final_gain", "final, points over uniform’s", points],
];

const cell = (f: Figure | null, format: (v: number) => string, seeds: number): Cell =>
  f == null ? { text: "–", value: null } : { text: format(f.mean), value: f.mean, interval: f.low < f.high ? `${format(f.low)} to ${format(f.high)}` : seeds > 1 ? "no interval" : "one seed" };

function table(strategies: [string, Its][]) {
  const used = FIGURES.filter(([key]) => strategies.some(([, its]) => its[key] != null));
  return { heads: [...used.map(f => f[1]), "never reached"], rows: strategies.map(([name, its]) => ({ name, cells: [
    ...used.map(([key, , format]) => cell(its[key] as Figure | null, format, its.seeds)), { text: `${its.censored} of ${its.seeds}`, value: its.censored }] })) };
}

/** A figure of every topic, strategy by strategy; nothing where the prompts are of one kind. */
function Topics({ title, name, figure, strategies }: { title: string; name: string; figure: "accuracy" | "selected"; strategies: [string, Its][] }) {
  const topics = [...new Set(strategies.flatMap(([, its]) => Object.keys(its.topics)))].sort();
  if (topics.length < 2) return null;
  return <Figures title={title} name={name} of="topic" heads={strategies.map(([strategy]) => strategy)}
    rows={topics.map(topic => ({ name: topic || "none", cells: strategies.map(([, its]) => cell(its.topics[topic]?.[figure] ?? null, v => percent(v, 1), its.seeds)) }))} />;
}

/** The page of a training: what is shown, in which order, in which words. */
export function Training({ content, shown }: { content: Content; shown: Drawn[] }) {
  const { report, subject, uniform, window: half } = content, seeds = Math.max(0, ...content.strategies.map(s => s.seeds.length)), many = content.strategies.length > 3, its = Object.entries(report.strategies!);
  if (report.steps === 0) return <p class="card" role="note">Nothing has been trained yet; the plots come with the first steps.</p>;
  const predicting = shown.filter(s => s.reliability.length), heldOut = { strategies: shown, target: report.target ?? null, banded: (s: Drawn) => !many || s.name === subject || s.name === uniform };
  const seconds = shown.map(s => ({ name: s.name, cells: PARTS.map((part): Cell => ({ text: s.seconds[part]!.toFixed(3), value: s.seconds[part]! })) }));
  return <>
    {content.tiles!.length > 0 && <><div class="tiles">{content.tiles!.map(t => <Tile {...t} />)}</div><p class="soft">The tiles are {subject}’s, over {report.steps} steps.</p></>}
    <Part title="Held-out accuracy" lead={`${seeds > 1 ? `Mean over seeds with its 95 % interval; thin lines are the seeds${many ? ` (beyond three strategies, only ${subject ?? "uniform"} and uniform have their interval drawn)` : ""}` : "One seed, so there is no interval"}. The target is uniform’s final accuracy; a strategy reaches it when its mean of three evaluations does.`}>
      <div class="two"><HeldOut title="Against steps" by="step" {...heldOut} /><HeldOut title="Against rollouts, discarded ones included" by="rollouts" {...heldOut} /></div></Part>
    <Part title="What came out of the groups" lead={`Only a mixed group, with a pass and a failure, teaches anything.${half ? ` Moving means over ${2 * half + 1} steps.` : ""}`}>
      <Course title="Mixed groups among those trained on" name="effective-ratio" metric="effective_ratio" strategies={shown} half={half} range={[0, 1]} />
      <GroupsKey /><div class="three">{shown.filter(s => s.curves.all_right!.step.length > 1).map(s => <Groups key={s.name} strategy={s} half={half} />)}</div></Part>
    {predicting.length > 0 && <Part title="How well does it predict?" lead="First, rank correlation of predicted and observed success rates. Few rollouts make a noisy rate: even a perfect predictor would stay near the ceiling (an approximation, for the selected prompts), and a selection of equally hard prompts lowers it. Then, selected prompts by prediction, made before their rollouts, all steps and seeds; on the diagonal, as many pass as predicted. Vertical bars are Wilson’s 95 % intervals, those at the foot count prompts.">
      {predicting.map(s => <div class="two" key={s.name}>{s.curves.spearman_selected!.step.length > 0 && <Ranking strategy={s} half={half} />}<Reliability strategy={s} /></div>)}</Part>}
    <Part title="Breadth" lead="How many different prompts were trained on, and how often the favourite came back.">
      <div class="two"><Course title="Distinct prompts so far" name="coverage" metric="coverage" strategies={shown} half={0} /><Course title="Visits of the most visited prompt" name="most-visits" metric="most_visits" strategies={shown} half={0} /></div></Part>
    <Part title="Figures" lead="Means over seeds with Student-t 95 % intervals; differences and ratios are paired by seed. These are the numbers of report.json."><Figures title="What each strategy came to" name="figures" {...table(its)} />
      <div class="two"><Topics title="Final accuracy on each topic" name="accuracy-by-topic" figure="accuracy" strategies={its} /><Topics title="Share of the selected prompts" name="selected-by-topic" figure="selected" strategies={its} /></div></Part>
    <Part title="Where the time went" lead="Mean seconds of a training step, evaluation left out."><Figures title="Seconds a step" name="seconds" heads={[...PARTS]} rows={seconds} /></Part>
  </>;
}
