"""Ask single addresses for real, through the same middlewares, resolver and settings as a crawl."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.addon import STAGES
from crawler.network.slots import set_delay
from crawler.outcomes.classify import classify_failure, classify_response
from crawler.outcomes.failures import error_of, failed_request
from crawler.outcomes.page_target import header_pairs
from crawler.run import crawl_settings, quieten
from db.engine.batch_writer import Writer
from db.engine.database import Database
from db.jobs.owners import this_process
from db.sources.catalogue import unverified_hosts
from seedwatch.core.encoding.decode import decode
from seedwatch.core.fetching.usage_rights import read_rights_signals
from seedwatch.core.model.crawl import CrawlPlan
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.rights import RightsSignals
from seedwatch.session import CrawlSession, attach

_HEAD_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class ProbeTarget:
    """An address to ask for. sent: conditional headers. pace: of its source, seconds; None: the default."""

    url: str
    sent: Mapping[str, str]
    crawl_delay: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came. outcome: why there is no page to read; None when there is one.

    bytes: decoded. encoding, how, doubtful: as `seedwatch.core.encoding.decode.Decoded`, of a page or feed.
    """

    url: str
    outcome: Outcome | None = None
    reason: str = ""
    status: int | None = None
    final_url: str = ""
    redirects: tuple[str, ...] = ()
    bytes: int = 0
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    encoding: str = ""
    how: str = ""
    doubtful: bool = False
    rights: RightsSignals | None = None


class ProbeSpider(Spider):
    """Asks each address once and writes the answers down."""

    name = "probe"

    def __init__(self, targets: Sequence[ProbeTarget], answers: dict[int, Answer], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.targets = targets
        self.answers = answers

    async def start(self) -> AsyncIterator[Request]:
        for number, target in enumerate(self.targets):
            if target.crawl_delay is not None:
                set_delay(self.crawler, target.url, target.crawl_delay)
            yield Request(
                target.url,
                self.answered,
                headers=dict(target.sent),
                errback=self.failed,
                cb_kwargs={"number": number},
            )

    def answered(self, response: Response, number: int) -> None:
        self.answers[number] = answer_of(self.targets[number].url, response)

    def failed(self, failure: Failure) -> None:
        request = failed_request(failure)
        number = request.cb_kwargs["number"]
        outcome, reason = classify_failure(error_of(failure))
        redirects = tuple(request.meta.get("redirect_urls", ()))
        self.answers[number] = Answer(self.targets[number].url, outcome, reason, redirects=redirects)


def answer_of(url: str, response: Response) -> Answer:
    """An answer's facts."""
    pairs = header_pairs(response)
    headers = dict(pairs)
    classified = classify_response(response.status, headers.get("content-type"), response.body[:1024])
    is_unchanged = response.status == 304
    decoded = decode(response.body, headers.get("content-type")) if response.body else None
    return Answer(
        url=url,
        outcome=classified[0] if classified and not is_unchanged else None,
        reason="not modified" if is_unchanged else classified[1] if classified else "",
        status=response.status,
        final_url=response.url,
        redirects=tuple(response.meta.get("redirect_urls", ())),
        bytes=len(response.body),
        content_type=headers.get("content-type", ""),
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        encoding=decoded.encoding if decoded else "",
        how=decoded.how if decoded else "",
        doubtful=bool(decoded and decoded.doubtful),
        rights=read_rights_signals(pairs, response.body[:_HEAD_BYTES].decode("latin-1")),
    )


#: A crawl's settings without stages and run report: nothing is stored but what is learnt of hosts.
_LESS: dict[str, dict[str, None]] = {
    "ITEM_PIPELINES": dict.fromkeys(STAGES),
    "EXTENSIONS": {"crawler.extensions.crawl_stats.CrawlStats": None},
}


def probe(plan: CrawlPlan, database: Database, targets: Sequence[ProbeTarget]) -> tuple[Answer, ...]:
    """Ask for each address; answers in the order of `targets`. Once per process, as `crawler.run.run_crawl`."""
    answers: dict[int, Answer] = {}
    run_probe(plan, database, ProbeSpider, targets=targets, answers=answers)
    lost = Answer("", Outcome.NETWORK_ERROR, "interrupted before it was asked")
    return tuple(answers.get(number, lost) for number in range(len(targets)))


def run_probe(plan: CrawlPlan, database: Database, spider: type[Spider], **arguments: Any) -> None:
    """Run a spider that stores nothing, by the rules of a crawl. Once per process."""
    writer = Writer(database)
    try:
        unverified = writer.read(unverified_hosts).result()
        plan = replace(plan, max_seconds=0.0)  # nothing waits: what is refused is the answer
        session = CrawlSession(plan, database, writer, unverified, owner=this_process())
        settings = crawl_settings(plan)
        for name, value in _LESS.items():
            settings.set(name, value, priority="cmdline")
        process = AsyncCrawlerProcess(settings)
        quieten()
        crawler = process.create_crawler(spider)
        attach(session, process, crawler)
        crawl = process.crawl(crawler, **arguments)
        process.start()
        if crawl.done() and not crawl.cancelled() and (error := crawl.exception()) is not None:
            raise error
    finally:
        writer.close()
