import { Canvas } from "./canvas";
import { colour, ramp } from "./colours";

/** A column of a heat map: where it begins and ends on the x-axis, and a share a bin, from below. */
export interface HeatColumn { from: number; to: number; shares: number[] }

const LEFT = 44, FOOT = 26, HEIGHT = 300;

function scale(to: CanvasRenderingContext2D, width: number, first: number, last: number, label: string): void {
  to.fillStyle = colour("--soft");
  to.font = "12px system-ui, sans-serif";
  to.textAlign = "right";
  [0, 0.25, 0.5, 0.75, 1].forEach(v => to.fillText(String(v), LEFT - 6, (HEIGHT - FOOT - 4) * (1 - v) + 8));
  to.textAlign = "left"; to.fillText(String(first), LEFT, HEIGHT - 8);
  to.textAlign = "right"; to.fillText(String(last), width - 2, HEIGHT - 8);
  to.textAlign = "center"; to.fillText(label, LEFT + (width - LEFT) / 2, HEIGHT - 8);
}

/** Shares over steps and bins; the darker or brighter, the more. The scale is the root, so that thin bins are seen. */
export function HeatMap({ columns, label, name }: { columns: HeatColumn[]; label: string; name: string }) {
  const first = columns[0]?.from ?? 0, last = columns.at(-1)?.to ?? 1, most = Math.max(1e-9, ...columns.flatMap(c => c.shares));
  return <><p class="legend"><span>fewer</span><i class="ramp shares" aria-hidden="true" /><span>more prompts</span></p><Canvas label={label} height={HEIGHT} drawn={[columns]} draw={(to, width, dark) => {
    to.clearRect(0, 0, width, HEIGHT);
    const x = (v: number) => LEFT + (width - LEFT) * (v - first) / Math.max(1, last - first), tall = HEIGHT - FOOT;
    for (const column of columns) column.shares.forEach((share, bin) => {
      if (share === 0) return;
      const high = tall / column.shares.length, strength = Math.sqrt(share / most);
      to.fillStyle = ramp(dark ? strength : 1 - strength, dark);
      to.fillRect(x(column.from), tall - (bin + 1) * high, Math.max(1, x(column.to) - x(column.from)) + 0.5, high + 0.5);
    });
    scale(to, width, first, last, name);
  }} /></>;
}
