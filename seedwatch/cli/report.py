"""What a crawl shows: a progress bar while it runs, and its report at the end."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from seedwatch.cli.output import note, say, table
from seedwatch.core.model.outcome import KEPT, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.outcomes import report as crawl
    from seedwatch.core.model.crawl import CrawlPlan
    from seedwatch.core.model.crawl import Progress as CrawlProgress

#: What each outcome means, for people.
MEANING = {
    Outcome.STORED: "new article",
    Outcome.COPY: "new row, joined to an article stored before",
    Outcome.REVISED: "known article, text changed",
    Outcome.UNCHANGED: "known article, same text",
    Outcome.OLDER: "published before the bound",
    Outcome.OFF_TOPIC: "listed, but not what the query asks for",
    Outcome.SKIPPED: "listed, but no theme wants it",
    Outcome.LATER: "listed without words, left to the next visit",
    Outcome.NOT_ARTICLE: "listing, soft 404, or hardly any text",
    Outcome.CONSENT: "consent page instead of an article",
    Outcome.PAYWALL: "only a stub before a paywall",
    Outcome.LOGIN: "login page",
    Outcome.CHALLENGE: "bot check",
    Outcome.NOT_HTML: "not a web page",
    Outcome.UNDECODABLE: "no encoding gives right text",
    Outcome.TOO_LARGE: "larger than the limit",
    Outcome.GONE: "404 or 410",
    Outcome.HTTP_ERROR: "the server answered with an error",
    Outcome.REDIRECT_LOOP: "too many redirects",
    Outcome.ROBOTS: "robots.txt does not allow it",
    Outcome.FORBIDDEN: "the address is not public",
    Outcome.TIMEOUT: "no answer in time",
    Outcome.NETWORK_ERROR: "no connection",
    Outcome.CUT: "the answer broke off",
    Outcome.KILLED_WORKER: "reading it ended a worker",
    Outcome.UNREADABLE: "reading it failed or took too long",
    Outcome.NOT_STORED: "the database refused the row",
    Outcome.ERASED: "removed on request, kept out since",
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
        feeds = bar.add_task("feeds", total=None)
        pages = bar.add_task("pages", total=None)

        def show(now: CrawlProgress) -> None:
            bar.update(feeds, total=now.feeds or None, completed=now.feeds_ended)
            bar.update(pages, total=now.pages or None, completed=now.pages_ended)

        yield replace(plan, progress=show)


def print_report(report: crawl.RunReport) -> None:
    """The report: every page once, then feeds, hosts that failed, and totals that add up."""
    rows = [(name.value, count, MEANING[name]) for name, count in _by_weight(report)]
    if rows:
        table(("outcome", "pages", ""), rows)
        say()
    feeds = ", ".join(f"{count} {name}" for name, count in report.feeds.items())
    say(f"feeds: {feeds or 'none was due'}")
    if report.decisions:
        decided = ", ".join(f"{count} {reason}" for reason, count in report.decisions.items())
        say(f"entries: {sum(report.decisions.values())} listed by feeds: {decided}")
    say(
        f"pages: {report.fetched} fetched + {report.refused} refused without fetching"
        f" = {sum(report.outcomes.values())} outcomes; {report.bytes / 1e6:.1f} MB in {report.seconds:.1f} s"
        f" (run {report.run_id})"
    )
    failures = () if report.all_hosts_failed else report.failures  # that is said once, at the end
    for failure in failures[:10]:
        note(f"{failure.host}: {failure.count} failed, last: {failure.reason}")
    for left in report.postponed:
        again = left.again.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        note(f"{left.host}: {left.count} pages left over, asked again from {again}: {left.reason}")
    for problem in report.problems:
        note(problem)
    if report.unfinished:
        note(f"{report.unfinished} pages were left; the next crawl takes them up")


def _by_weight(report: crawl.RunReport) -> list[tuple[Outcome, int]]:
    """Kept pages first, then the most frequent."""
    return sorted(report.outcomes.items(), key=lambda item: (item[0] not in KEPT, -item[1], item[0]))
