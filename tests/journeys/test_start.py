"""A start loads what the command needs and nothing else: imports are what a start costs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.conftest import Archive
from tests.journeys.running import environment, run

#: Each takes between 0.05 and 1 s to import.
HEAVY = frozenset(
    {
        "alembic",
        "apscheduler",
        "asyncpg",
        "dateparser",
        "fastapi",
        "feedparser",
        "jinja2",
        "lark",
        "lxml",
        "numpy",
        "opencc",
        "psycopg",
        "resiliparse",
        "rich",
        "scrapy",
        "sqlalchemy",
        "sqlalchemy.dialects.postgresql",
        "tldextract",
        "trafilatura",
        "twisted",
        "uvicorn",
        "warcio",
        "yaml",
    }
)
PROBE = """
import sys
from seedwatch.cli.main import main
sys.argv = ["seedwatch", *sys.argv[1:]]
try:
    code = main()
except SystemExit as leaving:
    code = leaving.code
print("\\n".join(name for name in sys.modules), file=sys.stderr)
sys.exit(code)
"""


def loaded(folder: Path, *arguments: str) -> frozenset[str]:
    """Heavy modules in memory once a command has ended."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return HEAVY & frozenset(done.stderr.split("\n"))


@pytest.mark.parametrize("arguments", [("--help",), ("crawl", "--help")])
def test_help_loads_nothing_heavy(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert loaded(tmp_path, *arguments) == frozenset()


def test_searching_loads_no_crawler_and_no_extractor(archive: Archive) -> None:
    found = loaded(archive.folder, "search", "稀土", "--json")
    assert found == {"sqlalchemy"}


def commands(folder: Path) -> list[str]:
    listed = run(folder, "--help-all").out.split("Every day:")[1]
    return [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2] != " "]


def test_every_command_has_help_with_an_example(tmp_path: Path) -> None:
    names = commands(tmp_path)
    assert {"demo", "crawl", "search", "db"} <= set(names)
    paths = [[name] for name in names if name not in ("themes", "sources", "db", "saved", "keys")]
    paths += [["themes", "list"], ["sources", "list"], ["sources", "sync"]]
    paths += [["db", "stats"], ["db", "upgrade"], ["db", "maintain"]]
    for path in paths:
        ended = run(tmp_path, *path, "--help", env={"COLUMNS": "80"})
        assert ended.code == 0
        assert "Example: seedwatch " + " ".join(path) in ended.out, path
        assert max(map(len, ended.out.splitlines())) <= 80, path
