"""`seedwatch fetch`: what the fetcher would do with an address, or did, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.app.crawls import plan_of
from seedwatch.cli.crawl import AllowHosts, permits
from seedwatch.cli.options import AsJson, Db, read_settings
from seedwatch.core.redaction import redact_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

    from crawler.explain import Explanation, RobotsNote
    from crawler.spiders.probe import Answer
    from db.engine.database import Database
    from db.reads.url_status import UrlStatus
    from seedwatch.app.settings import Settings

STDIN = "-"
#: Seconds between two requests to a host where no source says otherwise.
PACE = 1.0


def add_to(app: typer.Typer) -> None:
    app.command("fetch", context_settings={"ignore_unknown_options": True})(fetch)


def fetch(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses; - reads one a line.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Judge only: no connection but to the resolver.")
    ] = False,
    as_json: AsJson = False,
    db: Db = None,
    allow_hosts: AllowHosts = None,
) -> None:
    """Say why an address is fetched or not.

    Its address, robots.txt, pace and holds, validators, redirects, and how it was read.

    Example: seedwatch fetch --dry-run https://example.org/news/1
    """
    from crawler.explain import after_fetch, explain
    from seedwatch.cli.output import json_line
    from seedwatch.core.fetching.ip_guard import Permits

    settings = read_settings(db, allow_hosts=permits(allow_hosts))
    with _database(settings, dry_run) as database:
        found = explain(list(_given(urls)), Permits.parse(settings.allow_hosts), database)
        answers = {}
        if database is not None and not dry_run:
            answers = _fetch(settings, database, found)
            found = after_fetch(found, database)
        for number, each in enumerate(found):
            if as_json:
                json_line(record(each, answers.get(number)))
            else:
                _print(each, answers.get(number))


def _given(urls: list[str]) -> Iterator[str]:
    """Addresses as given, byte for byte: what is not UTF-8 stays as surrogate escapes."""
    import sys

    for url in urls:
        if url != STDIN:
            yield url
            continue
        for line in sys.stdin.buffer:
            yield line.removesuffix(b"\n").decode("utf-8", "surrogateescape")


def _database(settings: Settings, dry_run: bool) -> AbstractContextManager[Database | None]:
    """A dry run makes no database where there is none yet, and changes none."""
    from contextlib import nullcontext

    from db.engine.database import open_database, open_reader

    if not dry_run:
        return open_database(settings.database_url)
    found = open_reader(settings.database_url)
    if found.absent:
        found.close()
        return nullcontext()
    return found


def _fetch(settings: Settings, database: Database, found: tuple[Explanation, ...]) -> dict[int, Answer]:
    """Answers by the place of their address."""
    from crawler.spiders.probe import ProbeTarget, probe

    asked = {
        number: ProbeTarget(each.request_url, validators(each.known), _crawl_delay(each))
        for number, each in enumerate(found)
        if each.allowed and each.request_url
    }
    if not asked:
        return {}
    answers = probe(plan_of(settings), database, tuple(asked.values()))
    return dict(zip(asked, answers, strict=True))


def _is_feed(each: Explanation) -> bool:
    return each.known is not None and each.known.feed is not None


def _crawl_delay(each: Explanation) -> float | None:
    """Seconds, of a feed that is known."""
    return each.known.feed.crawl_delay if each.known is not None and each.known.feed is not None else None


def validators(known: UrlStatus | None) -> dict[str, str]:
    """Conditional headers that go with a request for a feed visited before."""
    from seedwatch.core.fetching.conditional import conditional_headers

    past = known.feed if known else None
    if past is None:
        return {}
    return conditional_headers(
        past.etag,
        past.last_modified,
        unchanged=past.unchanged,
        validators_unreliable=past.validators_unreliable,
    )


def record(each: Explanation, answer: Answer | None) -> dict[str, object]:
    """One JSON line: the verdict first, then what it rests on."""
    is_refused = not each.allowed or (answer is not None and answer.outcome in _refusals())
    reason = answer.reason if answer is not None and is_refused else each.reason
    line: dict[str, object] = {
        "url": each.url,
        "verdict": "refused" if is_refused else "allowed",
        "reason": reason,
        "asked": each.request_url,
        "addresses": [
            {"address": one.address, "allowed": one.allowed, "reason": one.reason} for one in each.addresses
        ],
    }
    if each.robots is not None:
        line["robots"] = _robots(each.robots)
    if each.known is not None:
        line |= _known(each.known)
    if answer is not None:
        line["answer"] = _answer(answer)
    return {key: redact_values(value) for key, value in line.items()}


def _refusals() -> frozenset[object]:
    from seedwatch.core.model.outcome import Outcome

    return frozenset({Outcome.ROBOTS, Outcome.FORBIDDEN, Outcome.ERASED})


def _robots(note: RobotsNote) -> dict[str, object]:
    return {
        "rule": note.rule,
        "allowed": note.allowed,
        "line": note.line,
        "status": note.status,
        "fetched_at": note.at and note.at.isoformat(),
    }


def _known(known: UrlStatus) -> dict[str, object]:
    host, past, end = known.host, known.feed, known.last_end
    return {
        "pace": {
            "seconds": past.crawl_delay if past else PACE,
            "hold_until": host.cooldown_until and host.cooldown_until.isoformat(),
            "hold_reason": host.cooldown_reason,
            "failures": host.failures,
        },
        "validators": validators(known),
        "known": {"outcome": known.outcome, "article": known.article_id} if known.outcome else None,
        "last_end": end
        and {
            "run": end.run_id,
            "at": end.at.isoformat(),
            "outcome": end.outcome,
            "reason": end.reason,
            "status": end.status,
        },
        "feed": past
        and {
            "source": past.source_id,
            "enabled": past.enabled,
            "next_due": past.next_due and past.next_due.isoformat(),
            "last_outcome": past.last_outcome,
            "last_reason": past.last_reason,
            "distrusted": past.validators_unreliable,
            "moved_to": past.moved_to,
            "verify_tls": past.verify_tls,
        },
    }


def _answer(answer: Answer) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "outcome": answer.outcome and answer.outcome.value,
        "reason": answer.reason,
        "status": answer.status,
        "final_url": answer.final_url,
        "redirects": list(answer.redirects),
        "bytes": answer.bytes,
        "content_type": answer.content_type,
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "charset": {"encoding": answer.encoding, "how": answer.how, "doubtful": answer.doubtful},
        "rights": asdict(answer.rights) if answer.rights else None,
    }


def _print(each: Explanation, answer: Answer | None) -> None:
    """The same for people: a headline, then what is known, a line each."""
    from seedwatch.cli.output import say

    line = record(each, answer)
    say(f"{line['verdict']}: {line['url']}", "bold")
    say(str(line["reason"]), indent=2)
    for name, value in line.items():
        if name not in {"url", "verdict", "reason"} and value:
            say(f"{name}: {_plain(value)}", "dim", indent=2)


def _plain(value: object) -> str:
    from collections.abc import Mapping

    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_plain(inner)}" for key, inner in _worth(value).items())
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    return str(value)


def _worth(value: Mapping[str, object]) -> dict[str, object]:
    return {key: inner for key, inner in value.items() if inner not in (None, "", [], {}, ())}
