"""Jobs for the pool's tests, in a module that a worker imports at once."""

from __future__ import annotations

import os
import signal
import time

KILLER = 7


def work(number: int) -> int:
    """Its own number; one of them kills the process, those after it are slow enough to be beside it."""
    if number == KILLER:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02 * (number > KILLER))
    return number


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def fail() -> None:
    raise LookupError("of the job")


def time_out() -> None:
    raise TimeoutError("of the job")
