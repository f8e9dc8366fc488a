"""Where a page stands decides its clock only when nothing better is known."""

from __future__ import annotations

import pytest

from seedwatch.core.dates.assumed_zone import assumed_zone
from seedwatch.core.model.text import Language


@pytest.mark.parametrize(
    ("host", "language", "zone"),
    [
        ("news.outlet.com.tw", Language.EN, "Asia/Taipei"),
        ("outlet.com", Language.ZH_HANT, "Asia/Taipei"),
        ("outlet.com", Language.ZH_HANS, "Asia/Shanghai"),
        ("outlet.co.uk", Language.EN, "Europe/London"),
        ("outlet.jp", Language.ZH_HANS, "Asia/Tokyo"),  # the country is the better witness
    ],
)
def test_country_before_script(host: str, language: Language, zone: str) -> None:
    assert str(assumed_zone(host, language)) == zone


@pytest.mark.parametrize("host", ["outlet.com", "127.0.0.1", "", "outlet.com.au"])
def test_nothing_is_assumed_where_nothing_tells(host: str) -> None:
    assert assumed_zone(host, Language.EN) is None
