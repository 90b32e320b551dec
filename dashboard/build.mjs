// Writes the page that a server shows, and what a report is made of, into target/classes, from where Maven puts them into a jar.
import { copyFileSync, mkdirSync } from "node:fs";
import { build } from "esbuild";

const out = "target/classes/dev/coxswain/dashboard";
mkdirSync(out, { recursive: true });
await build({
  entryPoints: { dashboard: "src/main.tsx", report: "src/report/main.tsx" },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "inline",
  outdir: out,
});
for (const [from, to] of [["src/index.html", "index.html"], ["src/report/report.html", "report.html"]]) copyFileSync(from, `${out}/${to}`);
