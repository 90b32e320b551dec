"""verl 0.9 and newer: its three trainers, steered. The richer of the two ways; the dataset of ``coxswain.verl`` is the other.

    trainer.v1.trainer_mode=coxswain_sync          # or coxswain_colocate_async, coxswain_separate_async
    +data.coxswain.run=math-1
    +data.coxswain.pool=math

verl finds this module by the entry point ``verl.plugins`` of the installed package (or by
``VERL_USE_EXTERNAL_MODULES=coxswain.verl_trainer``). If verl then says ``Unknown trainer 'coxswain_sync'``,
``coxswain.verl.doctor()`` says why.

A prompt's ``uid`` is its ticket. Groups are read as they end, before any filter takes some of them away: a group that
DAPO throws out is just what should be learned. The reward function stays as it is.
"""

from __future__ import annotations

import json
import logging
import os
from typing import Any, Dict, Iterable, List, Mapping, Sequence, Set, Tuple

import numpy
import transfer_queue
from omegaconf import open_dict
from verl.trainer.ppo.v1 import PPOTrainerColocateAsync, PPOTrainerSeparateAsync, PPOTrainerSync, register_trainer
from verl.utils import tensordict_utils
from verl.utils.dataset.rl_dataset import collate_fn

from .groups import passed
from .records import outcome
from .verl import Rows, prompt_ids, steering_of

LOG = logging.getLogger("coxswain")
TOKEN = "coxswain.json"


class Steered:
    """What the three trainers share. ``mode`` is verl's own name of the trainer, by which its settings are found."""

    mode: str

    def __init__(self, config: Any):
        with open_dict(config):
            config.trainer.v1.trainer_mode = self.mode
        super().__init__(config)  # type: ignore[call-arg]
        self._noted: Set[str] = set()
        self._read_groups_as_they_end()

    def _init_dataloader(self) -> None:
        super()._init_dataloader()  # type: ignore[misc]
        data = self.config.data  # type: ignore[attr-defined]
        rows = list(self.train_dataset.dataframe)  # type: ignore[attr-defined]
        ids = prompt_ids(rows)
        self.steering = steering_of(data, ids, [row[data.get("prompt_key", "prompt")] for row in rows])
        self.rows = Rows(self.steering, ids, data.train_batch_size)

    def _fetch_one_gen_batch(self) -> Any:
        data = self.config.data  # type: ignore[attr-defined]
        drawn = [self.rows.next() for _ in range(data.get("gen_batch_size") or data.train_batch_size)]
        fetched = collate_fn([self.train_dataset[position] for position, _ in drawn])  # type: ignore[attr-defined]
        fetched["uid"] = numpy.array([ticket.ticket for _, ticket in drawn], dtype=object)
        return tensordict_utils.get_tensordict(fetched)

    def _read_groups_as_they_end(self) -> None:
        """The replay buffer looks at what has ended first and filters then; this stands between the two."""
        buffer = self.replay_buffer  # type: ignore[attr-defined]
        look = getattr(buffer, "_sync_metadata_from_transfer_queue", None)
        self._early = look is not None
        if look is None:
            LOG.warning("%s is not built like verl's own replay buffer; only groups that are trained on are reported.", type(buffer).__name__)
            return

        def look_and_note() -> None:
            look()
            ended = buffer.finished_keys["train"] | buffer.failure_keys["train"]
            if not self._judges_later():
                self._note(sorted(ended - self._noted), list(buffer.partitions["train"]))
            self._noted = set(ended)

        buffer._sync_metadata_from_transfer_queue = look_and_note

    def _judges_later(self) -> bool:
        """A reward model on the trainer's own devices judges what is sampled, after it was sampled."""
        manager = getattr(self, "reward_loop_manager", None)
        return not self._early or (manager is not None and manager.reward_loop_worker_handles is None)

    def _compute_advantage(self, batch: Any, metrics: Dict[str, Any]) -> Any:
        if self._judges_later():
            self._note(sorted({key.split("_")[0] for key in batch.keys}), batch.keys)
        return super()._compute_advantage(batch, metrics)  # type: ignore[misc]

    def _note(self, uids: Sequence[str], keys: Iterable[str]) -> None:
        if uids:
            self.steering.observe_lazily(lambda: outcomes(uids, scores(uids, keys), self.global_steps))  # type: ignore[attr-defined]

    def _save_checkpoint(self) -> None:
        folder = self._folder_of(self.config.trainer.default_local_dir)  # type: ignore[attr-defined]
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, TOKEN), "w", encoding="utf-8") as file:
            json.dump(self.rows.state_dict(), file)
        super()._save_checkpoint()  # type: ignore[misc]

    def _load_checkpoint(self) -> None:
        super()._load_checkpoint()  # type: ignore[misc]
        if self.global_steps == 0:  # type: ignore[attr-defined]
            return
        settings = self.config.trainer  # type: ignore[attr-defined]
        folder = settings.resume_from_path if settings.resume_mode == "resume_path" else self._folder_of(settings.default_local_dir)
        try:
            with open(os.path.join(folder, TOKEN), encoding="utf-8") as file:
                self.rows.load_state_dict(json.load(file))
        except (OSError, ValueError, KeyError) as error:
            LOG.error("The run could not go back to the checkpoint in %s, and goes on from where it is: %s", folder, error)

    def _folder_of(self, parent: str) -> str:
        return os.path.join(parent, f"global_step_{self.global_steps}")  # type: ignore[attr-defined]


def scores(uids: Sequence[str], keys: Iterable[str]) -> Mapping[str, List[float]]:
    """Scores of the ended rollouts of each group: the last output of each session, ``acc`` where the reward function gave it."""
    wanted = set(uids)
    last: Dict[Tuple[str, str], Tuple[int, str]] = {}
    for key in keys:
        uid, session, index = key.rsplit("_", 2)
        if uid in wanted:
            last[uid, session] = max(last.get((uid, session), (-1, "")), (int(index), key))
    judged: Dict[str, List[float]] = {uid: [] for uid in uids}
    if last:
        chosen = [(uid, key) for (uid, _), (_, key) in sorted(last.items())]
        data = transfer_queue.kv_batch_get(keys=[key for _, key in chosen], partition_id="train", select_fields=["rm_scores", "extra_fields"])
        for (uid, _), tokens, extra in zip(chosen, data["rm_scores"], data["extra_fields"]):
            fields = getattr(extra, "data", extra) or {}
            accuracy = fields.get("reward_extra_info", {}).get("acc")
            judged[uid].append(float(tokens.sum() if accuracy is None else accuracy))
    return judged


def outcomes(uids: Sequence[str], judged: Mapping[str, Sequence[float]], step: int) -> List[Dict[str, Any]]:
    """A group none of whose rollouts came to an end is an error: neither new nor hard."""
    return [
        {"outcome": outcome(uid, sum(map(passed, judged[uid])), len(judged[uid]), policy_version=step)}
        if judged[uid]
        else {"outcome": outcome(uid, status="error", policy_version=step)}
        for uid in uids
    ]


@register_trainer("coxswain_sync")
class SteeredSync(Steered, PPOTrainerSync):  # type: ignore[misc]
    mode = "sync"


@register_trainer("coxswain_colocate_async")
class SteeredColocateAsync(Steered, PPOTrainerColocateAsync):  # type: ignore[misc]
    mode = "colocate_async"


@register_trainer("coxswain_separate_async")
class SteeredSeparateAsync(Steered, PPOTrainerSeparateAsync):  # type: ignore[misc]
    mode = "separate_async"
