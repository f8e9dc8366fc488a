"""A crawl whose names resolve by a script. Imported by a spawned process: nothing here may import Twisted."""

from __future__ import annotations

import multiprocessing
import socket
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from crawler.run import RunReport, run_crawl
from seedwatch.core.model.crawl import CrawlPlan

#: Name -> its answers, one for each look-up; the last is repeated.
Script = Mapping[str, Sequence[Sequence[str]]]


class _Scripted:
    """In the place of `socket.getaddrinfo`. Addresses are their own answer."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._asked: Counter[str] = Counter()
        self._real = socket.getaddrinfo

    def __call__(self, host: Any, port: Any, *args: Any, **options: Any) -> list[Any]:
        name = str(host)
        if name not in self._script:
            return self._real(host, port, *args, **{**options, "flags": socket.AI_NUMERICHOST})
        answers = self._script[name]
        answer = answers[min(self._asked[name], len(answers) - 1)]
        self._asked[name] += 1
        if not answer:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (address, port),
            )
            for address in answer
        ]


def _run(plan: CrawlPlan, script: Script) -> RunReport:
    socket.getaddrinfo = _Scripted(script)  # before Twisted takes hold of it
    return run_crawl(plan)


def crawl_by_script(plan: CrawlPlan, script: Script) -> RunReport:
    """As `tests.crawler.crawling.crawl`."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor:
        return executor.submit(_run, plan, script).result()
