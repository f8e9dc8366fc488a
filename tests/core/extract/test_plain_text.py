"""Saved articles: headline, date, publisher and text as a reader would copy them out, furniture left behind."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.extract.plain_text import read_plain_text

NOW = datetime(2026, 11, 28, tzinfo=UTC)
PORTAL = """\
港務局啟用無人吊車:碼頭工會要求保障工時?

潮聲財經 編輯部

  • 2026-04-02 09:15
  • 更新:2026-04-03 10:00

港務局啟用無人吊車:碼頭工會要求保障工時?

南港港務局四月起啟用十二部無人吊車,夜班人力減半。工會昨日表示,調動名單應先協商。
吊車由遠端中心操作,一名操作員看三部。局長說,事故率在試營運期間降了四成。

點擊下方連結,開啟「潮聲APP」,獲得更多即時資訊喔!
https://example.org/r/1

免責宣言
本網站所提供資訊僅供參考。
潮聲財經 編輯部
潮聲團隊每日整理財經新聞。
潮聲團隊每日整理財經新聞。
"""
BROADCAST = """\
date 2026-05-06 圖／晨光圖庫

從北灣的風場到南岸的電纜廠，離岸風電的供應鏈正在重組。業者說，五月六日起船期全滿。

電纜廠長指出，訂單已排到明年。
"""
WIRE = """\
Ferry strike enters third day as talks stall - Harbour Post
By Nora Quill
Published: 6 May 2026 14:30
OSTEN (Northwire) - Ferry crews stayed away from work on Wednesday.
The union said talks would resume on 8 May 2026.
"""
AGENCY = """\
松河地熱井完工
（海潮社記者白立群松河10日電）松河第四口地熱井今天完工，井深兩千四百公尺。
2026/03/10 18:05
"""


@pytest.mark.parametrize(
    ("raw", "title", "publisher", "published", "paragraphs"),
    [
        (PORTAL, "港務局啟用無人吊車:碼頭工會要求保障工時?", "潮聲財經", "2026-04-02T09:15:00+08:00", 2),
        (BROADCAST, "", "", "2026-05-06", 2),
        (WIRE, "Ferry strike enters third day as talks stall", "Northwire", "2026-05-06T14:30:00", 2),
        (AGENCY, "松河地熱井完工", "海潮社", "2026-03-10T18:05:00+08:00", 1),
        ("一行標題而已的檔案", "一行標題而已的檔案", "", None, 0),
        ("", "", "", None, 0),
    ],
    ids=["portal", "broadcast", "wire", "agency", "one-line", "empty"],
)
def test_a_saved_article_is_read(
    raw: str, title: str, publisher: str, published: str | None, paragraphs: int
) -> None:
    found = read_plain_text(raw, NOW)
    assert (found.title, found.publisher) == (title, publisher)
    assert (found.published.iso if found.published else None) == published
    assert len(found.text.splitlines()) == paragraphs


def test_furniture_is_left_out() -> None:
    text = read_plain_text(PORTAL, NOW).text
    assert "無人吊車" in text
    assert not any(word in text for word in ("APP", "免責", "潮聲團隊", "https", "碼頭工會要求"))


@given(st.text(max_size=400))
def test_any_text_is_read(raw: str) -> None:
    found = read_plain_text(raw, NOW)
    assert all(line.strip() for line in found.text.splitlines())
