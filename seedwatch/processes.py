"""What systems do differently with processes: groups, signals, forks. Nothing else of ours calls these.

On Windows a group is what CREATE_NEW_PROCESS_GROUP makes, its request to stop is Ctrl-Break, and killing it is
`taskkill` on the tree. The Windows half is written from the documentation and untried there.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

IS_WINDOWS = sys.platform == "win32"
#: The page for people on Windows.
WINDOWS_PAGE = "docs/windows.zh-Hant.md"


def group_options() -> dict[str, Any]:
    """Arguments for `subprocess.Popen` by which a child leads a process group of its own."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def stop_group(leader: int) -> None:
    """Ask every process of a group to end in good order; nothing where all have ended."""
    if sys.platform == "win32":
        with suppress(OSError):  # it has ended
            os.kill(leader, signal.CTRL_BREAK_EVENT)
    else:
        with suppress(ProcessLookupError):
            os.killpg(leader, signal.SIGTERM)


def kill_group(leader: int) -> None:
    """End every process of a group at once; nothing where all have ended."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(leader)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError):
            os.killpg(leader, signal.SIGKILL)


def kill_process(pid: int) -> None:
    """End one process at once; whatever it holds breaks."""
    if sys.platform == "win32":
        with suppress(OSError):  # it has ended
            os.kill(pid, signal.SIGTERM)  # TerminateProcess
    else:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def stop_signals() -> tuple[signal.Signals, ...]:
    """Signals that ask a process to end in good order."""
    if sys.platform == "win32":
        return (signal.SIGINT, signal.SIGTERM, signal.SIGBREAK)
    return (signal.SIGINT, signal.SIGTERM)


def on_stop(loop: asyncio.AbstractEventLoop, act: Callable[[], object]) -> None:
    """Call `act` within the loop at each stop signal."""
    for number in stop_signals():
        if sys.platform == "win32":  # its loops know no signal handlers
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(act))
        else:
            loop.add_signal_handler(number, act)
