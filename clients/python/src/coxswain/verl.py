"""verl: a dataset that serves what the run selects (every version), a sampler (to 0.7.1), and a doctor.

The trainers for 0.9 and newer are in ``coxswain.verl_trainer``. The dataset:

    data.custom_cls.path=pkg://coxswain.verl  data.custom_cls.name=SelectedDataset
    custom_reward_function.path=reward.py     # whose compute_score ends: coxswain.verl.observe_score(extra_info, score)
    data.dataloader_num_workers=0 data.shuffle=False data.coxswain.run=math-1 data.coxswain.pool=math

The dataset's state (a token) travels in verl's own ``data.pt``. Rows are known by ``extra_info.index``, which must differ.
"""

from __future__ import annotations

import collections
import hashlib
import importlib
import importlib.util
import json
import logging
import os
import random
import threading
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Callable, Counter, Dict, List, Mapping, Optional, Sequence, Union

from .client import Client
from .groups import passed
from .records import Ticket, sample
from .sender import Sender
from .spool import Spool
from .steering import Steering, spool_folder

LOG = logging.getLogger("coxswain")
TICKET = "coxswain_ticket"


class Rows:
    """Rows by position, handed out in the order of selection. ``size`` prompts make a batch."""

    def __init__(self, steering: Steering, ids: Sequence[str], size: int):
        self.steering = steering
        self._position = {prompt_id: i for i, prompt_id in enumerate(ids)}
        self._size = size
        self._waiting: List[Ticket] = []

    def next(self) -> "tuple[int, Ticket]":
        while not self._waiting:
            self._waiting = list(self.steering.select(self._size).tickets)
        ticket = self._waiting.pop(0)
        return self._position[ticket.prompt_id], ticket

    def state_dict(self) -> Dict[str, Any]:
        return {"steering": self.steering.checkpoint(), "waiting": [[t.ticket, t.prompt_id] for t in self._waiting]}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        self.steering.restore(state["steering"])
        self._waiting = [Ticket(t, p, None, None, 1.0, "target") for t, p in state["waiting"]]


class Reports:
    """Scores of single rollouts, from a process that judges them (verl has several, and the dataset is in another)."""

    def __init__(self, url: str, run: str, spool: Union[str, Path, None] = None):
        self.counts: Counter[str] = collections.Counter()
        client = Client(url, os.environ.get("COXSWAIN_TOKEN"))
        self.sender = Sender(client, run, Spool(spool or spool_folder(url, run)), self.counts)

    def observe(self, ticket: str, passed_: bool) -> None:
        """Which of its group a rollout is, verl does not say; a random number tells it from the others (two of eight agree once in 2,300 groups)."""
        self.sender.note([{"sample": sample(ticket, random.SystemRandom().randrange(1 << 16), passed_)}])


def prompt_ids(rows: Sequence[Mapping[str, Any]]) -> List[str]:
    """``extra_info.index`` where it tells all rows apart (verl's default is 0 for each), else the hash of the prompt."""
    indices = [(row.get("extra_info") or {}).get("index") for row in rows]
    if None not in indices and len(set(indices)) == len(rows):
        return [str(i) for i in indices]
    hashed = [hashlib.sha256(json.dumps(row["prompt"], sort_keys=True, default=str).encode("utf-8")).hexdigest() for row in rows]
    if len(set(hashed)) != len(rows):
        raise ValueError(f"The {len(rows)} rows have {len(set(indices))} values of extra_info.index and {len(set(hashed))} prompts. Maybe number them in extra_info.index.")
    return hashed


def groups_of(batch: Any, success: Callable[[float], bool] = passed) -> "Dict[str, tuple[int, int]]":
    """Passes and rollouts of each dataset index in verl's batch (to 0.7.1): ``acc`` where the reward function gave it."""
    plain = batch.non_tensor_batch
    scores = plain["acc"] if "acc" in plain else batch.batch["token_level_scores"].sum(-1)
    groups: Dict[str, tuple[int, int]] = {}
    for extra, score in zip(plain["extra_info"], scores):
        passes, trials = groups.get(str(extra["index"]), (0, 0))
        groups[str(extra["index"])] = (passes + bool(success(float(score))), trials + 1)
    return groups


class Draws:
    """The part of the sampler for verl to 0.7.1 that is ours: positions out, groups back, a token as state."""

    def __init__(self, rows: Rows, length: int, success: Callable[[float], bool] = passed):
        self._rows = rows
        self._length = length
        self._success = success
        self._open: Dict[str, List[str]] = {}

    def __iter__(self) -> Any:
        for _ in range(self._length):
            position, ticket = self._rows.next()
            self._open.setdefault(ticket.prompt_id, []).append(ticket.ticket)
            yield position

    def __len__(self) -> int:
        return self._length

    def update(self, batch: Any) -> None:
        for prompt_id, (passes, trials) in groups_of(batch, self._success).items():
            tickets = self._open.get(prompt_id)
            if tickets:
                self._rows.steering.observe(tickets.pop(0), passes, trials)

    def state_dict(self) -> Dict[str, Any]:
        return {**self._rows.state_dict(), "open": {k: list(v) for k, v in self._open.items() if v}}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        self._rows.load_state_dict(state)
        self._open = {k: list(v) for k, v in state["open"].items()}


_REPORTS: Dict[Any, Reports] = {}
_LOCK = threading.Lock()


def observe_score(extra_info: Optional[Mapping[str, Any]], score: Any, success: Callable[[float], bool] = passed) -> Any:
    """Reports one rollout and gives the score back, for the end of ``compute_score``. Nothing that goes wrong here reaches verl.

    Of a score that is a mapping, ``acc`` counts, else ``score``.
    """
    ticket = (extra_info or {}).get(TICKET)
    if ticket and not str(ticket["ticket"]).startswith("fallback-"):
        try:
            value = score.get("acc", score.get("score")) if isinstance(score, Mapping) else score
            reports(ticket["url"], ticket["run"]).observe(ticket["ticket"], bool(success(float(value))))
        except Exception as error:
            LOG.warning("A score could not be reported: %s", error)
    return score


def reports(url: str, run: str) -> Reports:
    """Those of this process for that run."""
    with _LOCK:
        if (url, run) not in _REPORTS:
            _REPORTS[url, run] = Reports(url, run)
        return _REPORTS[url, run]


def doctor() -> List[str]:
    """What is wrong with verl's side of things; empty if nothing is. verl itself mentions a plug-in that failed at DEBUG only."""
    try:
        verl = importlib.import_module("verl")
    except ImportError as error:
        return [f"verl cannot be imported: {error}"]
    version = f"verl {getattr(verl, '__version__', 'of unknown version')}"
    troubles = [f"{version}: {trouble}" for name in ("verl.utils.dataset.rl_dataset",) for trouble in _unloadable(name)]
    if importlib.util.find_spec("verl.trainer.ppo") and importlib.util.find_spec("verl.trainer.ppo.v1"):
        troubles += [f"{version}: {trouble}" for trouble in _unregistered()]
    for point in _plugins():
        try:
            point.load()
        except Exception as error:
            troubles.append(f"the plug-in {point.name} ({point.value}) does not load: {error}")
    return troubles


TRAINERS = ("coxswain_sync", "coxswain_colocate_async", "coxswain_separate_async")
HOOKS = (
    ("verl.trainer.ppo.v1.trainer_base", "PPOTrainer", ("_init_dataloader", "_fetch_one_gen_batch", "_compute_advantage", "_save_checkpoint", "_load_checkpoint")),
    ("verl.trainer.ppo.v1.replay_buffer", "ReplayBuffer", ("_sync_metadata_from_transfer_queue",)),
)


def _unregistered() -> List[str]:
    """Why trainers of ours are unknown to a verl that has trainers to register, or would not be called."""
    policy = os.environ.get("VERL_USE_EXTERNAL_PLUGINS", "auto").strip().lower()
    if policy != "auto" and "coxswain" not in policy.split(","):
        return [f"VERL_USE_EXTERNAL_PLUGINS ({policy}) keeps the trainers {', '.join(TRAINERS)} out. Maybe add coxswain to it."]
    troubles = _unloadable("coxswain.verl_trainer")
    if troubles:
        return troubles
    registry = importlib.import_module("verl.trainer.ppo.v1.trainer_base").TRAINER_REGISTRY
    troubles += [f"the trainer {name} is not registered" for name in TRAINERS if name not in registry]
    for module, owner, members in HOOKS:
        kind = getattr(importlib.import_module(module), owner)
        troubles += [f"{owner} has no {member}, which the trainers of coxswain stand on" for member in members if not hasattr(kind, member)]
    if "coxswain" not in [point.name for point in _plugins()] and "coxswain.verl_trainer" not in os.environ.get("VERL_USE_EXTERNAL_MODULES", ""):
        troubles.append("no entry point leads to coxswain.verl_trainer. Maybe install the wheel, or set VERL_USE_EXTERNAL_MODULES=coxswain.verl_trainer.")
    return troubles


def _unloadable(module: str) -> List[str]:
    try:
        importlib.import_module(module)
    except Exception as error:
        return [f"{module} cannot be imported: {error}"]
    return []


def _plugins() -> List[Any]:
    points: Any = entry_points()
    return list(points.select(group="verl.plugins") if hasattr(points, "select") else points.get("verl.plugins", ()))


def __getattr__(name: str) -> Any:
    """Classes that extend verl's are made when verl asks for them."""
    makers: Dict[str, Callable[[], Any]] = {"SelectedDataset": _dataset, "SelectedSampler": _sampler}
    if name not in makers:
        raise AttributeError(name)
    made = makers[name]()
    globals()[name] = made
    return made


def steering_of(settings: Mapping[str, Any], ids: Sequence[str], prompts: Sequence[Any]) -> Steering:
    """The steering that ``data.coxswain`` asks for; its pool is made of these prompts if the server has none of that name."""
    ours = dict(settings.get("coxswain") or {})
    rows = [{"prompt_id": i, "prompt": p} for i, p in zip(ids, prompts)]
    config = {name: ours.pop(name) for name in ("strategy", "group_size", "encoder") if name in ours}
    return Steering(ours.pop("url", "http://127.0.0.1:8642"), prompts=rows, config=config, **ours)


def _dataset() -> Any:
    from verl.utils.dataset.rl_dataset import RLHFDataset

    class SelectedDataset(RLHFDataset):  # type: ignore[misc]
        """Whatever index is asked for, the next selected row comes. Files other than those of training pass through."""

        def __init__(self, data_files: Any, tokenizer: Any, config: Any, *more: Any, **named: Any):
            super().__init__(data_files, tokenizer, config, *more, **named)
            files = [data_files] if isinstance(data_files, str) else list(data_files)
            train = config.get("train_files", files)
            self._rows: Optional[Rows] = None
            if files == ([train] if isinstance(train, str) else list(train)):
                rows = list(self.dataframe)
                ids = prompt_ids(rows)
                steering = steering_of(config, ids, [row[self.prompt_key] for row in rows])
                self._rows = Rows(steering, ids, config.get("train_batch_size", 64))

        def __getitem__(self, item: int) -> Any:
            if self._rows is None:
                return super().__getitem__(item)
            position, ticket = self._rows.next()
            row = super().__getitem__(position)
            row["extra_info"] = {**(row.get("extra_info") or {}), TICKET: {"ticket": ticket.ticket, "url": self._rows.steering.url, "run": self._rows.steering.run}}
            return row

        def state_dict(self) -> Dict[str, Any]:
            return self._rows.state_dict() if self._rows is not None else {}

        def load_state_dict(self, state: Mapping[str, Any]) -> None:
            if self._rows is not None and state:
                self._rows.load_state_dict(state)

    return SelectedDataset


def _sampler() -> Any:
    from verl.experimental.dataset.sampler import AbstractCurriculumSampler

    class SelectedSampler(Draws, AbstractCurriculumSampler):  # type: ignore[misc]
        def __init__(self, data_source: Any, data_config: Any):
            rows = list(data_source.dataframe)
            ids = prompt_ids(rows)
            steering = steering_of(data_config, ids, [row[data_config.get("prompt_key", "prompt")] for row in rows])
            Draws.__init__(self, Rows(steering, ids, data_config.train_batch_size), len(data_source))

    return SelectedSampler
