// What every report shares: the legend, tables, and the plots of strategies side by side. Every name
// is put in as text, never as markup.

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
  const place = baseline ? 0 : next++;
  s.color = `var(${baseline ? '--s0' : COLORS[place % COLORS.length]})`;
  s.dash = baseline ? '' : DASHES[(place + Math.floor(place / COLORS.length)) % DASHES.length]; // 25 pairs
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

function flat(value, name, found) {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    Object.entries(value).forEach(([key, inner]) => flat(inner, name ? `${name}.${key}` : key, found));
  } else {
    found.push([name, Array.isArray(value) ? value.join(', ') : String(value)]);
  }
  return found;
}

function configuration(lead) {
  const config = flat(report.config, '', []);
  if (config.length) section('Configuration', lead,
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

/// Puts the page up and keeps its plots as wide as it is.
function show(page) {
  theme();
  page();
  redraw();
  let width = main.clientWidth;
  new ResizeObserver(() => {
    if (main.clientWidth !== width) { width = main.clientWidth; redraw(); }
  }).observe(main);
}
