// Plots as plain SVG. A plot is drawn for the width it has and drawn again when that changes.
// Colours are CSS variables, so that light and dark need no drawing.

const SVG = 'http://www.w3.org/2000/svg';

function shape(name, attributes, text) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
  node.append(...children.filter(child => child !== null));
  return node;
}

/// At most about `count` round numbers from low to high.
function ticks(low, high, count) {
  const rough = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map(m => m * power).find(s => s >= rough * 0.999);
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) found.push(k * step);
  return found;
}

const share = v => v === null || v === undefined ? '–' : (100 * v).toFixed(1) + '\u00a0%';
const tick = {
  share: v => Math.round(100 * v) + ' %',
  plain: v => String(+v.toFixed(2)).replace('-', '−'),
  count: v => v >= 1e6 ? +(v / 1e6).toFixed(2) + ' M' : v >= 1e4 ? +(v / 1e3).toFixed(1) + ' k' : String(+v.toFixed(2)),
};
const whole = v => v.toLocaleString('en', {maximumFractionDigits: v < 1000 ? 1 : 0});
const fixed = v => v === null || v === undefined ? '–' : v.toFixed(3).replace('-', '−');

/// The moving mean over the points within `half` of each point's own step.
function smooth(steps, values, half) {
  let from = 0, to = 0, sum = 0;
  return steps.map(step => {
    while (to < steps.length && steps[to] <= step + half) sum += values[to++];
    while (steps[from] < step - half) sum -= values[from++];
    return sum / (to - from);
  });
}

/// A card with a plot, a tooltip and the plot's numbers as a table.
class Plot {
  constructor(title, note, description, table) {
    this.area = element('div', {class: 'plot'});
    this.tip = element('div', {class: 'tip', role: 'status'});
    this.description = description;
    const numbers = element('details', {}, element('summary', {}, 'Numbers'));
    numbers.addEventListener('toggle', () => {
      numbers.querySelector('.scroll')?.remove();
      if (numbers.open) numbers.append(element('div', {class: 'scroll'}, table()));
    });
    this.figure = element('figure', {},
      element('figcaption', {}, title, note ? element('small', {}, ' ' + note) : null), this.area, numbers);
  }

  /// A fresh SVG with axes; returns the scales.
  frame({x, y, height, most, left = 46, right = 14, bottom = 36}) {
    if (most) this.area.style.maxWidth = `${most}px`;
    const width = Math.max(200, this.area.clientWidth);
    const box = {left, top: 10, right: width - right, bottom: height - bottom};
    const svg = shape('svg', {viewBox: `0 0 ${width} ${height}`, height, role: 'img', tabindex: 0, 'aria-label': this.description()});
    const sx = v => box.left + (v - x.low) / (x.high - x.low || 1) * (box.right - box.left);
    const sy = v => box.bottom - (v - y.low) / (y.high - y.low || 1) * (box.bottom - box.top);
    for (const v of ticks(y.low, y.high, Math.max(3, height / 60))) {
      svg.append(shape('line', {class: 'rule', x1: box.left, x2: box.right, y1: sy(v), y2: sy(v)}));
      svg.append(shape('text', {x: box.left - 8, y: sy(v) + 4, 'text-anchor': 'end'}, y.format(v)));
    }
    for (const v of ticks(x.low, x.high, Math.max(2, (box.right - box.left) / 90))) {
      svg.append(shape('text', {x: sx(v), y: box.bottom + 17, 'text-anchor': 'middle'}, x.format(v)));
    }
    svg.append(shape('line', {class: 'axis', x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom}));
    svg.append(shape('text', {class: 'unit', x: (box.left + box.right) / 2, y: height - 3, 'text-anchor': 'middle'}, x.label));
    const clip = 'clip' + Plot.count++;
    svg.append(shape('clipPath', {id: clip}));
    svg.lastChild.append(shape('rect', {x: box.left, y: box.top - 4, width: box.right - box.left + 2, height: box.bottom - box.top + 5}));
    const inside = shape('g', {'clip-path': `url(#${clip})`});
    svg.append(inside);
    this.area.replaceChildren(svg, this.tip);
    return {svg, inside, box, sx, sy, width};
  }

  /// Hover, touch and arrow keys choose the nearest of some x positions.
  hover({svg, box, sx, width}, positions, tell) {
    if (!positions.length) return;
    const cross = shape('line', {class: 'cross', y1: box.top, y2: box.bottom, visibility: 'hidden'});
    svg.append(cross);
    let at = positions.length - 1;
    const show = index => {
      at = Math.min(positions.length - 1, Math.max(0, index));
      const px = sx(positions[at]);
      cross.setAttribute('x1', px); cross.setAttribute('x2', px); cross.setAttribute('visibility', 'visible');
      this.tip.replaceChildren(...tell(positions[at], at));
      this.tip.style.display = 'block';
      const half = this.tip.offsetWidth;
      this.tip.style.left = (px + 14 + half > width ? Math.max(0, px - 14 - half) : px + 14) + 'px';
      this.tip.style.top = box.top + 'px';
    };
    const hide = () => { cross.setAttribute('visibility', 'hidden'); this.tip.style.display = 'none'; };
    svg.addEventListener('pointermove', event => {
      const px = (event.clientX - svg.getBoundingClientRect().left) * width / svg.clientWidth;
      let best = 0;
      positions.forEach((v, i) => { if (Math.abs(sx(v) - px) < Math.abs(sx(positions[best]) - px)) best = i; });
      show(best);
    });
    svg.addEventListener('pointerleave', hide);
    svg.addEventListener('blur', hide);
    svg.addEventListener('keydown', event => {
      const move = {ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10}[event.key];
      if (move) { event.preventDefault(); show(at + move); }
      if (event.key === 'Escape') hide();
    });
  }
}
Plot.count = 0;

function row(color, name, value) {
  const mark = element('i');
  mark.style.background = color;
  return element('div', {}, mark, `${name}  ${value}`);
}

function path(xs, ys, sx, sy) {
  return xs.map((x, i) => `${i ? 'L' : 'M'}${sx(x).toFixed(1)} ${sy(ys[i]).toFixed(1)}`).join('');
}

function extent(arrays, pad) {
  const all = arrays.flat().filter(Number.isFinite);
  const low = Math.min(...all), high = Math.max(...all);
  return all.length ? {low: low - pad * (high - low), high: high + pad * (high - low)} : {low: 0, high: 1};
}

function nearest(xs, x) {
  let best = 0;
  xs.forEach((v, i) => { if (Math.abs(v - x) < Math.abs(xs[best] - x)) best = i; });
  return best;
}

/// Lines over x. series: {name, color, dash, x, y, low?, high?, ghost?, thin?: [{x, y}], tell?}.
function drawLines(plot, {series, x, y, target, shade, labels}) {
  const wide = plot.area.clientWidth > 520 && labels;
  const longest = Math.max(0, ...series.map(s => s.name.length));
  const frame = plot.frame({x, y, height: plot.tall || Math.round(Math.min(350, Math.max(230, plot.area.clientWidth * 0.56))),
    right: wide ? Math.min(150, 18 + longest * 7) : 14});
  const {inside, svg, box, sx, sy} = frame;
  if (shade) inside.append(shape('path', {d: path(shade.x, shade.y, sx, sy) + `L${sx(shade.x.at(-1))} ${box.top - 4}L${sx(shade.x[0])} ${box.top - 4}Z`, fill: 'var(--faint)', opacity: 0.13}));
  for (const s of series) {
    if (s.low) inside.append(shape('path', {class: 'band', fill: s.color,
      d: path(s.x, s.high, sx, sy) + path([...s.x].reverse(), [...s.low].reverse(), sx, sy).replace('M', 'L') + 'Z'}));
    if (s.ghost) inside.append(shape('path', {class: 'ghost', stroke: s.color, d: path(s.x, s.ghost, sx, sy)}));
    for (const t of s.thin || []) inside.append(shape('path', {class: 'thin', stroke: s.color, d: path(t.x, t.y, sx, sy)}));
  }
  if (target) {
    svg.append(shape('line', {class: 'target', x1: box.left, x2: box.right, y1: sy(target.y), y2: sy(target.y)}));
    svg.append(shape('text', {class: 'label', x: box.left + 6, y: sy(target.y) - 6}, target.label));
  }
  for (const s of series) inside.append(shape('path', {class: 'mean', stroke: s.color, 'stroke-dasharray': s.dash || '', d: path(s.x, s.y, sx, sy)}));
  if (wide) endLabels(svg, series, sx, sy, box);
  const positions = [...new Set(series.flatMap(s => s.x))].sort((a, b) => a - b);
  plot.hover(frame, positions, v => [element('b', {}, `${x.label} ${whole(v)}`),
    ...series.filter(s => v >= s.x[0] && v <= s.x.at(-1)).map(s => row(s.color, s.name, s.tell(nearest(s.x, v))))]);
}

function endLabels(svg, series, sx, sy, box) {
  const ends = series.filter(s => s.x.length)
    .map(s => ({s, px: sx(s.x.at(-1)), py: sy(s.y.at(-1))})).sort((a, b) => a.py - b.py);
  ends.forEach((end, i) => { if (i) end.py = Math.max(end.py, ends[i - 1].py + 15); });
  for (const {s, px, py} of ends) {
    svg.append(shape('text', {class: 'end', x: Math.min(px, box.right) + 8, y: py + 4, style: `fill:${s.color}`},
      s.name.length > 18 ? s.name.slice(0, 17) + '…' : s.name));
  }
}

/// Layers that add up to 1, lowest first. layers: {name, color, y}.
function drawStack(plot, {steps, layers}) {
  const frame = plot.frame({height: 190, x: {low: steps[0], high: steps.at(-1), format: tick.count, label: 'step'}, y: {low: 0, high: 1, format: tick.share}});
  const {inside, sx, sy} = frame;
  let below = steps.map(() => 0);
  for (const layer of layers) {
    const above = below.map((v, i) => v + layer.y[i]);
    inside.append(shape('path', {fill: layer.color, d: path(steps, above, sx, sy) + path([...steps].reverse(), [...below].reverse(), sx, sy).replace('M', 'L') + 'Z'}));
    below = above;
  }
  plot.hover(frame, steps, (v, i) => [element('b', {}, `step ${v}`), ...[...layers].reverse().map(l => row(l.color, l.name, share(l.y[i])))]);
}

/// Predicted against observed, with counts below. points: {predicted, observed, low, high, count}.
function drawReliability(plot, {points, color}) {
  const side = Math.min(330, Math.max(240, plot.figure.clientWidth * 0.85));
  const unit = {low: 0, high: 1, format: tick.plain};
  const frame = plot.frame({height: side, most: side + 24, left: 46, x: {...unit, label: 'predicted success rate'}, y: unit});
  const {inside, svg, box, sx, sy} = frame;
  const most = Math.max(...points.map(p => p.count));
  for (const p of points) {
    const bin = Math.min(9, Math.floor(p.predicted * 10)) / 10;
    const tall = p.count / most * (box.bottom - box.top) * 0.22;
    inside.append(shape('rect', {x: sx(bin) + 1, width: sx(0.1) - sx(0) - 2, y: box.bottom - tall, height: tall, fill: color, opacity: 0.18}));
  }
  inside.append(shape('line', {class: 'target', x1: sx(0), y1: sy(0), x2: sx(1), y2: sy(1)}));
  for (const p of points) {
    inside.append(shape('line', {x1: sx(p.predicted), x2: sx(p.predicted), y1: sy(p.low), y2: sy(p.high), stroke: color, 'stroke-width': 2}));
    svg.append(shape('circle', {cx: sx(p.predicted), cy: sy(p.observed), r: 4.5, fill: color, stroke: 'var(--card)', 'stroke-width': 1.5}));
  }
  plot.hover(frame, points.map(p => p.predicted), (v, i) => [
    element('b', {}, `predicted ${fixed(v)}`), element('div', {}, `observed ${fixed(points[i].observed)}`),
    element('div', {}, `95 % ${fixed(points[i].low)} to ${fixed(points[i].high)}`), element('div', {}, `${whole(points[i].count)} prompts`)]);
}

/// Counts by step and value: a column a step, a row a part of 0 .. 1, the darker the more. steps: the
/// columns' steps; columns: shares of each part, lowest first.
function drawHeat(plot, {steps, columns, color}) {
  const parts = columns[0].length;
  const frame = plot.frame({height: 230, x: {low: steps[0], high: steps.at(-1), format: tick.count, label: 'step'}, y: {low: 0, high: 1, format: tick.plain}});
  const {inside, box, sx, sy} = frame;
  const half = (box.right - box.left) / Math.max(1, steps.length - 1) / 2;
  const most = Math.max(...columns.flat());
  columns.forEach((column, i) => column.forEach((share, part) => {
    if (!share) return;
    const left = Math.max(box.left, sx(steps[i]) - half), right = Math.min(box.right, sx(steps[i]) + half);
    const top = sy((part + 1) / parts), bottom = sy(part / parts);
    inside.append(shape('rect', {x: left.toFixed(2), y: top.toFixed(2), width: (right - left).toFixed(2), height: (bottom - top).toFixed(2),
      'shape-rendering': 'crispEdges', fill: color, opacity: Math.sqrt(share / most).toFixed(3)}));
  }));
  plot.hover(frame, steps, (v, i) => [element('b', {}, `step ${v}`),
    ...columns[i].map((share, part) => ({share, part})).filter(p => p.share > 0.02).reverse()
      .map(p => element('div', {}, `${(p.part / parts).toFixed(2)} to ${((p.part + 1) / parts).toFixed(2)}: ${(100 * p.share).toFixed(0)} %`))]);
}
