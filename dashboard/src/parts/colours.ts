import { useEffect, useState } from "preact/hooks";

export const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Whether the page is dark; drawn again when that changes. */
export function useDark(): boolean {
  const wish = matchMedia("(prefers-color-scheme: dark)");
  const [dark, setDark] = useState(wish.matches);
  useEffect(() => {
    const changed = () => setDark(wish.matches);
    wish.addEventListener("change", changed);
    return () => wish.removeEventListener("change", changed);
  }, []);
  return dark;
}

type Rgb = [number, number, number];
const hex = (text: string): Rgb => [1, 3, 5].map(i => parseInt(text.slice(i, i + 2), 16)) as Rgb;
// Cividis, which the colour-blind read alike; its dark end is lifted on dark ground.
const LIGHT = ["#00224e", "#35456c", "#666970", "#948e77", "#c8b866", "#e8c41f"].map(hex);
const DARK = ["#3d6fb6", "#6f88a8", "#9a9a8e", "#bcb27c", "#dccb62", "#fee838"].map(hex);

/** A colour for a number in 0 .. 1. */
export function ramp(value: number, dark: boolean): string {
  const stops = dark ? DARK : LIGHT, at = Math.min(Math.max(value, 0), 1) * (stops.length - 1), i = Math.min(Math.floor(at), stops.length - 2);
  const [from, to] = [stops[i]!, stops[i + 1]!];
  return `rgb(${from.map((c, k) => Math.round(c + (at - i) * (to[k]! - c))).join(" ")})`;
}

/** A colour for the i-th of some kinds (Okabe and Ito). */
export const kind = (i: number) => ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#a89f00", "#7f7f7f"][i % 8]!;
