"""What is learnt once of each host: the first request that needs it asks, the others wait for its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class PerHost(Generic[T]):
    """One task a host (or origin); a request that is given up does not end it for the others.

    learn: asked once per name. A task that raises is forgotten, so that the next request asks again.
    """

    def __init__(self, learn: Callable[[str], Awaitable[T]]) -> None:
        self._learn = learn
        self._tasks: dict[str, asyncio.Task[T]] = {}

    async def get(self, name: str) -> T:
        """What is known of a host, learnt now if need be. Raises what learning it raises."""
        if name not in self._tasks:
            self._tasks[name] = asyncio.ensure_future(self._learn_once(name))
        return await asyncio.shield(self._tasks[name])

    async def peek(self, name: str) -> T | None:
        """The same for a host that was asked before; None for any other."""
        return await self.get(name) if name in self._tasks else None

    async def _learn_once(self, name: str) -> T:
        try:
            return await self._learn(name)
        except BaseException:
            self._tasks.pop(name, None)
            raise

    def is_learning(self, name: str) -> bool:
        """Whether the answer is still awaited."""
        return name in self._tasks and not self._tasks[name].done()

    def known(self, name: str) -> T | None:
        """What has been learnt of a host; None before that."""
        task = self._tasks.get(name)
        return None if task is None or not task.done() or task.exception() is not None else task.result()

    def forget(self, name: str) -> None:
        """Ask anew at the next request; an answer that is still awaited stays."""
        if not self.is_learning(name):
            self._tasks.pop(name, None)
