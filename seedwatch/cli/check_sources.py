"""`seedwatch sources check`: ask every outlet once, show how it stands, and keep on those that answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.cli.crawl import AllowHosts, permits
from seedwatch.cli.options import AsJson, Db, read_settings, writing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from seedwatch.core.sources.checking import SourceCheck

#: Rows of the live table; the rest follows when all have answered.
_LIVE_ROWS = 15


def check(
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]", help="Ids or names.")] = None,
    due: Annotated[bool, typer.Option("--due", help="Only outlets whose turn it is again.")] = False,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write a report without texts there.")
    ] = None,
    as_json: AsJson = False,
    allow_hosts: AllowHosts = None,
    db: Db = None,
) -> None:
    """Ask each outlet once for its feed; those that gave items are on from then on, the others off.

    What was off is asked again by `schedule`: daily for a week, then weekly. What you switched yourself stays.

    Example: seedwatch sources check pts cna-technology
    """
    from seedwatch.app.source_checks import check as run
    from seedwatch.app.source_checks import checked_sources, report_of
    from seedwatch.cli.output import json_line, say

    settings = read_settings(db, allow_hosts=permits(allow_hosts))
    with writing(db) as database:
        asked = checked_sources(settings, database, tuple(sources or ()), due=due)
        if not asked:
            say("no outlet to be asked now")
            return
        with _Live(len(asked), shown=not as_json) as live:
            found = run(settings, database, asked, live.add)
    if report is not None:
        report.write_text(report_of(found), encoding="utf-8")
    if as_json:
        for each in found:
            json_line(_json(each))
        return
    _print(found)


def _print(found: tuple[SourceCheck, ...]) -> None:
    from seedwatch.app.source_checks import by_advice
    from seedwatch.cli.output import console, say
    from seedwatch.core.sources.checking import ADVICE, worst_first

    console().print(_table(worst_first(found)))
    on = sum(each.answered for each in found)
    say(f"{on} of {len(found)} outlets answered and are on")
    for verdict, ids in by_advice(found).items():
        say(f"off, {verdict.value} ({len(ids)}): {', '.join(ids)}")
        say(f"  {ADVICE[verdict]}")


class _Live:
    """The table while it grows, worst first, on standard error; nothing without a terminal."""

    def __init__(self, count: int, *, shown: bool) -> None:
        from rich.console import Console
        from rich.live import Live

        self._count = count
        self._found: list[SourceCheck] = []
        console = Console(stderr=True)
        self._live = Live(console=console, transient=True) if shown and console.is_terminal else None

    def __enter__(self) -> _Live:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()

    def add(self, each: SourceCheck) -> None:
        from seedwatch.core.sources.checking import worst_first

        self._found.append(each)
        if self._live is not None:
            shown = _table(worst_first(self._found)[:_LIVE_ROWS])
            shown.title = f"{len(self._found)} of {self._count}"
            self._live.update(shown)


def _table(checks: Iterable[SourceCheck]) -> Table:
    """Within 80 columns."""
    from rich.table import Table

    grid = Table(box=None, pad_edge=False, header_style="bold", width=80)
    columns = (("outlet", 19), ("verdict", 14), ("http", 4), ("format", 7), ("items", 5), ("newest", 10))
    for name, width in columns:
        grid.add_column(name, width=width, overflow="ellipsis", no_wrap=True)
    grid.add_column("text", width=4)
    grid.add_column("s", width=4, justify="right")
    for each in checks:
        grid.add_row(
            each.source_id,
            each.verdict.value,
            str(each.status or ""),
            each.format,
            str(each.items or ""),
            each.newest.date().isoformat() if each.newest else "",
            ("full" if each.full_text else "lead") if each.items else "",
            f"{each.seconds:.1f}",
        )
    return grid


def _json(each: SourceCheck) -> dict[str, object]:
    from seedwatch.core.redaction import redact
    from seedwatch.core.sources.checking import ADVICE

    return {
        "id": each.source_id,
        "url": redact(each.url),
        "verdict": each.verdict,
        "reason": redact(each.reason),
        "status": each.status,
        "format": each.format,
        "items": each.items,
        "newest": each.newest,
        "full_text": each.full_text,
        "rights": each.rights,
        "seconds": each.seconds,
        "on": each.answered,
        "advice": ADVICE[each.verdict],
    }
