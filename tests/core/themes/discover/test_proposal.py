"""An article about several things gives a theme for each, with names in both scripts and ids of their own."""

from __future__ import annotations

from datetime import date

from seedwatch.core.chinese.names import parse_lexicon
from seedwatch.core.model.text import Language
from seedwatch.core.themes import parse_theme
from seedwatch.core.themes.discover.proposal import Known, propose
from seedwatch.core.themes.discover.theme_yaml import write_theme

LEXICON = parse_lexicon(
    "firm\t日升重工\t日升重工\tSunrise Heavy\nterm\t大豆\t大豆\tsoybean\nplace\t挪威\t挪威\tNorway\n",
    "lexicon.tsv",
)
ARTICLE = """\
日升重工的離岸風機昨日出廠，日升重工董事長說，第一批十二部將運往北灣，船期排到明年春天，港口吊車也要加裝。
日升重工另在南岸設廠，廠房面積是原有的兩倍，預計明年第三季量產，屆時員工將增加三百人，半數在當地招募。
與此同時，兩國恢復大豆貿易，大豆關稅降到一成以下，農會說第一船大豆下週到港，價格可望回到去年水準。
海底電纜則仍短缺，海底電纜廠的訂單排到後年，業者希望放寬進口海底電纜的規格限制，並延長施工許可。
"""


def test_each_subject_gives_a_theme() -> None:
    made = propose("風電與貿易:兩國關係回溫", ARTICLE, Known(LEXICON, ids={"soybean"}), "theme-2026-04-01")
    heads = {form for each in made for form in each.draft.name.get(Language.ZH_HANT, ())}
    assert {"風電與貿易", "日升重工", "大豆"} <= heads
    assert any("海底電纜" in head for head in heads)
    ids = [each.theme_id for each in made]
    assert len(set(ids)) == len(ids)
    assert "soybean" not in ids
    assert "soybean-2" in ids
    for each in made:
        text = write_theme(each.draft, each.theme_id, "own", date(2026, 4, 1), "a\nheadline")
        theme = parse_theme(text, "x.yaml").theme
        assert theme is not None
        assert theme.name[Language.ZH_HANT]
        assert theme.name[Language.ZH_HANS]


def test_false_friends_are_listed() -> None:
    (whole, *_) = propose(
        "日升重工", "日升出貨。", Known(LEXICON, archive=("新日升重工業公司上市",)), "theme-x"
    )
    assert whole.draft.lookalikes == ()  # a longer word the dictionary does not have is no false friend
