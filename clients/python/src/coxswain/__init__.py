"""Coxswain decides what a large reasoning model should practise next; this is its client for trainers.

    steering = coxswain.Steering(run="math-1", pool="math", config={"strategy": "hierarchical", "group_size": 8})
    batch = steering.select(64)                                # which prompts to roll out
    for ticket in batch.tickets:
        steering.observe(ticket, successes=3, trials=8)        # what became of each
"""

from .client import Client
from .local import Server, local
from .problem import CODES, Conflict, CoxswainError, Denied, InvalidRequest, NotFound, Problem, Unavailable, Unreachable
from .records import Allocation, Batch, Prediction, Ticket, Verdict, outcome, sample
from .steering import Steering

__version__ = "0.1.0"

__all__ = [
    "Allocation", "Batch", "CODES", "Client", "Conflict", "CoxswainError", "Denied", "InvalidRequest", "NotFound", "Prediction", "Problem", "Server",
    "Steering", "Ticket", "Unavailable", "Unreachable", "Verdict", "local", "outcome", "sample",
]
