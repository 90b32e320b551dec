import { colour } from "./colours";
import { save } from "./csv";

const EDGE = 16, LINE = 22, STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family", "text-anchor"];

/** An SVG with its styles inside, since a picture knows no style sheet. */
async function picture(svg: SVGSVGElement): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true) as SVGSVGElement, from = svg.querySelectorAll("*"), { width, height } = svg.getBoundingClientRect();
  copy.querySelectorAll<SVGElement>("*").forEach((node, i) => { const its = getComputedStyle(from[i]!); STYLES.forEach(name => node.style.setProperty(name, its.getPropertyValue(name))); });
  copy.setAttribute("width", String(width)); copy.setAttribute("height", String(height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}

/** What the legend below a plot says, in its colours. */
function legend(plot: HTMLElement): { name: string; colour: string }[] {
  return [...plot.querySelectorAll<HTMLElement>(".u-legend .u-series:not(.ghost):not(.u-off)")].slice(1).map(row => ({
    name: row.querySelector(".u-label")?.textContent ?? "",
    colour: getComputedStyle(row.querySelector(".u-marker") ?? row).borderTopColor }));
}

/** The plot as a file, on the ground that it has on the page, with its title and legend. */
export async function png(name: string, title: string, plot: HTMLElement): Promise<void> {
  const canvas = plot.querySelector("canvas"), svg = plot.querySelector("svg"), sharp = devicePixelRatio || 1, names = legend(plot);
  const drawing = canvas ?? (svg && await picture(svg));
  if (!drawing) return;
  const { width, height } = (canvas ?? svg!).getBoundingClientRect(), page = document.createElement("canvas"), to = page.getContext("2d")!;
  page.width = (width + 2 * EDGE) * sharp; page.height = (height + 2 * EDGE + LINE * (names.length ? 2 : 1)) * sharp;
  to.scale(sharp, sharp);
  to.fillStyle = colour("--card"); to.fillRect(0, 0, page.width, page.height);
  to.fillStyle = colour("--ink"); to.font = "600 15px system-ui, sans-serif"; to.fillText(title, EDGE, EDGE + 12);
  to.drawImage(drawing, EDGE, EDGE + LINE, width, height);
  to.font = "13px system-ui, sans-serif";
  names.reduce((x, its) => { to.fillStyle = its.colour; to.fillText(its.name, x, EDGE + LINE + height + 18); return x + to.measureText(its.name).width + 18; }, EDGE);
  const blob = await new Promise<Blob | null>(made => page.toBlob(made, "image/png"));
  if (blob) save(`${name}.png`, blob);
}
