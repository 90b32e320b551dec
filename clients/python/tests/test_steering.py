"""What a trainer relies on: answers in time, nothing raised, every outcome once."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
import unittest
from typing import Any

import coxswain
from coxswain import aio, steering
from tests.fake_server import FakeServer, Refusal
from tests.faults import FaultProxy


def steer(server_url: str, folder: str, **settings: Any) -> coxswain.Steering:
    settings = {"run": "run", "pool": "pool", "config": {"group_size": 4}, "spool": folder, "start_timeout": 5.0, **settings}
    return coxswain.Steering(server_url, **settings)


class SteeringTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = temporary.name
        self.server = self.enterContext_(FakeServer())

    def enterContext_(self, context: Any) -> Any:  # unittest has it from Python 3.11 on
        entered = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return entered

    def open(self, url: str = "", **settings: Any) -> coxswain.Steering:
        opened = steer(url or self.server.url, self.folder, **settings)
        self.addCleanup(opened.close, 0.0)
        return opened

    def test_select_observe_roundTrip(self) -> None:
        run = self.open()
        batch = run.select(3)
        self.assertEqual(("p7", "p8", "p9"), batch.prompt_ids)
        self.assertEqual("server", batch.arm)
        run.observe(batch.tickets[0], 1, 4, tokens=10)
        run.observe_sample(batch.tickets[1], 0, True)
        self.assertTrue(run.flush())
        first, second = batch.tickets[0].ticket, batch.tickets[1].ticket
        self.assertEqual({"ticket": first, "successes": 1, "trials": 4, "tokens": 10}, self.server.outcomes[(first, None)])
        self.assertEqual({"ticket": second, "sample": 0, "success": True}, self.server.outcomes[(second, ("sample", 0))])
        self.assertEqual(2, run.select(3).seq)

    def test_select_sameNumberAgain_sameBatch(self) -> None:
        run = self.open()
        self.assertEqual(run.select(3, seq=1), run.select(3, seq=1))

    def test_select_otherSizeThanStored_storedBatch(self) -> None:
        run = self.open()
        self.assertEqual(run.select(3, seq=1), run.select(5, seq=1))

    def test_select_waitsForOutcomesNotedBefore(self) -> None:
        run = self.open()
        for ticket in run.select(8).tickets:
            run.observe(ticket, 1, 4)
        run.select(8)
        verbs = [path.partition("?")[0].rpartition(":")[2] for path, _ in self.server.requests]
        last = len(verbs) - 1 - verbs[::-1].index("select")
        self.assertEqual(8, sum(len(b["outcomes"]) for p, b in self.server.requests[:last] if ":observe" in p))

    def test_select_serverAway_uniformSeededAndMarked(self) -> None:
        def away(path: str) -> None:
            if ":select" in path:
                raise Refusal(503, "not_ready")

        self.server.interfere = away
        run = self.open(prompt_ids=self.server.ids, select_timeout=0.2, seed=5)
        batch = run.select(10)
        self.assertEqual("fallback", batch.arm)
        self.assertEqual(10, len(set(batch.prompt_ids)))
        self.assertTrue(all(t.arm == "fallback" and t.propensity == 0.1 and t.predicted is None for t in batch.tickets))
        self.assertRegex(batch.tickets[0].ticket, r"^[A-Za-z0-9-]+$")
        self.assertEqual(batch, run.select(10, seq=1))
        self.assertNotEqual(batch.prompt_ids, run.select(10).prompt_ids)
        other = self.open(prompt_ids=self.server.ids, select_timeout=0.2, seed=6)
        self.assertNotEqual(batch.prompt_ids, other.select(10).prompt_ids)

    def test_fallback_isUniform(self) -> None:
        """10,000 draws of 1 from 10: chi-squared with 9 degrees of freedom is above 33.7 once in 10,000 (scipy.stats.chi2.isf)."""
        run = self.open(prompt_ids=[f"p{i}" for i in range(10)])
        counts = dict.fromkeys(run._ids, 0)
        for seq in range(10_000):
            counts[run._fallback(seq, 1).prompt_ids[0]] += 1
        self.assertLess(sum((c - 1000) ** 2 / 1000 for c in counts.values()), 33.7)

    def test_observe_fallbackTicket_staysHere(self) -> None:
        run = self.open()
        run.observe(run._fallback(1, 1).tickets[0], 1, 4)
        self.assertTrue(run.flush())
        self.assertEqual({}, self.server.outcomes)
        self.assertEqual(1, run.counts["noted.fallback"])

    def test_observe_nonsense_countedNotRaised(self) -> None:
        run = self.open()
        ticket = run.select(1).tickets[0]
        for successes, trials in ((5, 4), (float("nan"), 4), (None, None), (1, -1)):
            with self.assertLogs("coxswain", "DEBUG"):
                run.observe(ticket, successes, trials)
        self.assertEqual(4, run.counts["lost"])

    def test_observe_serverAway_sentLaterOnce(self) -> None:
        run = self.open()
        tickets = run.select(5).tickets
        lost = iter(range(3))

        def loses_answers(path: str) -> None:
            if ":observe" in path and next(lost, None) is not None:
                raise Refusal(503, "not_ready")

        self.server.interfere = loses_answers
        for ticket in tickets:
            run.observe(ticket, 2, 4)
        self.assertTrue(run.flush(20))
        self.assertEqual({(t.ticket, None) for t in tickets}, set(self.server.outcomes))
        self.assertEqual(5, run.counts["accepted"])

    def test_observe_processEndsWhileAway_nextOneSends(self) -> None:
        run = self.open()
        ticket = run.select(1).tickets[0]

        def away(path: str) -> None:
            if ":observe" in path:
                raise Refusal(503, "not_ready")

        self.server.interfere = away
        run.observe(ticket, 2, 4)
        run.close(0.0)
        self.assertEqual({}, self.server.outcomes)
        self.server.interfere = lambda path: None
        self.assertTrue(self.open().flush(20))
        self.assertIn((ticket.ticket, None), self.server.outcomes)

    def test_observe_conflict_countedOthersSent(self) -> None:
        run = self.open()
        first, second = run.select(2).tickets
        run.observe(first, 1, 4)
        run.observe(first, 2, 4)
        run.observe(second, 3, 4)
        self.assertTrue(run.flush())
        self.assertEqual(1, run.counts["refused.outcome_conflict"])
        self.assertEqual(1, self.server.outcomes[(first.ticket, None)]["successes"])
        self.assertIn((second.ticket, None), self.server.outcomes)

    def test_observe_oneEntrySpoilsTheRequest_foundAndPassedOver(self) -> None:
        run = self.open()
        tickets = run.select(9).tickets
        observe = self.server._observe

        def strict(name: str, body: Any, query: Any) -> Any:
            if any(o["ticket"] == tickets[4].ticket for o in body["outcomes"]):
                raise Refusal(422, "invalid_field")
            return observe(name, body, query)

        self.server._observe = strict  # type: ignore[method-assign]
        run.observe_all(outcomes=[coxswain.outcome(t.ticket, 1, 4) for t in tickets])
        self.assertTrue(run.flush())
        self.assertEqual(8, len(self.server.outcomes))
        self.assertEqual(1, run.counts["refused.invalid_field"])

    def test_prefetch_nextIsAskedForAheadAndServed(self) -> None:
        run = self.open(prefetch=True)
        run.select(4)
        run._asked[2][1].result(5)
        asked = len([p for p, _ in self.server.requests if ":select" in p])
        self.assertEqual(2, run.select(4).seq)
        self.assertEqual(2, asked)

    def test_select_lateAnswer_ticketsAreCancelled(self) -> None:
        run = self.open(select_timeout=0.2)
        select = self.server._select
        held = __import__("threading").Event()

        def late(*arguments: Any) -> Any:
            answer = select(*arguments)
            held.wait(5)
            return answer

        asked = run._ask(1, 2, 5.0)
        asked.result(5)
        self.server._select = late  # type: ignore[method-assign]
        run._asked[2] = (2, run._ask(2, 2, 5.0))
        self.assertEqual("fallback", run.select(2, seq=2).arm)
        held.set()
        for _ in range(100):
            if run.counts["accepted"] == 2:
                break
            run.flush(0.1)
            run._sender._thread.join(0.02)
        self.assertEqual({"cancelled"}, {o["status"] for o in self.server.outcomes.values()})
        self.assertEqual(2, len(self.server.outcomes))

    def test_restore_toCheckpoint_streamGoesOn(self) -> None:
        run = self.open()
        first = [run.select(2) for _ in range(3)]
        state = run.checkpoint()
        self.assertEqual({"run": "run", "consumer": "default", "seq": 3, "token": "at-3"}, state)
        run.select(2)
        resumed = self.open()
        resumed.restore(state)
        self.assertEqual(first, [resumed.select(2, seq=s) for s in (1, 2, 3)])
        self.assertEqual("2", resumed.select(2).lineage)

    def test_restore_withoutToken_rewinds(self) -> None:
        run = self.open()
        run.select(2), run.select(2)
        run.rewind(1)
        self.assertEqual(("2", 2), (run.select(2).lineage, run.seq))

    def test_restore_serverAway_doneBeforeTheNextSelect(self) -> None:
        run = self.open(select_timeout=0.3)
        run.select(2)
        state = run.checkpoint()
        run.select(2)

        def away(path: str) -> None:
            raise Refusal(503, "not_ready")

        self.server.interfere = away
        run.restore(state)
        self.server.interfere = lambda path: None
        self.assertEqual("2", run.select(2).lineage)

    def test_restore_ofAnotherRun_nothing(self) -> None:
        run = self.open()
        run.select(2)
        with self.assertLogs("coxswain", "WARNING"):
            run.restore({"run": "other", "seq": 0, "token": None})
        self.assertEqual(1, self.server.lineage)

    def test_start_wrongConfig_raises(self) -> None:
        self.open()
        with self.assertRaisesRegex(coxswain.Conflict, "config_conflict"):
            self.open(config={"group_size": 8})

    def test_start_unknownPool_raises(self) -> None:
        with self.assertRaisesRegex(coxswain.NotFound, "not_found"):
            self.open(pool="missing")

    def test_start_promptsGiven_poolIsMade(self) -> None:
        self.open(pool="mine", prompts=[{"prompt_id": "a", "prompt": "1 + 1?"}, {"prompt_id": "b", "prompt": "1 + 2?"}])
        self.assertEqual(["a", "b"], self.server.pools["mine"])

    def test_start_serverAwayIdsUnknown_raises(self) -> None:
        with self.assertRaisesRegex(coxswain.Unreachable, "Maybe give prompt_ids"):
            self.open("http://127.0.0.1:9", start_timeout=0.2)

    def test_start_serverAwayIdsKnown_fallsBack(self) -> None:
        run = self.open("http://127.0.0.1:9", prompt_ids=["a", "b", "c"], start_timeout=0.2, select_timeout=0.2)
        self.assertEqual({"a", "b", "c"}, set(run.select(5).prompt_ids))

    def test_otherVerbs_serverThere(self) -> None:
        run = self.open()
        self.assertEqual(coxswain.Prediction(0.25, 0.05, "p1"), run.predict(prompt_ids=["p1"])[0])
        self.assertEqual((3, 3), run.allocate(4, prompt_ids=["p1", "p2"]).samples)
        self.assertTrue(run.should_stop(1, 3, prompt_id="p1").stop)

    def test_otherVerbs_serverAway_fallBack(self) -> None:
        run = self.open("http://127.0.0.1:9", prompt_ids=["a"], start_timeout=0.1, select_timeout=0.1)
        self.assertEqual([0.5], [p.predicted for p in run.predict(prompt_ids=["a"])])
        shares = run.allocate(2.5, prompt_ids=["a", "b"])
        self.assertEqual(((3, 2), "fallback"), (shares.samples, shares.arm))
        self.assertFalse(run.should_stop(0, 3).stop)
        verdict = run.should_stop(1, 3)
        self.assertTrue(verdict.stop)
        self.assertAlmostEqual(2 / 5, verdict.posterior_mean)  # Beta(2, 3)
        self.assertAlmostEqual(0.2, verdict.posterior_sd)  # sqrt(2 * 3 / (25 * 6))
        self.assertIsNone(run.checkpoint()["token"])

    def test_async_sameVerbs(self) -> None:
        async def loop() -> int:
            async with await aio.Steering.open(self.server.url, run="run", pool="pool", config={"group_size": 4}, spool=self.folder) as run:
                batches = await asyncio.gather(*(run.select(1, seq=s) for s in (1, 1, 1)))
                await run.observe(batches[0].tickets[0], 1, 4)
                await run.flush()
                return len({b.tickets for b in batches})

        self.assertEqual(1, asyncio.run(loop()))
        self.assertEqual(1, len(self.server.outcomes))


class FaultsTest(unittest.TestCase):
    """A training of ``COXSWAIN_FAULT_SECONDS`` (3 by default) behind a network that drops, delays, resets and hangs."""

    def test_training_throughFaults_noExceptionShortStallsEveryOutcomeOnce(self) -> None:
        seconds = float(os.environ.get("COXSWAIN_FAULT_SECONDS", "3"))
        timeout = min(2.0, max(0.2, seconds / 10))
        with tempfile.TemporaryDirectory() as folder, FakeServer() as server:
            proxy = FaultProxy(server.port, seed=3)
            self.addCleanup(proxy.close)
            sent = {}
            longest = 0.0
            fallbacks = 0
            run = steer(proxy.url, folder, prompt_ids=server.ids, select_timeout=timeout, start_timeout=2 * timeout)
            begin = time.monotonic()
            step = 0
            while time.monotonic() < begin + seconds:
                step += 1
                proxy.down = step % 20 >= 17
                started = time.monotonic()
                batch = run.select(4)
                for ticket in batch.tickets:
                    run.observe(ticket, step % 5, 4)
                    if ticket.arm == "server":
                        sent[(ticket.ticket, None)] = step % 5
                longest = max(longest, time.monotonic() - started)
                fallbacks += batch.arm == "fallback"
            proxy.down = False
            proxy.weights = [1, 0, 0, 0, 0]
            self.assertTrue(run.flush(120))
            run.close()
            stored = {k: o["successes"] for k, o in server.outcomes.items() if o.get("status") != "cancelled"}
            print(
                f"faults: {seconds:.0f} s, {step} steps, {fallbacks} fallback batches, {len(sent)} outcomes, {run.counts['duplicates']} sent again, "
                f"longest step {longest:.2f} s, connections {proxy.seen}"
            )
            self.assertEqual(sent, stored)
            self.assertGreater(fallbacks, 0)
            self.assertGreater(len(sent), 0)
            self.assertEqual(0, run.counts["lost"])
            if seconds >= 60:
                self.assertLess(longest, 2.0 + 0.5)  # the half second is this machine's, which runs other tests too


class EvenTest(unittest.TestCase):
    def test_even_spreadsTheRest(self) -> None:
        self.assertEqual((3, 2, 2), steering._even(7, 3, 1, 8))
        self.assertEqual((), steering._even(7, 0, 1, 8))
