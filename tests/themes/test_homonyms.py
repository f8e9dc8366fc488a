"""A name of a theme that is something else here, and what a text says it is not about."""

from __future__ import annotations

import pytest

from tests.themes.test_shipped import TAGGER


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Rare Earth to play twelve cities",
            "The rock band Rare Earth sells tickets from Friday, with a new drummer.",
        ),
        ("荷莫茲咖啡館開幕", "以香料為主題的荷莫茲咖啡館今天在台南開幕，招牌是小荳蔻拿鐵。"),
        ("霍尔木兹餐厅换主厨", "霍尔木兹餐厅更换主厨，推出新菜单，周末需要预约。"),
        ("電玩新作主角是人形機器人", "遊戲公司發表新作，玩家將扮演人形機器人對抗外星敵人。"),
        ("New novel imagines humanoids", "The novel follows a humanoid who learns to paint in a small town."),
        ("沙拉油漲價", "食品大廠宣布沙拉油與花生油調漲，主因大豆進口成本上漲，餐飲業者叫苦。"),
        ("玩具展開幕", "主辦單位說，今年的展覽與人形機器人無關，全部是木頭積木。"),
        ("博物館整修", "This year's show has nothing to do with rare earths, the curator said."),
    ],
)
def test_what_has_no_theme(title: str, text: str) -> None:
    assert [hit.theme for hit in TAGGER.tag(title, text)] == []


@pytest.mark.parametrize(
    ("title", "text", "theme"),
    [
        (
            "人形機器人進餐廳端盤",
            "宇樹的人形機器人在餐廳試行端盤，業者說機器人量產後租金會下降。",
            "humanoid-robots",
        ),
        (
            "荷莫茲海峽封鎖",
            "荷莫茲海峽通行受阻，國際油價站上每桶百元，餐廳調漲價格。",
            "oil-hormuz-energy-cost",
        ),
        ("稀土出口許可", "歐盟與中國談稀土出口許可，與關稅無關。", "rare-earths-critical-minerals"),
    ],
)
def test_what_keeps_its_theme(title: str, text: str, theme: str) -> None:
    assert theme in [hit.theme for hit in TAGGER.tag(title, text)]
