// How fast the page is with many outcomes, and what open pages cost a trainer: `make dashboard-speed`. Needs a Chromium.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const PROMPTS = 20_000, BATCH = 256, GROUP = 8, PAINTS = 7, SELECTS = 150, ROUNDS = 4, TABS = 20; // a server lets one address have 64 connections, and a page takes one to three
const most = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "coxswain-measure"));
const server = spawn("../coxswain", ["serve", "--data", folder, "--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
const origin = await new Promise(found => {
  let said = "";
  server.stderr.on("data", part => { said = (said + part).slice(-4000); const at = /Listening at (http:\S+),/.exec(said); if (at) found(at[1]); });
});

async function send(method, path, body) {
  const answer = await fetch(origin + path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return answer.json();
}

let seq = 0, outcomes = 0;

/** Selects and observes once; says how long the select took, in ms. */
async function step(size) {
  const began = performance.now();
  const { tickets } = await send("POST", "/v1/runs/measured:select", { seq: ++seq, size });
  const took = performance.now() - began;
  await send("POST", "/v1/runs/measured:observe", { outcomes: tickets.map((t, i) => ({ ticket: t.ticket, successes: (seq * 7 + i * 3) % (GROUP + 1), trials: GROUP, tokens: 4000 })) });
  outcomes += size;
  return took;
}

const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];

/** From the click to the verdict, its tiles and drawn plots. */
async function paint(browser) {
  const times = [];
  for (let i = 0; i < PAINTS; i++) {
    const context = await browser.newContext(), page = await context.newPage();
    const began = performance.now();
    await page.goto(`${origin}/dashboard#measured/overview`);
    await page.waitForSelector(".tile .value");
    await page.waitForSelector(".uplot canvas");
    times.push(Math.round(performance.now() - began));
    await context.close();
  }
  return { outcomes, batches: seq, median_ms: quantile(times, 0.5), range_ms: [Math.min(...times), Math.max(...times)] };
}

/** The p99 of selects with and without open pages, in turns, so that the machine's moods fall on both. */
async function tabs(browser) {
  const ratios = [], told = [];
  for (let round = 0; round < ROUNDS; round++) {
    const p99 = {};
    for (const open of round % 2 ? [TABS, 0] : [0, TABS]) {
      const contexts = await Promise.all(Array.from({ length: open }, () => browser.newContext())), pages = await Promise.all(contexts.map(context => context.newPage()));
      for (const page of pages) { await page.goto(`${origin}/dashboard#measured/overview`); await page.waitForSelector(".tile .value", { timeout: 120_000 }); }
      const times = [];
      for (let i = 0; i < SELECTS; i++) times.push(await step(64));
      p99[open] = quantile(times, 0.99);
      for (const context of contexts) await context.close(); // each has connections of its own, as other people's browsers have
    }
    ratios.push(p99[TABS] / p99[0]);
    told.push({ without_ms: +p99[0].toFixed(1), with_ms: +p99[TABS].toFixed(1) });
  }
  return { tabs: TABS, selects: SELECTS, p99: told, ratio_median: +quantile(ratios, 0.5).toFixed(2), ratio_range: [Math.min(...ratios), Math.max(...ratios)].map(r => +r.toFixed(2)) };
}

try {
  await send("PUT", "/v1/pools/measured", {});
  for (let from = 0; from < PROMPTS; from += 1000) {
    await send("POST", "/v1/pools/measured:upsert", { prompts: Array.from({ length: 1000 }, (_, i) => ({ prompt_id: `p${from + i}`, prompt: `What is ${from + i} times ${(from + i) % 97}?`, topic: `t${i % 9}` })) });
  }
  await send("PUT", "/v1/runs/measured", { pool: "measured", strategy: "mopps:control=0.1", group_size: GROUP });
  const files = ["index.html", "dashboard.js", "dashboard.css"].map(name => gzipSync(readFileSync(`target/classes/dev/coxswain/dashboard/${name}`)).length);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  const report = { first_load_gzip_bytes: files.reduce((a, b) => a + b), paints: [] };
  while (outcomes < 100_000) await step(BATCH);
  report.paints.push(await paint(browser));
  console.error(JSON.stringify(report));
  report.open_pages = await tabs(browser);
  console.error(JSON.stringify(report.open_pages));
  while (outcomes < most) await step(BATCH);
  report.paints.push(await paint(browser));
  await browser.close();
  console.log(JSON.stringify(report, null, 1));
} finally {
  server.kill("SIGTERM");
  await new Promise(gone => server.once("exit", gone));
  rmSync(folder, { recursive: true, force: true });
}
