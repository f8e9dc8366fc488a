"""Articles in: which addresses are known, what is stored, how pages ended.

Everything here runs in the caller's transaction, so that an article, its tags, its copies and the end of its
page are stored together or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert

from db.archive import copies, event_log, tags
from db.archive.addresses import known_keys, meet_address
from db.archive.copies import CopyLink
from db.archive.event_log import EventKind
from db.engine.dialects import chunks, insert_for
from db.engine.rows import record_of, row_of
from db.schema.tables import address, article, revision
from db.schema.types import clean
from seedwatch.core.model.article import (
    Article,
    CopyKind,
    DedupeDecision,
    Stored,
    StoredText,
    TaggedArticle,
)
from seedwatch.core.model.moment import Moment
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.rights import NO_SIGNALS, RightsSignals

__all__ = [
    "article_at",
    "articles_at",
    "credit_to",
    "known_keys",
    "move_article",
    "store_article",
    "texts_of",
]

_ADD_REVISION = insert(revision)


def texts_of(conn: Connection, ids: Iterable[int]) -> tuple[StoredText, ...]:
    """The current texts of articles, in order of id; ids without a row are left out."""
    rows = [row for part in chunks(set(ids)) for row in conn.execute(_texts_by_id(), {"ids": part})]
    return tuple(sorted(map(_stored_text, rows), key=lambda each: each.article_id))


def article_at(conn: Connection, url_key: str) -> StoredText | None:
    """The article that an address leads to, be it canonical or one that was only asked for."""
    return articles_at(conn, (url_key,)).get(url_key)


def articles_at(conn: Connection, url_keys: Iterable[str]) -> dict[str, StoredText]:
    """As `article_at`, by address; addresses that lead to none are left out."""
    rows = conn.execute(_texts_by_address(), {"keys": tuple(dict.fromkeys(url_keys))})
    return {row.request_key: _stored_text(row) for row in rows}


def store_article(
    conn: Connection, tagged: TaggedArticle, run_id: int | None, place: DedupeDecision | None = None
) -> Stored:
    """Store an article where `place` says; without one, by its canonical address alone.

    A new row ends STORED or COPY; a known one REVISED with a new revision, or UNCHANGED and only seen later.
    Times are the article's `fetched_at`.
    """
    if place is None or place.article_id is None:
        stored = _store_new(conn, tagged, run_id, place or DedupeDecision())
        if stored is not None:
            return stored
        place = _place_of(conn, tagged.article)  # its canonical address has a row that `place` did not know
    ended = Outcome.UNCHANGED if place.unchanged else Outcome.REVISED
    meet_address(conn, tagged.article, int(place.article_id or 0), ended.value)
    if place.unchanged:
        if place.restated:
            _mend(conn, tagged.article, int(place.article_id or 0))
        return _store_unchanged(conn, tagged.article, place)
    return _store_revision(conn, tagged, run_id, place)


def _store_new(
    conn: Connection, tagged: TaggedArticle, run_id: int | None, place: DedupeDecision
) -> Stored | None:
    found = tagged.article
    original = copies.original_of(conn, place.copy_of) if place.copy_of is not None else None
    kind = (place.copy_kind or CopyKind.IDENTICAL) if original is not None else None
    article_id = _insert_article(conn, found, run_id, original, kind)
    if article_id is None:
        return None
    at = found.fetched_at
    conn.execute(_ADD_REVISION, _revision_row(found, article_id, 1, run_id))
    ended = Outcome.STORED if original is None else Outcome.COPY
    meet_address(conn, found, article_id, ended.value)
    tags.add_tags(conn, article_id, tagged.hits, at, run_id)
    event_log.append(conn, at, EventKind.STORED, article_id, {"run": run_id})
    if original is not None and kind is not None:
        copies.add_copy(
            conn, article_id, CopyLink(original, kind, place.score, found.fingerprint.version), at
        )
    themes = tuple(hit.theme for hit in tagged.hits)
    return Stored(article_id, ended, original, kind, themes)


def _insert_article(
    conn: Connection, found: Article, run_id: int | None, copy_of: int | None, kind: CopyKind | None
) -> int | None:
    """The new row's id; None when the canonical address has one."""
    row = row_of(
        article,
        found,
        found.extraction,
        found.ref,
        url=found.canonical_url,
        run_id=run_id,
        revision=1,
        undated=found.published is None,
        rights=_said(found),
        first_seen=found.fetched_at,
        last_seen=found.fetched_at,
        copy_of=copy_of,
        copy_kind=None if kind is None else kind.value,
        **_published(found.published),
    )
    return conn.execute(_add_article(conn.dialect.name), row).scalar()


@cache
def _add_article(dialect: str) -> ReturningInsert[int]:
    add = insert_for(dialect, article).on_conflict_do_nothing(index_elements=["url_key"])
    return add.returning(article.c.id)


def _published(moment: Moment | None) -> dict[str, Any]:
    return {
        "published": moment.utc if moment else None,
        "published_local": moment.iso if moment else None,
        "published_precision": moment.precision.value if moment else None,
        "published_offset": moment.offset.value if moment else None,
        "published_origin": moment.origin.value if moment else None,
    }


def _revision_row(found: Article, article_id: int, number: int, run_id: int | None) -> dict[str, Any]:
    return row_of(
        revision,
        found,
        found.extraction,
        article_id=article_id,
        number=number,
        valid_from=found.fetched_at,
        run_id=run_id,
        exact=found.fingerprint.exact,
        fingerprint_version=found.fingerprint.version,
        raw_file=found.raw.file if found.raw else None,
        raw_offset=found.raw.offset if found.raw else None,
        raw_length=found.raw.length if found.raw else None,
        text=found.kept_text,
    )


def credit_to(conn: Connection, article_id: int, source_id: str) -> None:
    """Say which source published an article."""
    conn.execute(update(article).where(article.c.id == article_id).values(source_id=source_id))


def move_article(conn: Connection, article_id: int, home: tuple[str, str]) -> None:
    """Put a row under another address: `home` is key and address. Its address before is free then."""
    key, url = home
    conn.execute(update(article).where(article.c.id == article_id).values(url_key=key, url=url))


def _place_of(conn: Connection, found: Article) -> DedupeDecision:
    """The row of the canonical address, unchanged when title and squashed text are the stored ones."""
    row = conn.execute(_texts().where(article.c.url_key == found.url_key)).one()
    same = (row.exact, row.fingerprint_version, row.title) == (
        found.fingerprint.exact,
        found.fingerprint.version,
        clean(found.title),
    )
    return DedupeDecision(article_id=row.id, unchanged=same)


def _store_unchanged(conn: Connection, found: Article, place: DedupeDecision) -> Stored:
    article_id = int(place.article_id or 0)
    row = conn.execute(_identity(article_id)).one()
    _mark_back(conn, row, found.fetched_at)
    seen = {"last_seen": max(row.last_seen, found.fetched_at), "gone_at": None, **_rights(found)}
    conn.execute(update(article).where(article.c.id == article_id).values(seen))
    themes = tags.themes_of(conn, (article_id,)).get(article_id, ())
    return Stored(article_id, Outcome.UNCHANGED, row.copy_of, _kind(row.copy_kind), themes)


#: What another reading of the same page says otherwise; the rest tells when and where the page was fetched.
_READ = frozenset(
    re.findall(
        r"\S+",
        "exact fingerprint_version extractor method encoding language image section authors dates title text",
    )
)


def _mend(conn: Connection, found: Article, article_id: int) -> None:
    """Put a better reading of an unchanged page in the place of the one that stands: no revision, no event."""
    row = conn.execute(_identity(article_id)).one()
    read = _revision_row(found, article_id, row.revision, None)
    kept = frozenset() if found.kept_text else {"text", "exact", "fingerprint_version"}
    current = (revision.c.article_id == article_id) & (revision.c.number == row.revision)
    conn.execute(update(revision).where(current).values({name: read[name] for name in _READ - kept}))
    dated = _published(found.published) | {"undated": False} if found.published else {}
    said = {"title": found.title, "language": found.language.value, **dated}
    conn.execute(update(article).where(article.c.id == article_id).values(said))


def restate_article(
    conn: Connection, tagged: TaggedArticle, article_id: int, run_id: int | None, at: datetime
) -> Stored:
    """The page behind the present revision, read anew: mended in place, its date and themes included.

    The publisher changed nothing, so there is no revision and no event. at: from when on the themes hold.
    """
    found = tagged.article
    _mend(conn, found, article_id)
    dated = _published(found.published) | {"undated": found.published is None}
    conn.execute(update(article).where(article.c.id == article_id).values(dated))
    tags.set_tags(conn, article_id, tagged.hits, at, run_id, quiet=True)
    row = conn.execute(_identity(article_id)).one()
    themes = tags.themes_of(conn, (article_id,)).get(article_id, ())
    return Stored(article_id, Outcome.UNCHANGED, row.copy_of, _kind(row.copy_kind), themes)


def _store_revision(
    conn: Connection, tagged: TaggedArticle, run_id: int | None, place: DedupeDecision
) -> Stored:
    found, article_id = tagged.article, int(place.article_id or 0)
    row = conn.execute(_identity(article_id)).one()
    at, number = found.fetched_at, row.revision + 1
    _mark_back(conn, row, at)
    open_one = (revision.c.article_id == article_id) & (revision.c.number == row.revision)
    conn.execute(update(revision).where(open_one).values(valid_to=at))
    conn.execute(_ADD_REVISION, _revision_row(found, article_id, number, run_id) | {"valid_from": at})
    conn.execute(update(article).where(article.c.id == article_id).values(**_revised(found, row, number)))
    step = {"from": row.revision, "to": number}
    event_log.append(conn, at, EventKind.REVISED, article_id, step)
    if clean(found.title) != row.title:
        event_log.append(conn, at, EventKind.HEADLINE, article_id, step)
    tags.set_tags(conn, article_id, tagged.hits, at, run_id)
    _join_on_revision(conn, found, article_id, place)
    after = conn.execute(_identity(article_id)).one()
    themes = tags.themes_of(conn, (article_id,)).get(article_id, ())
    return Stored(article_id, Outcome.REVISED, after.copy_of, _kind(after.copy_kind), themes)


def _join_on_revision(conn: Connection, found: Article, article_id: int, place: DedupeDecision) -> None:
    if place.copy_of is not None:
        kind = place.copy_kind or CopyKind.IDENTICAL
        link = CopyLink(place.copy_of, kind, place.score, found.fingerprint.version)
        copies.join(conn, article_id, link, found.fetched_at)


def _revised(found: Article, row: Row[Any], number: int) -> dict[str, Any]:
    """A date once known stays: an edit does not publish an article anew."""
    dated = _published(found.published) if row.undated and found.published else {}
    return {
        "revision": number,
        "title": found.title,
        "language": found.language.value,
        "last_seen": max(row.last_seen, found.fetched_at),
        "gone_at": None,
        "undated": row.undated and found.published is None,
        **dated,
        **_rights(found),
    }


def _rights(found: Article) -> dict[str, Any]:
    """As they are now; left alone when they were not read."""
    return {} if found.rights is None else {"rights": _said(found)}


def _said(found: Article) -> RightsSignals | None:
    return found.rights if found.rights != NO_SIGNALS else None


def _mark_back(conn: Connection, row: Row[Any], at: datetime) -> None:
    if row.gone_at is not None:
        event_log.append(conn, at, EventKind.BACK, row.id, {})


@cache
def _texts_by_id() -> Select[Any]:
    return _texts().where(article.c.id.in_(bindparam("ids", expanding=True)))


@cache
def _texts_by_address() -> Select[Any]:
    """Built once: the statements of a page together cost more to build than to run."""
    found = _texts().add_columns(address.c.url_key.label("request_key"))
    known = address.c.url_key.in_(bindparam("keys", expanding=True))
    return found.join(address, address.c.article_id == article.c.id).where(known)


def _identity(article_id: int) -> Select[Any]:
    columns = ("id", "revision", "title", "undated", "last_seen", "gone_at", "copy_of", "copy_kind")
    return select(*(article.c[name] for name in columns)).where(article.c.id == article_id)


def _texts() -> Select[Any]:
    current = (revision.c.article_id == article.c.id) & (revision.c.number == article.c.revision)
    about = (
        article.c[name]
        for name in ("id", "url_key", "source_id", "published", "first_seen", "copy_of", "erased_at")
    )
    said = (revision.c[name] for name in ("title", "text", "exact", "fingerprint_version", "extractor"))
    return select(*about, *said).join(revision, current)


def _stored_text(row: Row[Any]) -> StoredText:
    return record_of(
        StoredText, row, article_id=row.id, version=row.fingerprint_version, erased=row.erased_at is not None
    )


def _kind(value: str | None) -> CopyKind | None:
    return None if value is None else CopyKind(value)
