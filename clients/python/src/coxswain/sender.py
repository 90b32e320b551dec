"""Brings the spool's outcomes to the server, in the background and in order."""

from __future__ import annotations

import logging
import random
import threading
import time
from typing import Any, Counter, Dict, List, Set

from .client import Client
from .problem import Conflict, InvalidRequest, Problem
from .spool import Spool

LOG = logging.getLogger("coxswain")
MOST_AT_ONCE = 4096
ATTEMPT_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 30.0


class Sender:
    """A thread that sends until nothing is left, and tries again for as long as it must.

    What the server refuses for good (a ticket it never gave, a conflict, an abandoned lineage) is counted and passed over;
    all else waits in the spool, also over restarts. Sent again, everything counts once, since its keys are the same.
    """

    def __init__(self, client: Client, run: str, spool: Spool, counts: Counter[str]):
        self._client = client
        self._run = run
        self._spool = spool
        self._counts = counts
        self._changed = threading.Condition()
        self._open = True
        self._failing = False
        self._told: Set[str] = set()
        self._thread = threading.Thread(target=self._loop, name="coxswain-sender", daemon=True)
        self._thread.start()

    def note(self, entries: List[Dict[str, Any]]) -> None:
        self._spool.append(entries)
        with self._changed:
            self._changed.notify_all()

    def nudge(self) -> None:
        """Ends a pause: there is a reason to believe that the server is back."""
        with self._changed:
            self._changed.notify_all()

    @property
    def failing(self) -> bool:
        """Whether the last attempt did not succeed, so that waiting has little sense."""
        return self._failing

    def drained(self, timeout: float) -> bool:
        """Waits until the server has all that was noted so far, or so long."""
        deadline = time.monotonic() + timeout
        mark = self._spool.end
        with self._changed:
            while self._spool.sent < min(mark, self._spool.end):
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    return False
                self._changed.wait(remaining)
        return True

    def close(self, timeout: float) -> bool:
        done = self.drained(timeout)
        with self._changed:
            self._open = False
            self._changed.notify_all()
        self._thread.join(min(timeout, 1.0) + 0.1)
        return done

    def _loop(self) -> None:
        pause = 0.1
        while self._open:
            with self._changed:
                while self._open and self._spool.sent >= self._spool.end:
                    self._changed.wait()
                if not self._open:
                    return
            try:
                chunk = self._spool.read(MOST_AT_ONCE)
                self._counts["corrupt"] += chunk.corrupt
                self._send(chunk.entries)
                self._spool.acknowledge(chunk.end)
                pause = 0.1
                self._failing = False
                with self._changed:
                    self._changed.notify_all()
            except Exception as error:  # whatever it is, the outcomes stay where they are
                self._failing = True
                self._tell(f"Outcomes wait in {self._spool.path}: {error}", type(error).__name__)
                with self._changed:
                    if self._open:
                        self._changed.wait(pause * random.uniform(0.5, 1.0))
                pause = min(LONGEST_PAUSE_SECONDS, pause * 2)

    def _send(self, entries: List[Dict[str, Any]]) -> None:
        if not entries:
            return
        outcomes = [e["outcome"] for e in entries if "outcome" in e]
        samples = [e["sample"] for e in entries if "sample" in e]
        try:
            answer = self._client.observe(self._run, outcomes=outcomes, samples=samples, partial=True, timeout=ATTEMPT_SECONDS)
        except (InvalidRequest, Conflict) as problem:
            self._narrow(entries, problem)
            return
        self._counts["accepted"] += answer["accepted"]
        self._counts["duplicates"] += answer["duplicates"]
        for refused in answer.get("rejected", ()):
            self._refused(refused["code"], refused["detail"])

    def _narrow(self, entries: List[Dict[str, Any]], problem: Problem) -> None:
        """One entry makes the server refuse all: halves until it is found."""
        if len(entries) == 1:
            self._refused(problem.code, problem.detail)
            return
        middle = len(entries) // 2
        self._send(entries[:middle])
        self._send(entries[middle:])

    def _refused(self, code: str, detail: str) -> None:
        self._counts["refused"] += 1
        self._counts[f"refused.{code}"] += 1
        self._tell(f"The server refused an outcome ({code}): {detail} More like it are only counted.", code)

    def _tell(self, message: str, kind: str) -> None:
        if kind not in self._told:
            self._told.add(kind)
            LOG.warning(message)
