"""Opening a database, taking turns, and saying in words what went wrong."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import func, insert, select, text

from db.engine.database import Database, open_database
from db.schema.tables import feed, host
from seedwatch.core.errors import DatabaseError, InputError
from tests.databases import PostgresServer
from tests.warm import in_fork

Reopen = Callable[[str], Database]
#: Who root becomes where root may do too much.
NOBODY = 65534


def names(database: Database) -> list[str]:
    with database.read() as conn:
        return list(conn.execute(select(host.c.name).order_by(host.c.name)).scalars())


def test_a_write_is_seen_by_later_reads(database: Database) -> None:
    with database.write() as conn:
        conn.execute(insert(host).values(name="a.example"))
    assert names(database) == ["a.example"]


def test_an_error_rolls_the_whole_write_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as conn:  # noqa: PT012 - one transaction
        conn.execute(insert(host).values(name="a.example"))
        raise ZeroDivisionError
    assert names(database) == []


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DatabaseError, match="cannot be written"), database.read() as conn:
        conn.execute(insert(host).values(name="a.example"))
    with database.write() as conn:  # the same pooled connection writes again
        conn.execute(insert(host).values(name="b.example"))
    assert names(database) == ["b.example"]


def test_a_reader_sees_one_state(database: Database) -> None:
    count = select(func.count()).select_from(host)
    with database.read() as reader:
        assert reader.execute(count).scalar() == 0
        with database.write() as writer:
            writer.execute(insert(host).values(name="a.example"))
        assert reader.execute(count).scalar() == 0
    assert names(database) == ["a.example"]


def test_writers_of_two_threads_read_then_write_without_losing_an_update(database: Database) -> None:
    with database.write() as conn:
        conn.execute(insert(host).values(name="a.example", failures=0))

    def count_up() -> None:
        for _ in range(20):
            with database.write() as conn:
                found = conn.execute(select(host.c.failures)).scalar_one()
                conn.execute(host.update().values(failures=found + 1))

    threads = [threading.Thread(target=count_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as conn:
        assert conn.execute(select(host.c.failures)).scalar_one() == 60


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(DatabaseError, match="refused a row"), database.write() as conn:
        conn.execute(insert(feed).values(source_id="none", url_digest="x", themes=(), declared=True))


def test_sqlite_settings(sqlite_database: Database) -> None:
    with sqlite_database.read() as conn:
        found = {
            name: conn.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "wal_autocheckpoint")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
        "wal_autocheckpoint": 0,
    }


def test_synchronous_is_a_setting(sqlite_url: str) -> None:
    with open_database(sqlite_url, synchronous="NORMAL") as database, database.read() as conn:
        assert conn.execute(text("PRAGMA synchronous")).scalar() == 1
    with pytest.raises(InputError, match="synchronous"):
        open_database(sqlite_url, synchronous="; DROP")


def test_the_log_is_copied_into_the_database_when_it_has_grown(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.engine.database.CHECKPOINT_BYTES", 100_000)
    with open_database(sqlite_url) as database:
        assert database.path is not None
        log = Path(f"{database.path}-wal")
        largest = 0
        for number in range(60):
            with database.write() as conn:
                conn.execute(insert(host).values(name=f"{number}.example", robots_body=b"x" * 10_000))
            largest = max(largest, log.stat().st_size)
        assert 100_000 <= largest < 300_000
        assert database.path.stat().st_size > 400_000


def test_a_reader_that_holds_the_log_back_does_not_stop_writers(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.engine.database.CHECKPOINT_BYTES", 50_000)
    with open_database(sqlite_url) as database, database.read() as reader:
        assert reader.execute(select(func.count()).select_from(host)).scalar() == 0
        for number in range(30):
            with database.write() as conn:
                conn.execute(insert(host).values(name=f"{number}.example", robots_body=b"x" * 10_000))
        assert len(names(database)) == 30


def test_memory_and_plain_file_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open_database(":memory:") as database, database.read() as conn:
        assert conn.execute(text("SELECT count(*) FROM articles")).scalar() == 0
    with open_database("plain.db") as database:
        monkeypatch.chdir("/")
        assert names(database) == []  # still the file of the folder in which it was opened
    assert (tmp_path / "plain.db").exists()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://u:secret@h/x", "mysql"),
        ("postgresql://u:secret@h:notaport/x", "cannot be read"),
        ("://", "cannot be read"),
    ],
)
def test_unusable_urls_are_input_errors(url: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        open_database(url)
    assert "secret" not in str(caught.value)


def test_an_unreachable_server_is_named_without_its_password() -> None:
    with pytest.raises(DatabaseError, match="cannot be reached") as caught:
        open_database("postgresql://me:geheim@127.0.0.1:1/news?password=geheim&connect_timeout=2")
    assert "127.0.0.1:1/news" in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert caught.value.exit_code == 4


def test_a_missing_folder_and_a_foreign_file(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be opened"):
        open_database(str(tmp_path / "missing" / "x.db"))
    (tmp_path / "letter.db").write_text("no database " * 100)
    with pytest.raises(DatabaseError, match="no SQLite database"):
        open_database(str(tmp_path / "letter.db"))


def test_a_full_disk_is_a_clear_error_and_loses_nothing(sqlite_database: Database) -> None:
    with sqlite_database.write() as conn:
        conn.execute(insert(host).values(name="a.example"))
        conn.execute(text(f"PRAGMA max_page_count = {conn.execute(text('PRAGMA page_count')).scalar()}"))
    with pytest.raises(DatabaseError, match="disk is full") as caught, sqlite_database.write() as conn:
        conn.execute(insert(host).values(name="b.example", robots_body=b"x" * 1_000_000))
    assert caught.value.hint
    assert names(sqlite_database) == ["a.example"]


def test_a_file_that_cannot_be_written(sqlite_url: str) -> None:
    """Root may write every file, so it steps down first."""
    with TemporaryDirectory() as folder:  # tmp_path lies where nobody else may go
        path = Path(folder) / "seedwatch.db"
        for mode, words in ((0o600, ""), (0o400, "readonly database")):
            shutil.copyfile(sqlite_url.removeprefix("sqlite:///"), path)
            path.chmod(mode)
            try:
                told = in_fork(_write_as_owner, str(path))
            except PermissionError as error:
                pytest.skip(f"root, but not free to become somebody else: {error}")
            assert words in told
            assert bool(words) is bool(told)


def _write_as_owner(path: str) -> str:
    """What is said when a process that is not root writes into its own file; nothing when that is done."""
    open_database("sqlite://").close()  # imports what it needs while everything may be read
    if os.geteuid() == 0:
        for each in (path, str(Path(path).parent)):
            os.chown(each, NOBODY, NOBODY)
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        with open_database(path) as database, database.write() as conn:
            conn.execute(insert(host).values(name="a.example"))
    except DatabaseError as error:
        return str(error)
    return ""


def test_a_database_locked_for_longer_than_the_limit(sqlite_url: str) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    with open_database(sqlite_url, busy_seconds=0.05) as database:
        other = sqlite3.connect(path, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(DatabaseError, match="locked"), database.write():
                pytest.fail("entered while another process wrote")
            assert names(database) == []
        finally:
            other.close()
        with database.write() as conn:
            conn.execute(insert(host).values(name="a.example"))
        assert names(database) == ["a.example"]


def test_a_postgresql_writer_waits_no_longer_than_the_limit(postgres: PostgresServer) -> None:
    url = postgres.create()
    with (
        open_database(url) as first,
        open_database(url, busy_seconds=0.05) as second,
        first.write(),
        pytest.raises(DatabaseError, match="locked"),
        second.write(),
    ):
        pytest.fail("entered while another process wrote")


def test_opening_an_up_to_date_database_imports_no_alembic(sqlite_url: str) -> None:
    code = (
        "import sys; from db.engine.database import open_database; open_database(sys.argv[1]).close();"
        "print([name for name in ('alembic', 'psycopg') if name in sys.modules])"
    )
    done = subprocess.check_output([sys.executable, "-c", code, sqlite_url], text=True)
    assert done.strip() == "[]"
