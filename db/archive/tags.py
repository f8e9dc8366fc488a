"""Themes of stored articles, with the time for which each was true; a person's verdict outlives rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from db.archive import event_log
from db.archive.event_log import EventKind
from db.schema.tables import tag
from seedwatch.core.model.article import ThemeHit
from seedwatch.core.model.text import Evidence


class TagDecision(StrEnum):
    RULE = "rule"  # the tagger's
    ADDED = "added"  # a person's: has the theme
    REMOVED = "removed"  # a person's: has it not


@dataclass(frozen=True, slots=True)
class TagRecord:
    """A tag as stored. `valid_to` None: it holds now. Verdict REMOVED: the article has not the theme."""

    article_id: int
    theme: str
    score: float
    evidence: tuple[Evidence, ...]
    verdict: TagDecision
    version: str
    valid_from: datetime
    valid_to: datetime | None


_ADD = insert(tag)
_COLUMNS = tuple(tag.c[name] for name in TagRecord.__dataclass_fields__)


def add_tags(
    conn: Connection, article_id: int, hits: Sequence[ThemeHit], at: datetime, run_id: int | None
) -> None:
    """Tags of an article that has none yet."""
    if hits:
        conn.execute(_ADD, [_row(article_id, hit, at, run_id) for hit in hits])


def set_tags(
    conn: Connection,
    article_id: int,
    hits: Sequence[ThemeHit],
    at: datetime,
    run_id: int | None = None,
    *,
    quiet: bool = False,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Replace the tagger's tags by `hits`; what held before is closed and kept. Gives new and gone themes.

    Themes with a person's verdict are left alone. A hit like the one stored changes nothing. quiet: no event is
    written, as where a text is only read better.
    """
    now = {each.theme: each for each in current_tags(conn, article_id)}
    new_hits = {hit.theme: hit for hit in hits}
    fixed = {theme for theme, each in now.items() if each.verdict is not TagDecision.RULE}
    same = {theme for theme, hit in new_hits.items() if theme in now and _same(now[theme], hit)}
    closing = sorted(now.keys() - fixed - same)
    _close(conn, article_id, closing, at)
    add_tags(
        conn, article_id, [hit for theme, hit in new_hits.items() if theme not in fixed | same], at, run_id
    )
    new = tuple(sorted(new_hits.keys() - now.keys()))
    gone = tuple(theme for theme in closing if theme not in new_hits)
    for theme in () if quiet else (*new, *gone):
        _log(conn, article_id, theme, TagDecision.RULE, at, tagged=theme in new_hits)
    return new, gone


def fix_tag(conn: Connection, article_id: int, theme: str, verdict: TagDecision, at: datetime) -> bool:
    """Record a person's verdict; RULE hands the theme back to the tagger. False when it stood already."""
    old = {each.theme: each for each in current_tags(conn, article_id)}.get(theme)
    if (old.verdict if old else TagDecision.RULE) is verdict:
        return False
    _close(conn, article_id, [theme], at)
    if verdict is not TagDecision.RULE:
        evidence = old.evidence if old and verdict is TagDecision.ADDED else ()
        hit = ThemeHit(theme, 1.0 if verdict is TagDecision.ADDED else 0.0, evidence, "")
        conn.execute(_ADD, {**_row(article_id, hit, at, None), "verdict": verdict.value})
    _log(conn, article_id, theme, verdict, at, tagged=verdict is TagDecision.ADDED)
    return True


def current_tags(conn: Connection, article_id: int) -> tuple[TagRecord, ...]:
    """What holds now, verdicts REMOVED included, strongest first."""
    return tuple(each for each in tag_history(conn, article_id) if each.valid_to is None)


def tag_history(conn: Connection, article_id: int) -> tuple[TagRecord, ...]:
    statement = select(*_COLUMNS).where(tag.c.article_id == article_id).order_by(tag.c.score.desc(), tag.c.id)
    return tuple(
        TagRecord(**{**row._mapping, "verdict": TagDecision(row.verdict)}) for row in conn.execute(statement)
    )


def themes_of(conn: Connection, article_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Current themes by article, strongest first; articles without any are left out."""
    statement = (
        select(tag.c.article_id, tag.c.theme)
        .where(tag.c.article_id.in_(list(article_ids)))
        .where(tag.c.valid_to.is_(None), tag.c.verdict != TagDecision.REMOVED.value)
        .order_by(tag.c.article_id, tag.c.score.desc(), tag.c.theme)
    )
    found: dict[int, tuple[str, ...]] = {}
    for article_id, theme in conn.execute(statement):
        found[article_id] = (*found.get(article_id, ()), theme)
    return found


def _same(stored: TagRecord, hit: ThemeHit) -> bool:
    return (stored.score, stored.version, stored.evidence) == (hit.score, hit.version, hit.evidence)


def _close(conn: Connection, article_id: int, themes: Sequence[str], at: datetime) -> None:
    if themes:
        mine = (tag.c.article_id == article_id) & tag.c.theme.in_(themes) & tag.c.valid_to.is_(None)
        conn.execute(update(tag).where(mine).values(valid_to=at))


def _log(
    conn: Connection, article_id: int, theme: str, verdict: TagDecision, at: datetime, *, tagged: bool
) -> None:
    kind = EventKind.TAGGED if tagged else EventKind.UNTAGGED
    event_log.append(conn, at, kind, article_id, {"theme": theme, "verdict": verdict.value})


def _row(article_id: int, hit: ThemeHit, at: datetime, run_id: int | None) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "theme": hit.theme,
        "score": hit.score,
        "verdict": TagDecision.RULE.value,
        "version": hit.version,
        "run_id": run_id,
        "valid_from": at,
        "evidence": hit.evidence,
    }


def is_theme_stored(conn: Connection, theme: str) -> bool:
    """Whether any article has ever had the theme of this id."""
    return conn.scalar(select(tag.c.id).where(tag.c.theme == theme).limit(1)) is not None
