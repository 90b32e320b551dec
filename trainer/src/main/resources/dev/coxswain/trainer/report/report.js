// The page: what is shown, in which order, in which words. Every name is put in as text, never as
// markup.

const content = JSON.parse(document.getElementById('content').textContent);
const main = document.querySelector('main');
const {report, strategies, window: half} = content;
const hidden = new Set();
const drawings = [];

const COLORS = ['--s1', '--s2', '--s3', '--s4', '--s5'];
const DASHES = ['', '9 4', '3 4', '11 4 2 4', '6 3'];
let next = 0;
for (const s of strategies) {
  const baseline = s.name === content.uniform;
  const place = baseline ? 0 : next++ % COLORS.length;
  s.color = `var(${baseline ? '--s0' : COLORS[place]})`;
  s.dash = baseline ? '' : DASHES[place];
}

const shown = () => strategies.filter(s => !hidden.has(s.name));
const redraw = () => drawings.forEach(draw => draw());

function section(title, lead, ...children) {
  main.append(element('section', {}, element('h2', {}, title), element('p', {class: 'lead'}, lead), ...children));
}

function table(head, rows) {
  return element('table', {},
    element('thead', {}, element('tr', {}, ...head.map(h => element('th', {scope: 'col'}, h)))),
    element('tbody', {}, ...rows.map(cells => element('tr', {}, ...cells.map(cell =>
      element('td', {}, ...(Array.isArray(cell) ? [cell[0], element('small', {}, cell[1])] : [String(cell)])))))));
}

/// One row a step, one column a strategy.
function curveTable(metric, format) {
  const used = shown().filter(s => s.curves[metric].step.length);
  const steps = [...new Set(used.flatMap(s => s.curves[metric].step))].sort((a, b) => a - b);
  const rows = steps.map(step => [step, ...used.map(s => {
    const c = s.curves[metric], i = c.step.indexOf(step);
    return i < 0 ? '–' : [format(c.mean[i]), c.n[i] > 1 ? `${format(c.low[i])} to ${format(c.high[i])}` : 'one seed'];
  })]);
  return table(['step', ...used.map(s => s.name)], rows);
}

function describe(metric, what, format) {
  return () => `${what} over steps. At the end: ` + shown().filter(s => s.curves[metric].step.length)
    .map(s => `${s.name} ${format(s.curves[metric].mean.at(-1))}`).join(', ') + '. The table below has all numbers.';
}

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

function legend() {
  main.append(element('div', {class: 'legend', role: 'group', 'aria-label': 'Strategies shown'}, ...strategies.map(s => {
    const line = shape('svg', {viewBox: '0 0 22 8', 'aria-hidden': 'true'});
    line.append(shape('line', {x1: 0, x2: 22, y1: 4, y2: 4, stroke: s.color, 'stroke-width': 3, 'stroke-dasharray': s.dash}));
    const chip = element('button', {class: 'chip', type: 'button', 'aria-pressed': 'true'}, line, s.name);
    chip.addEventListener('click', () => {
      if (hidden.has(s.name)) hidden.delete(s.name); else hidden.add(s.name);
      chip.setAttribute('aria-pressed', String(!hidden.has(s.name)));
      redraw();
    });
    return chip;
  })));
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

/// A metric of the training steps: a bold moving mean over its raw ghost.
function course(metric, title, note, format, {low, high, smoothed = true, axisFormat}) {
  const plot = new Plot(title, note, describe(metric, title, format), () => curveTable(metric, format));
  drawings.push(() => {
    const series = shown().filter(s => s.curves[metric].step.length).map(s => {
      const c = s.curves[metric];
      return {...s, x: c.step, y: smoothed ? smooth(c.step, c.mean, half) : c.mean, ghost: smoothed && half ? c.mean : null, tell: i => format(c.mean[i])};
    });
    const y = extent(series.map(s => s.y), 0.05);
    drawLines(plot, {series, labels: true, x: {...extent(series.map(s => s.x), 0), label: 'step', format: tick.count},
      y: {low: low ?? y.low, high: high ?? y.high, format: axisFormat}});
  });
  return plot.figure;
}

function only(figure) {
  figure.classList.add('only');
  return figure;
}

function groups(s) {
  const c = s.curves, steps = c.all_right.step;
  const right = smooth(steps, c.all_right.mean, half), wrong = smooth(steps, c.all_wrong.mean, half);
  const mixed = steps.map((_, i) => Math.max(0, 1 - right[i] - wrong[i]));
  const layers = [{name: 'all wrong', color: 'var(--wrong)', y: wrong}, {name: 'mixed', color: 'var(--mixed)', y: mixed}, {name: 'all right', color: 'var(--right)', y: right}];
  const plot = new Plot(s.name, '', () => `${s.name}: at the end ${share(mixed.at(-1))} of the groups are mixed, ${share(wrong.at(-1))} all wrong, ${share(right.at(-1))} all right.`,
    () => table(['step', 'all wrong', 'mixed', 'all right'], steps.map((step, i) => [step, share(wrong[i]), share(mixed[i]), share(right[i])])));
  drawings.push(() => drawStack(plot, {steps, layers}));
  return plot.figure;
}

function ranking(s) {
  const {spearman_selected: selected, spearman_pool: pool, spearman_ceiling: ceiling} = s.curves;
  const lines = [
    {name: 'selected', color: s.color, c: selected, ghost: true},
    {name: 'pool', color: s.color, dash: '5 4', c: pool, ghost: false},
    {name: 'ceiling', color: 'var(--soft)', dash: '1 4', c: ceiling, ghost: false, ready: true},
  ].filter(l => l.c.step.length);
  const at = (l, step) => fixed(l.c.mean[l.c.step.indexOf(step)]);
  const plot = new Plot(s.name, 'rank correlation: ' + [['solid', selected, 'selected'], ['dashed', pool, 'pool'], ['dotted', ceiling, 'ceiling']].filter(l => l[1].step.length).map(l => `${l[0]} ${l[2]}`).join(', '), () => `${s.name}: rank correlation at the end: ` + lines.map(l => `${l.name} ${fixed(l.c.mean.at(-1))}`).join(', ') + '.',
    () => table(['step', ...lines.map(l => l.name)], selected.step.map(step => [step, ...lines.map(l => at(l, step))])));
  plot.tall = 330;
  drawings.push(() => {
    const series = lines.map(l => ({...l, x: l.c.step, y: l.ready ? l.c.mean : smooth(l.c.step, l.c.mean, half),
      ghost: l.ghost && half ? l.c.mean : null, tell: i => fixed(l.c.mean[i])}));
    const low = Math.min(0, ...series.map(v => Math.min(...v.y)));
    drawLines(plot, {series, labels: true, shade: ceiling.step.length && !pool.step.length ? {x: ceiling.step, y: ceiling.mean} : null,
      x: {...extent(series.map(v => v.x), 0), label: 'step', format: tick.count}, y: {low, high: 1, format: tick.plain}});
  });
  return plot.figure;
}

function reliability(s) {
  const points = s.reliability;
  const n = points.reduce((sum, p) => sum + p.count, 0);
  const error = points.reduce((sum, p) => sum + p.count * Math.abs(p.predicted - p.observed), 0) / n;
  const plot = new Plot(s.name, `predicted against observed: off by ${fixed(error)} on average, ${whole(n)} prompts`,
    () => `${s.name}: predicted against observed success rate in ${points.length} bins; calibration error ${fixed(error)}.`,
    () => table(['predicted', 'observed', 'low', 'high', 'prompts'], points.map(p => [fixed(p.predicted), fixed(p.observed), fixed(p.low), fixed(p.high), whole(p.count)])));
  drawings.push(() => drawReliability(plot, {points, color: s.color}));
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

function flat(value, name, found) {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    Object.entries(value).forEach(([key, inner]) => flat(inner, name ? `${name}.${key}` : key, found));
  } else {
    found.push([name, Array.isArray(value) ? value.join(', ') : String(value)]);
  }
  return found;
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
  const config = flat(report.config, '', []);
  if (config.length) section('Configuration', 'What this training was run with.',
    element('div', {class: 'card'}, element('dl', {}, ...config.map(([k, v]) => element('div', {}, element('dt', {}, k), element('dd', {}, v))))));
  main.append(element('footer', {}, 'One file, no network. Point at a plot, or focus it and use the arrow keys.'));
}

function groupsKey() {
  return element('div', {class: 'key'}, ...[['all right: too easy', 'right'], ['mixed: teaches', 'mixed'], ['all wrong: too hard', 'wrong']].map(([text, color]) => {
    const mark = element('span', {}, text);
    mark.style.setProperty('--c', `var(--${color})`);
    return mark;
  }));
}

/// Light, dark or as the system says; a choice is kept in the address (#dark), so that it can be
/// sent along.
function theme() {
  const button = document.getElementById('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => ['light', 'dark'].find(name => location.hash === '#' + name);
  const apply = () => {
    const now = chosen() ?? (system.matches ? 'dark' : 'light');
    if (chosen()) document.documentElement.dataset.theme = now; else delete document.documentElement.dataset.theme;
    button.textContent = now === 'dark' ? 'Light' : 'Dark';
  };
  button.addEventListener('click', () => { location.hash = button.textContent.toLowerCase(); });
  addEventListener('hashchange', apply);
  system.addEventListener('change', apply);
  apply();
}

theme();
page();
redraw();
let width = main.clientWidth;
new ResizeObserver(() => {
  if (main.clientWidth !== width) { width = main.clientWidth; redraw(); }
}).observe(main);
