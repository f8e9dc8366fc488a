"""The program as a person runs it: a process of its own in a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedwatch.core.model.source import FeedKind
from seedwatch.demo.server import DemoWeb
from tests.warm import run_command

COMMAND = (sys.executable, "-m", "seedwatch.cli")
#: Seconds within which every command of these tests ends, on a busy machine too.
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What --json printed: every line must be an object of its own."""
        return [json.loads(line) for line in self.out.splitlines()]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's, without settings of the program; bytecode is kept, as on a user's machine."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SEEDWATCH_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, "SEEDWATCH_WORKERS": "1", **(more or {})}


def run(
    folder: Path,
    *arguments: str,
    env: Mapping[str, str] | None = None,
    given: bytes = b"",
    cold: bool = False,
    before: Callable[[], None] | None = None,
) -> Ended:
    """Run a command to its end, in a process that need not import what others have imported.

    given: its standard input. cold: as a program of its own. before: called in such a one before it begins.
    """
    if not cold and before is None:
        code, out, err = run_command(arguments, folder, environment(env), given, PATIENCE)
        return Ended(code, out.decode(), err.decode())
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env=environment(env),
        input=given,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        preexec_fn=before,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


@contextmanager
def started(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A command beside the test, in a session of its own; its words go to out.txt and err.txt.

    It is killed where the block ends, if it still runs.
    """
    with (
        (folder / "out.txt").open("ab") as out,
        (folder / "err.txt").open("ab") as err,
        subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=folder,
            env=environment(env),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def end(process: subprocess.Popen[bytes], number: signal.Signals) -> int:
    """Send a signal to the process alone, and wait for its exit code."""
    process.send_signal(number)
    return process.wait(PATIENCE)


def wait_until(ready: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(0.05)


def write_feeds(folder: Path, web: DemoWeb) -> str:
    """A feed list of every outlet."""
    (folder / "feeds.txt").write_text("# the sample web\n" + "\n".join(web.feed_urls) + "\n")
    return "feeds.txt"


def own_sources(folder: Path, web: DemoWeb) -> dict[str, str]:
    """The outlets as a source file of the user's; the settings that make them the only sources."""
    directory = folder / "sources"
    directory.mkdir(exist_ok=True)
    lines = ["sources:"]
    for source in web.sources:
        (feed,) = source.feeds
        kind = "sitemap" if feed.kind is FeedKind.SITEMAP else "feed"
        lines += [
            f"- id: {source.id}",
            f"  name: {json.dumps(source.name, ensure_ascii=False)}",
            f"  home: {source.home}",
            f"  language: {source.language}",
            f"  zone: {source.zone}",
            "  triage: off",
            "  pace: 0.5",
            f"  themes: [{', '.join(source.themes)}]",
            f"  feeds: [{{url: {json.dumps(feed.url)}, kind: {kind}}}]",
        ]
    (directory / "own.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {
        "SEEDWATCH_SOURCES_DIR": "sources",
        "SEEDWATCH_SHIPPED_SOURCES": "false",
        "SEEDWATCH_ALLOW_HOSTS": "127.0.0.0/8",
        "SEEDWATCH_BING_URL": web.search_url,
    }
