"""The worker pool, with a reader that some pages kill and some hold for ever."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import TypeVar

from pipelines.workers.pool import Pool
from seedwatch.core.model.page import Page

T = TypeVar("T")


def vulnerable(job: Callable[..., T], *args: object) -> T:
    """Runs in the worker: the job, unless the page's address says what happens instead."""
    page = args[0]
    if isinstance(page, Page) and "/a-kill" in page.ref.url:
        os.kill(os.getpid(), signal.SIGKILL)
    if isinstance(page, Page) and "/a-hold" in page.ref.url:
        time.sleep(60)
    if isinstance(page, Page) and "/a-raise" in page.ref.url:
        raise LookupError("the reader has a fault")
    return job(*args)


class VulnerablePool(Pool):
    async def run(self, job: Callable[..., T], *args: object) -> T:
        return await super().run(vulnerable, job, *args)
