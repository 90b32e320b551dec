// How fast the page is with many outcomes, and what open pages cost a trainer: `make dashboard-speed`. Needs a Chromium.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const PROMPTS = 100_000, AT_ONCE = 5000, BATCH = 256, GROUP = 8, PAINTS = 7, SELECTS = 150, ROUNDS = 4, TABS = 50, CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const most = Number(process.argv[2] ?? 1_000_000), folder = join("..", "runs", "dashboard-speed", String(most));
const pause = ms => new Promise(over => setTimeout(over, ms));
const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];

mkdirSync(folder, { recursive: true });
const server = spawn("../coxswain", ["serve", "--data", folder, "--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
const origin = await new Promise(found => {
  let said = "";
  server.stderr.on("data", part => { said = (said + part).slice(-4000); const at = /Listening at (http:\S+),/.exec(said); if (at) found(at[1]); });
});

async function send(method, path, body) {
  const answer = await fetch(origin + path, { method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return answer.json();
}

let seq = 0;

/** Selects and observes once; says how long the select took, in ms. */
async function step(size) {
  const began = performance.now();
  const { tickets } = await send("POST", "/v1/runs/measured:select", { seq: ++seq, size });
  const took = performance.now() - began;
  await send("POST", "/v1/runs/measured:observe", { outcomes: tickets.map((t, i) => ({ ticket: t.ticket, successes: (seq * 7 + i * 3) % (GROUP + 1), trials: GROUP, tokens: 4000 })) });
  return took;
}

/** As many outcomes as are asked for, beside those that an earlier measurement left in the folder. */
async function fill() {
  await send("PUT", "/v1/pools/measured", {});
  if ((await send("GET", "/v1/pools/measured")).prompts < PROMPTS) {
    for (let from = 0; from < PROMPTS; from += AT_ONCE) {
      await send("POST", "/v1/pools/measured:upsert", { prompts: Array.from({ length: AT_ONCE }, (_, i) => ({ prompt_id: `p${from + i}`, prompt: `What is ${from + i} times ${(from + i) % 97}?`, topic: `t${i % 9}` })) });
    }
  }
  await send("PUT", "/v1/runs/measured", { pool: "measured", strategy: "mopps:control=0.1", group_size: GROUP });
  const run = await send("GET", "/v1/runs/measured");
  seq = Math.max(0, ...Object.values(run.head));
  const { summary } = await send("GET", `/v1/runs/measured/metrics?after=${run.batches}`), there = summary.selected.groups + summary.control.groups;
  for (let outcomes = there; outcomes < most; outcomes += BATCH) await step(BATCH);
}

/** From the address to the verdict, its tiles and drawn plots, in a browser that has seen nothing. */
async function paint(browser, fragment, drawn) {
  const times = [];
  for (let i = 0; i < PAINTS; i++) {
    const context = await browser.newContext(), page = await context.newPage(), began = performance.now();
    await page.goto(`${origin}/dashboard#measured/${fragment}`);
    for (const what of drawn) await page.waitForSelector(what, { timeout: 60_000 });
    times.push(Math.round(performance.now() - began));
    await context.close();
  }
  return { page: fragment, median_ms: quantile(times, 0.5), range_ms: [Math.min(...times), Math.max(...times)], first_ms: times[0] };
}

/** A browser as a person has one: a window whose tabs are hidden but for one. Playwright's pages all believe that they are looked at. */
async function window() {
  const profile = mkdtempSync(join(tmpdir(), "coxswain-tabs"));
  spawn(CHROMIUM, ["--headless=new", "--no-sandbox", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"], { stdio: "ignore" });
  const active = join(profile, "DevToolsActivePort");
  while (!existsSync(active) || !readFileSync(active, "utf8").includes("\n")) await pause(50);
  const port = readFileSync(active, "utf8").split("\n")[0], chrome = (path, method = "GET") => fetch(`http://127.0.0.1:${port}/json/${path}`, { method }).then(r => r.json());
  const command = (target, method, params = {}) => new Promise((told, failed) => {
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    socket.onopen = () => socket.send(JSON.stringify({ id: 1, method, params }));
    socket.onmessage = e => { told(JSON.parse(e.data).result); socket.close(); };
    socket.onerror = failed;
  });
  const ask = async (tab, expression) => (await command(tab, "Runtime.evaluate", { expression })).result.value;
  return {
    async open() {
      const tab = await chrome(`new?${encodeURIComponent(`${origin}/dashboard#measured/overview`)}`, "PUT");
      while (!(await ask(tab, "document.querySelector('.tile .value') !== null"))) await pause(50);
    },
    visible: async () => (await Promise.all((await chrome("list")).filter(t => t.url.includes("/dashboard")).map(t => ask(t, "document.visibilityState")))).filter(v => v === "visible").length,
    async close() {
      await command(await chrome("version"), "Browser.close");
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
    },
  };
}

/** The p99 of selects with and without open tabs, in turns, so that the machine's moods fall on both. */
async function tabs() {
  const all = { 0: [], [TABS]: [] }, ratios = [];
  let visible = 0;
  for (let i = 0; i < SELECTS; i++) await step(64); // warms up
  for (let round = 0; round < ROUNDS; round++) {
    const p99 = {};
    for (const open of round % 2 ? [TABS, 0] : [0, TABS]) {
      const browser = open ? await window() : null, times = [];
      for (let i = 0; i < open; i++) await browser.open();
      if (browser) visible = await browser.visible();
      for (let i = 0; i < SELECTS; i++) times.push(await step(64));
      await browser?.close();
      p99[open] = quantile(times, 0.99);
      all[open].push(...times);
    }
    ratios.push(+(p99[TABS] / p99[0]).toFixed(2));
  }
  const of = open => ({ p50_ms: +quantile(all[open], 0.5).toFixed(1), p99_ms: +quantile(all[open], 0.99).toFixed(1) });
  return { tabs: TABS, visible, selects: ROUNDS * SELECTS, without: of(0), with: of(TABS), p99_ratio: +(quantile(all[TABS], 0.99) / quantile(all[0], 0.99)).toFixed(2), p99_ratio_by_turn: ratios };
}

try {
  const began = performance.now();
  await fill();
  const files = ["index.html", "dashboard.js", "dashboard.css"].map(name => gzipSync(readFileSync(`target/classes/dev/coxswain/dashboard/${name}`)).length);
  const report = { outcomes: most, prompts: PROMPTS, batches: seq, filled_s: Math.round((performance.now() - began) / 1000), first_load_gzip_bytes: files.reduce((a, b) => a + b), paints: [] };
  if (!process.argv.includes("--fill-only")) {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    report.paints.push(await paint(browser, "overview", [".tile .value", ".uplot canvas"]));
    report.paints.push(await paint(browser, "map", [".scatter canvas"]));
    await browser.close();
    console.error(JSON.stringify(report));
    if (!process.argv.includes("--paints-only")) report.open_tabs = await tabs();
  }
  console.log(JSON.stringify(report, null, 1));
} finally {
  server.kill("SIGTERM");
  await new Promise(gone => server.once("exit", gone));
}
