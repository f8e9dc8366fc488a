"""What a crawl shows: a progress bar while it runs, and its report at the end."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from seedwatch.cli.output import note, say, table
from seedwatch.core.model.outcome import KEPT, Outcome
from seedwatch.locales import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.outcomes import report as crawl
    from seedwatch.core.model.crawl import CrawlPlan
    from seedwatch.core.model.crawl import Progress as CrawlProgress

#: What each outcome means, for people.
MEANING = {
    Outcome.STORED: N_("new article"),
    Outcome.COPY: N_("new row, joined to an article stored before"),
    Outcome.REVISED: N_("known article, text changed"),
    Outcome.UNCHANGED: N_("known article, same text"),
    Outcome.OLDER: N_("published before the bound"),
    Outcome.OFF_TOPIC: N_("listed, but not what the query asks for"),
    Outcome.SKIPPED: N_("listed, but no theme wants it"),
    Outcome.LATER: N_("listed without words, left to the next visit"),
    Outcome.NOT_ARTICLE: N_("listing, soft 404, or hardly any text"),
    Outcome.CONSENT: N_("consent page instead of an article"),
    Outcome.PAYWALL: N_("only a stub before a paywall"),
    Outcome.LOGIN: N_("login page"),
    Outcome.CHALLENGE: N_("bot check"),
    Outcome.NOT_HTML: N_("not a web page"),
    Outcome.UNDECODABLE: N_("no encoding gives right text"),
    Outcome.TOO_LARGE: N_("larger than the limit"),
    Outcome.GONE: N_("404 or 410"),
    Outcome.HTTP_ERROR: N_("the server answered with an error"),
    Outcome.REDIRECT_LOOP: N_("too many redirects"),
    Outcome.ROBOTS: N_("robots.txt does not allow it"),
    Outcome.FORBIDDEN: N_("the address is not public"),
    Outcome.TIMEOUT: N_("no answer in time"),
    Outcome.NETWORK_ERROR: N_("no connection"),
    Outcome.CUT: N_("the answer broke off"),
    Outcome.KILLED_WORKER: N_("reading it ended a worker"),
    Outcome.UNREADABLE: N_("reading it failed or took too long"),
    Outcome.NOT_STORED: N_("the database refused the row"),
    Outcome.ERASED: N_("removed on request, kept out since"),
}


@contextmanager
def progress_bar(plan: CrawlPlan) -> Iterator[CrawlPlan]:
    """The plan with a progress bar on stderr; without a terminal there is none."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield plan
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        feeds = bar.add_task(_("feeds"), total=None)
        pages = bar.add_task(_("pages"), total=None)

        def show(now: CrawlProgress) -> None:
            bar.update(feeds, total=now.feeds or None, completed=now.feeds_ended)
            bar.update(pages, total=now.pages or None, completed=now.pages_ended)

        yield replace(plan, progress=show)


def print_report(report: crawl.RunReport) -> None:
    """The report: every page once, then feeds, hosts that failed, and totals that add up."""
    rows = [(name.value, count, _(MEANING[name])) for name, count in _by_weight(report)]
    if rows:
        table((_("outcome"), _("pages"), ""), rows)
        say()
    feeds = ", ".join(f"{count} {name}" for name, count in report.feeds.items())
    say(_("feeds: %(list)s") % {"list": feeds or _("none was due")})
    if report.decisions:
        decided = ", ".join(f"{count} {reason}" for reason, count in report.decisions.items())
        told = {"number": sum(report.decisions.values()), "list": decided}
        say(_("entries: %(number)s listed by feeds: %(list)s") % told)
    say(
        _(
            "pages: %(fetched)s fetched + %(refused)s refused without fetching = %(outcomes)s outcomes;"
            " %(size)s MB in %(seconds)s s (run %(run)s)"
        )
        % {
            "fetched": report.fetched,
            "refused": report.refused,
            "outcomes": sum(report.outcomes.values()),
            "size": f"{report.bytes / 1e6:.1f}",
            "seconds": f"{report.seconds:.1f}",
            "run": report.run_id,
        }
    )
    failures = () if report.all_hosts_failed else report.failures  # that is said once, at the end
    for failure in failures[:10]:
        told = {"host": failure.host, "number": failure.count, "reason": failure.reason}
        note(_("%(host)s: %(number)s failed, last: %(reason)s") % told)
    for left in report.postponed:
        told = {
            "host": left.host,
            "number": left.count,
            "again": left.again.astimezone().strftime("%Y-%m-%d %H:%M:%S"),
            "reason": left.reason,
        }
        note(_("%(host)s: %(number)s pages left over, asked again from %(again)s: %(reason)s") % told)
    for problem in report.problems:
        note(problem)
    if report.unfinished:
        note(_("%(number)s pages were left; the next crawl takes them up") % {"number": report.unfinished})


def _by_weight(report: crawl.RunReport) -> list[tuple[Outcome, int]]:
    """Kept pages first, then the most frequent."""
    return sorted(report.outcomes.items(), key=lambda item: (item[0] not in KEPT, -item[1], item[0]))
