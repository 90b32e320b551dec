"""The four verbs for a trainer that must never stop because of them."""

from __future__ import annotations

import atexit
import collections
import hashlib
import logging
import os
import random
import threading
import time
import weakref
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path
from typing import Any, Callable, Counter, Dict, List, Mapping, Optional, Sequence, Set, Tuple, TypeVar, Union

from . import records
from .client import Client
from .problem import Conflict, CoxswainError, NotFound, Problem, Unavailable, Unreachable
from .records import Allocation, Batch, Prediction, Ticket, Verdict
from .sender import Sender
from .spool import Spool

LOG = logging.getLogger("coxswain")
PREFETCH_SECONDS = 30.0
T = TypeVar("T")


class Steering:
    """One run, steered. Made once, at the trainer's start; that is the only time it raises.

    * ``select`` answers within ``select_timeout`` seconds. If the server does not, the batch is drawn here: uniformly, by
      a generator keyed by (seed, run, consumer, seq), and marked ``arm="fallback"``.
    * ``observe`` returns as soon as the outcome is in a local file (``spool``), from where it is sent in the background,
      again and again until the server has it. Outcomes of fallback tickets stay here: the server never gave them out.
    * A wrong configuration raises at once, when ``Steering`` is made. A server that is away does not, if ``prompt_ids`` are given.

    ``prompts`` (each with ``prompt_id`` and ``prompt``) are uploaded if the pool is not there yet. ``config`` is the run's
    (``strategy``, ``group_size``, ``seed`` and so on). With ``prefetch`` the next batch is asked for while the present one is
    being rolled out; it then believes what was known a step earlier.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8642",
        *,
        run: str,
        pool: str,
        prompts: Optional[Sequence[Mapping[str, Any]]] = None,
        prompt_ids: Optional[Sequence[str]] = None,
        config: Optional[Mapping[str, Any]] = None,
        token: Optional[str] = None,
        consumer: str = "default",
        seed: int = 0,
        select_timeout: float = 2.0,
        start_timeout: float = 60.0,
        prefetch: bool = False,
        spool: Union[str, Path, None] = None,
    ):
        self.url = url
        self.run = run
        self.consumer = consumer
        self.counts: Counter[str] = collections.Counter()
        self.seq = 0
        self._client = Client(url, token)
        self._pool = pool
        self._prompts = prompts
        self.config: Mapping[str, Any] = {"pool": pool, **(config or {})}
        self._seed = seed
        self._select_timeout = select_timeout
        self._prefetch = prefetch
        self._asked: Dict[int, Tuple[int, "Future[Batch]"]] = {}
        self._setup = threading.Lock()
        self._ready = False
        self._going_back: Optional[Mapping[str, Any]] = None
        self._told: Set[str] = set()
        self._ids: Sequence[str] = list(prompt_ids) if prompt_ids is not None else [p["prompt_id"] for p in prompts or ()]
        self._start(start_timeout)
        self._sender = Sender(self._client, run, Spool(spool or spool_folder(url, run)), self.counts)
        atexit.register(_close_quietly, weakref.ref(self))

    # -- the verbs ---------------------------------------------------------------------------------------------------

    def select(self, size: int, *, seq: Optional[int] = None) -> Batch:
        """The next prompts to roll out, or those of that number (from 1) again."""
        if seq is None:
            seq = self.seq + 1
        self.seq = max(self.seq, seq)
        started = time.monotonic()
        try:
            batch = self._from_server(seq, size)
            self.counts["selects"] += 1
        except Exception as error:
            self._tell("select", f"Batch {seq} is drawn uniformly here, since the server gave none: {error}")
            batch = self._fallback(seq, size)
            self.counts["fallbacks"] += 1
        self._ask_ahead(seq, size, batch)
        self.counts["select_microseconds"] += int(1e6 * (time.monotonic() - started))
        return batch

    def observe(self, ticket: Union[Ticket, str], successes: Optional[float] = None, trials: Optional[int] = None, **more: Any) -> None:
        """A whole group, or a ``part`` of one; further fields as in ``records.outcome``."""
        self._note(lambda: [{"outcome": records.outcome(_id(ticket), successes, trials, **more)}])

    def observe_sample(self, ticket: Union[Ticket, str], number: int, success: Optional[bool] = None, **more: Any) -> None:
        """One rollout; further fields as in ``records.sample``. The server assembles the group."""
        self._note(lambda: [{"sample": records.sample(_id(ticket), number, success, **more)}])

    def observe_all(self, outcomes: Sequence[Mapping[str, Any]] = (), samples: Sequence[Mapping[str, Any]] = ()) -> None:
        """Many at once, each made by ``records.outcome`` or ``records.sample``."""
        self._note(lambda: [{"outcome": dict(o)} for o in outcomes] + [{"sample": dict(s)} for s in samples])

    def observe_lazily(self, entries: Callable[[], List[Dict[str, Any]]]) -> None:
        """Many at once, each ``{"outcome": ...}`` or ``{"sample": ...}``; what goes wrong in making them does not reach the trainer."""
        self._note(entries)

    def predict(self, *, prompt_ids: Optional[Sequence[str]] = None, prompts: Optional[Sequence[Any]] = None) -> List[Prediction]:
        """Success rates now; without a server, one half with the spread of ignorance."""
        count = len(prompt_ids or ()) + len(prompts or ())
        unknown = [Prediction(0.5, 12**-0.5) for _ in range(count)]
        return self._or(unknown, lambda t: self._client.predict(self.run, prompt_ids=prompt_ids, prompts=prompts, timeout=t))

    def allocate(
        self, mean_budget: float, *, prompt_ids: Optional[Sequence[str]] = None, prompts: Optional[Sequence[Any]] = None, min: int = 1, max: int = 64,
        mode: Optional[str] = None,
    ) -> Allocation:
        """Samples for each prompt; without a server, as even as the budget allows."""
        count = len(prompt_ids or ()) + len(prompts or ())
        even = _even(int(mean_budget * count), count, min, max)
        fallback = Allocation(even, tuple(Prediction(0.5, 12**-0.5) for _ in even), None, None, "fallback")
        return self._or(
            fallback,
            lambda t: self._client.allocate(
                self.run, mean_budget, prompt_ids=prompt_ids, prompts=prompts, min=min, max=max, mode=mode, timeout=t
            ),
        )

    def should_stop(
        self, successes: int, trials: int, *, prompt_id: Optional[str] = None, prompt: Any = None, answers: Optional[Sequence[int]] = None
    ) -> Verdict:
        """Whether another sample is worth it; without a server, only what is solved already stops."""
        a, b = successes + 1, max(0, trials - successes) + 1
        fallback = Verdict(answers is None and successes > 0, a / (a + b), (a * b / ((a + b) ** 2 * (a + b + 1))) ** 0.5, "fallback")
        return self._or(
            fallback, lambda t: self._client.should_stop(self.run, successes, trials, prompt_id=prompt_id, prompt=prompt, answers=answers, timeout=t)
        )

    # -- going back --------------------------------------------------------------------------------------------------

    def checkpoint(self) -> Dict[str, Any]:
        """A small value for the trainer's own checkpoint; ``token`` is ``None`` if the server could not be asked."""
        token = self._or(None, lambda t: self._client.checkpoint(self.run, timeout=t))
        return {"run": self.run, "consumer": self.consumer, "seq": self.seq, "token": token}

    def restore(self, state: Optional[Mapping[str, Any]]) -> None:
        """Goes back to a checkpoint. If the server is away, it goes back before it is next asked for a batch."""
        if not state:
            return
        if state.get("run") != self.run:
            LOG.warning("The checkpoint is of run %s, this is run %s: nothing was restored.", state.get("run"), self.run)
            return
        self._forget_asked()
        self._going_back = state
        self.seq = int(state.get("seq", 0))
        self._or(None, self._prepare)

    def rewind(self, to_step: int) -> None:
        """Goes back to right after that batch."""
        self.restore({"run": self.run, "consumer": self.consumer, "seq": to_step, "token": None})

    # -- the end -----------------------------------------------------------------------------------------------------

    def flush(self, timeout: float = 10.0) -> bool:
        """Waits until the server has every outcome noted so far. Says whether it does."""
        return self._sender.drained(timeout)

    def close(self, timeout: float = 5.0) -> None:
        """What is not sent by then is sent when a Steering of this run is next made on this machine."""
        self._sender.close(timeout)
        self._sender._spool.close()
        self._client.transport.close()

    def __enter__(self) -> "Steering":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- inside ------------------------------------------------------------------------------------------------------

    def _start(self, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        try:
            self._prepare(timeout)
            if not self._ids:
                self._ids = list(self._client.prompt_ids(self._pool, timeout=max(1.0, deadline - time.monotonic())))
        except (Unreachable, Unavailable) as error:
            if not self._ids:
                raise Unreachable(f"{error}\nMaybe give prompt_ids, so that batches can be drawn until the server is there.") from error
            LOG.warning("The server is away; batches are drawn uniformly until it is there. %s", error)

    def _prepare(self, timeout: float) -> None:
        """Pool and run exist, and a restore that waits is done. Cheap once it is so."""
        if self._ready and self._going_back is None:
            return
        with self._setup:
            if not self._ready:
                self._require_pool(timeout)
                self._client.create_run(self.run, self.config, timeout=timeout)
                self._ready = True
            if self._going_back is not None:
                self._go_back(self._going_back, timeout)
                self._going_back = None

    def _require_pool(self, timeout: float) -> None:
        try:
            pool = self._client.show_pool(self._pool, timeout=timeout)
            if pool["prompts"] or self._prompts is None:
                return
        except NotFound:
            if self._prompts is None:
                raise
            self._client.create_pool(self._pool, timeout=timeout)
        self._client.import_prompts(self._pool, self._prompts, timeout=max(timeout, 60.0))

    def _go_back(self, state: Mapping[str, Any], timeout: float) -> None:
        try:
            if state.get("token"):
                self._client.restore(self.run, state["token"], timeout=timeout)
            else:
                self._client.rewind(self.run, int(state.get("seq", 0)), consumer=self.consumer, timeout=timeout)
        except Problem as problem:
            if isinstance(problem, Unavailable):
                raise
            LOG.error("The run could not go back to its checkpoint, and goes on from where it is: %s", problem)

    def _from_server(self, seq: int, size: int) -> Batch:
        asked_size, future = self._asked.pop(seq, (size, None))
        if future is None or asked_size != size:
            future = self._ask(seq, size, self._select_timeout)
        try:
            return future.result(self._select_timeout)
        except NotYet:
            future.add_done_callback(self._give_up)
            raise Unreachable(f"no answer within {self._select_timeout:.1f} s") from None

    def _ask(self, seq: int, size: int, timeout: float) -> "Future[Batch]":
        """Asks on a thread of its own, so that nothing on the way can hold the trainer."""
        future: "Future[Batch]" = Future()

        def ask() -> None:
            try:
                deadline = time.monotonic() + timeout
                self._prepare(timeout)
                if not self._sender.failing:  # what is known should count in what is chosen
                    self._sender.drained(0.5 * max(0.0, deadline - time.monotonic()))
                future.set_result(self._batch(seq, size, max(0.01, deadline - time.monotonic())))
                self._sender.nudge()
            except Exception as error:
                future.set_exception(error)

        threading.Thread(target=ask, name=f"coxswain-select-{seq}", daemon=True).start()
        return future

    def _batch(self, seq: int, size: int, timeout: float) -> Batch:
        try:
            return self._client.select(self.run, seq, size, consumer=self.consumer, timeout=timeout)
        except Conflict as problem:
            if problem.code != "select_conflict":
                raise
            return self._client.batch(self.run, seq, consumer=self.consumer, timeout=timeout)

    def _ask_ahead(self, seq: int, size: int, batch: Batch) -> None:
        if self._prefetch and batch.arm == "server" and seq + 1 not in self._asked:
            self._asked[seq + 1] = (size, self._ask(seq + 1, size, PREFETCH_SECONDS))

    def _forget_asked(self) -> None:
        """What was asked for ahead is abandoned by going back, so nobody waits for its outcomes."""
        waiting, self._asked = list(self._asked.values()), {}
        for _, future in waiting:
            try:
                future.result(self._select_timeout)
            except Exception as error:
                LOG.debug("A batch asked for ahead never came: %s", error)

    def _give_up(self, future: "Future[Batch]") -> None:
        """A batch that came when the trainer had gone on without it: nobody will roll it out."""
        if future.exception() is None:
            self._note(lambda: [{"outcome": records.outcome(t.ticket, status="cancelled")} for t in future.result().tickets])

    def _fallback(self, seq: int, size: int) -> Batch:
        key = f"{self._seed}:{self.run}:{self.consumer}:{seq}"
        chosen = random.Random(key).sample(self._ids, min(size, len(self._ids)))
        handle = hashlib.sha256(key.encode()).hexdigest()[:8]
        propensity = len(chosen) / len(self._ids)
        tickets = tuple(Ticket(f"fallback-{handle}-{i}", p, None, None, propensity, "fallback", "fallback") for i, p in enumerate(chosen))
        return Batch(seq, self.consumer, "0", tickets, 0, True, ("unreachable",), "fallback")

    def _note(self, entries: Callable[[], List[Dict[str, Any]]]) -> None:
        try:
            noted = entries()
            kept = [e for e in noted if not next(iter(e.values()))["ticket"].startswith("fallback-")]
            self.counts["noted"] += len(noted)
            self.counts["noted.fallback"] += len(noted) - len(kept)
            if kept:
                self._sender.note(kept)
        except Exception as error:
            self.counts["lost"] += 1
            self._tell("observe", f"An outcome could not be noted, and is lost: {error}")

    def _or(self, fallback: T, ask: Callable[[float], T]) -> T:
        """What ``ask`` says within the time that a step may be held, else the fallback."""
        future: "Future[T]" = Future()

        def run() -> None:
            try:
                future.set_result(ask(self._select_timeout))
            except Exception as error:
                future.set_exception(error)

        threading.Thread(target=run, name="coxswain-ask", daemon=True).start()
        try:
            return future.result(self._select_timeout)
        except Exception as error:
            self.counts["unanswered"] += 1
            self._tell("ask", f"The server did not answer; going on without it: {error or type(error).__name__}")
            return fallback

    def _tell(self, kind: str, message: str) -> None:
        """The first of its kind is a warning, the rest are only counted."""
        LOG.log(logging.DEBUG if kind in self._told else logging.WARNING, message)
        self._told.add(kind)


def spool_folder(url: str, run: str) -> Path:
    """Where outcomes of a run wait, unless another place is given."""
    state = os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    return Path(state) / "coxswain" / "spool" / hashlib.sha256(url.encode()).hexdigest()[:8] / run


def _id(ticket: Union[Ticket, str]) -> str:
    return ticket.ticket if isinstance(ticket, Ticket) else ticket


def _even(total: int, count: int, low: int, high: int) -> Tuple[int, ...]:
    if count == 0:
        return ()
    each, rest = divmod(total, count)
    return tuple(max(low, min(high, each + (1 if i < rest else 0))) for i in range(count))


def _close_quietly(reference: "weakref.ref[Steering]") -> None:
    steering = reference()
    if steering is not None:
        steering.close(2.0)


__all__ = ["Steering", "CoxswainError"]
