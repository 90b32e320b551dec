"""The values that a trainer gets and gives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple

STATUSES = ("ok", "error", "truncated", "cancelled", "stale")


@dataclass(frozen=True)
class Ticket:
    """The handle of one prompt in one batch. Give ``ticket`` back with its outcome.

    ``predicted`` is the success rate expected of the present policy, in 0 .. 1, and ``sd`` how unsure that is; both are
    ``None`` on the fallback arm, which predicts nothing.
    """

    ticket: str
    prompt_id: str
    predicted: Optional[float]
    sd: Optional[float]
    propensity: float
    reason: str
    arm: str = "server"


@dataclass(frozen=True)
class Batch:
    """The prompts to roll out next. ``arm`` is ``server``, or ``fallback`` where they were drawn here, uniformly."""

    seq: int
    consumer: str
    lineage: str
    tickets: Tuple[Ticket, ...]
    learned_to: int
    stale: bool
    warnings: Tuple[str, ...]
    arm: str = "server"

    @property
    def prompt_ids(self) -> Tuple[str, ...]:
        return tuple(ticket.prompt_id for ticket in self.tickets)

    @staticmethod
    def from_json(body: Mapping[str, Any]) -> "Batch":
        picks = tuple(
            Ticket(p["ticket"], p["prompt_id"], p["predicted"], p["sd"], p["propensity"], p["reason"]) for p in body["tickets"]
        )
        belief = body["belief"]
        return Batch(body["seq"], body["consumer"], body["lineage"], picks, belief["learned_to"], belief["stale"], tuple(body["warnings"]))


@dataclass(frozen=True)
class Prediction:
    predicted: float
    sd: float
    prompt_id: Optional[str] = None


@dataclass(frozen=True)
class Allocation:
    """Samples for each prompt, in the order asked for."""

    samples: Tuple[int, ...]
    predictions: Tuple[Prediction, ...]
    expected_solved: Optional[float]
    expected_solved_uniform: Optional[float]
    arm: str = "server"


@dataclass(frozen=True)
class Verdict:
    stop: bool
    posterior_mean: float
    posterior_sd: float
    arm: str = "server"


def outcome(
    ticket: str,
    successes: Optional[float] = None,
    trials: Optional[int] = None,
    *,
    part: Optional[int] = None,
    rewards: Optional[Sequence[float]] = None,
    tokens: Optional[int] = None,
    status: str = "ok",
    policy_version: Optional[int] = None,
) -> Dict[str, Any]:
    """What became of a group, or of the part of it that one rank saw."""
    if status not in STATUSES:
        raise ValueError(f"The status ({status}) must be one of {', '.join(STATUSES)}.")
    if status == "ok" and (successes is None or trials is None):
        raise ValueError(f"The outcome of {ticket} has no successes or no trials. Maybe its status is error or cancelled.")
    if trials is not None and trials < 0:
        raise ValueError(f"The trials ({trials}) must be at least 0.")
    if successes is not None and not (math.isfinite(successes) and 0 <= successes <= (trials or 0)):
        raise ValueError(f"The successes ({successes}) must lie in 0 .. trials ({trials}).")
    for reward in rewards or ():
        _require_rate("reward", reward)
    return _compact(
        ticket=ticket, part=part, successes=_number(successes), trials=trials, rewards=None if rewards is None else [_number(r) for r in rewards],
        tokens=tokens, status=None if status == "ok" else status, policy_version=policy_version,
    )


def sample(
    ticket: str,
    number: int,
    success: Optional[bool] = None,
    *,
    reward: Optional[float] = None,
    tokens: Optional[int] = None,
    status: str = "ok",
    policy_version: Optional[int] = None,
) -> Dict[str, Any]:
    """What became of one rollout; ``number`` tells it from the others of its group. The server assembles the group."""
    if status not in STATUSES:
        raise ValueError(f"The status ({status}) must be one of {', '.join(STATUSES)}.")
    if status == "ok" and success is None and reward is None:
        raise ValueError(f"Sample {number} of {ticket} has neither success nor reward. Maybe its status is error.")
    if reward is not None:
        _require_rate("reward", reward)
    return _compact(
        ticket=ticket, sample=number, success=None if success is None else bool(success), reward=_number(reward), tokens=tokens,
        status=None if status == "ok" else status, policy_version=policy_version,
    )


def _require_rate(name: str, value: float) -> None:
    if not (math.isfinite(value) and 0 <= value <= 1):
        raise ValueError(f"The {name} ({value}) must lie in 0 .. 1. Maybe give success, and leave the {name} out.")


def _number(value: Any) -> Any:
    """A plain number, where arrays' scalars come in."""
    if value is None or isinstance(value, (int, float)):
        return value
    return float(value)


def _compact(**fields: Any) -> Dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
