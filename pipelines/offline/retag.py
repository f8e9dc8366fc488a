"""Re-tag the archive by theme files that have changed."""

from __future__ import annotations

import os
import pickle
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import IO

from db.engine.database import Database
from db.jobs.owners import this_process
from db.jobs.runs import finish_run, start_run
from db.upkeep.retagging import RetaggedArticle, retag, tagged_texts
from seedwatch.core.themes import Tagger


@dataclass(frozen=True, slots=True)
class RetagReport:
    """read: articles looked at; changed: those whose themes are others now; new, gone: how many by theme."""

    read: int
    changed: int
    new: Mapping[str, int]
    gone: Mapping[str, int]


def retag_archive(database: Database, tagger: Tagger, themes: Collection[str] = ()) -> RetagReport:
    """Tag every stored text anew; what came out is written in one transaction.

    The tags wait in a temporary file: memory does not grow with the archive, and the lock of the database is
    held while they are written, not while they are found. Articles that a crawl stores or revises meanwhile
    keep the tags it gave them.
    themes: only these may come or go; empty for all.
    """
    at = datetime.now(UTC)
    with TemporaryFile() as spool:
        count = _find(database, tagger, themes, spool)
        spool.seek(0)
        with database.write() as conn:
            run_id = start_run(conn, "retag", at, os.getpid(), {"themes": list(themes)}, owner=this_process())
            done = retag(conn, _spooled(spool), at, run_id, themes=themes)
            finish_run(conn, run_id, datetime.now(UTC), 0)
    return RetagReport(count, done.articles, done.new, done.gone)


def _find(database: Database, tagger: Tagger, themes: Collection[str], spool: IO[bytes]) -> int:
    """Write what has or gets a tag to the spool. How many articles were read."""
    count = 0
    with database.read() as conn:
        for each in tagged_texts(conn):
            count += 1
            hits = tagger.tag(each.title, each.text, each.language)
            touched = {hit.theme for hit in hits} | each.tags.keys()
            if touched.intersection(themes) if themes else touched:
                pickle.dump((each.article_id, each.revision, hits), spool)
    return count


def _spooled(spool: IO[bytes]) -> Iterator[RetaggedArticle]:
    while True:
        try:
            article_id, revision, hits = pickle.load(spool)
        except EOFError:
            return
        yield RetaggedArticle(article_id, revision, hits)
