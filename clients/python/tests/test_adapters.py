"""Adapters against the shapes of their trainers, as read in the trainers' sources."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import re
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path
from types import ModuleType
from types import SimpleNamespace as Shape
from typing import Any, List

import coxswain
from coxswain import groups, prime_rl, slime, trl, verl
from tests.fake_server import FakeServer

README = Path(__file__).resolve().parents[1] / "README.md"


class AdapterTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = temporary.name
        self.server = FakeServer()
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.steering = self.open()

    def open(self) -> coxswain.Steering:
        opened = coxswain.Steering(self.server.url, run="run", pool="pool", config={"group_size": 4}, spool=self.folder)
        self.addCleanup(opened.close, 0.0)
        return opened

    def stored(self) -> Any:
        self.assertTrue(self.steering.flush())
        return self.server.outcomes


def installed(parts: Any) -> Any:
    """Modules of that name with those members, for the time being."""
    modules = {}
    for name, members in parts.items():
        modules[name] = ModuleType(name)
        modules[name].__dict__.update(members)
        parent, _, last = name.rpartition(".")
        if parent in modules:
            setattr(modules[parent], last, modules[name])
    return unittest.mock.patch.dict(sys.modules, modules)


@contextlib.contextmanager
def installed_verl(**queue: Any) -> Any:
    """The parts of verl 0.9 that the trainers stand on, as far as importing them goes."""
    registry: dict = {}

    def register(name: str) -> Any:
        return lambda kind: registry.setdefault(name, kind)

    trainers = {f"PPOTrainer{mode}": type(mode, (), {}) for mode in ("Sync", "ColocateAsync", "SeparateAsync")}
    parts = dict.fromkeys(("verl", "verl.trainer", "verl.trainer.ppo", "verl.utils", "verl.utils.dataset", "verl.utils.tensordict_utils", "numpy"), {})
    parts["verl.trainer.ppo.v1"] = {**trainers, "register_trainer": register}
    parts["verl.trainer.ppo.v1.trainer_base"] = {"TRAINER_REGISTRY": registry, "PPOTrainer": type("PPOTrainer", (), {})}
    parts["verl.trainer.ppo.v1.replay_buffer"] = {"ReplayBuffer": type("ReplayBuffer", (), {})}
    parts["verl.utils.dataset.rl_dataset"] = {"collate_fn": None}
    parts["transfer_queue"], parts["omegaconf"] = queue, {"open_dict": None}
    sys.modules.pop("coxswain.verl_trainer", None)
    with installed(parts):
        yield registry
    sys.modules.pop("coxswain.verl_trainer", None)


class GroupsTest(unittest.TestCase):
    def test_samples_ranksNeverMeet_errorsAreNoTrials(self) -> None:
        made = groups.samples(["a", "a", None, "b"], [1.0, None, 1.0, 0.2], rank=1, group_size=4, tokens=[5, 6, 7, 8])
        self.assertEqual(
            [
                {"ticket": "a", "sample": 4, "success": True, "tokens": 5},
                {"ticket": "a", "sample": 5, "tokens": 6, "status": "error"},
                {"ticket": "b", "sample": 4, "success": False, "tokens": 8},
            ],
            made,
        )

    def test_samples_nan_isAnError(self) -> None:
        self.assertEqual("error", groups.samples(["a"], [float("nan")], rank=0, group_size=4)[0]["status"])


class TrlTest(AdapterTest):
    def test_selected_rowsWithTickets_sameAgainOnReplay(self) -> None:
        rows = {i: {"prompt_id": i, "prompt": f"{i}?", "answer": i} for i in self.server.ids}

        def first(count: int) -> List[Any]:
            stream = trl.Selected(self.steering, rows, 3)()
            return [next(stream) for _ in range(count)]

        drawn = first(6)
        self.assertEqual(["p7", "p8", "p9", "p14", "p15", "p16"], [row["prompt_id"] for row in drawn])
        self.assertEqual(drawn, first(6))
        self.assertEqual(6, len({row[trl.TICKET] for row in drawn}))

    def test_observed_reportsAndLeavesTheRewardsAlone(self) -> None:
        ticket = self.steering.select(1).tickets[0].ticket
        reward = trl.observed(self.steering, lambda prompts, completions, **_: [1.0, 0.0, None])
        self.assertEqual([1.0, 0.0, None], reward(prompts=["?"] * 3, completions=["a", "b", "c"], completion_ids=[[1, 2], [1], []], coxswain_ticket=[ticket] * 3))
        self.assertEqual([True, False, None], [o.get("success") for o in self.stored().values()])

    def test_observed_evaluationWithoutTickets_nothing(self) -> None:
        trl.observed(self.steering, lambda **_: [1.0])(prompts=["?"], completions=["a"])
        self.assertEqual({}, self.stored())

    def test_observed_asyncReward(self) -> None:
        ticket = self.steering.select(1).tickets[0].ticket

        async def reward(**_: Any) -> List[float]:
            return [1.0]

        self.assertEqual([1.0], asyncio.run(trl.observed(self.steering, reward)(coxswain_ticket=[ticket])))
        self.assertEqual(1, len(self.stored()))

    def test_observed_successThatRaises_trainingGoesOn(self) -> None:
        ticket = self.steering.select(1).tickets[0].ticket
        reward = trl.observed(self.steering, lambda **_: [1.0], success=lambda score: 1 / 0 > score)
        with self.assertLogs("coxswain", "WARNING"):
            self.assertEqual([1.0], reward(coxswain_ticket=[ticket]))


class PrimeRlTest(AdapterTest):
    def group(self, key: str, *rewards: Any) -> List[Any]:
        traces = [Shape(reward=r, has_error=r is None, agent=Shape(trainable=True)) for r in rewards]
        return [Shape(task=Shape(key=key), traces=[trace, Shape(reward=9, has_error=False, agent=Shape(trainable=False))]) for trace in traces]

    def sampler(self) -> Any:
        return prime_rl.sampler(self.steering, [Shape(key=i) for i in self.server.ids], block=2)

    def test_nextAndObserve_groupsByTask(self) -> None:
        sampler = self.sampler()
        self.assertEqual(["p7", "p8", "p14"], [next(sampler).key for _ in range(3)])
        sampler.observe(self.group("p8", 1.0, 0.0, None, 1.0))
        sampler.observe(self.group("p7", None, None))
        sampler.observe(self.group("p99", 1.0))
        outcomes = list(self.stored().values())
        self.assertEqual((2, 3), (outcomes[0]["successes"], outcomes[0]["trials"]))
        self.assertEqual("error", outcomes[1]["status"])
        self.assertEqual(2, len(outcomes))

    def test_state_unfinishedTasksComeAgainUnderTheirTickets(self) -> None:
        sampler = self.sampler()
        drawn = [next(sampler).key for _ in range(3)]
        sampler.observe(self.group(drawn[0], 1.0))
        state = sampler.state_dict()
        resumed = self.sampler()
        resumed.load_state_dict(state)
        self.assertEqual(["p8", "p14", "p15"], [next(resumed).key for _ in range(3)])
        resumed.observe(self.group("p8", 0.0))
        self.assertEqual(2, len(self.stored()))


    def test_steer_finiteEnvironmentsGetRunsOfTheirOwn(self) -> None:
        class Curriculum:
            def __init__(self, config: Any, tasks: Any):
                self.sampler = "theirs"

        parts = {"prime_rl": {}, "prime_rl.orchestrator": {}, "prime_rl.orchestrator.train_source": {"Curriculum": Curriculum}}
        parts.update({"prime_rl.orchestrator.curriculum": {}, "prime_rl.orchestrator.curriculum.base": {"Curriculum": Curriculum}})
        with installed(parts):
            prime_rl.steer(self.server.url, run="math", pool="tasks", block=2, spool=self.folder)
            make = sys.modules["prime_rl.orchestrator.train_source"].Curriculum
            tasks = [Shape(key=f"k{i}", data=Shape(prompt_text=f"{i}?")) for i in range(20)]
            first, second = make(None, tasks), make(None, tasks[:5])
            with self.assertLogs("coxswain", "WARNING"):
                self.assertEqual("theirs", make(None, iter(tasks)).sampler)
        for made in (first, second):
            self.addCleanup(made.sampler._steering.close, 0.0)
        self.assertEqual({"math", "math-2"}, set(self.server.runs) - {"run"})
        self.assertEqual(["k7", "k8"], [next(first.sampler).key for _ in range(2)])
        self.assertEqual([20, 5], [len(self.server.pools[p]) for p in ("tasks", "tasks-2")])


class SlimeTest(AdapterTest):
    def test_samples_reportAllButAborted(self) -> None:
        prompts = [Shape(prompt=f"{i}?", metadata={"prompt_id": i}, reward=None, status="pending") for i in self.server.ids]
        source = slime.Prompts(self.steering, prompts, 4)
        got = source.get_samples(2)
        self.assertEqual([[0, 1, 2, 3], [4, 5, 6, 7]], [[s.index for s in group] for group in got])
        for group in got:
            for sample in group:
                sample.reward, sample.status = 1.0, "completed"
        got[1][3].status = "Status.ABORTED"
        slime.report(None, got, Shape(prompts=source))
        self.assertEqual(7, len(self.stored()))
        self.assertNotIn("coxswain_ticket", prompts[7].metadata)

    def test_saveAndLoad_goesBack(self) -> None:
        prompts = [Shape(prompt="?", metadata={"prompt_id": i}) for i in self.server.ids]
        source = slime.Prompts(self.steering, prompts, 2)
        source.get_samples(1)
        source.save(self.folder + "/rollout/coxswain_1.json")
        source.get_samples(1)
        again = slime.Prompts(self.open(), prompts, 2)
        again.load(self.folder + "/rollout/coxswain_1.json")
        self.assertEqual(2, again.get_samples(1)[0][0].index)
        self.assertEqual(2, self.server.lineage)

    def test_key_withoutId_isTheTextsHash(self) -> None:
        self.assertEqual("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", slime.key(Shape(prompt="", metadata=None)))  # SHA-256 of nothing


class VerlTest(AdapterTest):
    def test_promptIds_indicesAllZero_hashed(self) -> None:
        rows = [{"prompt": [{"role": "user", "content": c}], "extra_info": {"index": 0}} for c in "ab"]
        self.assertEqual(2, len(set(verl.prompt_ids(rows))))
        with self.assertRaisesRegex(ValueError, "Maybe number them in extra_info.index"):
            verl.prompt_ids([rows[0], rows[0]])
        self.assertEqual(["4", "5"], verl.prompt_ids([{"extra_info": {"index": i}} for i in (4, 5)]))

    def test_rows_stateRestores_noDrawBurnt(self) -> None:
        rows = verl.Rows(self.steering, self.server.ids, 4)
        drawn = [rows.next()[0] for _ in range(6)]
        self.assertEqual([7, 8, 9, 10, 14, 15], drawn)
        state = rows.state_dict()
        resumed = verl.Rows(self.open(), self.server.ids, 4)
        resumed.load_state_dict(state)
        self.assertEqual([16, 17, 21], [resumed.next()[0] for _ in range(3)])
        self.assertEqual(3, len(self.server.batches))

    def test_sampler_groupsFromTheBatch(self) -> None:
        draws = verl.Draws(verl.Rows(self.steering, self.server.ids, 2), 2)
        self.assertEqual([7, 8], list(draws))
        batch = Shape(non_tensor_batch={"extra_info": [{"index": "p7"}] * 2 + [{"index": "p8"}] * 2, "acc": [1, 0, 1, 1]}, batch={})
        draws.update(batch)
        self.assertEqual([(1, 2), (2, 2)], [(o["successes"], o["trials"]) for o in self.stored().values()])

    def test_observeScore_fromAnotherProcessesRow(self) -> None:
        ticket = self.steering.select(1).tickets[0].ticket
        verl._REPORTS[self.server.url, "run"] = made = verl.Reports(self.server.url, "run", self.folder)
        self.addCleanup(made.sender.close, 0.0)
        self.addCleanup(made.sender._spool.close)
        info = {verl.TICKET: {"ticket": ticket, "url": self.server.url, "run": "run"}}
        self.assertEqual({"score": 0.1, "acc": 1.0}, verl.observe_score(info, {"score": 0.1, "acc": 1.0}))
        self.assertEqual(0.3, verl.observe_score(None, 0.3))
        self.assertTrue(made.sender.drained(10))
        self.assertEqual([True], [o["success"] for o in self.server.outcomes.values()])

    def test_trainer_groupsAsTheyEnd_lastOutputOfEachSession(self) -> None:
        stored = {"t1_0_0": (9.0, {}), "t1_0_1": (1.0, {}), "t1_1_0": (0.9, {"acc": 0.0}), "t2_0_0": (1.0, {}), "t3_0_0": (1.0, {})}

        def get(keys: List[str], partition_id: str, select_fields: List[str]) -> Any:
            return {"rm_scores": [Shape(sum=lambda k=k: stored[k][0]) for k in keys], "extra_fields": [{"reward_extra_info": stored[k][1]} for k in keys]}

        with installed_verl(kv_batch_get=get):
            trainer = importlib.import_module("coxswain.verl_trainer")
            judged = trainer.scores(["t1", "t2", "t4"], stored)
            made = trainer.outcomes(["t1", "t2", "t4"], judged, 3)
        self.assertEqual({"t1": [1.0, 0.0], "t2": [1.0], "t4": []}, judged)
        self.assertEqual(
            [
                {"ticket": "t1", "successes": 1, "trials": 2, "policy_version": 3},
                {"ticket": "t2", "successes": 1, "trials": 1, "policy_version": 3},
                {"ticket": "t4", "status": "error", "policy_version": 3},
            ],
            [m["outcome"] for m in made],
        )

    def test_doctor_pluginKeptOut_saysWhere(self) -> None:
        with installed_verl(), unittest.mock.patch.dict(os.environ, {"VERL_USE_EXTERNAL_PLUGINS": "other"}):
            self.assertRegex(verl._unregistered()[0], r"VERL_USE_EXTERNAL_PLUGINS \(other\) keeps the trainers coxswain_sync.* out. Maybe add coxswain")

    def test_doctor_queueMissing_saysWhat(self) -> None:
        with installed_verl(), unittest.mock.patch.dict(sys.modules, {"transfer_queue": None}):
            sys.modules.pop("coxswain.verl_trainer", None)
            self.assertRegex(verl._unregistered()[0], "coxswain.verl_trainer cannot be imported: .*transfer_queue")

    def test_doctor_methodGone_saysWhich(self) -> None:
        with installed_verl() as registry:
            importlib.import_module("coxswain.verl_trainer")
            self.assertEqual(set(verl.TRAINERS), set(registry))
            troubles = verl._unregistered()
        self.assertIn("PPOTrainer has no _fetch_one_gen_batch, which the trainers of coxswain stand on", troubles)
        self.assertRegex(troubles[-1], "no entry point leads to coxswain.verl_trainer. Maybe install the wheel")

    def test_doctor_withoutVerl_saysSo(self) -> None:
        try:
            import verl as _  # noqa: F401
        except ImportError:
            self.assertRegex(verl.doctor()[0], "verl cannot be imported")


class ReadmeTest(AdapterTest):
    def test_recipe_runs(self) -> None:
        code = re.search(r"```python\n(import coxswain\n.*?)```", README.read_text(encoding="utf-8"), re.S)
        assert code
        text = code.group(1).replace("http://127.0.0.1:8642", self.server.url)
        self.assertLessEqual(len(text.splitlines()), 30)
        scope: dict = {}
        exec(compile(text, "README.md", "exec"), scope)
        prompts = [{"prompt_id": f"q{i}", "prompt": "?"} for i in range(20)]
        trained: List[Any] = []
        steps = list(scope["train"](prompts, lambda p, k: [1.0] * k, trained.append, 3, batch_size=2))
        self.assertEqual([1, 2, 3], [step for step, _ in steps])
        self.assertEqual([2, 2, 2], [len(g) for g in trained])
        again = list(scope["train"](prompts, lambda p, k: [1.0] * k, trained.append, 4, batch_size=2, resume=steps[1][1]))
        self.assertEqual([3, 4], [step for step, _ in again])


if __name__ == "__main__":
    unittest.main()
