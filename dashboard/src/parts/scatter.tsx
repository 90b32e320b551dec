import { useRef, useState } from "preact/hooks";
import { Canvas } from "./canvas";
import { colour } from "./colours";

export type Point = [number, number];

const HEIGHT = 460, EDGE = 12, REACH = 12;

/** From data to the drawing and back; the same for the whole run, since the data's corners are. */
function frame(x: number[], y: number[], width: number) {
  const low = (v: number[]) => v.reduce((a, b) => Math.min(a, b), Infinity), high = (v: number[]) => v.reduce((a, b) => Math.max(a, b), -Infinity);
  const [x0, x1, y0, y1] = [low(x), high(x), low(y), high(y)];
  return (i: number): Point => [EDGE + (width - 2 * EDGE) * (x[i]! - x0) / (x1 - x0 || 1), HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (y[i]! - y0) / (y1 - y0 || 1)];
}

/** Whether a point lies within a closed line (even-odd rule). */
export function inside([x, y]: Point, lasso: Point[]): boolean {
  let within = false;
  lasso.forEach(([ax, ay], i) => {
    const [bx, by] = lasso[(i + 1) % lasso.length]!;
    if ((ay > y) !== (by > y) && x < ax + (bx - ax) * (y - ay) / (by - ay)) within = !within;
  });
  return within;
}

/** Points that can be looped: draw around some, and `onLasso` is told which. */
export function Scatter(props: {
  label: string; x: number[]; y: number[]; paint: (i: number, dark: boolean) => string; tell: (i: number) => string;
  chosen: Set<number> | null; onLasso: (rows: number[]) => void; drawn: unknown;
}) {
  const box = useRef<HTMLDivElement>(null), [lasso, setLasso] = useState<Point[]>([]), [hover, setHover] = useState<number | null>(null);
  const at = (e: PointerEvent): Point => { const r = box.current!.getBoundingClientRect(); return [e.clientX - r.left, e.clientY - r.top]; };
  const place = () => frame(props.x, props.y, box.current?.clientWidth ?? 600);
  const rows = () => props.x.map((_, i) => i);
  const nearest = (p: Point) => {
    const where = place();
    let best = -1, least = REACH * REACH;
    rows().forEach(i => { const [x, y] = where(i), d = (x - p[0]) ** 2 + (y - p[1]) ** 2; if (d < least) { least = d; best = i; } });
    return best < 0 ? null : best;
  };
  const move = (e: PointerEvent) => { if (e.buttons === 1 && lasso.length) setLasso([...lasso, at(e)]); else if (props.x.length <= 20_000) setHover(nearest(at(e))); };
  const end = () => {
    if (lasso.length > 2) { const where = place(); props.onLasso(rows().filter(i => inside(where(i), lasso))); }
    setLasso([]);
  };
  return <div ref={box} class="scatter" onPointerDown={e => { e.currentTarget.setPointerCapture(e.pointerId); setLasso([at(e)]); }} onPointerMove={move} onPointerUp={end} onPointerLeave={() => setHover(null)}>
    <Canvas label={props.label} height={HEIGHT} drawn={[props.drawn, props.chosen]} draw={(to, width, dark) => {
      to.clearRect(0, 0, width, HEIGHT);
      const where = frame(props.x, props.y, width), size = props.x.length > 20_000 ? 2 : props.x.length > 3000 ? 3 : 5, byColour = new Map<string, number[]>();
      rows().forEach(i => { const key = props.paint(i, dark); const some = byColour.get(key); if (some) some.push(i); else byColour.set(key, [i]); });
      for (const [fill, some] of byColour) {
        to.fillStyle = fill;
        for (const i of some) { to.globalAlpha = props.chosen && !props.chosen.has(i) ? 0.15 : 0.85; const [x, y] = where(i); to.fillRect(x - size / 2, y - size / 2, size, size); }
      }
      to.globalAlpha = 1;
    }} />
    {lasso.length > 1 && <svg class="lasso" aria-hidden="true"><polygon points={lasso.map(p => p.join()).join(" ")} stroke={colour("--s1")} fill={colour("--s1")} /></svg>}
    {hover !== null && <div class="tip" role="status">{props.tell(hover)}</div>}
  </div>;
}
