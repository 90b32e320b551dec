import { useEffect, useRef } from "preact/hooks";
import { useDark } from "./colours";

/** A canvas that is as wide as its place, as sharp as the screen, and drawn again when it or `drawn` changes. */
export function Canvas(props: { label: string; height: number; draw: (to: CanvasRenderingContext2D, width: number, dark: boolean) => void; drawn: unknown[] }) {
  const canvas = useRef<HTMLCanvasElement>(null), dark = useDark();
  useEffect(() => {
    const node = canvas.current, to = node?.getContext("2d");
    if (!node || !to) return;
    const paint = () => {
      const width = node.clientWidth, sharp = devicePixelRatio || 1;
      node.width = width * sharp; node.height = props.height * sharp;
      to.setTransform(sharp, 0, 0, sharp, 0, 0);
      props.draw(to, width, dark);
    };
    const observer = new ResizeObserver(paint);
    observer.observe(node);
    paint();
    return () => observer.disconnect();
  }, [dark, ...props.drawn]);
  return <canvas ref={canvas} class="canvas" style={{ height: `${props.height}px` }} role="img" aria-label={props.label} />;
}
