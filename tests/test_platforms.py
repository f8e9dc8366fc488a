"""No module needs what Windows lacks: found in the code, and by importing everything without it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from seedwatch.processes import group_options, kill_group, kill_process, stop_group

ROOT = Path(__file__).parents[1]
PACKAGES = ("seedwatch", "db", "pipelines", "crawler", "scheduler")
ONLY_POSIX = frozenset({"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog"})
#: Calls that Windows lacks, and the one module that may make them.
CALLS = frozenset(
    {
        *("fork", "forkpty", "killpg", "setsid", "getuid", "geteuid", "getpgid", "mkfifo", "uname", "nice"),
        *(
            "SIGKILL",
            "SIGHUP",
            "SIGALRM",
            "SIGUSR1",
            "SIGUSR2",
            "SIGCHLD",
            "alarm",
            "tzset",
            "add_signal_handler",
        ),
    }
)
HOLDER = Path("seedwatch/processes.py")


def files() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (path.relative_to(ROOT) for path in (ROOT / package).rglob("*.py"))


def faults(source: str) -> list[str]:
    """Imports at load and calls that Windows lacks, but for those behind a condition."""
    tree = ast.parse(source)
    found = []
    for node in tree.body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found += [f"line {node.lineno}: import {name}" for name in names if name.split(".")[0] in ONLY_POSIX]
    for each in ast.walk(tree):
        if isinstance(each, ast.Attribute) and each.attr in CALLS:
            found.append(f"line {each.lineno}: {each.attr}")
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.startswith("/tmp"):
            found.append(f"line {each.lineno}: {each.value}")
    return found


@pytest.mark.parametrize(
    "source",
    [
        "import fcntl",
        "from pwd import getpwnam",
        "import os\nos.killpg(1, 9)",
        "import signal\nsignal.SIGKILL",
        "x = '/tmp/a'",
    ],
)
def test_a_fault_is_found(source: str) -> None:
    assert faults(source)


def test_posix_only_calls_stand_in_one_module() -> None:
    found = {
        str(path): faults((ROOT / path).read_text(encoding="utf-8")) for path in files() if path != HOLDER
    }
    assert {path: told for path, told in found.items() if told} == {}


#: Imports every module of ours with what only POSIX has taken away and the system called Windows.
IMPORT_ALL = f"""
import importlib, os, pkgutil, signal, sys
import asyncio, multiprocessing.forkserver, tldextract
import psutil, psycopg, scrapy, sqlalchemy, twisted.internet.asyncioreactor, tzlocal
import apscheduler.triggers.cron, sqlalchemy.dialects.sqlite, sqlalchemy.dialects.postgresql.psycopg, warcio
missing = {sorted(ONLY_POSIX)!r}
for name in missing:
    sys.modules[name] = None
sys.platform = "win32"
sys.modules["msvcrt"] = type(sys)("msvcrt")
for name in ("fork", "killpg", "setsid", "getuid"):
    vars(os).pop(name, None)
del signal.SIGKILL
count = 0
for package in ("db", "scheduler", "pipelines"):
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, package + "."):
        if not module.name.endswith(("__main__", "preload")) and "migrations" not in module.name:
            importlib.import_module(module.name)
            count += 1
assert count > 40, count
"""


def test_every_module_loads_without_posix() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


SLEEPER = """
import subprocess, sys, time
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("end", [stop_group, kill_group])
def test_a_group_ends_with_its_leader(end: object) -> None:
    assert callable(end)
    command = [sys.executable, "-c", SLEEPER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **group_options()) as child:
        assert child.stdout is not None
        grandchild = int(child.stdout.readline())
        end(child.pid)
        assert child.wait(20) != 0
        assert child.stdout.read() == ""  # the grandchild held it too, and is gone
    kill_process(grandchild)  # nothing happens where it has ended
    end(child.pid)
