"""Who reprints whom: credits are seen where outlets put them, and only there; regions by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.model.text import Language
from seedwatch.core.sources.regions import REGIONS, region_name
from seedwatch.core.sources.wires import AGENCIES, credited

ALL = tuple(AGENCIES)
BODY = "港務局公布新航線，首班船下週啟程，沿途停靠三處港口。" * 30
ENGLISH = "The harbour board opened a new line, and the first ferry leaves next week. " * 12


@pytest.mark.parametrize(
    ("text", "wires"),
    [
        (f"（中央社記者林小方台北20日電）{BODY}", ("cna",)),
        (f"（中央社華盛頓20日綜合外電報導）{BODY}", ("cna",)),
        (f"{BODY}（編輯：林小方）1151120", ("cna",)),
        (f"〔中央社〕{BODY}", ("cna",)),
        (f"新华社北京11月20日电（记者林小方）{BODY}", ("xinhua",)),
        (f"新華社香港11月20日電 {BODY}", ("xinhua",)),
        (f"中新网11月20日电 {BODY}", ("chinanews",)),
        (f"（路透倫敦20日電）{BODY}", ("reuters",)),
        (f"〔路透〕{BODY}", ("reuters",)),
        (f"LONDON (Reuters) - {ENGLISH}", ("reuters",)),
        (f"{ENGLISH}\n(Reporting by Lin Fang; Editing by Ann Other)", ("reuters",)),
        (f"PLUMFIELD (AP) — {ENGLISH}", ("ap",)),
        (f"（美聯社）{BODY}", ("ap",)),
        (f"（法新社巴黎20日電）{BODY}", ("afp",)),
        (f"（綜合路透、美聯社報導）{BODY}", ("reuters",)),
        (f"Paris, Nov 20 (AFP) - {ENGLISH}", ("afp",)),
        (BODY, ()),
        (ENGLISH, ()),
        (f"{BODY}路透社的一位編輯在場。{BODY}", ()),
        (f"{ENGLISH} He read it on Reuters and in a map app. {ENGLISH}", ()),
    ],
)
def test_a_credit_names_its_agency(text: str, wires: tuple[str, ...]) -> None:
    assert credited(text, ALL) == wires


def test_only_agencies_that_an_outlet_reprints_are_asked_for() -> None:
    assert credited("（路透倫敦20日電）船隻啟航。", ("cna",)) == ()


@given(st.text(max_size=500))
def test_any_text_has_credits_in_the_order_asked(text: str) -> None:
    found = credited(text, ALL)
    assert list(found) == [wire for wire in ALL if wire in found]


def test_regions_have_names_in_three_languages() -> None:
    for region in REGIONS:
        assert all(
            region_name(region, language) != region
            for language in (Language.ZH_HANT, Language.ZH_HANS, Language.EN)
        )
    assert region_name("cn", Language.ZH_HANT) == "中國大陸"
    assert region_name("tw", Language.EN) == "Taiwan"
    assert region_name("xx", Language.EN) == "xx"
