"""The archive as the tagger needs it: texts with their tags, re-tagging, themes over time."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from db.archive.tags import TagDecision, current_tags, fix_tag, set_tags
from db.schema.tables import article, revision, tag
from db.search.index import index_stored
from seedwatch.core.model.article import ThemeHit
from seedwatch.core.model.text import Language
from seedwatch.core.themes.discover.trends import MOST_TEXTS, ThemeTime
from seedwatch.core.themes.preview import TaggedText

#: Articles of one step when the whole archive is read.
STEP = 200
_REVISION = select(article.c.revision).where(article.c.id == bindparam("id"))


@dataclass(frozen=True, slots=True)
class RetaggedArticle:
    """The tags that revision `revision` of an article ought to have."""

    article_id: int
    revision: int
    hits: tuple[ThemeHit, ...]


@dataclass(frozen=True, slots=True)
class Retagged:
    """What re-tagging changed: number of articles, and of themes that came and went."""

    articles: int
    new: Counter[str]
    gone: Counter[str]


def tagged_texts(conn: Connection) -> Iterator[TaggedText]:
    """Every article with its current text and tags, in order of id."""
    last = 0
    while rows := conn.execute(_texts().where(article.c.id > last).limit(STEP)).all():
        last = rows[-1].id
        yield from _with_tags(conn, rows)


def retag(
    conn: Connection,
    retagged: Iterable[RetaggedArticle],
    at: datetime,
    run_id: int | None = None,
    *,
    themes: Collection[str] = (),
) -> Retagged:
    """Give articles these tags, all in the transaction of `conn`; the old ones keep the times they held.

    The index follows in the same transaction. Events are written for themes that come or go and for nothing
    else, so that nothing is announced twice. An article that is gone or has been revised since is left alone.
    themes: only these may come or go; empty for all.
    """
    changed, came, went = 0, Counter[str](), Counter[str]()
    for each in retagged:
        if conn.scalar(_REVISION, {"id": each.article_id}) != each.revision:
            continue
        new, gone = set_tags(conn, each.article_id, _new_hits(conn, each, themes), at, run_id)
        if new or gone:
            index_stored(conn, each.article_id)
            came.update(new)
            went.update(gone)
            changed += 1
    return Retagged(changed, came, went)


def _new_hits(conn: Connection, retagged: RetaggedArticle, themes: Collection[str]) -> list[ThemeHit]:
    given = [hit for hit in retagged.hits if not themes or hit.theme in themes]
    return [*_others(conn, retagged.article_id, themes), *given]


def _others(conn: Connection, article_id: int, themes: Collection[str]) -> list[ThemeHit]:
    """The tagger's tags as they stand, of all but these themes; none when every theme may change."""
    if not themes:
        return []
    return [
        ThemeHit(each.theme, each.score, each.evidence, each.version)
        for each in current_tags(conn, article_id)
        if each.verdict is TagDecision.RULE and each.theme not in themes
    ]


def decide(conn: Connection, article_id: int, theme: str, verdict: TagDecision, at: datetime) -> bool:
    """A person's verdict on one theme of one article; the index follows. False when it stood already."""
    if not fix_tag(conn, article_id, theme, verdict, at):
        return False
    index_stored(conn, article_id)
    return True


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What people said of a theme's tags: `confirmed` and `removed` were the tagger's, `added` were not."""

    theme: str
    confirmed: int
    removed: int
    added: int

    @property
    def precision(self) -> float | None:
        """Of the tagger's tags that a person has looked at; None when nobody has."""
        seen = self.confirmed + self.removed
        return self.confirmed / seen if seen else None


def verdicts(conn: Connection) -> tuple[Verdicts, ...]:
    """Current verdicts of people by theme. A tag that kept its evidence was the tagger's before."""
    statement = select(tag.c.theme, tag.c.verdict, tag.c.evidence).where(
        tag.c.valid_to.is_(None), tag.c.verdict != TagDecision.RULE.value
    )
    counts: dict[str, Counter[str]] = {}
    for theme, verdict, evidence in conn.execute(statement):
        kind = "removed" if verdict == TagDecision.REMOVED.value else "confirmed" if evidence else "added"
        counts.setdefault(theme, Counter())[kind] += 1
    return tuple(
        Verdicts(theme, each["confirmed"], each["removed"], each["added"])
        for theme, each in sorted(counts.items())
    )


def theme_times(conn: Connection, theme: str = "") -> Mapping[str, tuple[ThemeTime, ...]]:
    """Every tag that holds by theme, in order of time; copies left out, they would count one story often.

    theme: only this one.
    """
    at = func.coalesce(article.c.published, article.c.first_seen, type_=article.c.first_seen.type)
    statement = (
        select(tag.c.theme, at.label("at"), tag.c.evidence)
        .join(article, article.c.id == tag.c.article_id)
        .where(
            tag.c.valid_to.is_(None), tag.c.verdict != TagDecision.REMOVED.value, article.c.copy_of.is_(None)
        )
        .order_by(at, article.c.id)
    )
    if theme:
        statement = statement.where(tag.c.theme == theme)
    found: dict[str, list[ThemeTime]] = {}
    for id_, moment, evidence in conn.execute(statement):
        found.setdefault(id_, []).append(ThemeTime(moment, tuple(piece.phrase for piece in evidence)))
    return {id_: tuple(times) for id_, times in found.items()}


def texts_beside(conn: Connection, theme: str, most: int = MOST_TEXTS) -> tuple[list[str], list[str]]:
    """Headline and text of the newest articles with a theme, and of the newest without it."""
    mine = select(tag.c.article_id).where(
        tag.c.theme == theme, tag.c.valid_to.is_(None), tag.c.verdict != TagDecision.REMOVED.value
    )
    statement = _texts().where(article.c.copy_of.is_(None)).order_by(None).order_by(article.c.id.desc())
    found = (
        conn.execute(statement.where(where).limit(most)).all()
        for where in (article.c.id.in_(mine), article.c.id.not_in(mine))
    )
    inside, outside = ([f"{row.title}\n{row.text}" for row in rows] for rows in found)
    return inside, outside


def dated_texts(conn: Connection, theme: str, since: datetime) -> tuple[list[str], list[str]]:
    """Headline and text of a theme's articles: published (else first seen) since then, and older ones."""
    at = func.coalesce(article.c.published, article.c.first_seen, type_=article.c.first_seen.type)
    mine = (tag.c.theme == theme) & tag.c.valid_to.is_(None) & (tag.c.verdict != TagDecision.REMOVED.value)
    statement = _texts().join(tag, tag.c.article_id == article.c.id).where(mine).add_columns(at.label("at"))
    fresh: list[str] = []
    older: deque[str] = deque(maxlen=MOST_TEXTS)
    for row in conn.execute(statement.where(article.c.copy_of.is_(None)).order_by(None).order_by(at)):
        (fresh if row.at >= since else older).append(f"{row.title}\n{row.text}")
    return fresh, list(older)


def decided_texts(conn: Connection) -> tuple[TaggedText, ...]:
    """Articles that people have decided on, with the themes they have now: labels to train on."""
    ids = select(tag.c.article_id).where(tag.c.valid_to.is_(None), tag.c.verdict != TagDecision.RULE.value)
    return tuple(_with_tags(conn, conn.execute(_texts().where(article.c.id.in_(ids))).all()))


def _texts() -> Select[Any]:
    """Current texts. Those expired by the source's terms are left out: their tags can no longer be decided."""
    current = (revision.c.article_id == article.c.id) & (revision.c.number == article.c.revision)
    selected = (article.c.id, article.c.revision, article.c.language, revision.c.title, revision.c.text)
    return select(*selected).join(revision, current).where(revision.c.text != "").order_by(article.c.id)


def _with_tags(conn: Connection, rows: Sequence[Row[Any]]) -> Iterator[TaggedText]:
    scores: dict[int, dict[str, float]] = {}
    fixed: dict[int, set[str]] = {}
    columns = (tag.c.article_id, tag.c.theme, tag.c.score, tag.c.verdict)
    stored_tags = select(*columns).where(
        tag.c.valid_to.is_(None), tag.c.article_id.in_([row.id for row in rows])
    )
    for article_id, theme, score, verdict in conn.execute(stored_tags):
        if verdict != TagDecision.REMOVED.value:
            scores.setdefault(article_id, {})[theme] = score
        if verdict != TagDecision.RULE.value:
            fixed.setdefault(article_id, set()).add(theme)
    for row in rows:
        tags, decided = scores.get(row.id, {}), frozenset(fixed.get(row.id, ()))
        yield TaggedText(row.id, row.title, row.text, Language(row.language), tags, decided, row.revision)
