"""Pages are kept as they came, found again by reference, and do not fill the disk."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipelines.warc.store import ArchiveOptions, WarcStore
from seedwatch.core.model.page import Page, RawRef
from tests.refs import ref_of

PAGE = Page(
    ref=ref_of("http://a.example/1", "a", "Asia/Taipei"),
    final_url="http://a.example/1?v=2",
    status=200,
    headers=(
        ("content-type", "text/html; charset=big5"),
        ("content-encoding", "gzip"),
        ("content-length", "9"),
    ),
    body="<html>颱風</html>".encode("big5"),
    fetched_at=datetime(2026, 5, 4, 12, tzinfo=UTC),
)


def warc_store(
    folder: Path, run_id: int = 1, *, max_bytes: int = 10**9, days: int | None = None
) -> WarcStore:
    return WarcStore(ArchiveOptions(folder, max_bytes, days), folder, run_id)


def read(folder: Path, raw: RawRef) -> tuple[str, bytes, dict[str, str]]:
    with (folder / raw.file).open("rb") as file:
        file.seek(raw.offset)
        record = next(iter(ArchiveIterator(file)))
        url = record.rec_headers.get_header("WARC-Target-URI")
        headers = {name.lower(): value for name, value in record.http_headers.headers}
        return url, record.content_stream().read(), headers


def test_each_page_is_found_at_its_place(tmp_path: Path) -> None:
    kept = warc_store(tmp_path)
    pages = [replace(PAGE, final_url=f"http://a.example/{n}", body=bytes([65 + n]) * 50) for n in range(3)]
    places = [kept.keep(page) for page in pages]
    kept.close()
    for page, raw in zip(pages, places, strict=True):
        assert read(tmp_path, raw)[:2] == (page.final_url, page.body)
        with (tmp_path / raw.file).open("rb") as file:
            file.seek(raw.offset)
            assert len(file.read(raw.length)) == raw.length


def test_headers_tell_the_truth_about_the_decoded_body(tmp_path: Path) -> None:
    kept = warc_store(tmp_path)
    _, body, headers = read(tmp_path, kept.keep(PAGE))
    kept.close()
    assert body == PAGE.body
    assert headers["content-length"] == str(len(PAGE.body))
    assert "content-encoding" not in headers
    assert headers["x-archive-orig-content-encoding"] == "gzip"


def test_a_torn_file_of_a_killed_run_costs_its_last_page_only(tmp_path: Path) -> None:
    kept = warc_store(tmp_path)
    first, second = kept.keep(PAGE), kept.keep(PAGE)
    kept.close()
    path = tmp_path / first.file
    path.write_bytes(path.read_bytes()[: second.offset + second.length // 2])
    assert read(tmp_path, first)[1] == PAGE.body
    other = warc_store(tmp_path, 2)
    assert other.keep(PAGE).file != first.file
    other.close()


def test_files_past_their_time_go(tmp_path: Path) -> None:
    old, young = tmp_path / "seedwatch-old.warc.gz", tmp_path / "seedwatch-young.warc.gz"
    for path, age in ((old, 40), (young, 3)):
        path.write_bytes(b"x")
        then = datetime.now(UTC).timestamp() - age * 86400
        os.utime(path, (then, then))
    kept = warc_store(tmp_path, days=30)
    kept.keep(PAGE)
    kept.close()
    assert not old.exists()
    assert young.exists()
    assert kept.removed == [old.name]


def test_the_oldest_files_make_room(tmp_path: Path) -> None:
    for number in range(3):
        path = tmp_path / f"seedwatch-{number}.warc.gz"
        path.write_bytes(bytes(1000))
        os.utime(path, (number, number))
    kept = warc_store(tmp_path, max_bytes=3000)
    kept.keep(PAGE)
    kept.close()
    assert sorted(path.name for path in tmp_path.glob("seedwatch-?.warc.gz"))[0] != "seedwatch-0.warc.gz"


def test_a_run_that_alone_reaches_the_cap_stops_keeping(tmp_path: Path) -> None:
    kept = warc_store(tmp_path, max_bytes=1000)
    kept.keep(PAGE)
    with pytest.raises(OSError, match="cap"):
        kept.keep(replace(PAGE, body=os.urandom(1000)))
    kept.close()
