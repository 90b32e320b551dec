"""A run as a trainer may treat it, in any order that Hypothesis thinks of, against the server itself and a model of its promises."""

from __future__ import annotations

import itertools
import os
import unittest
from typing import Any, Dict, List, Optional, Tuple

import coxswain
from tests.test_contract import HOME

try:
    from hypothesis import HealthCheck, Phase, settings
    from hypothesis import strategies as st
    from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
except ImportError:
    raise unittest.SkipTest("Hypothesis is not installed; pip install hypothesis") from None

PROMPTS = [{"prompt_id": f"p{i}", "prompt": f"What is {i} plus {i * 7}?"} for i in range(200)]
GROUP_SIZE = 4
RUNS = itertools.count(1)
SERVER: Optional[coxswain.Server] = None

counts = st.integers(0, GROUP_SIZE)
anywhere = st.integers(0, 1 << 30)


def setUpModule() -> None:
    global SERVER
    if not HOME:
        raise unittest.SkipTest("no built server; ./coxswain --help builds one, or set COXSWAIN_HOME")
    SERVER = coxswain.Server(HOME)
    with coxswain.Client(SERVER.url) as client:
        client.create_pool("pool")
        client.import_prompts("pool", PROMPTS)


def tearDownModule() -> None:
    if SERVER is not None:
        SERVER.__exit__()


class Training(RuleBasedStateMachine):
    """The model: batches by consumer and number, outcomes by ticket, tokens with how many batches there were."""

    def __init__(self) -> None:
        super().__init__()
        assert SERVER is not None
        self.client = coxswain.Client(SERVER.url)
        self.run = f"run-{next(RUNS)}"
        self.client.create_run(self.run, {"pool": "pool", "strategy": "mopps", "group_size": GROUP_SIZE, "seed": 1})
        self.batches: Dict[Tuple[str, int], coxswain.Batch] = {}
        self.sizes: Dict[Tuple[str, int], int] = {}
        self.order: List[Tuple[str, int]] = []
        self.outcomes: Dict[str, int] = {}
        self.abandoned: List[str] = []
        self.tokens: List[Tuple[str, int]] = []

    def teardown(self) -> None:
        self.client.transport.close()

    # -- what a trainer does -----------------------------------------------------------------------------------------

    @rule(consumer=st.sampled_from(["default", "rank-1"]), size=st.integers(1, 5), skip=st.integers(0, 2))
    def select(self, consumer: str, size: int, skip: int) -> None:
        seq = max((s for c, s in self.batches if c == consumer), default=0) + 1 + skip
        batch = self.client.select(self.run, seq, size, consumer=consumer)
        assert [size, seq] == [len(batch.tickets), batch.seq]
        assert len(set(batch.prompt_ids)) == size
        known = {t.ticket for b in self.batches.values() for t in b.tickets} | set(self.abandoned)
        assert not known & {t.ticket for t in batch.tickets}
        self.batches[consumer, seq], self.sizes[consumer, seq] = batch, size
        self.order.append((consumer, seq))

    @precondition(lambda self: self.order)
    @rule(which=anywhere)
    def select_again(self, which: int) -> None:
        consumer, seq = key = self.order[which % len(self.order)]
        again = self.client.select(self.run, seq, self.sizes[key], consumer=consumer)
        assert again == self.batches[key]

    @precondition(lambda self: self.order)
    @rule(which=anywhere)
    def select_again_otherSize(self, which: int) -> None:
        consumer, seq = key = self.order[which % len(self.order)]
        assert "select_conflict" == self._refused(lambda: self.client.select(self.run, seq, self.sizes[key] + 1, consumer=consumer))

    @precondition(lambda self: self.order)
    @rule(which=anywhere, successes=counts)
    def observe(self, which: int, successes: int) -> None:
        ticket = self._ticket(which)
        before = self.outcomes.get(ticket)
        answer = lambda: self.client.observe(self.run, outcomes=[{"ticket": ticket, "successes": successes, "trials": GROUP_SIZE}])  # noqa: E731
        if before is None:
            assert 1 == answer()["accepted"]
            self.outcomes[ticket] = successes
        elif before == successes:
            assert 1 == answer()["duplicates"]
        else:
            assert "outcome_conflict" == self._refused(answer)

    @precondition(lambda self: self.order)
    @rule(which=anywhere, others=st.lists(anywhere, max_size=4))
    def observe_oneIsNonsense_noneTaken(self, which: int, others: List[int]) -> None:
        body = [{"ticket": self._ticket(o), "successes": 1, "trials": GROUP_SIZE} for o in others]
        body.append({"ticket": self._ticket(which), "successes": GROUP_SIZE + 1, "trials": GROUP_SIZE})
        assert "invalid_outcome" == self._refused(lambda: self.client.observe(self.run, outcomes=body))

    @precondition(lambda self: self.abandoned)
    @rule(which=anywhere, successes=counts)
    def observe_abandoned(self, which: int, successes: int) -> None:
        ticket = self.abandoned[which % len(self.abandoned)]
        code = self._refused(lambda: self.client.observe(self.run, outcomes=[{"ticket": ticket, "successes": successes, "trials": GROUP_SIZE}]))
        assert code in ("lineage_abandoned", "outcome_conflict"), code

    @rule(shift=st.sampled_from([-1, 0]))
    def select_belowTheHead(self, shift: int) -> None:
        taken = {s for c, s in self.batches if c == "default"}
        holes = [s for s in range(1, max(taken, default=0)) if s not in taken]
        if holes:
            assert "step_in_past" == self._refused(lambda: self.client.select(self.run, holes[shift], 1))

    @rule()
    def checkpoint(self) -> None:
        self.tokens.append((self.client.checkpoint(self.run), len(self.order)))

    @precondition(lambda self: self.tokens)
    @rule(which=anywhere)
    def restore(self, which: int) -> None:
        token, length = self.tokens[which % len(self.tokens)]
        self.client.restore(self.run, token)
        self._abandon(length)

    @precondition(lambda self: any(c == "default" for c, _ in self.order))
    @rule(which=anywhere)
    def rewind(self, which: int) -> None:
        mine = [key for key in self.order if key[0] == "default"]
        _, seq = mine[which % len(mine)]
        self.client.rewind(self.run, seq)
        length = next((i for i, (c, s) in enumerate(self.order) if c == "default" and s > seq), None)
        if length is not None:
            self._abandon(length)

    # -- what holds at any time --------------------------------------------------------------------------------------

    @invariant()
    def theServerHasWhatTheModelHas(self) -> None:
        stored = {}
        for consumer, seq in self.order:
            body = self.client.transport.request("GET", f"/v1/runs/{self.run}/batches/{seq}?consumer={consumer}", timeout=10)
            assert [t.ticket for t in self.batches[consumer, seq].tickets] == [t["ticket"] for t in body["tickets"]]
            stored.update({t["ticket"]: t["outcome"]["successes"] for t in body["tickets"] if t["outcome"]})
        assert self.outcomes == stored

    # -- inside ------------------------------------------------------------------------------------------------------

    def _ticket(self, which: int) -> str:
        tickets = [t.ticket for key in self.order for t in self.batches[key].tickets]
        return tickets[which % len(tickets)]

    def _abandon(self, length: int) -> None:
        """Outcomes of batches that stay are kept, also those that came later than where the run goes back to."""
        for key in self.order[length:]:
            for ticket in self.batches.pop(key).tickets:
                self.abandoned.append(ticket.ticket)
                self.outcomes.pop(ticket.ticket, None)
        self.order = self.order[:length]
        self.tokens = [t for t in self.tokens if t[1] <= length]

    @staticmethod
    def _refused(call: Any) -> str:
        try:
            answer = call()
        except coxswain.Problem as problem:
            assert problem.status < 500, problem
            return problem.code
        raise AssertionError(f"It was taken: {answer}")


class TrainingTest(Training.TestCase):  # type: ignore[name-defined,misc]
    settings = settings(
        max_examples=int(os.environ.get("COXSWAIN_EXAMPLES", "15")), stateful_step_count=25, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink],
    )


if __name__ == "__main__":
    unittest.main()
