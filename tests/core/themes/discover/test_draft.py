"""Drafts hold what a reader would list, and are files that the tagger reads."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.chinese.names import Lexicon, parse_lexicon
from seedwatch.core.themes import parse_theme
from seedwatch.core.themes.discover.draft import (
    LEAST_ARCHIVE,
    draft_theme,
    look_around,
)
from seedwatch.core.themes.discover.terms import term_key, terms_of
from seedwatch.core.themes.discover.theme_yaml import write_theme, write_topic

LEXICON = parse_lexicon("firm\t日升重工\t日升重工\tSunrise Heavy\nplace\t挪威\t挪威\tNorway\n", "lexicon.tsv")

#: Articles of our own; a reader wrote the names and terms down before the drafting was tried on them.
CHINESE = """\
城市地熱供暖試點擴大 鑽井公司缺工程師
松河市政府宣布，城市地熱供暖試點將由三個里擴大到十二個里，年底前再打六口深井。承辦的松河熱能公司表示\
，第一批用戶的暖氣費比天然氣鍋爐低兩成。
地熱井由岩心鑽探負責，井深兩千四百公尺，抽出的熱水經熱交換器送進管網，再以回灌井送回地層。岩心鑽探總\
經理白立群說，公司缺的是鑽井工程師，不是鑽機，已與松河工業大學合開課程。
居民擔心微震。地質調查所在試點周邊裝了二十四個地震儀，至今測到的微震都在規模一點五以下。議員則質疑，\
地熱供暖的補貼辦法沒有寫明回灌井的監測責任。
日升重工將供應熱泵，首批四十台下月運抵。環境部長江予安說，熱泵與管網各補助三成，但業者必須公布監測資\
料。
"""
CHINESE_TERMS = [
    "地熱供暖",
    "松河",
    "松河熱能",
    "深井",
    "暖氣費",
    "天然氣鍋爐",
    "岩心鑽探",
    "熱交換器",
    "管網",
    "回灌井",
    "白立群",
    "鑽井工程師",
    "松河工業大學",
    "微震",
    "地質調查所",
    "地震儀",
    "補貼辦法",
    "日升重工",
    "熱泵",
    "江予安",
    "監測",
]
ENGLISH = """\
Repair cafes ask for a right to spare parts
More than forty repair cafes in the Lowmark region have signed a letter to the Ministry of Trade.
They want makers of household appliances to sell spare parts to anyone for ten years, and to publish
repair manuals. The letter was drafted by Tilda Ferns, who runs the Harbour Street repair cafe in
Osten. Volunteers there fixed 1,300 toasters, lamps and washing machines last year. A third of the
washing machines could not be saved because spare parts were sold to authorised workshops only, she
said. The trade group Homewares Forum answers that untrained people could be hurt. Its spokesman
Piet Alder points to batteries: lithium batteries in vacuum cleaners caught fire twice in Osten.
Repair cafes reply that a repair score on the label, as in the Norder Act, would help buyers more
than warnings. Norway is testing a repair voucher that pays half of the bill. The Lowmark parliament
will debate a repair voucher and the repair score in May.
"""
ENGLISH_TERMS = [
    "repair cafe",
    "Lowmark",
    "Ministry of Trade",
    "household appliances",
    "spare parts",
    "repair manuals",
    "Tilda Ferns",
    "Harbour Street",
    "Osten",
    "washing machines",
    "Homewares Forum",
    "Piet Alder",
    "lithium batteries",
    "vacuum cleaners",
    "repair score",
    "Norder Act",
    "Norway",
    "repair voucher",
    "parliament",
]


#: Two more that were written, and read, only when the drafting was done.
TURTLES = """\
潮間帶救援犬上工 學會聞出擱淺海龜的氣味
東嶼縣海洋保育站本月起派出兩隻救援犬，沿潮間帶搜尋擱淺的海龜。訓犬師柳依晴表示，海龜受傷後常躲進礁石縫，人眼在退潮的兩小時\
裡找不完，狗靠氣味一趟能巡四公里。
兩隻拉布拉多犬在鹿灘訓練基地學了九個月，先認龜甲刮下的藻屑，再認活體。保育站獸醫莊博宇說，找到後用救護箱送往海龜收容中心，\
抽血檢查有沒有吞進塑膠或中了漁線。
經費由海潮基金會捐助，一年三百二十萬元，其中保險占一成。去年全縣通報擱淺海龜九十四隻，活著送進收容中心的只有二十一隻。
巡守隊長石明達提醒，救援犬工作時會穿橘色背心，遊客別拿零食逗弄，也別讓寵物犬靠近。
"""
TURTLE_TERMS = [
    "救援犬",
    "擱淺",
    "海龜",
    "氣味",
    "東嶼縣",
    "海洋保育站",
    "潮間帶",
    "訓犬師",
    "柳依晴",
    "礁石縫",
    "退潮",
    "拉布拉多犬",
    "鹿灘訓練基地",
    "龜甲",
    "獸醫",
    "莊博宇",
    "救護箱",
    "收容中心",
    "抽血檢查",
    "塑膠",
    "漁線",
    "海潮基金會",
    "巡守隊",
    "石明達",
    "寵物犬",
]
MUSSELS = """\
Mussel farmers turn to ropes of coconut fibre
Growers along the Sundal coast have begun to replace plastic ropes with coconut fibre after a storm
in February tore loose eleven kilometres of polypropylene line. The switch is led by the Sundal
Shellfish Cooperative, whose chair Marit Osland calls plastic ropes "the litter we paid for".
Each longline carries two tonnes of blue mussels at harvest. Tests by the Brevik Marine Institute
found that coconut fibre held 94 percent of its strength after fourteen months in sea water, enough
for one growing cycle but not for two. Biologist Keanu Pratt says that spat settle on the fibre
twice as densely as on plastic.
The price is the problem. A metre of coconut fibre costs three times as much, and the only spinning
mill in the region, Hjelm & Daughters, can deliver a fifth of what the cooperative would need. The
fisheries ministry has offered a deposit scheme for old ropes, modelled on the one for bottles.
Starfish remain a threat on either material. Osland wants the ministry to license starfish dredging
again; the conservation group Clean Sound opposes it because the dredges damage eelgrass meadows.
"""
MUSSEL_TERMS = [
    "mussel farmers",
    "Sundal",
    "plastic ropes",
    "coconut fibre",
    "polypropylene",
    "Sundal Shellfish Cooperative",
    "Marit Osland",
    "longline",
    "blue mussels",
    "harvest",
    "Brevik Marine Institute",
    "growing cycle",
    "Keanu Pratt",
    "spat",
    "spinning mill",
    "Hjelm & Daughters",
    "fisheries ministry",
    "deposit scheme",
    "starfish",
    "dredging",
    "Clean Sound",
    "eelgrass meadows",
]


@pytest.mark.parametrize(
    ("article", "listed"),
    [
        (CHINESE, CHINESE_TERMS),
        (ENGLISH, ENGLISH_TERMS),
        (TURTLES, TURTLE_TERMS),
        (MUSSELS, MUSSEL_TERMS),
    ],
    ids=["zh-Hant", "en", "zh-Hant-2", "en-2"],
)
def test_a_draft_holds_most_of_what_a_reader_lists(article: str, listed: list[str]) -> None:
    drafted = {term_key(word) for word in draft_theme(article, LEXICON).words()}
    found = [term for term in listed if any(term_key(term) in word for word in drafted)]
    assert len(found) >= 0.6 * len(listed), sorted(set(listed) - set(found))


@pytest.mark.parametrize("article", [CHINESE, ENGLISH], ids=["zh-Hant", "en"])
def test_a_draft_is_a_theme_file_in_both_scripts(article: str) -> None:
    text = write_theme(draft_theme(article, LEXICON), "own-topic", "own", date(2026, 4, 1))
    theme = parse_theme(text, "draft.yaml").theme
    assert theme is not None
    assert theme.seed_date == date(2026, 4, 1)
    assert {"Norder Act", "spare parts"} <= theme.wordings() or "Sunrise Heavy" in theme.wordings()
    assert "Norway" not in theme.wordings()  # a country is no sign of one theme
    if article is CHINESE:
        assert {"地熱供暖", "地热供暖", "熱泵", "热泵"} <= theme.wordings()


def test_its_topic_is_a_topic_file() -> None:
    (topic,) = parse_theme(write_topic("city-heat"), "topic.yaml").topics
    assert (topic.id, topic.name.en) == ("city-heat", ("City heat",))


def test_what_is_common_in_the_archive_is_left_out() -> None:
    first = draft_theme(CHINESE, Lexicon())
    archive = [f"微震第{number}號，海嘯警報解除。" for number in range(LEAST_ARCHIVE)] + ["球隊連勝。"] * 9
    around = look_around(first, archive)
    second = draft_theme(CHINESE, Lexicon(), around.shares, around.counter)
    assert "微震" in first.words()
    assert "微震" not in second.words()
    assert any("海嘯警報" in term for term in around.counter)


def test_a_small_archive_has_no_say() -> None:
    assert look_around(draft_theme(CHINESE, Lexicon()), ["微震報告。"]).shares == {}


@given(st.text(max_size=300))
def test_any_text_gives_a_file_that_can_be_read(text: str) -> None:
    drafted = write_theme(draft_theme(f"A headline\n{text}", Lexicon()), "any-theme", "any", date(2026, 1, 1))
    assert parse_theme(drafted, "any.yaml").theme is not None


@given(st.text(max_size=300))
def test_terms_stand_in_their_text(text: str) -> None:
    for term in terms_of(text):
        assert term.count >= 1
        assert term_key(term.text) in term_key(text)
