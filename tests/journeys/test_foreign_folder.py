"""Modules of other people lie where the program is started: neither it nor a process it starts runs them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.web import Site, Web, running
from tests.journeys.conftest import ALLOWED
from tests.journeys.running import PATIENCE, end, environment, wait_until

#: The command as it is installed.
SCRIPT = Path(sys.executable).with_name("seedwatch")
#: Names of our packages, of libraries that we use, and of the standard library's modules that children load.
TRAPS = (
    "app", "cli", "core", "crawler", "db", "pipelines", "scheduler", "web",
    "lxml", "numpy", "orjson", "scrapy", "sqlalchemy", "tldextract", "trafilatura", "twisted", "typer", "yaml",
    "concurrent", "json", "multiprocessing", "pickle", "random", "re", "sitecustomize", "socket", "typing",
)  # fmt: skip
TRAP = "open(__file__ + '.ran', 'w').close()\nraise SystemExit('a trap')\n"


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    """One outlet with one article: a crawl of it starts every process that any crawl starts."""
    with running(Site("127.0.0.91", ["/a-0-0"])) as served:
        yield served


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, web: Web) -> Path:
    """A folder with the traps, a Scrapy project of somebody else's, and what the commands are given."""
    folder = tmp_path_factory.mktemp("hostile")
    for name in TRAPS:
        (folder / f"{name}.py").write_text(TRAP)
    for name in ("seedwatch", "seedwatch/cli", "seedwatch/core"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(TRAP)
    (folder / "stolen.py").write_text(TRAP)
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = stolen\n")
    home, feed = (web.url(next(iter(web.sites.values())), path) for path in ("/", "/feed.xml"))
    (folder / "feeds.txt").write_text(f"{feed}\n")
    (folder / "sources").mkdir()
    (folder / "sources" / "own.yaml").write_text(
        f"sources:\n- {{id: s, name: S, home: {home!r}, language: en, pace: 0.5,"
        f" zone: Asia/Taipei, triage: off, feeds: [{{url: {feed!r}}}]}}\n"
    )
    docs = [
        {"id": str(n), "title": f"Ferry {n}", "text": f"Ferry {n} leaves at noon. " * 9} for n in range(520)
    ]
    (folder / "docs.jsonl").write_text("".join(json.dumps(each) + "\n" for each in docs))
    page = "<html><title>Ferry</title><body><article><h1>Ferry</h1><p>" + "It leaves at noon. " * 40
    (folder / "page.html").write_text(page)
    return folder


@pytest.fixture
def settings(web: Web) -> dict[str, str]:
    return environment(
        {
            "SEEDWATCH_SOURCES_DIR": "sources",
            "SEEDWATCH_SHIPPED_SOURCES": "false",
            "SEEDWATCH_ALLOW_HOSTS": "127.0.0.0/8",
            "SEEDWATCH_BING_URL": web.url(next(iter(web.sites.values())), "/feed.xml"),
            "SEEDWATCH_WORKERS": "2",
            "SEEDWATCH_TICK_SECONDS": "1",
        }
    )


@pytest.fixture(autouse=True)
def _untouched(hostile: Path) -> Iterator[None]:
    yield
    ran = [each.name for each in hostile.rglob("*.ran")]
    for each in hostile.rglob("*.ran"):
        each.unlink()
    assert ran == []


def test_the_traps_catch_who_looks_in_the_current_folder(hostile: Path) -> None:
    """The control: what a child did before it was told not to look there."""
    bare = {key: value for key, value in environment().items() if not key.startswith("PYTHON")}
    for command in (["-m", "seedwatch.cli", "--help"], ["-c", "from multiprocessing.spawn import main"]):
        done = subprocess.run(
            [sys.executable, *command], cwd=hostile, env=bare, capture_output=True, check=False
        )
        caught = list(hostile.rglob("*.ran"))
        for each in caught:
            each.unlink()
        assert caught, command
        assert b"a trap" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("crawl", "--feeds", "feeds.txt", *ALLOWED),
        ("topic", "安世半導體", *ALLOWED),
        ("demo", "--port", "0"),
        ("reprocess",),
        ("fetch", "{page}", *ALLOWED[:2]),
        ("extract", "page.html", "--url", "https://outlet.example/a"),
        ("tag", "docs.jsonl"),
        ("dedupe", "docs.jsonl"),
        ("db", "maintain"),
        ("doctor",),
    ],
    ids=lambda command: command[0],
)
def test_a_command_runs_no_code_of_its_folder(
    hostile: Path, settings: dict[str, str], web: Web, command: tuple[str, ...]
) -> None:
    arguments = [each.format(page=web.url(next(iter(web.sites.values())), "/a-0-0")) for each in command]
    done = subprocess.run(
        [SCRIPT, *arguments], cwd=hostile, env=settings, capture_output=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"a trap" not in done.stdout + done.stderr


ENDED = re.compile(r"crawl \(job \d+\) ended with code 0")


def test_the_scheduler_and_its_children_run_no_code_of_their_folder(
    hostile: Path, settings: dict[str, str]
) -> None:
    words = hostile / "words.txt"
    settings["SEEDWATCH_DATABASE_URL"] = "sqlite:///scheduled.db"
    with words.open("wb") as out:
        clock = subprocess.Popen([SCRIPT, "schedule"], cwd=hostile, env=settings, stdout=out, stderr=out)
    try:
        wait_until(
            lambda: ENDED.search(words.read_text()) is not None or clock.poll() is not None,
            "a scheduled crawl",
        )
    finally:
        code = end(clock, 15)
    assert code == 0, words.read_text()
    assert ENDED.search(words.read_text())
    assert "a trap" not in words.read_text()
