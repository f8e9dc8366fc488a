"""`seedwatch` alone: where one stands, in three lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seedwatch.cli.options import read_settings
from seedwatch.locales import _

if TYPE_CHECKING:
    from seedwatch.app.settings import Settings


def print_standing() -> None:
    """The database and what it holds, the sources with the last crawl, and the next step."""
    from seedwatch.cli.output import say
    from seedwatch.cli.started import as_typed

    for line in _lines(read_settings()):
        say(as_typed(line))


def _lines(settings: Settings) -> tuple[str, str, str]:
    from db.engine.database import open_reader
    from db.jobs.runs import list_runs
    from db.reads.sources import source_states
    from seedwatch.app.catalogue import declared_sources

    on = sum(source.enabled for source in declared_sources(settings))
    with open_reader(settings.database_url) as handle:
        if handle.absent:
            return (
                _("Database: none yet (%(url)s)") % {"url": handle.url},
                _("Sources: %(number)s are on; nothing was crawled yet") % {"number": on},
                _("Next: `seedwatch demo` shows a sample, `seedwatch crawl` begins your own"),
            )
        with handle.read() as conn:
            articles = sum(state.articles for state in source_states(conn))
            runs = list_runs(conn, 1)
    told = {"url": handle.url, "number": f"{articles:,}"}
    if not runs:
        crawled = _("Sources: %(number)s are on; nothing was crawled yet") % {"number": on}
    else:
        last = runs[0].started_at.astimezone(settings.now().tzinfo)
        crawled = _("Sources: %(number)s are on; last crawl %(time)s") % {
            "number": on,
            "time": f"{last:%Y-%m-%d %H:%M}",
        }
    return (
        _("Database: %(number)s articles (%(url)s)") % told,
        crawled,
        _("Next: `seedwatch search WORDS`, `seedwatch serve` for the browser, `seedwatch --help` for more")
        if articles
        else _("Next: `seedwatch crawl` fetches what is new, `seedwatch --help` says more"),
    )
