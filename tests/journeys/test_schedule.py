"""`seedwatch schedule`: a day in a minute. What the database says about times is put back as hours pass."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.hostile.web import Site, Web, running
from tests.journeys.running import PATIENCE, run, started, wait_until

SETTINGS = {
    "SEEDWATCH_SOURCES_DIR": "sources",
    "SEEDWATCH_SHIPPED_SOURCES": "false",
    "SEEDWATCH_ALLOW_HOSTS": "127.0.0.0/8",
    "SEEDWATCH_TICK_SECONDS": "1",
}
HOSTS = 2


@pytest.fixture
def web() -> Iterator[Web]:
    with running(*(Site(f"127.0.0.{80 + n}", [f"/a-0-{n}"]) for n in range(HOSTS))) as served:
        yield served


class Day:
    """A folder with its own sources and database, and the news that come in hour by hour."""

    def __init__(self, folder: Path, web: Web) -> None:
        self.folder = folder
        self.web = web
        self.published = HOSTS
        (folder / "sources").mkdir()
        (folder / "sources" / "own.yaml").write_text(
            "sources:\n"
            + "".join(
                f"- {{id: s{n}, name: S{n}, home: {web.url(site, '/')!r}, language: zh-Hant, pace: 0.5,"
                f" zone: Asia/Taipei, triage: off, feeds: [{{url: {web.url(site, '/feed.xml')!r}}}]}}\n"
                for n, site in enumerate(web.sites.values())
            )
        )

    def rows(self, question: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / "seedwatch.db", timeout=30)) as connection:
            return connection.execute(question).fetchall()

    def pass_hours(self, hour: int) -> None:
        """Each outlet publishes; every feed's time comes."""
        for n, site in enumerate(self.web.sites.values()):
            site.paths.insert(0, f"/a-{hour}-{n}")
        self.published += HOSTS
        self.let_time_pass()

    def let_time_pass(self) -> None:
        with closing(sqlite3.connect(self.folder / "seedwatch.db", timeout=30)) as connection, connection:
            connection.execute("UPDATE feed SET next_due = '2026-01-01 00:00:00.000000'")
            connection.execute("UPDATE host SET next_slot = NULL")

    def shifts(self) -> list[tuple[object, ...]]:
        """(exit code, started, finished) of each shift."""
        return self.rows(
            "SELECT exit_code, started_at, finished_at FROM run WHERE kind = 'shift' ORDER BY id"
        )

    def is_tidied(self) -> bool:
        return bool(self.rows("SELECT 1 FROM run WHERE kind = 'tidy' AND exit_code = 0"))

    def stored(self) -> list[str]:
        return [str(url) for (url,) in self.rows("SELECT url FROM article ORDER BY id")]

    def wait_for_news(self) -> None:
        wait_until(lambda: len(self.stored()) == self.published, f"{self.published} articles")

    def wait_for_end(self) -> None:
        """A shift that ends later would note when its feeds are due behind `let_time_pass`."""
        wait_until(lambda: self.shifts()[-1][2] is not None, "the shift's end")


@pytest.fixture
def day(web: Web, tmp_path: Path) -> Day:
    found = Day(tmp_path, web)
    assert run(tmp_path, "db", "upgrade", env=SETTINGS).code == 0
    return found


def test_a_day_with_two_restarts_loses_nothing_and_doubles_nothing(day: Day) -> None:
    with started(day.folder, "schedule", env=SETTINGS) as clock:
        day.wait_for_news()
        wait_until(day.is_tidied, "the daily work")
        day.pass_hours(1)
        day.wait_for_news()
        stop(clock)
    assert all(code in (0, 130) for code, _, _ in day.shifts())

    day.pass_hours(2)
    day.web.held.add("/a-2-1")
    with started(day.folder, "schedule", env=SETTINGS) as clock:
        wait_until(lambda: "/a-2-1" in day.web.asked(), "a shift in the middle")
        crash(clock, day)
    day.web.held.clear()
    day.let_time_pass()
    assert len(day.stored()) < day.published
    lost = sum(code is None for code, _, _ in day.shifts())
    assert lost in (1, 2), "what crashed has no end"

    with started(day.folder, "schedule", env=SETTINGS) as clock:
        day.wait_for_news()
        day.wait_for_end()
        day.pass_hours(3)
        day.wait_for_news()
        stop(clock)

    assert sorted(Counter(day.stored()).values()) == [1] * day.published
    outcomes = day.rows("SELECT url_key, count(*) FROM outcome WHERE outcome = 'stored' GROUP BY url_key")
    assert len(outcomes) == day.published
    assert all(count == 1 for _, count in outcomes)
    visits = day.rows("SELECT run_id, feed_id, count(*) FROM feed_visit GROUP BY run_id, feed_id")
    assert all(count == 1 for *_, count in visits), "no feed twice in a crawl"
    assert day.rows("SELECT count(*) FROM run WHERE kind = 'tidy'") == [(1,)], "the daily work once a day"
    listed = run(day.folder, "runs", env=SETTINGS).out
    assert listed.count("crashed") == lost
    assert listed.count("shift") == len(day.shifts())


def test_a_stop_in_the_middle_of_a_shift_is_clean(day: Day) -> None:
    """The shift gives up an answer that does not come, notes its end, and the next takes up what is left."""
    day.web.held.add("/a-0-1")
    with started(day.folder, "schedule", env=SETTINGS) as clock:
        wait_until(lambda: "/a-0-1" in day.web.asked(), "a shift in the middle")
        stop(clock)
    codes = [code for code, _, _ in day.shifts()]
    assert 130 in codes, "the crawl that waited for the answer"
    assert set(codes) <= {0, 130}
    words = (day.folder / "err.txt").read_text()
    assert "Traceback" not in words
    assert words.splitlines()[-1].endswith("stopped")
    day.web.held.clear()
    day.let_time_pass()
    with started(day.folder, "schedule", env=SETTINGS) as clock:
        day.wait_for_news()
        stop(clock)
    assert sorted(Counter(day.stored()).values()) == [1] * day.published


def stop(clock: subprocess.Popen[bytes]) -> None:
    """SIGTERM: it ends by itself."""
    clock.send_signal(signal.SIGTERM)
    assert clock.wait(PATIENCE) == 0


def crash(clock: subprocess.Popen[bytes], day: Day) -> None:
    """The power fails: clock and crawls are gone at once."""
    clock.kill()
    clock.wait()
    for (pid,) in day.rows("SELECT pid FROM run WHERE finished_at IS NULL"):
        with suppress(ProcessLookupError):  # it had just ended
            os.killpg(int(str(pid)), signal.SIGKILL)
