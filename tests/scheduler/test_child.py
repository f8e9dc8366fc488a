"""A child ends with its whole group, whatever it does with signals."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from threading import Event

import pytest

from scheduler import child
from scheduler.child import Ending, run_child

HOUR = 3600.0


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc").is_dir() else True


def wait_for(path: Path) -> str:
    for _ in range(600):
        if path.is_file() and path.read_text().endswith("\n"):
            return path.read_text().strip()
        time.sleep(0.05)
    raise AssertionError(f"{path} was never written")


@pytest.mark.parametrize("code", [0, 3])
def test_an_exit_code_is_reported(code: int) -> None:
    end = run_child(python(f"raise SystemExit({code})"), os.environ, HOUR, Event())
    assert (end.ending, end.code) == (Ending.EXIT, code)


def test_a_child_that_runs_too_long_is_ended() -> None:
    end = run_child(python("import time; time.sleep(3600)"), os.environ, 0.3, Event())
    assert end.ending is Ending.LIMIT
    assert end.code < 0


def test_a_child_that_ignores_the_request_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "GRACE", 0.2)
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(3600)"
    end = run_child(python(code), os.environ, 0.5, Event())
    assert (end.ending, end.code) == (Ending.LIMIT, -9)


def test_stopping_ends_grandchildren_too(tmp_path: Path) -> None:
    told = tmp_path / "grandchild"
    code = (
        "import subprocess, sys, time\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3600)'])\n"
        f"open({str(told)!r}, 'w').write(f'{{p.pid}}\\n')\n"
        "time.sleep(3600)\n"
    )
    stop = Event()
    ended: list[child.ChildEnd] = []
    runner = threading.Thread(target=lambda: ended.append(run_child(python(code), os.environ, HOUR, stop)))
    runner.start()
    grandchild = int(wait_for(told))
    assert alive(grandchild)  # control: it is there before the stop
    stop.set()
    runner.join(30)
    assert ended[0].ending is Ending.STOPPED
    for _ in range(600):
        if not alive(grandchild):
            break
        time.sleep(0.05)
    assert not alive(grandchild)


def test_a_command_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(OSError, match="no-such-command"):
        run_child(("no-such-command",), os.environ, 1, Event())
