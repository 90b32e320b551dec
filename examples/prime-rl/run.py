"""prime-rl's own train source, curriculum and episodes, steered; only the rollouts are made up.

Then a second train source resumes from the state of the first. Needs prime-rl and verifiers; no GPU.
"""

import argparse
import collections
import random
import sys
from pathlib import Path
from types import SimpleNamespace

import verifiers.v1 as vf
from prime_rl.configs.orchestrator import CurriculumConfig
from prime_rl.orchestrator import train_source

import coxswain
import coxswain.prime_rl

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from agreement import picks  # noqa: E402

TASKS, GROUP_SIZE = 200, 8
IN_FLIGHT, SAVE_AT, LAST = 5, 60, 120


def episodes(task, rewards):
    """A finished group: an episode a rollout, with one trace each. A reward of None is a rollout that broke."""
    seed = vf.TraceTask(type=type(task).__name__, data=task.data, key=task.key, hash=task.hash)
    return [
        vf.Episode(
            env=vf.EnvInfo(id="adding", name="adding"), task=seed, ok=reward is not None,
            traces=[
                vf.Trace(
                    task=seed, agent=vf.AgentInfo(config=vf.AgentConfig()), ok=reward is not None,
                    rewards={} if reward is None else {"right": vf.Reward(score=reward)},
                )
            ],
        )
        for reward in rewards
    ]


def source_of(tasks):
    environment = SimpleNamespace(name="adding", tasks=tasks, num_tasks=len(tasks), config=SimpleNamespace(curriculum=CurriculumConfig(), ratio=1))
    return train_source.TrainSource([environment])


class Rollouts:
    """Groups in flight, ending in any order. A task's rate falls with its number; one rollout in twenty breaks."""

    def __init__(self, source, seed, groups):
        self.source, self.dice, self.groups = source, random.Random(seed), groups
        self.running = []

    def roll(self, count):
        for step in range(count):
            while len(self.running) < IN_FLIGHT:
                self.running.append(self.source.next_task(step=step).task)
            task = self.running.pop(self.dice.randrange(IN_FLIGHT))
            rate = 1 - task.data.idx / TASKS
            rewards = [None if self.dice.random() < 0.05 else float(self.dice.random() < rate) for _ in range(GROUP_SIZE)]
            self.source.on_result(episodes(task, rewards))
            judged = [r for r in rewards if r is not None]
            self.groups[task.key].append((sum(judged), len(judged)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--distribution", default=str(Path(__file__).resolve().parents[2]), help="folder with the launcher coxswain")
    parser.add_argument("--out", type=Path, default=Path("runs/prime-rl"))
    options = parser.parse_args()
    tasks = [vf.Task(vf.TaskData(idx=i, prompt=f"What is {i} plus {7 * i}?")) for i in range(TASKS)]
    with coxswain.Server(options.distribution, data=options.out / "server") as server, coxswain.Client(server.url) as client:
        groups = collections.defaultdict(list)
        def started():
            """As a process of prime-rl starts."""
            coxswain.prime_rl.steer(server.url, run="adding", pool="sums", config={"strategy": "mopps", "group_size": GROUP_SIZE}, spool=options.out / "spool")
            return source_of(tasks)

        source = started()
        first = Rollouts(source, 1, groups)
        first.roll(SAVE_AT)
        state = source.state_dict()
        running = [task.key for task in first.running]
        print(f"{SAVE_AT} groups ended; metrics:", source.metrics())

        source = started()
        source.load_state_dict(state)
        again = Rollouts(source, 2, groups)
        again.running = [source.next_task(step=0).task for _ in running]
        print("the tasks in flight come again first:", sorted(running) == sorted(task.key for task in again.running))
        again.roll(LAST - SAVE_AT)
        assert source.curricula["adding"].sampler._steering.flush(60), "outcomes are still waiting"
        print(f"{LAST} groups ended; metrics:", source.metrics())

        stored = collections.defaultdict(list)
        for pick in picks(client, "adding"):
            if pick["outcome"] is not None:
                stored[pick["prompt_id"]].append((pick["outcome"]["successes"], pick["outcome"]["trials"]))
        equal = sum(sorted(stored[key]) == sorted(ended) for key, ended in groups.items())
        print(f"{equal} of {len(groups)} tasks have the same groups at the server")
        assert equal == len(groups) == len(stored)


if __name__ == "__main__":
    main()
