"""The same verbs for asynchronous loops. Each waits on a thread, so that the event loop goes on."""

from __future__ import annotations

import asyncio
from typing import Any, Dict, List, Mapping, Optional, Union

from . import steering
from .records import Allocation, Batch, Prediction, Ticket, Verdict


class Steering:
    """``coxswain.Steering``, awaited: ``steering = await aio.Steering.open(run=..., pool=...)``."""

    def __init__(self, wrapped: steering.Steering):
        self.wrapped = wrapped

    @staticmethod
    async def open(*args: Any, **settings: Any) -> "Steering":
        return Steering(await asyncio.to_thread(lambda: steering.Steering(*args, **settings)))

    async def select(self, size: int, *, seq: Optional[int] = None) -> Batch:
        return await asyncio.to_thread(lambda: self.wrapped.select(size, seq=seq))

    async def observe(self, ticket: Union[Ticket, str], successes: Optional[float] = None, trials: Optional[int] = None, **more: Any) -> None:
        await asyncio.to_thread(lambda: self.wrapped.observe(ticket, successes, trials, **more))

    async def observe_sample(self, ticket: Union[Ticket, str], number: int, success: Optional[bool] = None, **more: Any) -> None:
        await asyncio.to_thread(lambda: self.wrapped.observe_sample(ticket, number, success, **more))

    async def predict(self, **asked: Any) -> List[Prediction]:
        return await asyncio.to_thread(lambda: self.wrapped.predict(**asked))

    async def allocate(self, mean_budget: float, **asked: Any) -> Allocation:
        return await asyncio.to_thread(lambda: self.wrapped.allocate(mean_budget, **asked))

    async def should_stop(self, successes: int, trials: int, **asked: Any) -> Verdict:
        return await asyncio.to_thread(lambda: self.wrapped.should_stop(successes, trials, **asked))

    async def checkpoint(self) -> Dict[str, Any]:
        return await asyncio.to_thread(self.wrapped.checkpoint)

    async def restore(self, state: Optional[Mapping[str, Any]]) -> None:
        await asyncio.to_thread(lambda: self.wrapped.restore(state))

    async def flush(self, timeout: float = 10.0) -> bool:
        return await asyncio.to_thread(lambda: self.wrapped.flush(timeout))

    async def close(self, timeout: float = 5.0) -> None:
        await asyncio.to_thread(lambda: self.wrapped.close(timeout))

    async def __aenter__(self) -> "Steering":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
