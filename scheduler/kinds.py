"""The kinds of jobs and the command that does each. All work is done in children."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from seedwatch.core.errors import InputError
from seedwatch.safe_imports import CHILD

#: Sources in one crawl: with one argument each, far below what a command line may hold.
MOST_SOURCES = 400


class JobClass(StrEnum):
    """Which jobs share a limit: jobs of different classes never wait for one another."""

    CRAWL = "crawl"
    URGENT = "urgent"  # somebody waits for it
    UPKEEP = "upkeep"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class JobKind:
    """command: the argument vector for a job's arguments; raises InputError where they do not parse.

    limit: seconds it may run. again_after: how long a failed attempt waits; None: it is not tried again.
    """

    name: str
    job_class: JobClass
    command: Callable[[Mapping[str, Any]], tuple[str, ...]]
    limit: float
    again_after: timedelta | None = None


def kinds(crawl_seconds: float) -> tuple[JobKind, ...]:
    """Every kind that this version can do. crawl_seconds: time limit of one crawl."""
    return (
        JobKind("crawl", JobClass.CRAWL, crawl_command, crawl_seconds),
        JobKind("topic", JobClass.URGENT, topic_command, crawl_seconds),
        JobKind("maintenance", JobClass.UPKEEP, maintenance_command, 3600.0, timedelta(hours=1)),
        JobKind("check", JobClass.UPKEEP, check_command, 900.0),
    )


def crawl_command(args: Mapping[str, Any]) -> tuple[str, ...]:
    """args: `sources`, ids of the sources to be visited where they are due (none: all that are due);
    `rechecks`, whether stored articles are asked for again too.
    """
    sources = _texts(args, "sources")
    if len(sources) > MOST_SOURCES:
        raise InputError(f"sources: {len(sources)} of them, more than one crawl takes")
    rechecks = ("--rechecks",) if args.get("rechecks") is True else ()
    return (*CHILD, "crawl", "--scheduled", *rechecks, *(f"--source={each}" for each in sources))


def topic_command(args: Mapping[str, Any]) -> tuple[str, ...]:
    """args: `query`, the words; `options`, further arguments of `seedwatch topic`."""
    query = args.get("query")
    if not isinstance(query, str) or not query.strip():
        raise InputError("query: no words to search for")
    return (*CHILD, "topic", *_texts(args, "options"), "--", query)


def maintenance_command(args: Mapping[str, Any]) -> tuple[str, ...]:
    return (*CHILD, "db", "maintain")


def check_command(args: Mapping[str, Any]) -> tuple[str, ...]:
    """Outlets that a check switched off and whose turn it is again."""
    return (*CHILD, "sources", "check", "--due")


def _texts(args: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = args.get(name, [])
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise InputError(f"{name}: no list of texts")
    return tuple(values)
