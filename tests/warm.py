"""A process that has imported everything, and forks: hundreds of commands and crawls pay for imports once.

That a command starts by itself is for the tests that start it as a person does (`started`, the demo).
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from pipelines.workers import tasks

T = TypeVar("T")

_FORK = multiprocessing.get_context("fork")
_MODULES = (
    "seedwatch.cli.admin",
    "seedwatch.cli.archive",
    "seedwatch.cli.search",
    "seedwatch.app.settings",
    "seedwatch.cli.crawl",
    "seedwatch.app.health",
    "seedwatch.cli.fetch",
    "seedwatch.cli.files",
    "seedwatch.cli.report",
    "seedwatch.cli.themes",
    "seedwatch.core.extract.read",
    "seedwatch.core.search.grammar",
    "seedwatch.core.themes",
    "crawler.extensions.crawl_stats",
    "crawler.run",
    "crawler.spiders.feeds",
    "db.reads.article",
    "db.reads.sources",
    "db.search.query",
    "db.reads.as_json",
    "rich.padding",
    "rich.table",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.crawler",
)


def in_fork(function: Callable[..., T], *arguments: object) -> T:
    """What the function returns or raises, in a process of its own with the test's environment."""
    return _warm().submit(_in_fork, function, arguments, dict(os.environ)).result()


def run_command(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], given: bytes, limit: float
) -> tuple[int, bytes, bytes]:
    """Exit code (-N: ended by signal N), standard output and error output of a command of the program."""
    with TemporaryDirectory() as files:
        (Path(files) / "0").write_bytes(given)
        code = _warm().submit(_run, tuple(arguments), folder, dict(environment), files, limit).result()
        return code, (Path(files) / "1").read_bytes(), (Path(files) / "2").read_bytes()


@cache
def _warm() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_import_all)


def _import_all() -> None:
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # forks dislike threads
    for name in _MODULES:
        import_module(name)
    tasks.warm_up()
    assert "twisted.internet.reactor" not in sys.modules, "each crawl installs its own"
    gc.freeze()


def _in_fork(function: Callable[..., T], arguments: tuple[object, ...], environment: dict[str, str]) -> T:
    with ProcessPoolExecutor(1, _FORK, initializer=_live_in, initargs=(environment,)) as executor:
        return executor.submit(function, *arguments).result()


def _run(
    arguments: tuple[str, ...], folder: Path, environment: dict[str, str], files: str, limit: float
) -> int:
    child = _FORK.Process(target=_become, args=(arguments, folder, environment, files))
    child.start()
    child.join(limit)
    if child.exitcode is None:
        child.kill()
        raise TimeoutError(f"{' '.join(arguments)}: no end in {limit:g} s")
    return child.exitcode


def _become(arguments: tuple[str, ...], folder: Path, environment: dict[str, str], files: str) -> None:
    from seedwatch.cli.main import main

    for number, flags in enumerate((os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_WRONLY | os.O_CREAT)):
        os.dup2(os.open(f"{files}/{number}", flags), number)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    os.chdir(folder)
    _live_in(environment)
    sys.argv = ["seedwatch", *arguments]
    sys.exit(main())


def _live_in(environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
