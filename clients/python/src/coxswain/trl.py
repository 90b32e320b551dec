"""TRL: the prompts of a ``GRPOTrainer``, chosen as it trains.

    trainer = GRPOTrainer(
        model, reward_funcs=coxswain.trl.observed(steering, reward), args=config,
        train_dataset=coxswain.trl.stream(steering, rows, prompts_per_step=64), callbacks=[coxswain.trl.Checkpoints(steering)],
    )

``config`` has ``max_steps``, and leaves ``ignore_data_skip`` as it is: on resume the trainer draws its old batches again, and
gets them again. Needs a TRL whose trainer takes ``datasets.IterableDataset`` (1.10 or newer).
"""

from __future__ import annotations

import functools
import inspect
import itertools
import os
import weakref
from typing import Any, Callable, Dict, Iterator, Mapping, Optional, Sequence

from .groups import passed, rank_of_environment, samples
from .records import Batch
from .steering import Steering

TICKET = "coxswain_ticket"


def stream(steering: Steering, rows: Sequence[Mapping[str, Any]], prompts_per_step: int) -> Any:
    """A ``datasets.IterableDataset`` of the selected rows, each with its ticket in the column ``coxswain_ticket``.

    ``rows`` have ``prompt_id``, ``prompt`` and whatever the reward function asks for; ``prompts_per_step`` is
    ``generation_batch_size // num_generations``. All ranks get what rank 0 selects.
    """
    import datasets

    rows_by_id = {row["prompt_id"]: dict(row) for row in rows}

    class Ordered(datasets.IterableDataset):  # type: ignore[misc]
        """TRL shuffles by default, through a buffer that would draw a thousand prompts ahead; the order of selection stays."""

        def shuffle(self, *_: Any, **__: Any) -> Any:
            return self

    dataset = datasets.IterableDataset.from_generator(Selected(steering, rows_by_id, prompts_per_step))
    dataset.__class__ = Ordered
    return dataset


class Selected:
    """The generator behind ``stream``: batch after batch from the first, as a trainer that resumes expects."""

    def __init__(self, steering: Steering, rows: Mapping[str, Mapping[str, Any]], size: int):
        self._steering = steering
        self._rows = rows
        self._size = size

    def __call__(self) -> Iterator[Dict[str, Any]]:
        for seq in itertools.count(1):
            for ticket in self._batch(seq).tickets:
                yield {**self._rows[ticket.prompt_id], TICKET: ticket.ticket}

    def __deepcopy__(self, _: Any) -> "Selected":
        return self

    def __reduce__(self) -> Any:
        """``datasets`` pickles a generator to name its dataset; what it gets is a reference that holds in this process."""
        _LIVING[id(self)] = self
        return _living, (os.getpid(), id(self))

    def _batch(self, seq: int) -> Batch:
        """Of rank 0 for all: two ranks that asked for themselves could fall back apart, and mix two prompts in one group."""
        distributed = _distributed()
        if distributed is None:
            return self._steering.select(self._size, seq=seq)
        shared = [self._steering.select(self._size, seq=seq) if distributed.get_rank() == 0 else None]
        distributed.broadcast_object_list(shared, src=0)
        batch = shared[0]
        assert batch is not None
        return batch


_LIVING: "weakref.WeakValueDictionary[int, Selected]" = weakref.WeakValueDictionary()


def _living(process: int, identity: int) -> Selected:
    if process != os.getpid() or identity not in _LIVING:
        raise TypeError("A stream of selected prompts belongs to its process. Maybe set dataloader_num_workers=0.")
    return _LIVING[identity]


def observed(steering: Steering, reward: Callable[..., Any], success: Callable[[float], bool] = passed) -> Callable[..., Any]:
    """The reward function, reporting what it says. Wrap the one that tells whether an answer is right, not one of style.

    ``success`` makes a pass of a reward. ``None`` for a completion is reported as an error.
    """

    def report(rewards: Sequence[Any], columns: Mapping[str, Any]) -> None:
        tickets = columns.get(TICKET)
        if not tickets:
            return
        ids = columns.get("completion_ids")
        tokens = None if ids is None else [len(i) for i in ids]
        size = int(steering.config.get("group_size", 16))
        steering.observe_lazily(
            lambda: [{"sample": s} for s in samples(tickets, rewards, rank=_rank(), group_size=size, success=success, tokens=tokens)]
        )

    if inspect.iscoroutinefunction(reward):

        @functools.wraps(reward)
        async def awaited(*arguments: Any, **columns: Any) -> Any:
            rewards = await reward(*arguments, **columns)
            report(rewards, columns)
            return rewards

        return awaited

    @functools.wraps(reward)
    def called(*arguments: Any, **columns: Any) -> Any:
        rewards = reward(*arguments, **columns)
        report(rewards, columns)
        return rewards

    return called


def Checkpoints(steering: Steering) -> Any:
    """A callback that keeps the run's token in ``trainer_state.json``, and goes back to it when training resumes."""
    from transformers import TrainerCallback
    from transformers.trainer_callback import ExportableState

    class CoxswainCheckpoints(TrainerCallback, ExportableState):  # type: ignore[misc]
        def state(self) -> Dict[str, Any]:
            return {"args": {}, "attributes": {"steering": steering.checkpoint()}}

        def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            if state.global_step > 0 and args.process_index == 0:
                steering.restore(_kept(state.stateful_callbacks.get("CoxswainCheckpoints")))

    return CoxswainCheckpoints()


def _kept(exported: Any) -> Optional[Mapping[str, Any]]:
    found = exported[0] if isinstance(exported, list) else exported
    if not isinstance(found, Mapping):
        return None
    kept: Optional[Mapping[str, Any]] = found.get("attributes", {}).get("steering")
    return kept


def _distributed() -> Any:
    """``torch.distributed`` where several ranks train together, else ``None``."""
    try:
        import torch.distributed as distributed
    except ImportError:
        return None
    return distributed if distributed.is_available() and distributed.is_initialized() and distributed.get_world_size() > 1 else None


def _rank() -> int:
    distributed = _distributed()
    return distributed.get_rank() if distributed is not None else rank_of_environment()
