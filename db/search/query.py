"""Full-text search over the archive, with one meaning on both engines.

The engines only find the newest matches (`newest` in search_sqlite and search_postgres); counts, facets,
ranking, copies and snippets are made from those in search_answer. Writers call `index_stored` after a change
of an article's text, themes or date, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from db.archive.tags import themes_of
from db.schema.search_tables import MOST_DOCID, SLOTS, docid_time, first_docid, search_doc
from db.schema.tables import article, revision
from db.search.answer import (
    Document,
    SearchRequest,
    build_request,
    candidates,
    documents,
    engine_of,
    facets,
    rows,
    without_copies,
)
from db.search.as_of import check, documents_as_of
from seedwatch.core.chinese.names import Lexicon
from seedwatch.core.errors import InputError
from seedwatch.core.model.answer import ArticleQuery, Found, Sort
from seedwatch.core.search.cursor import ByDate, ByRelevance, read_cursor
from seedwatch.core.search.ranking import relevance
from seedwatch.core.search.tokens import (
    INDEX_VERSION,
    Entry,
    entry,
    language_marks,
    month_mark,
    source_mark,
    theme_mark,
)

#: Matches counted, ranked and grouped into facets: the newest ones.
CAP = 2000
#: Of these the newest are ranked by their texts, as reading those is most of what an answer costs (170 ms for
#: 2,000 on PostgreSQL); the others follow by date.
RANKED = 1000

_ADD = insert(search_doc)
_DOCID = select(search_doc.c.docid).where(search_doc.c.article_id == bindparam("id"))
_LAST = select(func.max(search_doc.c.docid)).where(
    search_doc.c.docid.between(bindparam("low"), bindparam("high"))
)


def index_article(
    conn: Connection,
    article_id: int,
    title: str,
    text: str,
    themes: Iterable[str],
    source_id: str,
    language: str,
    published_utc: datetime | None,
    *,
    seen_at: datetime | None = None,
    words: Entry | None = None,
    is_new: bool = False,
) -> None:
    """Make an article findable, in place of what was indexed of it before; a new one was not.

    An undated article stands at the time when it was first seen (`seen_at`, else as stored).
    words: `seedwatch.core.search.tokens.entry` of title and text when they were cut elsewhere; its marks are not used.
    """
    if not is_new:
        remove(conn, article_id)
    ids = sorted(set(themes))
    time = published_utc or seen_at or _first_seen(conn, article_id)
    docid = _free_docid(conn, time)
    marks = [*map(theme_mark, ids), source_mark(source_id), *language_marks(language)]
    marks.append(month_mark(docid_time(docid)))
    found = entry(title, text, marks) if words is None else replace(words, marks=entry("", "", marks).marks)
    engine_of(conn).add(conn, docid, found)
    conn.execute(
        _ADD,
        {
            "docid": docid,
            "article_id": article_id,
            "version": INDEX_VERSION,
            "source_id": source_id,
            "language": language,
            "themes": " ".join(ids),
        },
    )


def index_stored(conn: Connection, article_id: int) -> None:
    """Index an article as it is stored now; one without text by its title and its feed's words."""
    current = (revision.c.article_id == article.c.id) & (revision.c.number == article.c.revision)
    wanted = (article.c[name] for name in ("source_id", "language", "published", "first_seen", "summary"))
    question = select(*wanted, revision.c.title, revision.c.text).join(revision, current)
    row = conn.execute(question.where(article.c.id == article_id)).one()
    themes = themes_of(conn, (article_id,)).get(article_id, ())
    index_article(
        conn,
        article_id,
        row.title,
        row.text or row.summary,
        themes,
        row.source_id,
        row.language,
        row.published,
        seen_at=row.first_seen,
    )


def remove(conn: Connection, article_id: int) -> bool:
    """Forget an article. False when it was not indexed."""
    docid = conn.execute(_DOCID, {"id": article_id}).scalar()
    if docid is None:
        return False
    engine_of(conn).drop(conn, docid)
    conn.execute(delete(search_doc).where(search_doc.c.article_id == article_id))
    return True


def reindex_stale(conn: Connection, limit: int) -> int:
    """Index up to `limit` articles that are not, or were by another version of the folding; newest first.

    How many were. Called again and again with a small limit it renews the whole index while search goes on.
    """
    stale = (
        select(article.c.id)
        .outerjoin(search_doc, search_doc.c.article_id == article.c.id)
        .where(search_doc.c.docid.is_(None) | (search_doc.c.version != INDEX_VERSION))
        .where(article.c.erased_at.is_(None))
        .order_by(article.c.id.desc())
        .limit(limit)
    )
    ids = list(conn.execute(stale).scalars())
    for article_id in ids:
        index_stored(conn, article_id)
    return len(ids)


def search(conn: Connection, query: ArticleQuery, now: datetime, lexicon: Lexicon | None = None) -> Found:
    """Answer a query. Raises QueryError for its text, InputError for a cursor that cannot be read.

    now: what relative times and the bonus for recent articles count from; its zone is that of dates in the
    query. lexicon: names to look for in their other forms, unless `query.expand` is off.
    """
    if query.as_of is not None:
        return _search_as_of(conn, query, query.as_of, now, lexicon)
    question = build_request(query, now, lexicon)
    cursor = read_cursor(query.cursor)
    if isinstance(cursor, ByRelevance):
        question = replace(question, high=min(question.high, cursor.top))
    window = question.newest(conn, question.high, CAP + 1)
    counted = documents(conn, window[:CAP])
    listed = counted if query.copies else without_copies(conn, question, counted)
    if query.sort is Sort.RELEVANCE and question.plan.terms:
        page, following = _by_relevance(conn, question, listed, cursor, now, query.limit)
    else:
        page, following = _by_date(conn, question, listed, window, cursor, query)
    return Found(
        rows=rows(conn, page, question.plan.shown),
        total=len(listed),
        total_capped=len(window) > CAP,
        next_cursor=following,
        facets=facets(listed),
        expansions=question.plan.expansions,
    )


def _search_as_of(
    conn: Connection, query: ArticleQuery, at: datetime, now: datetime, lexicon: Lexicon | None
) -> Found:
    """Within the newest `CAP` matches of that time; copies whose original is among them are joined to it."""
    check(query)
    question = build_request(replace(query, themes=()), now, lexicon)
    cursor = read_cursor(query.cursor)
    found = documents_as_of(conn, question, query.themes, at, CAP + 1)
    originals = {each.article_id for each in found}
    listed = [each for each in found[:CAP] if query.copies or each.copy_of not in originals]
    page, following = _by_date(conn, question, listed, (), cursor, query)
    return Found(
        rows=rows(conn, page, question.plan.shown, at),
        total=len(listed),
        total_capped=len(found) > CAP,
        next_cursor=following,
        facets=facets(listed),
        expansions=question.plan.expansions,
    )


def _by_date(
    conn: Connection,
    question: SearchRequest,
    listed: Sequence[Document],
    window: Sequence[int],
    cursor: ByDate | ByRelevance | None,
    query: ArticleQuery,
) -> tuple[list[Document], str | None]:
    """A page, and the cursor of the next; beyond the counted window further ones are read."""
    if isinstance(cursor, ByRelevance):
        raise InputError("the cursor is one of a list by relevance", "start again without it")
    below = cursor.docid if cursor else MOST_DOCID
    page = [each for each in listed if each.docid < below]
    while len(page) <= query.limit and len(window) > CAP:
        window = question.newest(conn, min(below, window[CAP - 1]) - 1, CAP + 1)
        more = documents(conn, window[:CAP])
        page += more if query.copies else without_copies(conn, question, more)
    following = str(ByDate(page[query.limit - 1].docid)) if len(page) > query.limit > 0 else None
    return page[: query.limit], following


def _by_relevance(
    conn: Connection,
    question: SearchRequest,
    listed: Sequence[Document],
    cursor: ByDate | ByRelevance | None,
    now: datetime,
    limit: int,
) -> tuple[list[Document], str | None]:
    if isinstance(cursor, ByDate):
        raise InputError("the cursor is one of a list by date", "start again without it")
    at = cursor.at if cursor else now.timestamp()
    top = cursor.top if cursor else max((each.docid for each in listed), default=0)
    scores = relevance(candidates(conn, listed[:RANKED], at), question.plan.terms)
    scores += [0.0] * (len(listed) - len(scores))
    ranked = sorted(zip(scores, listed, strict=True), key=lambda pair: (-pair[0], -pair[1].docid))
    if cursor:
        behind = (-cursor.score, -cursor.docid)
        ranked = [pair for pair in ranked if (-pair[0], -pair[1].docid) > behind]
    page = ranked[:limit]
    following = None
    if len(ranked) > limit > 0:
        following = str(ByRelevance(page[-1][0], page[-1][1].docid, top, at))
    return [document for _, document in page], following


def _first_seen(conn: Connection, article_id: int) -> datetime:
    question = select(article.c.first_seen).where(article.c.id == article_id)
    seen: datetime = conn.execute(question).scalar_one()
    return seen


def _free_docid(conn: Connection, time: datetime) -> int:
    """The next docid of a second; when all are taken, one of a second soon after."""
    first = first_docid(time)
    while True:
        last = conn.execute(_LAST, {"low": first, "high": first + SLOTS - 1}).scalar()
        if last is None:
            return first
        if last < first + SLOTS - 1:
            return int(last) + 1
        first += SLOTS
