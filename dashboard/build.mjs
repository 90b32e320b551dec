// Writes the page into target/classes, from where Maven puts it into the jar that the server serves.
import { copyFileSync, mkdirSync } from "node:fs";
import { build } from "esbuild";

const out = "target/classes/dev/coxswain/dashboard";
mkdirSync(out, { recursive: true });
await build({
  entryPoints: { dashboard: "src/main.tsx" },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "inline",
  outdir: out,
});
copyFileSync("src/index.html", `${out}/index.html`);
