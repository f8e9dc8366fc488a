"""What programs get: the JSON form of answers, the same from the command line and from the API.

A view is the record with a few names changed and a few left out: a new field of a record is in it by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from db.archive.tags import TagDecision, TagRecord
from db.reads.records import ArticleRecord, ClusterMember, RevisionRecord
from seedwatch.core.model.answer import FoundArticle
from seedwatch.core.model.moment import DateCandidate
from seedwatch.core.redaction import redact

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

#: Names in the JSON of fields that are called otherwise here.
_ROW = {"source_id": "source"}
_ARTICLE = {
    "published_local": "published",
    "published": "published_utc",
    "origin": "date_origin",
    "source_id": "source",
    "first_seen": "fetched_at",
}
_TEXT = {"text": "body"}
_TAG = {"valid_from": "since"}
_MEMBER = {"source_id": "source"}
_REVISION = {"valid_from": "from", "valid_to": "to"}

#: Fields that no program is told.
_ROW_ONLY = frozenset({"title_marks", "snippet_marks"})
_ARTICLE_ONLY = frozenset({"url_key", "last_seen", "gone_at"})
_STATE = frozenset({"number", "valid_from", "valid_to", "raw"})  # of a revision
_READING = frozenset({"image", "section", "method", "extractor", "encoding"})
_DATES = frozenset({"dates"})
_WORDS = frozenset({"text", "authors", "language"})
_TAG_ONLY = frozenset({"article_id", "valid_to"})
_MEMBER_ONLY = frozenset({"source_name", "first_seen", "precision", "published_local"})


def _view(
    record: DataclassInstance, renames: Mapping[str, str], left_out: Set[str], **values: object
) -> dict[str, object]:
    """values: of fields that are told in another form, and of names that no field has."""
    names = (each.name for each in fields(record) if each.name not in left_out)
    return {renames.get(name, name): getattr(record, name) for name in names} | values


def row_json(row: FoundArticle) -> dict[str, object]:
    """A search result."""
    return _view(row, _ROW, _ROW_ONLY, url=redact(row.url), themes=list(row.themes))


def article_json(found: ArticleRecord) -> dict[str, object]:
    """An article for programs."""
    now = found.current
    return _view(
        found,
        _ARTICLE,
        _ARTICLE_ONLY,
        **_view(now, _TEXT, _STATE | _READING | _DATES, authors=list(now.authors)),
        url=redact(found.url),
        rights=asdict(found.rights),
        themes=[tag.theme for tag in found.tags if tag.verdict is not TagDecision.REMOVED],
        tags=[tag_json(tag) for tag in found.tags],
        also_at=[_member_json(each, found) for each in found.also_at],
        dates=[_date_json(seen) for seen in now.dates],
        revisions=[_revision_json(each) for each in found.revisions],
        addresses=[redact(each) for each in found.addresses],
    )


def tag_json(tag: TagRecord) -> dict[str, object]:
    """A tag with the words that gave it."""
    evidence = [asdict(each) for each in tag.evidence]
    return _view(tag, _TAG, _TAG_ONLY, score=round(tag.score, 3), evidence=evidence)


def _date_json(seen: DateCandidate) -> dict[str, object]:
    return _view(seen, {}, frozenset({"moment"}), read_as=seen.moment and seen.moment.iso)


def _member_json(each: ClusterMember, found: ArticleRecord) -> dict[str, object]:
    """`seconds_later`: than the article itself; below zero: it came first."""
    after = each.after(found.published, found.precision)
    later = None if after is None else round(after.total_seconds())
    return _view(each, _MEMBER, _MEMBER_ONLY, url=redact(each.url), seconds_later=later)


def _revision_json(each: RevisionRecord) -> dict[str, object]:
    raw = each.raw and asdict(each.raw)
    return _view(each, _REVISION, _READING | _WORDS | _DATES, characters=len(each.text), raw=raw)
