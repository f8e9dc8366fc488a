"""Documentation names modules, functions and files that are there."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/decisions/*.md")])
#: Rooms that lie in seedwatch/: their paths are written from the root.
ROOMS = ("core", "app", "web", "cli", "delivery", "locales", "sources", "themes", "demo")
PACKAGES = ("seedwatch", "db", "crawler", "pipelines", "scheduler", "tests", "bench", "tools")
#: A log and a list of former names: they speak of what was.
FORMER = frozenset({"CHANGELOG.md"})
_CODE = re.compile(r"`([^`\n]+)`")
_NAME = re.compile(rf"(?<![\w./@-])(?:{'|'.join(PACKAGES)})(?:\.[A-Za-z_]\w*)+(?![\w/@-])")
_PATH = re.compile(rf"(?<![\w./@:-])(?:{'|'.join((*PACKAGES, *ROOMS, 'docs'))})(?:/[\w.{{}},*-]+)+/?")
_LINK = re.compile(r"\]\((?!\w+:)([^)#]+)(?:#[^)]*)?\)")
#: Endings of files, which are no attributes: seedwatch.toml is the user's.
_FILES = (".toml", ".db", ".service", ".sh", ".py", ".md", ".yaml", ".org")


def names(text: str) -> set[str]:
    """Dotted names of ours that are set as code."""
    found = {name for code in _CODE.findall(text) for name in _NAME.findall(code)}
    return {name for name in found if not name.endswith(_FILES)}


def is_there(name: str) -> bool:
    """Can a dotted name be imported, as a module or as what is in one?"""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            if not hasattr(found, part):
                return part in getattr(found, "__annotations__", {}) or part in getattr(
                    found, "__slots__", ()
                )
            found = getattr(found, part)
        return True
    return False


def test_the_glossary_leads_to_many_places() -> None:
    assert len(names((ROOT / "docs/glossary.md").read_text(encoding="utf-8"))) > 50


def test_what_counts_as_a_name() -> None:
    text = (
        "`db.jobs.queue` and `tests.docs.test_names.is_there`, not `seedwatch.toml`, `./db.x` or `docs/x.md`"
    )
    assert names(text) == {"db.jobs.queue", "tests.docs.test_names.is_there"}
    assert is_there("tests.docs.test_names.is_there")
    assert not is_there("tests.docs.test_names.was_there")
    assert not is_there("db.nowhere")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_name_can_be_imported(page: Path) -> None:
    if page.name in FORMER:
        return
    assert [name for name in sorted(names(page.read_text(encoding="utf-8"))) if not is_there(name)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_path_is_there(page: Path) -> None:
    """Paths set as code, from the root."""
    if page.name in FORMER:
        return
    text = page.read_text(encoding="utf-8")
    paths = {path.rstrip("/.") for code in _CODE.findall(text) for path in _PATH.findall(code)}
    plain = [path for path in sorted(paths) if not set("*{},") & set(path)]
    assert [path for path in plain if not _exists(path)] == []


def _exists(path: str) -> bool:
    return (ROOT / path).exists() or (ROOT / f"{path}.py").exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = _LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
