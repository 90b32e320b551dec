"""slime: a data source that hands out what the run selects, and reports every group, also those that are filtered out.

    --data-source-path coxswain.slime.DataSource
    --rollout-all-samples-process-path coxswain.slime.report
    --custom-config-path coxswain.yaml       # coxswain_url, coxswain_run, coxswain_pool, coxswain_strategy

Prompts are known by ``metadata["prompt_id"]``, else by the hash of their text.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
from typing import Any, List, Optional, Sequence

from .groups import samples
from .steering import Steering


class Prompts:
    """The part of ``DataSource`` that is ours; ``groups`` are one sample a prompt, as slime read them."""

    def __init__(self, steering: Steering, prompts: Sequence[Any], samples_per_prompt: int):
        self.steering = steering
        self._by_id = {key(sample): sample for sample in prompts}
        self._copies = samples_per_prompt
        self._handed = 0

    def get_samples(self, count: int) -> List[List[Any]]:
        groups: List[List[Any]] = []
        while len(groups) < count:
            for ticket in self.steering.select(count - len(groups)).tickets:
                groups.append([self._rollout(ticket.prompt_id, ticket.ticket, i) for i in range(self._copies)])
        return groups

    def report(self, rollouts: Sequence[Any]) -> None:
        """All rollouts that ended, before any filter. A rollout that was aborted comes again, and is not reported."""
        ended = [s for s in rollouts if not str(getattr(s, "status", "")).lower().endswith("aborted")]
        self.steering.observe_lazily(
            lambda: [
                {"sample": s}
                for s in samples([(s.metadata or {}).get("coxswain_ticket") for s in ended], [s.reward for s in ended], rank=0, group_size=self._copies)
            ]
        )

    def save(self, path: str) -> None:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump({"steering": self.steering.checkpoint(), "handed": self._handed}, file)
        os.replace(path + ".new", path)

    def load(self, path: str) -> None:
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                state = json.load(file)
            self._handed = state["handed"]
            self.steering.restore(state["steering"])

    def _rollout(self, prompt_id: str, ticket: str, number: int) -> Any:
        rollout = copy.deepcopy(self._by_id[prompt_id])
        rollout.metadata = {**(rollout.metadata or {}), "coxswain_ticket": ticket}
        rollout.group_index, rollout.index = self._handed // self._copies, self._handed
        self._handed += 1
        return rollout


def key(sample: Any) -> str:
    """A prompt's id: its own, or the hash of its text."""
    known: Optional[Any] = (sample.metadata or {}).get("prompt_id")
    if known is not None:
        return str(known)
    text = sample.prompt if isinstance(sample.prompt, str) else json.dumps(sample.prompt, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def report(args: Any, all_samples: Any, data_source: Any) -> None:
    """For ``--rollout-all-samples-process-path``, which hands over the source or its bound ``get_samples``."""
    source = getattr(data_source, "__self__", data_source)
    flat = [s for group in all_samples for s in (group if isinstance(group, list) else [group])]
    source.prompts.report(flat)


def __getattr__(name: str) -> Any:
    """``DataSource`` is made when slime asks for it, since it extends slime's."""
    if name != "DataSource":
        raise AttributeError(name)
    from slime.rollout.data_source import RolloutDataSourceWithBuffer

    class DataSource(RolloutDataSourceWithBuffer):  # type: ignore[misc]
        def __init__(self, args: Any):
            super().__init__(args)
            steering = Steering(
                getattr(args, "coxswain_url", "http://127.0.0.1:8642"), run=args.coxswain_run, pool=args.coxswain_pool,
                prompts=[{"prompt_id": key(s), "prompt": s.prompt} for s in self.dataset.samples],
                config={"strategy": getattr(args, "coxswain_strategy", "hierarchical"), "group_size": args.n_samples_per_prompt},
            )
            self.prompts = Prompts(steering, self.dataset.samples, args.n_samples_per_prompt)

        def get_samples(self, num_samples: int) -> List[List[Any]]:
            buffered: List[List[Any]] = self._get_samples_from_buffer(num_samples)
            return buffered + self.prompts.get_samples(num_samples - len(buffered))

        def save(self, rollout_id: int) -> None:
            super().save(rollout_id)
            self.prompts.save(self._token(self.args.save, rollout_id))

        def load(self, rollout_id: Optional[int] = None) -> None:
            super().load(rollout_id)
            if self.args.load is not None and rollout_id is not None:
                self.prompts.load(self._token(self.args.load, rollout_id))

        @staticmethod
        def _token(folder: str, rollout_id: int) -> str:
            return os.path.join(folder, "rollout", f"coxswain_{rollout_id}.json")

    globals()[name] = DataSource
    return DataSource
