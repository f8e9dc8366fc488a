"""Erased pages are gone from their file, and their neighbours are where they were."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from pipelines.warc.erase import erase, tombstone
from pipelines.warc.store import ArchiveOptions, WarcStore
from seedwatch.core.model.page import Page, RawRef
from tests.refs import ref_of

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def _shelf(folder: Path) -> list[RawRef]:
    store = WarcStore(ArchiveOptions(folder), folder, 1)
    bodies = [b"<p>first</p>", b"<p>secret words</p>" * 3000, b"<p>third</p>"]
    refs = [
        store.keep(
            Page(
                ref=ref_of(f"https://a.example/{number}", "a"),
                final_url=f"https://a.example/{number}",
                status=200,
                headers=(("content-type", "text/html"),),
                body=body,
                fetched_at=NOW,
            )
        )
        for number, body in enumerate(bodies)
    ]
    store.close()
    return refs


def _records(file: Path) -> list[tuple[str, str | None, bytes]]:
    with file.open("rb") as stream:
        return [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(stream)
        ]


def test_a_member_becomes_a_note_of_the_same_length(tmp_path: Path) -> None:
    refs = _shelf(tmp_path)
    file = tmp_path / refs[1].file
    before = file.read_bytes()
    assert erase(tmp_path, [refs[1]]) == 1
    after = file.read_bytes()
    assert len(after) == len(before)
    end = refs[1].offset + refs[1].length
    assert (after[: refs[1].offset], after[end:]) == (before[: refs[1].offset], before[end:])
    assert [(kind, url) for kind, url, _ in _records(file)] == [
        ("response", "https://a.example/0"),
        ("metadata", None),
        ("response", "https://a.example/2"),
    ]
    with file.open("rb") as stream:  # a reader that jumps to the third member
        stream.seek(refs[2].offset)
        record = next(iter(ArchiveIterator(BytesIO(stream.read(refs[2].length)))))
    assert record.content_stream().read() == b"<p>third</p>"


def test_erasing_again_or_in_a_file_that_is_gone_changes_nothing(tmp_path: Path) -> None:
    refs = _shelf(tmp_path)
    assert erase(tmp_path, [refs[1], refs[1], RawRef("gone.warc.gz", 0, 500)]) == 1
    assert erase(tmp_path, [refs[1]]) == 1
    assert len(_records(tmp_path / refs[1].file)) == 3


def test_a_place_that_holds_no_member_is_left_alone(tmp_path: Path) -> None:
    refs = _shelf(tmp_path)
    before = (tmp_path / refs[0].file).read_bytes()
    with pytest.raises(ValueError, match="no member"):
        erase(tmp_path, [RawRef(refs[0].file, 5, 300)])
    assert (tmp_path / refs[0].file).read_bytes() == before


@given(st.integers(min_value=300, max_value=200_000))
def test_a_note_has_the_length_that_is_wanted(length: int) -> None:
    note = tombstone(length, NOW)
    assert len(note) == length
    assert next(iter(ArchiveIterator(BytesIO(note)))).rec_type == "metadata"
