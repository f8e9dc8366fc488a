"""`seedwatch demo`, twice: the whole job on the sample web, measured against what the web declares."""

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from seedwatch.core.model.outcome import Outcome
from seedwatch.demo.server import Truth, serve_demo
from tests.journeys.running import Ended, run

DATABASE = "sqlite:///seedwatch-demo.db"
KEPT = ("stored", "copy", "revised", "unchanged")
#: Themes and copies are judged by rules that go on improving: floors, not exact counts.
THEMES_FLOOR, COPIES_FLOOR = 0.8, 0.75


@dataclass(frozen=True, slots=True)
class Demos:
    folder: Path
    ended: tuple[Ended, Ended]
    truths: tuple[tuple[Truth, ...], tuple[Truth, ...]]
    exported: tuple[dict[str, dict[str, object]], ...]

    def outcomes(self, run_id: int) -> dict[str, int]:
        rows = run(self.folder, "runs", "--json", "--db", DATABASE).rows
        return next(row["outcomes"] for row in rows if row["id"] == run_id)


def free_ports(count: int) -> int:
    """The first of `count` neighbouring ports that nothing listens on."""
    for first in range(20_000, 60_000, 100):
        try:
            with ExitStack() as stack:
                for port in range(first, first + count):
                    probe = stack.enter_context(socket.socket())
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise AssertionError("no free ports")


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demos]:
    folder = tmp_path_factory.mktemp("demo")
    port = free_ports(16)
    ended, exported = [], []
    for _ in range(2):
        ended.append(run(folder, "demo", "--port", str(port), cold=True))
        export = run(folder, "export", "--db", DATABASE)
        exported.append({row["url"]: row for row in map(json.loads, export.out.splitlines())})
    with serve_demo(1, port) as web:
        first = web.truths()
        web.publish(2)
        yield Demos(folder, (ended[0], ended[1]), (first, web.truths()), tuple(exported))


def test_pages_end_as_declared(demos: Demos) -> None:
    assert demos.ended[0].code == 0, demos.ended[0].err
    wanted = Counter(str(truth.outcome) for truth in demos.truths[0])
    found = demos.outcomes(1)
    assert sum(found.get(name, 0) for name in KEPT) == sum(wanted[name] for name in KEPT)
    faulty = {name: count for name, count in wanted.items() if name not in KEPT}
    assert {name: found.get(name) for name in faulty} == faulty
    assert sum(found.values()) == len(demos.truths[0])


def test_every_declared_article_is_there_with_its_title(demos: Demos) -> None:
    kept = [truth for truth in demos.truths[0] if truth.outcome in (Outcome.STORED, Outcome.COPY)]
    assert {truth.url: truth.title for truth in kept} == {
        url: row["title"] for url, row in demos.exported[0].items()
    }


def test_copies_are_joined_to_their_originals(demos: Demos) -> None:
    rows = demos.exported[1]
    copies = [truth for truth in demos.truths[1] if truth.copy_of and truth.url in rows]
    others = [truth for truth in demos.truths[1] if not truth.copy_of and truth.url in rows]
    joined = [truth for truth in copies if _cluster(rows, truth.url) == _cluster(rows, truth.copy_of or "")]
    assert len(joined) >= COPIES_FLOOR * len(copies)
    alone = [truth for truth in others if rows[truth.url]["copy_of"] is None]
    assert len(alone) >= 0.97 * len(others), "no look-alikes joined"


def _cluster(rows: dict[str, dict[str, object]], url: str) -> object:
    row = rows[url]
    return row["copy_of"] or row["id"]


def test_themes_agree_with_the_declared_ones(demos: Demos) -> None:
    """F1 over all (article, theme) pairs."""
    rows = demos.exported[1]
    wanted = {(truth.url, theme) for truth in demos.truths[1] if truth.url in rows for theme in truth.themes}
    found = {(url, theme) for url, row in rows.items() for theme in list(row["themes"])}  # type: ignore[call-overload]
    assert 2 * len(wanted & found) / (len(wanted) + len(found)) >= THEMES_FLOOR
    assert len({theme for _, theme in found}) == len({theme for _, theme in wanted})


def test_languages_are_told(demos: Demos) -> None:
    rows = run(demos.folder, "search", "", "--limit", "1000", "--copies", "--json", "--db", DATABASE).rows
    language = {row["url"]: row["language"] for row in rows}
    wanted = {truth.url: truth.language for truth in demos.truths[1] if truth.url in language}
    wrong = {url for url, each in wanted.items() if language[url] != each}
    assert len(wanted) > 100
    assert not wrong


def test_the_second_demo_fetches_only_what_is_newer(demos: Demos) -> None:
    assert demos.ended[1].code == 0, demos.ended[1].err
    before = {truth.url: truth for truth in demos.truths[0]}
    newer = [truth for truth in demos.truths[1] if truth.url not in before]
    revised = [truth for truth in demos.truths[1] if truth.url in before and before[truth.url] != truth]
    found = demos.outcomes(2)
    assert found["revised"] == len(revised) > 0
    assert found["stored"] + found["copy"] == len(newer) > 0
    assert sum(found.values()) == len(newer) + len(revised)
    assert f"{len(newer) + len(revised)} fetched + 0 refused" in demos.ended[1].out


def test_a_revised_article_has_a_revision(demos: Demos) -> None:
    before = {truth.url: truth.title for truth in demos.truths[0]}
    url = next(t.url for t in demos.truths[1] if before.get(t.url, t.title) != t.title)
    number = str(demos.exported[1][url]["id"])
    (shown,) = run(demos.folder, "show", number, "--json", "--db", DATABASE).rows
    assert len(shown["revisions"]) == 2
    told = run(demos.folder, "show", number, "--revisions", "--db", DATABASE).out
    assert "revision 1:" in told
    assert "revision 2:" in told


def test_it_shows_themes_copies_refusals_searches_and_what_to_do_next(demos: Demos) -> None:
    out = demos.ended[0].out
    for words in ("Articles by theme", "Duplicates joined", "Refused, and why", "seedwatch search", "Next"):
        assert words in out
    first_search = out.split("seedwatch search '人形機器人 關節'")[1].split("seedwatch search")[0]
    assert "人形机器人" in first_search, "a Traditional query finds Simplified text"
