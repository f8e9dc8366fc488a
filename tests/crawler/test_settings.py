"""Every hardened setting, as a crawl has it in the end."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from packaging.version import Version
from scrapy.crawler import Crawler
from scrapy.settings import Settings

from crawler import addon
from crawler.spiders.probe import ProbeSpider
from seedwatch.core.model.crawl import CrawlPlan
from seedwatch.session import CrawlSession, attach

HARDENED = {
    "DOWNLOAD_MAXSIZE": 16 * 1024 * 1024,
    "DOWNLOAD_TIMEOUT": 30,
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "REDIRECT_MAX_TIMES": 10,
    "METAREFRESH_MAXDELAY": 2,
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "REFERRER_POLICY": "no-referrer",
    "HTTPPROXY_ENABLED": False,
    "DOWNLOAD_DELAY": 1.0,
    "DOWNLOAD_DELAY_JITTER": 0.0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "URLLENGTH_LIMIT": 0,
    "HTTPERROR_ALLOW_ALL": True,
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
}
FLOORS = {"scrapy": "2.19", "brotli": "1.2.0", "lxml": "5.0"}


@pytest.fixture(scope="module")
def settings() -> Settings:
    made = Settings()
    made.setmodule("crawler.settings", priority="project")
    crawler = Crawler(ProbeSpider)
    attach(CrawlSession(CrawlPlan(""), None, None), crawler)  # type: ignore[arg-type]
    addon.Seedwatch(crawler).update_settings(made)
    return made


@pytest.mark.parametrize("name", sorted(HARDENED))
def test_hardened(settings: Settings, name: str) -> None:
    assert settings[name] == HARDENED[name]


@pytest.mark.parametrize("scheme", ["file", "ftp", "s3", "data"])
def test_only_the_web_can_be_fetched(settings: Settings, scheme: str) -> None:
    assert settings.getdict("DOWNLOAD_HANDLERS")[scheme] is None


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_web_is_fetched_by_a_bounded_handler(settings: Settings, scheme: str) -> None:
    assert settings.getdict("DOWNLOAD_HANDLERS")[scheme] == "crawler.network.http_handler.Handler"


def test_policies_stand_in_order(settings: Settings) -> None:
    table = {name: at for name, at in settings.getdict("DOWNLOADER_MIDDLEWARES").items() if at is not None}
    order = [name.rpartition(".")[2] for name in sorted(table, key=lambda name: table[name])]
    redirects = ["MetaRefresh", "RedirectForms"]
    assert order == [
        "TdmReservations",
        "AddressGuard",
        "HostPoliteness",
        "RobotsGate",
        *redirects,
        "BodyLimits",
    ]
    assert settings["TWISTED_DNS_RESOLVER"] == "crawler.network.resolver.GuardedResolver"


def test_patience_is_not_answered_with_a_retry(settings: Settings) -> None:
    assert settings.getint("RETRY_TIMES") <= 2
    assert not {429, 503} & {int(code) for code in settings.getlist("RETRY_HTTP_CODES")}


def test_stages_pass_in_order(settings: Settings) -> None:
    table = settings.getdict("ITEM_PIPELINES")
    order = [name.rpartition(".")[2] for name in sorted(table, key=table.__getitem__)]
    assert order == ["Rights", "Archive", "Extract", "Store"]


@pytest.mark.parametrize("package", sorted(FLOORS))
def test_floors(package: str) -> None:
    assert Version(version(package)) >= Version(FLOORS[package])
