"""What adapters share: a trainer's flat lists of rollouts, as samples of tickets."""

from __future__ import annotations

import collections
import math
import os
from typing import Any, Callable, Counter, Dict, List, Optional, Sequence


def passed(score: float) -> bool:
    """The usual meaning of a reward in 0 .. 1: above one half is a pass."""
    return score > 0.5


def samples(
    tickets: Sequence[Optional[str]], scores: Sequence[Any], *, rank: int, group_size: int, success: Callable[[float], bool] = passed,
    tokens: Optional[Sequence[int]] = None,
) -> List[Dict[str, Any]]:
    """One sample a rollout. Rank r numbers from r · group_size, so that the slices of a group that ranks see never meet.

    A score of ``None`` or NaN is a rollout that could not be judged: an error, neither pass nor failure. A ticket of ``None``
    is a prompt that nobody selected (an evaluation, say), and is passed over.
    """
    seen: Counter[str] = collections.Counter()
    made = []
    for index, (ticket, score) in enumerate(zip(tickets, scores)):
        if not ticket:
            continue
        number = rank * group_size + seen[ticket]
        seen[ticket] += 1
        entry: Dict[str, Any] = {"ticket": ticket, "sample": number}
        if tokens is not None:
            entry["tokens"] = int(tokens[index])
        if score is None or math.isnan(float(score)):
            entry["status"] = "error"
        else:
            entry["success"] = bool(success(float(score)))
        made.append(entry)
    return made


def rank_of_environment() -> int:
    """This process's number among those of the training, as torchrun and its kin tell it."""
    return int(os.environ.get("RANK") or 0)
