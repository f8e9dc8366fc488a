"""One question a host, however many requests wait for its answer."""

from __future__ import annotations

import asyncio

import pytest

from crawler.middlewares.per_host import PerHost


class Asked:
    """Counts what it is asked; answers when it is let, and fails for "bad"."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.go = asyncio.Event()

    async def learn(self, name: str) -> str:
        self.names.append(name)
        await self.go.wait()
        if name == "bad":
            raise ValueError(name)
        return name.upper()


def test_those_who_wait_share_one_answer() -> None:
    async def run() -> None:
        asked = Asked()
        hosts = PerHost(asked.learn)
        waiting = [asyncio.ensure_future(hosts.get("a")) for _ in range(3)]
        await asyncio.sleep(0)
        assert (hosts.is_learning("a"), hosts.known("a"), await hosts.peek("b")) == (True, None, None)
        waiting.pop().cancel()  # one that is given up does not end it for the others
        await asyncio.sleep(0)
        asked.go.set()
        assert await asyncio.gather(*waiting) == ["A", "A"]
        assert (hosts.is_learning("a"), hosts.known("a"), await hosts.peek("a")) == (False, "A", "A")
        assert asked.names == ["a"]

    asyncio.run(run())


def test_what_is_forgotten_is_asked_again() -> None:
    async def run() -> None:
        asked = Asked()
        hosts = PerHost(asked.learn)
        first = asyncio.ensure_future(hosts.get("a"))
        await asyncio.sleep(0)
        hosts.forget("a")  # still awaited: it stays
        asked.go.set()
        await first
        await hosts.get("a")
        assert asked.names == ["a"]
        hosts.forget("a")
        await hosts.get("a")
        assert asked.names == ["a", "a"]

    asyncio.run(run())


def test_a_failure_is_told_to_all_who_wait_and_not_kept() -> None:
    async def run() -> None:
        asked = Asked()
        asked.go.set()
        hosts = PerHost(asked.learn)
        waiting = [asyncio.ensure_future(hosts.get("bad")) for _ in range(2)]
        for each in waiting:
            with pytest.raises(ValueError, match="bad"):
                await each
        assert asked.names == ["bad"]
        assert (hosts.known("bad"), await hosts.peek("bad")) == (None, None)

    asyncio.run(run())
