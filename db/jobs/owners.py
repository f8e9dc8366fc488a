"""Who holds leases: this process, and whether another one on this machine is still alive."""

from __future__ import annotations

import os
import socket
from functools import cache

import psutil

from seedwatch.core.model.job import Owner

#: Seconds by which two readings of one process's start may differ.
_SAME_START = 2


@cache
def host_name() -> str:
    return socket.gethostname()


def this_process() -> Owner:
    """Not cached by process id: a fork is another owner."""
    return owner_of(os.getpid())


def owner_of(pid: int) -> Owner:
    """The owner that a process of this machine is. Raises psutil.NoSuchProcess."""
    return Owner(host_name(), pid, int(psutil.Process(pid).create_time()))


def is_stopped(pid: int) -> bool:
    """Whether a process of this machine was told to pause (SIGSTOP, a debugger)."""
    try:
        return bool(psutil.Process(pid).status() in (psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP))
    except psutil.Error:
        return False


def is_alive(owner: Owner) -> bool:
    """Whether the process lives. One of another machine counts as alive: only its lease can tell."""
    if owner.host != host_name():
        return True
    try:
        process = psutil.Process(owner.pid)
        if abs(int(process.create_time()) - owner.started) > _SAME_START:
            return False  # its number belongs to somebody else by now
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True
