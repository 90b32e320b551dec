"""prime-rl: a ``TaskSampler`` whose next task is the one that the run selects.

    coxswain.prime_rl.steer(run="math-1", pool="math", config={"strategy": "hierarchical", "group_size": 8})

before the orchestrator starts: its configuration names two samplers and takes no other, so the class that makes them is
replaced. Or, where a curriculum is at hand: ``curriculum.sampler = coxswain.prime_rl.sampler(steering, tasks)``.

Tasks are known by their ``key``. Requires of prime-rl only its interface (``__next__``, ``observe``, ``state_dict``,
``load_state_dict``, ``metrics``), so it can be used, and is tested, without it.
"""

from __future__ import annotations

import collections
import collections.abc
import itertools
import logging
from typing import Any, Callable, Deque, Dict, Mapping, Sequence

from .groups import passed
from .records import Ticket
from .steering import Steering

LOG = logging.getLogger("coxswain")


class TaskSampler:
    """Draws tasks one at a time from batches of ``block``, since a batch is chosen for its diversity as a whole.

    A group is matched to the oldest open ticket of its task. Failed rollouts make a trial neither way: a task that always
    breaks looks neither new nor hard.
    """

    def __init__(self, steering: Steering, tasks: Sequence[Any], block: int = 16, success: Callable[[float], bool] = passed):
        self._steering = steering
        self._tasks = {task.key: task for task in tasks}
        self._block = block
        self._success = success
        self._waiting: Deque[Ticket] = collections.deque()
        self._open: Dict[str, Deque[str]] = collections.defaultdict(collections.deque)

    def __iter__(self) -> "TaskSampler":
        return self

    def __next__(self) -> Any:
        while not self._waiting:
            self._waiting.extend(self._steering.select(self._block).tickets)
        ticket = self._waiting.popleft()
        self._open[ticket.prompt_id].append(ticket.ticket)
        return self._tasks[ticket.prompt_id]

    def observe(self, group: Sequence[Any]) -> None:
        """Episodes of one task, with their traces."""
        tickets = self._open.get(group[0].task.key) if group else None
        if not tickets:
            return
        traces = [trace for episode in group for trace in episode.traces if trace.agent.trainable]
        rewards = [trace.reward for trace in traces if not trace.has_error]
        ticket = tickets.popleft()
        if rewards:
            self._steering.observe(ticket, sum(self._success(r) for r in rewards), len(rewards))
        else:
            self._steering.observe(ticket, status="error")

    def state_dict(self) -> Dict[str, Any]:
        waiting = [[t.ticket, t.prompt_id] for t in self._waiting]
        handed = {key: list(tickets) for key, tickets in self._open.items() if tickets}
        return {"steering": self._steering.checkpoint(), "waiting": waiting, "open": handed}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Tasks that were handed out and not reported are handed out again, under their old tickets."""
        self._steering.restore(state["steering"])
        unfinished = [(ticket, key) for key, tickets in state["open"].items() for ticket in tickets]
        self._open.clear()
        self._waiting = collections.deque(_again(t, p) for t, p in [*unfinished, *map(tuple, state["waiting"])])

    def metrics(self) -> Dict[str, float]:
        return {name: float(self._steering.counts[name]) for name in ("selects", "fallbacks", "accepted", "refused", "lost")}


def sampler(steering: Steering, tasks: Sequence[Any], block: int = 16) -> Any:
    """A ``TaskSampler`` of prime-rl's own class where that is installed."""
    try:
        from prime_rl.orchestrator.curriculum.samplers.base import TaskSampler as Theirs
    except ImportError:
        return TaskSampler(steering, tasks, block)
    return type("CoxswainSampler", (TaskSampler, Theirs), {})(steering, tasks, block)


def steer(url: str = "http://127.0.0.1:8642", *, run: str, pool: str, block: int = 16, **settings: Any) -> None:
    """From now on every finite environment of this process takes its tasks from a run of its own.

    ``settings`` are those of ``Steering``. The first environment, in the order of prime-rl's configuration, has ``run`` and
    ``pool`` for names, the second ``run-2`` and ``pool-2``. An environment without end keeps prime-rl's own sampler.
    """
    from prime_rl.orchestrator import train_source
    from prime_rl.orchestrator.curriculum.base import Curriculum

    numbers = itertools.count(1)

    class SteeredCurriculum(Curriculum):  # type: ignore[misc]
        def __init__(self, config: Any, tasks: Any):
            super().__init__(config, tasks)
            number = next(numbers)
            if not isinstance(tasks, collections.abc.Sequence):
                LOG.warning("Environment %d has tasks without end, so none can be selected; it keeps its own sampler.", number)
                return
            end = "" if number == 1 else f"-{number}"
            prompts = [{"prompt_id": task.key, "prompt": task.data.prompt_text} for task in tasks]
            self.sampler = sampler(Steering(url, run=run + end, pool=pool + end, prompts=prompts, **settings), tasks, block)

    train_source.Curriculum = SteeredCurriculum


def _again(ticket: str, prompt_id: str) -> Ticket:
    return Ticket(ticket, prompt_id, None, None, 1.0, "target")
