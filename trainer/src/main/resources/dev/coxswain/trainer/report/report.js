// The page of a training: what is shown, in which order, in which words.

function top() {
  const [, ...others] = content.sentences;
  if (others.length) main.append(element('ul', {class: 'others'}, ...others.map(s => element('li', {}, s))));
  report.notes.forEach(n => main.append(element('p', {class: 'note'}, n)));
  if (content.tiles.length) {
    main.append(element('div', {class: 'tiles'}, ...content.tiles.map(t => element('div', {class: 'tile'},
      element('div', {class: 'label'}, t.label), element('div', {class: 'value'}, t.value), element('div', {class: 'detail'}, t.detail)))));
    main.append(element('p', {class: 'about'}, `The tiles are ${content.subject}'s, over ${report.steps} steps.`));
  }
}

function heldout(axis, title) {
  const plot = new Plot(title, '', describe('heldout_accuracy', 'Held-out accuracy', share), () => curveTable('heldout_accuracy', share));
  drawings.push(() => {
    const series = shown().map(s => {
      const c = s.curves.heldout_accuracy;
      const banded = c.n.some(n => n > 1) && (shown().length <= 3 || [content.subject, content.uniform].includes(s.name));
      return {...s, x: c[axis], y: c.mean, low: banded ? c.low : null, high: banded ? c.high : null,
        thin: s.seeds.length > 1 || !c.step.length ? s.seeds.map(seed => ({x: seed[axis], y: seed.value})) : [],
        tell: i => share(c.mean[i]) + (c.n[i] > 1 ? ` (${share(c.low[i])} to ${share(c.high[i])})` : '')};
    });
    const y = extent([...series.map(s => s.y), ...series.flatMap(s => s.thin.map(t => t.y)), [report.target ?? NaN]], 0.05);
    const x = extent(series.flatMap(s => [s.x, ...s.thin.map(t => t.x)]), 0);
    drawLines(plot, {series, labels: true, x: {...x, label: axis === 'step' ? 'step' : 'rollouts', format: tick.count},
      y: {low: Math.max(0, y.low), high: Math.min(1, y.high), format: tick.share},
      target: report.target === null ? null : {y: report.target, label: `target ${share(report.target)}`}});
  });
  return plot.figure;
}

const PARTS = ['rollout', 'update', 'select', 'learn'];

function seconds() {
  const sum = s => PARTS.reduce((total, part) => total + s.seconds[part], 0);
  const most = Math.max(...strategies.map(sum)) || 1;
  const bars = element('div', {class: 'bars'}, ...strategies.flatMap(s => {
    const bar = element('div', {}, ...PARTS.map(part => {
      const piece = element('i', {title: `${part} ${fixed(s.seconds[part])} s`});
      piece.style.cssText = `background:var(--${part});width:${100 * s.seconds[part] / (sum(s) || 1)}%`;
      return piece;
    }));
    bar.style.width = `${78 * sum(s) / most}%`;
    return [element('div', {}, s.name), element('div', {class: 'bar'}, bar, `${sum(s).toPrecision(3)} s`)];
  }));
  const numbers = table(['strategy', ...PARTS.map(p => p + ' (s)'), 'sum (s)'], strategies.map(s => [s.name, ...PARTS.map(p => fixed(s.seconds[p])), fixed(sum(s))]));
  const key = element('div', {class: 'key'}, ...PARTS.map(part => {
    const mark = element('span', {}, part);
    mark.style.setProperty('--c', `var(--${part})`);
    return mark;
  }));
  return element('figure', {}, key, bars, element('details', {}, element('summary', {}, 'Numbers'), element('div', {class: 'scroll'}, numbers)));
}

const FIGURES = [
  ['final_accuracy', 'final accuracy', share], ['area', 'mean accuracy', share], ['steps_to_target', 'steps to target', whole],
  ['rollouts_to_target', 'rollouts to target', v => whole(Math.round(v))], ['seconds_to_target', 'seconds to target', v => whole(Math.round(v))],
  ['ratio_to_uniform', 'steps saved: uniform’s ÷ its own', v => v.toFixed(2) + '×'], ['share_of_oracle_gain', 'share of the oracle’s gain', share],
  ['area_gain', 'mean, over uniform’s', v => points(v)], ['final_gain', 'final, over uniform’s', v => points(v)],
];

function points(v) {
  return (v < 0 ? '−' : '+') + Math.abs(100 * v).toFixed(1) + ' pp';
}

function figures() {
  const used = FIGURES.filter(([key]) => Object.values(report.strategies).some(its => its[key] !== null));
  const rows = Object.entries(report.strategies).map(([name, its]) => [name, ...used.map(([key, , format]) => {
    const f = its[key];
    return f === null ? '–' : [format(f.mean), f.low < f.high ? `${format(f.low)} to ${format(f.high)}` : its.seeds > 1 ? 'no interval' : 'one seed'];
  }), `${its.censored} of ${its.seeds}`]);
  return element('div', {class: 'card scroll full'}, table(['strategy', ...used.map(f => f[1]), 'never reached'], rows));
}

function page() {
  top();
  if (report.steps === 0) {
    main.append(element('p', {class: 'note'}, 'Nothing has been trained yet; the plots come with the first steps.'));
    return;
  }
  legend();
  section('Held-out accuracy', `${strategies.some(s => s.seeds.length > 1) ? `Mean over seeds with its 95 % interval; thin lines are the seeds${strategies.length > 3 ? ` (beyond three strategies, only ${content.subject ?? 'uniform'} and uniform have their interval drawn)` : ''}` : 'One seed, so there is no interval'}. The target is uniform's final accuracy; a strategy reaches it when its mean of three evaluations does.`,
    element('div', {class: 'grid'}, heldout('step', 'against steps'), heldout('rollouts', 'against rollouts, discarded ones included')));
  section('What came out of the groups', `Only a mixed group, with a pass and a failure, teaches anything${half ? `. Moving means over ${2 * half + 1} steps` : ''}.`,
    element('div', {class: 'grid'}, only(course('effective_ratio', 'Mixed groups among those trained on', '', share, {low: 0, high: 1, axisFormat: tick.share}))),
    element('p'), groupsKey(),
    element('div', {class: 'grid small'}, ...strategies.filter(s => s.curves.all_right.step.length > 1).map(groups)));
  const predicting = strategies.filter(s => s.reliability.length);
  if (predicting.length) {
    section('How well does it predict?', 'First, rank correlation of predicted and observed success rates. Few rollouts make a noisy rate: even a perfect predictor would stay near the dotted ceiling (an approximation, for the selected prompts), and a selection of equally hard prompts lowers it. ' +
      'Then, selected prompts by prediction, made before their rollouts, all steps and seeds; on the diagonal, as many pass as predicted. Whiskers are Wilson 95 % intervals, bars the number of prompts.',
      element('div', {class: 'grid'}, ...predicting.flatMap(s => [ranking(s), reliability(s)])));
  }
  section('Breadth', 'How many different prompts were trained on, and how often the favourite came back.',
    element('div', {class: 'grid'}, course('coverage', 'Distinct prompts so far', '', whole, {low: 0, smoothed: false, axisFormat: tick.count}),
      course('most_visits', 'Visits of the most visited prompt', '', whole, {low: 0, smoothed: false, axisFormat: tick.count})));
  section('Where the time went', 'Mean seconds of a training step, evaluation left out.', seconds());
  section('Figures', 'Means over seeds with Student-t 95 % intervals; differences and ratios are paired by seed. These are the numbers of report.json.', figures());
  configuration('What this training was run with.');
}

show(page);
