"""One command as a child in a process group of its own, so that ending it ends its workers too."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from threading import Event

from seedwatch.processes import group_options, kill_group, stop_group
from seedwatch.safe_imports import safe_environment

#: Seconds between the request to stop and the kill. A clean stop of the whole scheduler must fit into 10 s.
GRACE = 7.0
_POLL = 0.1


class Ending(StrEnum):
    """Why the child is gone."""

    EXIT = "exit"
    LIMIT = "limit"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class ChildEnd:
    """How a child ended. `code`: its exit code, negative for a signal; `seconds`: how long it ran."""

    ending: Ending
    code: int
    seconds: float


def run_child(
    command: Sequence[str],
    environment: Mapping[str, str],
    limit: float,
    stop: Event,
    started: Callable[[int], None] = lambda _: None,
) -> ChildEnd:
    """Run `command` until it ends, `limit` seconds have passed, or `stop` is set.

    It imports nothing from the current folder. started: told its process id.
    In the latter two cases its group gets SIGTERM, and SIGKILL after GRACE seconds.
    Raises OSError when the command cannot be started at all.
    """
    began = time.monotonic()
    with subprocess.Popen(
        command, env=safe_environment(environment), stdin=subprocess.DEVNULL, **group_options()
    ) as child:
        started(child.pid)
        ending = _wait(child, began + limit, stop)
        if ending is not Ending.EXIT:
            _end_group(child)
        else:
            # Workers that outlive their parent would hold the database and the sources' hosts.
            kill_group(child.pid)
    return ChildEnd(ending, child.returncode, time.monotonic() - began)


def _wait(child: subprocess.Popen[bytes], deadline: float, stop: Event) -> Ending:
    while child.poll() is None:
        if stop.wait(_POLL):
            return Ending.STOPPED
        if time.monotonic() > deadline:
            return Ending.LIMIT
    return Ending.EXIT


def _end_group(child: subprocess.Popen[bytes]) -> None:
    stop_group(child.pid)
    with suppress(subprocess.TimeoutExpired):  # the kill below is the answer
        child.wait(GRACE)
    kill_group(child.pid)
    child.wait()
