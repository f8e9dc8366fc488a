"""Database URLs: read whole, or refused; nothing opens another store than the one that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.engine.database import open_database, open_reader
from db.engine.urls import is_read_only, parse_url
from seedwatch.core.errors import DatabaseError, InputError


@pytest.mark.parametrize(
    "url", ["", "  ", "sqlite:x.db", "sqlite:/x.db", "mysql://h/x", "sqlite:///x.db?colour=red"]
)
def test_odd_urls_are_refused(url: str) -> None:
    with pytest.raises(InputError):
        parse_url(url)


@pytest.mark.parametrize(
    "url", ["sqlite:///{}?mode=ro&uri=true", "sqlite:///file:{}?mode=ro&uri=true", "sqlite:///{}?immutable=1"]
)
def test_options_of_the_url_reach_the_file_that_is_meant(url: str, tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    open_database(f"sqlite:///{file}").close()
    asked = url.format(file)
    assert is_read_only(parse_url(asked))
    with open_reader(asked) as found:
        assert not found.absent
        with found.read() as conn:
            assert conn.exec_driver_sql("SELECT count(*) FROM article").scalar() == 0
    assert {path.name.removesuffix("-wal").removesuffix("-shm") for path in tmp_path.iterdir()} == {"x.db"}


def test_what_is_opened_to_be_read_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    open_database(f"sqlite:///{file}").close()
    with (
        open_database(f"sqlite:///{file}?mode=ro") as database,
        pytest.raises(DatabaseError, match="written"),
        database.write() as conn,
    ):
        conn.exec_driver_sql("DELETE FROM article")


def test_a_file_on_a_medium_that_takes_no_writing_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.db"
    open_database(f"sqlite:///{file}").close()
    monkeypatch.setattr("db.engine.urls.os.access", lambda path, mode: False)
    with open_reader(str(file)) as found, found.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM article").scalar() == 0
