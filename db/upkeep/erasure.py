"""Removing articles and sources on request, for good: the words go, a tombstone keeps them out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select, update

from db.archive import copies, event_log
from db.archive.addresses import write_addresses
from db.archive.event_log import EventKind
from db.archive.raw_pages import RawPage, pages_where
from db.engine.dialects import chunks, erase_on_disk
from db.schema.tables import address, article, copy, fingerprint_key, raw_page, recheck, revision, source, tag
from db.search.index import remove
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.triage.blocklist import Blocklist, host_name

#: What a revision is left with.
_BLANK = {
    "title": "",
    "text": "",
    "exact": "",
    "authors": (),
    "dates": (),
    "image": None,
    "section": None,
    "raw_file": None,
    "raw_offset": None,
    "raw_length": None,
}


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be forgotten. source_id: the whole source. urls: addresses by key, known or not."""

    name: str
    articles: tuple[int, ...]
    pages: tuple[RawPage, ...]
    urls: tuple[tuple[str, str], ...] = ()
    source_id: str | None = None


def address_target(conn: Connection, url: str, key: str) -> Target:
    """The article that an address leads to, with all its addresses; of an unknown one only the address."""
    found = conn.execute(select(address.c.article_id).where(address.c.url_key == key)).scalar()
    if found is None:
        return Target(url, (), pages_where(conn, raw_page.c.url_key == key), ((key, url),))
    statement = select(address.c.url_key, address.c.url).where(address.c.article_id == found)
    urls = {row.url_key: row.url for row in conn.execute(statement)}
    pages = pages_where(conn, raw_page.c.url_key.in_([*urls, key]))
    return Target(url, (int(found),), (*pages, *_raw_pages(conn, (int(found),), pages)), tuple(urls.items()))


def source_target(conn: Connection, source_id: str) -> Target:
    """Everything stored of a source."""
    ids = tuple(conn.execute(select(article.c.id).where(article.c.source_id == source_id)).scalars())
    pages = pages_where(conn, raw_page.c.source_id == source_id)
    return Target(source_id, ids, (*pages, *_raw_pages(conn, ids, pages)), source_id=source_id)


def _raw_pages(conn: Connection, article_ids: Sequence[int], known: Sequence[RawPage]) -> Iterable[RawPage]:
    """Pages that revisions name although no kept page is noted for them under these addresses."""
    noted = {(page.raw.file, page.raw.offset) for page in known}
    for part in chunks(article_ids):
        raw = select(revision.c.raw_file, revision.c.raw_offset).where(
            revision.c.article_id.in_(part), revision.c.raw_file.is_not(None)
        )
        for file, offset in conn.execute(raw).all():
            if (file, offset) not in noted:
                yield from pages_where(conn, (raw_page.c.file == file) & (raw_page.c.start == offset))


def erase(conn: Connection, target: Target, at: datetime) -> None:
    """Remove the target's words, index entries and keys, and leave tombstones. Bytes of kept pages are the
    caller's to erase before.
    """
    erase_on_disk(conn)
    for article_id in target.articles:
        _forget_article(conn, article_id, at)
    for part in chunks(target.articles):
        conn.execute(delete(fingerprint_key).where(fingerprint_key.c.article_id.in_(part)))
        conn.execute(delete(tag).where(tag.c.article_id.in_(part)))
        conn.execute(delete(recheck).where(recheck.c.article_id.in_(part)))
    _bury(conn, target.urls, at)
    for ids in chunks([page.id for page in target.pages]):
        conn.execute(delete(raw_page).where(raw_page.c.id.in_(ids)))
    if target.source_id is not None:
        conn.execute(update(source).where(source.c.id == target.source_id).values(erased_at=at))
        detail = {"source": target.source_id, "articles": len(target.articles)}
        event_log.append(conn, at, EventKind.ERASED, None, detail)


def compact(conn: Connection) -> None:
    """Merge the index, so that deleted words leave its older parts too; slow on a large one."""
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('optimize')")


def _forget_article(conn: Connection, article_id: int, at: datetime) -> None:
    if is_erased(conn, article_id):
        return
    _leave_cluster(conn, article_id, at)
    remove(conn, article_id)
    conn.execute(update(revision).where(revision.c.article_id == article_id).values(**_BLANK))
    conn.execute(
        update(article)
        .where(article.c.id == article_id)
        .values(title="", summary="", rights=None, erased_at=at)
    )
    conn.execute(
        update(address).where(address.c.article_id == article_id).values(outcome=Outcome.ERASED.value)
    )
    event_log.append(conn, at, EventKind.ERASED, article_id, {})


def _leave_cluster(conn: Connection, article_id: int, at: datetime) -> None:
    """Its copies stay together under the oldest of them."""
    heir = conn.execute(
        select(article.c.id).where(article.c.copy_of == article_id).order_by(article.c.id).limit(1)
    ).scalar()
    if heir is not None:
        copies.take_over(conn, int(heir), at)
    copies.leave(conn, article_id, at)
    mine = or_(copy.c.article_id == article_id, copy.c.copy_of == article_id)
    conn.execute(update(copy).where(mine, copy.c.valid_to.is_(None)).values(valid_to=at))


def _bury(conn: Connection, urls: Iterable[tuple[str, str]], at: datetime) -> None:
    rows = [
        {
            "url_key": key,
            "url": url,
            "article_id": None,
            "outcome": Outcome.ERASED.value,
            "first_seen": at,
            "last_seen": at,
        }
        for key, url in urls
    ]
    write_addresses(conn, rows)


def is_erased(conn: Connection, article_id: int) -> bool:
    """Whether an article is a tombstone."""
    return conn.execute(select(article.c.erased_at).where(article.c.id == article_id)).scalar() is not None


def blocklist(conn: Connection) -> Blocklist:
    """The tombstones, as they are now."""
    of_articles = (
        select(address.c.url_key)
        .join(article, article.c.id == address.c.article_id)
        .where(article.c.erased_at.is_not(None))
    )
    gone = conn.execute(select(source.c.id, source.c.home).where(source.c.erased_at.is_not(None))).all()
    return Blocklist(
        frozenset(conn.execute(of_articles).scalars()),
        frozenset(row.id for row in gone),
        frozenset(host_name(row.home) for row in gone),
    )
