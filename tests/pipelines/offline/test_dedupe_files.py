"""Groups of documents in a file."""

from __future__ import annotations

import random
from pathlib import Path

import orjson
import pytest

from bench.dedup_notes import crowds
from bench.eval_dedup import BULLETINS, bulletin_figures
from bench.perturb import CHANGES
from pipelines.offline import dedupe_files
from pipelines.offline.dedupe_files import Document, Grouped, dedupe, dedupe_file
from seedwatch.core.errors import InputError
from seedwatch.core.model.article import CopyKind
from tests.core.duplicates.test_duplicates import ENGLISH, ENGLISH_TITLE, PARAGRAPHS, TEXT, TITLE, simplified

DOCUMENTS = [
    Document("a", TITLE, TEXT),
    Document("b", "別的事", "碼頭邊的貓今天生了四隻小貓，船員輪流餵食。"),
    Document("c", TITLE, simplified(TEXT), published="2026-05-06T08:00:00+08:00"),
    Document("d", TITLE, "\n".join(PARAGRAPHS[:3]), url="https://news.example/d"),
    Document("e", "", ""),
    Document("f", "", ""),
]
GROUPS = [
    Grouped("a", "a", None),
    Grouped("b", "b", None),
    Grouped("c", "a", CopyKind.OTHER_SCRIPT),
    Grouped("d", "a", CopyKind.TRUNCATED),
    Grouped("e", "e", None),
    Grouped("f", "f", None),
]


def test_groups_in_the_order_of_the_documents() -> None:
    assert list(dedupe(DOCUMENTS, workers=1)) == GROUPS


def test_other_processes_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dedupe_files, "MANY", 3)
    monkeypatch.setattr(dedupe_files, "BATCH", 2)
    assert list(dedupe(DOCUMENTS, workers=2)) == GROUPS


def test_one_address_is_one_article_unless_the_texts_object() -> None:
    url = "https://news.example/story?utm_source=feed"
    mobile = "http://m.news.example/story"
    found = dedupe(
        [
            Document("a", "快訊", "夜間渡輪開航", url),
            Document("b", "快訊", "夜間渡輪今晚開航", mobile),
            Document("c", TITLE, TEXT, url + "&page=2"),
            Document(
                "d",
                "別的事",
                "碼頭邊的貓今天生了四隻小貓，船員輪流餵食。" + PARAGRAPHS[3] * 2,
                url + "&page=2",
            ),
        ],
        workers=1,
    )
    assert [each.cluster_id for each in found] == ["a", "a", "c", "d"]


@pytest.mark.parametrize("name", BULLETINS)
def test_bulletins_are_kept_apart_and_their_copies_found(name: str) -> None:
    """Floors: what was measured, less one pair or two."""
    precision, recall = bulletin_figures(name, issues=5, copies=2, seed=9)
    assert precision >= 0.98
    assert recall >= 0.96


@pytest.mark.parametrize("change", CHANGES)
def test_an_article_is_found_through_each_change(change: str) -> None:
    texts = {"zh": (TITLE, TEXT), "en": (ENGLISH_TITLE, ENGLISH)}
    for title, text in texts.values():
        changed = CHANGES[change](title, text, random.Random(3))
        found = list(dedupe([Document("a", title, text), Document("b", *changed)], workers=1))
        assert found[1].cluster_id == "a", changed


def test_no_crowd_becomes_a_group() -> None:
    found = list(crowds(60))
    assert {each.name: each.largest for each in found} == {each.name: each.wanted for each in found}


def test_a_file_with_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "documents.jsonl"
    path.write_bytes(orjson.dumps({"id": "a", "title": TITLE, "text": TEXT}) + b'\n{"title": "x"}\n')
    with pytest.raises(InputError, match=r"documents\.jsonl, line 2: id"):
        list(dedupe_file(str(path)))
