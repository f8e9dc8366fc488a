"""What goes wrong is said once, in words, with the right exit code; nothing stored is lost."""

from __future__ import annotations

import re
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from seedwatch.demo.server import DemoWeb
from tests.hostile.web import Site, Web, running
from tests.journeys.conftest import ALLOWED, Archive
from tests.journeys.running import Ended, end, own_sources, run, started, wait_until, write_feeds


def told(ended: Ended, code: int) -> str:
    """The message: one, not a traceback, at most with a hint of one line."""
    assert ended.code == code, ended.err
    assert "Traceback" not in ended.err
    lines = ended.err.strip().splitlines()
    assert lines[0].startswith("seedwatch: ")
    assert len(lines) <= 2, ended.err
    return ended.err


def rows(folder: Path, question: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "seedwatch.db") as connection:
        found = connection.execute(question).fetchall()
    connection.close()
    return found


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.txt", None, "No such file"),
        ("binary.txt", b"\xff\xfe\x00\x01", "not UTF-8"),
        ("words.txt", b"https://a.example/feed\nnot an address\n", "line 2"),
        ("broken.opml", b"<opml><body><outline xmlUrl=", "line 1"),
        ("empty.txt", b"# nothing\n", "no feed"),
    ],
)
def test_a_feed_list_that_cannot_be_read(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    message = told(run(tmp_path, "crawl", "--feeds", name, "--all"), 2)
    assert name in message
    assert words in message


@pytest.mark.parametrize(
    ("option", "given", "near"),
    [("--theme", "humanoid-robot", "humanoid-robots"), ("--source", "cnaa", "cna")],
)
def test_an_unknown_id_is_named_with_its_neighbour(
    tmp_path: Path, option: str, given: str, near: str
) -> None:
    message = told(run(tmp_path, "crawl", option, given), 2)
    assert repr(given) in message
    assert f"Did you mean {near}" in message


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://me:geheim@127.0.0.1:1/news", "cannot be reached"),
        ("sqlite:////no/such/folder/news.db", "cannot be opened"),
        ("mysql://host/news", "not supported"),
    ],
)
@pytest.mark.parametrize("command", [("search", "x"), ("crawl", "--all"), ("db", "stats")], ids=" ".join)
def test_a_database_that_cannot_be_reached(
    tmp_path: Path, url: str, words: str, command: tuple[str, ...]
) -> None:
    message = told(run(tmp_path, *command, "--db", url), 2 if "mysql" in url else 4)
    assert words in message
    assert "geheim" not in message


@pytest.mark.parametrize("command", [("search", ""), ("crawl", "--all"), ("schedule",)], ids=" ".join)
def test_a_database_newer_than_the_program_is_left_alone(
    archive: Archive, tmp_path: Path, command: tuple[str, ...]
) -> None:
    shutil.copyfile(archive.folder / "seedwatch.db", tmp_path / "seedwatch.db")
    with sqlite3.connect(tmp_path / "seedwatch.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = (tmp_path / "seedwatch.db").read_bytes()
    message = told(run(tmp_path, *command), 4)
    assert "9999" in message
    assert "upgrade seedwatch" in message
    assert (tmp_path / "seedwatch.db").read_bytes() == before


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("seedwatch.toml", "page_seconds = 'many'\n", ("seedwatch.toml", "page_seconds")),
        ("seedwatch.toml", "wrokers = 2\n", ("seedwatch.toml", "wrokers")),
        ("seedwatch.toml", "workers = = 2\n", ("seedwatch.toml", "line 1")),
        ("seedwatch.toml", "themes_dir = 'nowhere'\n", ("seedwatch.toml", "themes_dir")),
        ("themes/mine.yaml", "id: mine\nname: [unclosed\n", ("mine.yaml", "line")),
        ("themes/mine.yaml", "id: mine\ncolour: red\n", ("mine.yaml", "line 2", "colour")),
        ("sources/mine.yaml", "sources:\n- id: mine\n  paec: 2\n", ("mine.yaml", "line 3", "paec")),
        ("sources/mine.yaml", "\udcff\udcfe", ("mine.yaml", "not UTF-8")),
    ],
)
def test_a_broken_file_is_named_with_line_and_key(
    tmp_path: Path, file: str, text: str, words: tuple[str, ...]
) -> None:
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    folder = file.partition("/")[0]
    env = {f"SEEDWATCH_{folder.upper()}_DIR": folder} if "/" in file else {}
    message = told(run(tmp_path, "crawl", "--all", env=env), 2)
    assert all(word in message for word in words), message
    assert not (tmp_path / "seedwatch.db").exists()


def test_a_misspelt_variable_is_named(tmp_path: Path) -> None:
    assert "SEEDWATCH_WROKERS" in told(run(tmp_path, "config", env={"SEEDWATCH_WROKERS": "2"}), 2)


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "x", "--sort", "best"),
        ("search", "x", "--since", "someday"),
        ("search", '"unclosed'),
        ("export", "--format", "csv"),
        ("crawl", "--pace", "0"),
        ("crawl", "--allow-hosts", "somewhere"),
        ("extract",),
    ],
    ids=" ".join,
)
def test_usage_that_cannot_be_understood(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    if arguments[0] == "search":
        assert run(tmp_path, "db", "upgrade").code == 0
    told(run(tmp_path, *arguments), 2)


def test_no_network_at_all_is_said_once(tmp_path: Path) -> None:
    """Every host refuses the connection; a host that answers is the control."""
    dead = [f"http://127.0.0.{n}:9/feed.xml" for n in range(2, 7)]
    (tmp_path / "feeds.txt").write_text("\n".join(dead))
    ended = run(tmp_path, "crawl", "--feeds", "feeds.txt", "--all", *ALLOWED)
    message = told(ended, 3)
    assert message.startswith("seedwatch: no network: none of 5 hosts answered")
    assert "seedwatch demo" in message
    with running(Site("127.0.0.61", ["/a-1"])) as served:
        (tmp_path / "feeds.txt").write_text("\n".join([*dead, *served.feed_urls()]))
        control = run(tmp_path, "crawl", "--feeds", "feeds.txt", "--all", *ALLOWED)
    assert control.code == 0, control.err
    assert rows(tmp_path, "SELECT exit_code FROM run ORDER BY id") == [(3,), (0,)]


# A disk that fills up, and interruptions in the middle: the web holds answers back.

PATHS = [f"/a-{number}" for number in range(80)]
#: Pages that are answered, and articles that are then waited for: what a host says about rights is asked for
#: behind the pages that are under way already, and nothing is stored before.
FIRST, SOME = 50, 10


@pytest.fixture
def slow_web() -> Iterator[Web]:
    with running(*(Site(f"127.0.0.{70 + n}", PATHS[n::2], etag='"1"') for n in range(2))) as served:
        yield served


def crawling(folder: Path, web: Web) -> tuple[str, ...]:
    (folder / "feeds.txt").write_text("\n".join(web.feed_urls()))
    return ("crawl", "--feeds", "feeds.txt", "--all", "--allow-hosts", "127.0.0.0/8", "--pace", "0")


def limited(size: int) -> Callable[[], None]:
    """Files of the child end at `size` bytes, as on a full disk."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def test_a_full_disk_keeps_what_is_stored(slow_web: Web, tmp_path: Path) -> None:
    """The log of the database reaches the limit in the middle of a crawl; without it, the rest is stored."""
    run(tmp_path, "db", "upgrade")
    size = (tmp_path / "seedwatch.db").stat().st_size
    command = crawling(tmp_path, slow_web)
    env = {"SEEDWATCH_PAGES_DIR": ""}
    full = run(tmp_path, *command, env=env, before=limited(size + 400_000))
    message = told(full, 4)
    assert re.search("disk", message)
    stored = rows(tmp_path, "SELECT url FROM article")
    assert len(stored) < len(PATHS)
    assert rows(tmp_path, "PRAGMA integrity_check") == [("ok",)]
    control = run(tmp_path, *command, env=env)
    assert control.code == 0, control.err
    assert len(rows(tmp_path, "SELECT DISTINCT url FROM article")) == len(PATHS)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_crawl_leaves_with_130_and_keeps_what_is_stored(
    slow_web: Web, tmp_path: Path, number: signal.Signals
) -> None:
    run(tmp_path, "db", "upgrade")
    slow_web.held.update(PATHS[FIRST:])
    env = {"SEEDWATCH_FETCH_SECONDS": "4"}  # how long it waits for the answers that are held back
    with started(tmp_path, *crawling(tmp_path, slow_web), env=env) as process:
        wait_until(lambda: len(rows(tmp_path, "SELECT id FROM article")) >= SOME, "some articles")
        assert end(process, number) == 130
    stored = len(rows(tmp_path, "SELECT id FROM article"))
    assert SOME <= stored < len(PATHS)
    assert rows(tmp_path, "SELECT exit_code FROM run") == [(130,)]
    assert "Traceback" not in (tmp_path / "err.txt").read_text()
    slow_web.held.clear()
    again = run(tmp_path, *crawling(tmp_path, slow_web))
    assert again.code == 0, again.err
    assert len(rows(tmp_path, "SELECT DISTINCT url FROM article")) == len(PATHS)


def test_interrupting_a_reader_is_quiet(web: DemoWeb, tmp_path: Path) -> None:
    from tests.journeys.running import COMMAND, PATIENCE, environment

    with subprocess.Popen(
        [*COMMAND, "tag", "-"],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdin
        assert child.stdout
        assert child.stderr
        child.stdin.write(b'{"id": "1", "title": "x", "text": "y"}\n' * 40)
        child.stdin.flush()
        child.stdout.readline()
        child.send_signal(signal.SIGINT)
        words = child.stderr.read().decode()
        assert child.wait(PATIENCE) == 130, "while more input may come"
        assert "Traceback" not in words


def test_a_catalogue_with_only_own_sources(web: DemoWeb, tmp_path: Path) -> None:
    ended = run(tmp_path, "sources", "list", "--json", env=own_sources(tmp_path, web))
    assert {row["id"] for row in ended.rows} == {source.id for source in web.sources}
    (tmp_path / "sources" / "own.yaml").unlink()
    write_feeds(tmp_path, web)
    env = {"SEEDWATCH_SHIPPED_SOURCES": "false"}
    assert run(tmp_path, "crawl", env=env).code == 0, "nothing to do is no error"
