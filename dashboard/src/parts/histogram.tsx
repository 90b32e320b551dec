/** Counts as bars, one a value. */
export function Histogram({ label, axis, bars }: { label: string; axis: string; bars: { name: string; count: number }[] }) {
  const most = Math.max(1, ...bars.map(b => b.count)), wide = 640 / Math.max(1, bars.length), named = Math.ceil(bars.length / 16);
  return <svg viewBox="0 0 680 250" class="histogram" role="img" aria-label={`${label}: ${bars.filter(b => b.count).slice(0, 40).map(b => `${b.name}: ${b.count}`).join("; ")}`}>
    {bars.map((bar, i) => <g><rect x={20 + i * wide + wide * 0.08} width={wide * 0.84} y={205 - 180 * bar.count / most} height={180 * bar.count / most}><title>{`${bar.name}: ${bar.count}`}</title></rect>
      {i % named === 0 && <text x={20 + (i + 0.5) * wide} y="222" text-anchor="middle">{bar.name}</text>}
      {bars.length <= 16 && bar.count > 0 && <text x={20 + (i + 0.5) * wide} y={200 - 180 * bar.count / most} text-anchor="middle">{bar.count}</text>}</g>)}
    <text x="340" y="244" text-anchor="middle">{axis}</text>
  </svg>;
}
