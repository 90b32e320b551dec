// The page of a replay: what is shown, in which order, in which words.

/// What the strategies came to, with the intervals that no ranking goes without.
const seconds = v => v.toPrecision(2).replace('-', '−');
const CHOICE = [
  ['effective_ratio', 'effective ratio', share], ['coverage', 'distinct prompts', whole], ['rollouts', 'rollouts', whole],
  ['filled', 'batches filled', share], ['select_seconds', 'select, s a step', seconds], ['learn_seconds', 'learn, s a step', seconds],
];
const PREDICTION = [
  ['spearman_selected', 'ρ, selected', fixed], ['spearman_pool', 'ρ, pool', fixed], ['spearman_unvisited', 'ρ, never visited', fixed],
  ['brier_pool', 'Brier, pool', v => v.toFixed(4)], ['ece', 'calibration error', fixed],
];

function figures(columns, of) {
  const rows = of.map(s => [s.name, ...columns.map(([key, , format]) => {
    const f = s.figures[key];
    return f === null ? '–' : [format(f.mean), f.low < f.high ? `${format(f.low)} to ${format(f.high)}` : report.config.seeds > 1 ? 'all equal' : 'one seed'];
  })]);
  return element('div', {class: 'card scroll full'}, table(['strategy', ...columns.map(f => f[1])], rows));
}

function difficulty(s) {
  const {step, columns} = s.difficulty;
  const middle = column => column.reduce((sum, c, part) => sum + c * (part + 0.5) / column.length, 0);
  const plot = new Plot(s.name, 'predicted success rates of the whole pool',
    () => `${s.name}: the mean prediction goes from ${fixed(middle(columns[0]))} to ${fixed(middle(columns.at(-1)))}.`,
    () => table(['step', ...columns[0].map((_, part) => (part / columns[0].length).toFixed(2))], step.map((t, i) => [t, ...columns[i].map(c => (100 * c).toFixed(0) + ' %')])));
  drawings.push(() => drawHeat(plot, {steps: step, columns, color: s.color}));
  return plot.figure;
}

function spearman(metric, title, note) {
  const used = strategies.filter(s => s.curves[metric].step.length);
  return used.length ? course(metric, title, note, fixed, {high: 1, axisFormat: tick.plain}) : null;
}

function page() {
  content.sentences.slice(1).forEach(text => main.append(element('p', {class: 'note'}, text)));
  legend();
  const smoothed = half ? ` Moving means over ${2 * half + 1} steps, raw values behind them.` : '';
  section('Who chose better?', `Only a mixed group, with a pass and a failure, teaches anything.${content.ceiling ? ` Someone who knew every rate would get ${share(content.ceiling)} of groups mixed, step by step, under the same constraints.` : ''}${smoothed}`,
    element('div', {class: 'grid'},
      course('effective_ratio', 'Mixed groups among those handed to the trainer', '', share, {low: 0, high: 1, axisFormat: tick.share}),
      course('coverage', 'Distinct prompts so far', '', whole, {low: 0, smoothed: false, axisFormat: tick.count})),
    element('p'), groupsKey(),
    element('div', {class: 'grid small'}, ...strategies.filter(s => s.curves.all_right.step.length > 1).map(groups)));
  const ranked = strategies.filter(s => s.figures.spearman_pool !== null);
  section('Figures', `Means over steps (coverage and rollouts: at the end) with Student-t 95 % intervals over seeds. Support: ${share(content.support)} of the pool has outcomes to replay; prompts without are left out, so every pick has one. A batch is not filled when too few prompts may be served.`, figures(CHOICE, strategies),
    ...(ranked.length ? [element('p'), figures(PREDICTION, ranked)] : []));
  const predicting = strategies.filter(s => s.predicts);
  if (predicting.length) {
    section('How well does it rank?', 'Rank correlation of predicted and known success rates, predictions frozen before the step. Over the selected prompts it is against few rollouts: even a perfect predictor would stay near the dotted ceiling (an approximation), and a selection of equally hard prompts lowers it.',
      element('div', {class: 'grid'}, ...[spearman('spearman_pool', 'Pool', content.pool_ceiling === null ? '' : `ceiling ${fixed(content.pool_ceiling)}`), spearman('spearman_unvisited', 'Never visited', 'while there are at least 20')].filter(f => f)),
      element('p'), element('div', {class: 'grid'}, ...predicting.filter(s => s.curves.spearman_selected.step.length).map(ranking)));
    section('Is it calibrated?', 'Selected prompts by prediction, all steps and seeds; on the diagonal, as many pass as predicted. Whiskers are Wilson 95 % intervals, bars the number of prompts.',
      element('div', {class: 'grid small'}, ...predicting.filter(s => s.reliability.length).map(reliability)));
    section('How hard is the pool believed to be?', 'Predicted success rates, step by step: the stronger the colour, the more prompts. Of prompts not yet seen it is the model’s word alone.',
      element('div', {class: 'grid'}, ...predicting.map(difficulty)));
  }
  configuration('What was replayed.');
}

show(page);
