"""A big pool, cut down by Spark to a shortlist that is steered over, and cut down again when the belief has moved.

Prompts and outcomes are made up (prompts.py). Every step is a command that anybody can type; they are printed as they run.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import time
from itertools import islice
from pathlib import Path

import prompts
from coxswain.client import Client
from coxswain.local import Server
from coxswain.records import outcome

ROOT = Path(__file__).resolve().parents[2]
POOL, RUN = "shortlist", "demo"
STRATEGY = "gps:size=tiny"
STEPS, BATCH_SIZE = 40, 64


class Pipeline:
    """Runs commands one after another and keeps what each of them cost."""

    def __init__(self, out: Path, count: int, heap: str):
        self.out, self.count, self.stages = out, count, []
        jdk = subprocess.run([ROOT / "coxswain", "--jdk"], check=True, capture_output=True, text=True).stdout.strip()
        target = ROOT / "spark" / "target"
        flags = (target / "java-flags").read_text().split()
        classpath = f"{target}/coxswain-spark.jar:{target}/lib/*:{(target / 'classpath').read_text()}"
        self.spark = [f"{jdk}/bin/java", f"-Xmx{heap}", "--add-modules", "jdk.incubator.vector", *flags, "-cp", classpath, "dev.coxswain.spark.PoolJobs"]

    def coxswain(self, stage: str, count: int, *arguments: object) -> str:
        return self.run(stage, count, [str(ROOT / "coxswain"), *map(str, arguments)], "coxswain")

    def job(self, stage: str, *arguments: object) -> str:
        return self.run(stage, self.count, [*self.spark, *map(str, arguments), "--master", "local[2]"], "coxswain-spark")

    def run(self, stage: str, count: int, command: list, shown: str) -> str:
        """What the command printed; its progress goes to this one's stderr."""
        words = command[1:] if shown == "coxswain" else command[command.index("dev.coxswain.spark.PoolJobs") + 1 :]
        print(f"\n[{stage}] {shown} {shlex.join(words)}", flush=True)
        start = time.monotonic()
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "COXSWAIN_HEAP": "1g"})
        printed = child.stdout.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"{stage} ended with status {child.returncode}; its words are above.")
        print(printed, end="", flush=True)
        self.kept(stage, count, time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
        return printed

    def timed(self, stage: str, work):
        """A stage of this process and the server; what the work returns."""
        print(f"\n[{stage}] {STEPS} batches of {BATCH_SIZE} over HTTP", flush=True)
        start, cpu = time.monotonic(), time.process_time()
        result = work()
        self.kept(stage, len(result), time.monotonic() - start, time.process_time() - cpu, 0)
        return result

    def kept(self, stage: str, count: int, seconds: float, cpu_seconds: float, most_bytes: int) -> None:
        self.stages.append({"stage": stage, "prompts": count, "seconds": round(seconds, 2), "cpu_seconds": round(cpu_seconds, 2), "most_bytes": most_bytes})
        print(f"[{stage}] took {seconds:.1f} s, {cpu_seconds:.1f} s of CPU", flush=True)

    def summary(self) -> None:
        print(f"\n{'stage':<18}{'prompts':>12}{'seconds':>10}{'prompts/s':>12}{'CPU s':>9}{'most MiB':>10}")
        for s in self.stages:
            print(f"{s['stage']:<18}{s['prompts']:>12,}{s['seconds']:>10.1f}{s['prompts'] / s['seconds']:>12,.0f}{s['cpu_seconds']:>9.1f}{s['most_bytes'] >> 20:>10,}")


def mixed(groups) -> float:
    """The share of (successes, trials) that are neither all right nor all wrong."""
    groups = list(groups)
    return sum(0 < successes < trials for successes, trials in groups) / len(groups)


def generated(folder: Path):
    for file in sorted(folder.glob("*.jsonl")):
        yield from lines_of(file)


def folder_bytes(path: Path) -> int:
    return sum(f.stat().st_size for f in path.rglob("*") if f.is_file()) if path.is_dir() else path.stat().st_size


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--prompts", type=int, default=1_000_000)
    asked.add_argument("--shortlist", type=int, help="of how many prompts; 1,000 if left out")
    asked.add_argument("--parts", type=int, help="of the shortlist job; one for every 25,000 prompts, but at least 8, if left out")
    asked.add_argument("--heap", default="3g", help="of each Spark job")
    asked.add_argument("--out", type=Path, default=ROOT / "runs" / "spark", help="is emptied first")
    asked.add_argument("--json", type=Path, help="where the figures go")
    options = asked.parse_args()
    size = options.shortlist or 1_000
    parts = options.parts or max(8, options.prompts // 25_000)
    out = options.out
    if options.prompts < 2 * size:
        asked.error(f"--prompts ({options.prompts}) must be at least twice the shortlist ({size}).")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    pipeline = Pipeline(out, options.prompts, options.heap)

    print(f"[generate] {options.prompts:,} prompts", flush=True)
    start, cpu = time.monotonic(), time.process_time()
    prompts.write(out / "prompts", options.prompts, seed=0)
    pipeline.kept("generate", options.prompts, time.monotonic() - start, time.process_time() - cpu, 0)

    # A belief to begin with: learned on the first few thousand
    first = out / "first.jsonl"
    few = list(islice(generated(out / "prompts"), 4_000))
    first.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in few), encoding="utf-8")
    cache = out / "cache"
    replay = ["--batch-size", BATCH_SIZE, "--steps", STEPS, "--quiet"]
    pipeline.coxswain(
        "learn", len(few), "replay", "--pool", first, "--outcomes", first, "--strategies", STRATEGY, "--encoder", "static", "--embedding-cache", cache, "--save", out / "first", *replay
    )
    belief = out / "first" / STRATEGY / "belief.snapshot"

    pipeline.job("import", "import", "--in", out / "prompts", "--out", out / "imported")
    pipeline.job("embed", "embed", "--in", out / "imported", "--out", out / "embedded", "--belief", belief, "--embedding-cache", cache)
    pipeline.job("predict", "predict", "--in", out / "embedded", "--out", out / "predicted", "--belief", belief)
    shortlist = out / "shortlist.jsonl"
    choice = ["--size", size, "--parts", parts]
    pipeline.job("shortlist", "shortlist", "--in", out / "predicted", "--out", shortlist, *choice)

    # A run over the shortlist, which is cut anew from what the run believes by then, while it goes on
    truth = {row["prompt_id"]: (row["successes"], row["trials"]) for row in generated(out / "prompts")}
    with Server(ROOT, data=out / "server") as server, Client(server.url) as client:
        client.create_pool(POOL)
        client.import_prompts(POOL, lines_of(shortlist))
        client.create_run(RUN, {"pool": POOL, "strategy": STRATEGY, "group_size": 8, "encoder": "given", "learn_wait_seconds": 60})
        before = pipeline.timed("steer", lambda: steered(client, truth, 1, STEPS))
        belief = out / "run.snapshot"
        belief.write_bytes(client.belief(RUN))
        pipeline.job("predict again", "predict", "--in", out / "embedded", "--out", out / "predicted", "--belief", belief, "--overwrite")
        pipeline.job("shortlist again", "shortlist", "--in", out / "predicted", "--out", shortlist, *choice, "--overwrite")
        change = client.import_prompts(POOL, lines_of(shortlist), replace=True)
        print("[refresh] {added} prompts came, {retired} went, {updated} stayed".format(**change), flush=True)
        after = pipeline.timed("steer again", lambda: steered(client, truth, STEPS + 1, 2 * STEPS))

    pipeline.summary()
    shares = {"all": mixed(truth.values()), "first_shortlist": mixed(before), "refreshed_shortlist": mixed(after)}
    print(f"\nGroups neither all right nor all wrong: {shares['all']:.1%} of all prompts", end="; ")
    print(f"{shares['first_shortlist']:.1%} of the batches from the first shortlist, {shares['refreshed_shortlist']:.1%} from the refreshed one.")
    kept = {p.name: folder_bytes(p) for p in [out / "prompts", out / "imported", out / "embedded", out / "predicted", shortlist]}
    for name, size_bytes in kept.items():
        print(f"{out / name}: {size_bytes / 2**20:,.0f} MiB, {size_bytes / (size if name == shortlist.name else options.prompts):,.0f} bytes a prompt")
    if options.json:
        figures = {"prompts": options.prompts, "shortlist": size, "parts": parts, "heap": options.heap, "stages": pipeline.stages, "mixed_share": shares, "bytes": kept}
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


def lines_of(file: Path):
    with open(file, encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def steered(client: Client, truth: dict, first: int, last: int) -> list:
    """Batches of those numbers, each answered by what was made up for its prompts: successes and trials."""
    groups = []
    for step in range(first, last + 1):
        tickets = client.select(RUN, step, BATCH_SIZE).tickets
        chosen = [truth[t.prompt_id] for t in tickets]
        client.observe(RUN, outcomes=[outcome(t.ticket, *counts) for t, counts in zip(tickets, chosen)])
        groups += chosen
    return groups


if __name__ == "__main__":
    main()
