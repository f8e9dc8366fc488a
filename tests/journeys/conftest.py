"""One crawled archive of the sample web, which every reading command answers from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from seedwatch.demo.server import DemoWeb, Hit, Truth, serve_demo
from tests.journeys.running import Ended, run, write_feeds

ALLOWED = ("--allow-hosts", "127.0.0.0/8", "--pace", "0")


@dataclass(frozen=True, slots=True)
class Archive:
    """folder: working directory with seedwatch.db in it. truths: what the web declares.

    first, second: the crawl of all feeds, and the same again. hits: requests of the second.
    """

    folder: Path
    web: DemoWeb
    truths: tuple[Truth, ...]
    first: Ended
    second: Ended
    hits: tuple[Hit, ...]

    def ask(self, *arguments: str) -> Ended:
        """Run a command that must succeed."""
        ended = run(self.folder, *arguments)
        assert ended.code == 0, ended.err
        return ended


@pytest.fixture(scope="session")
def web() -> Iterator[DemoWeb]:
    """The sample web in its last round."""
    with serve_demo(2) as running:
        yield running


@pytest.fixture(scope="session")
def archive(web: DemoWeb, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("archive")
    command = ("crawl", "--feeds", write_feeds(folder, web), "--all", *ALLOWED)
    first = run(folder, *command)
    begun = len(web.log)
    second = run(folder, *command)
    return Archive(folder, web, web.truths(), first, second, tuple(web.log[begun:]))
