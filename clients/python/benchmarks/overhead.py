"""What a step costs the trainer: select 256 prompts, report 8 rollouts of each, against the real server.

    COXSWAIN_HOME=. python3 clients/python/benchmarks/overhead.py --pool 40315 --steps 30
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import coxswain  # noqa: E402
from coxswain import groups  # noqa: E402

BATCH, GROUP = 256, 8


def measure(server: coxswain.Server, folder: str, prompts: list, prefetch: bool, steps: int, rollout_seconds: float, strategy: str) -> dict:
    dice = random.Random(1)
    name = "prefetched" if prefetch else "asked"
    selects, observes = [], []
    with coxswain.Steering(
        server.url, run=name, pool="pool", prompts=prompts, config={"strategy": strategy, "group_size": GROUP}, spool=Path(folder) / name, prefetch=prefetch,
    ) as steering:
        for _ in range(steps):
            started = time.perf_counter()
            batch = steering.select(BATCH)
            selected = time.perf_counter()
            time.sleep(rollout_seconds)
            tickets = [t.ticket for t in batch.tickets for _ in range(GROUP)]
            scores = [float(dice.random() < 0.4) for _ in tickets]
            reported = time.perf_counter()
            steering.observe_lazily(lambda: [{"sample": s} for s in groups.samples(tickets, scores, rank=0, group_size=GROUP)])
            selects.append(selected - started)
            observes.append(time.perf_counter() - reported)
        steering.flush(60)
        counts = dict(steering.counts)
    both = sorted(1000 * (s + o) for s, o in zip(selects[1:], observes[1:]))
    return {
        "mode": name, "steps": steps, "select_ms_p50": 1000 * statistics.median(selects[1:]), "observe_ms_p50": 1000 * statistics.median(observes[1:]),
        "step_ms_p50": statistics.median(both), "step_ms_max": both[-1], "fallbacks": counts.get("fallbacks", 0), "accepted": counts.get("accepted", 0),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pool", type=int, default=40_315)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--strategy", default="mopps")
    parser.add_argument("--rollout-seconds", type=float, default=2.0)
    options = parser.parse_args()
    prompts = [{"prompt_id": f"p{i}", "prompt": f"What is {i} plus {7 * i}?"} for i in range(options.pool)]
    with tempfile.TemporaryDirectory() as folder, coxswain.Server(os.environ.get("COXSWAIN_HOME"), data=Path(folder) / "data") as server:
        for prefetch in (False, True):
            result = measure(server, folder, prompts, prefetch, options.steps, options.rollout_seconds, options.strategy)
            print(json.dumps({k: round(v, 2) if isinstance(v, float) else v for k, v in result.items()}), flush=True)


if __name__ == "__main__":
    main()
