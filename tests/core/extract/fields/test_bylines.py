"""Bylines as Chinese and English outlets print them: names, and whether the line holds nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.chinese.person_names import is_person_name
from seedwatch.core.extract.fields.bylines import read_byline

WHOLE = [
    ("記者林佳蓉／綜合報導", "林佳蓉"),
    ("聯合報 記者王小明／台北即時報導", "王小明"),
    ("聯合報 / 記者李成蔭／台北即時報導", "李成蔭"),
    ("經濟日報 編譯陳律安／綜合外電", "陳律安"),
    ("政治中心／陳慈鈴報導", "陳慈鈴"),
    ("生活中心／綜合報導", ""),
    ("【聯合新聞網／綜合報導】", ""),
    ("【聯合晚報╱記者邱瓊平/台北報導】", "邱瓊平"),
    ("文/王小明 | 2021-07-12發表", "王小明"),
    ("鉅亨網記者張欽發 台北 2026-09-17 10:16", "張欽發"),
    ("作者：王 芳", "王芳"),
    ("作者： 弗林", "弗林"),
    ("作者 陳冠榮｜發布日期 2026 年 09 月 17 日", "陳冠榮"),
    ("中國時報 朱真楷／台北報導 2013年12月22日 04:09", "朱真楷"),
    ("本报记者 王乐文 方 敏", "王乐文 方敏"),
    ("新华社记者邹多为、唐诗凝、丁乐", "邹多为 唐诗凝 丁乐"),
    ("□ 本报记者 葛灵丹", "葛灵丹"),
    ("澎湃新闻记者 段彦超 廖艳", "段彦超 廖艳"),
    ("（总台央视记者 奚丹霓 张赛）", "奚丹霓 张赛"),
    ("采写：南都见习记者 林子沛", "林子沛"),
    ("文丨政能亮特约评论员 韩涵", "韩涵"),
    ("记者 | 王小明 编辑 | 李小红", "王小明"),
    ("文：王小明 圖：李大華", "王小明"),
    ("王小明 李大華 / 台北報導", "王小明 李大華"),
    ("作者： 香港特約記者 麥燕庭", "麥燕庭"),
    ("責任編輯 葉盈伶 報導", "葉盈伶"),
    ("記者 劉亭 / 攝影 張三豐 報導", "劉亭"),
    ("（中央社記者姜遠珍、王大明仁川富平29日專電）", "姜遠珍 王大明"),
    ("文／歐陽小明", "歐陽小明"),
    ("Derek作者", "Derek"),
    ("責任編輯：王小明", ""),
    ("(责编：萧潇、张妍)", ""),
    ("記者劉信德攝", ""),
    ("記者鄭清元／攝影", ""),
]


@pytest.mark.parametrize(("line", "names"), WHOLE)
def test_a_line_that_is_a_byline_gives_its_writers(line: str, names: str) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert (byline.whole, byline.names) == (True, tuple(names.split()))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Amy Lin, Bo Wang and Carl Ho", ("Amy Lin", "Bo Wang", "Carl Ho")),
        ("By Drew Chen October 18, 2026", ("Drew Chen",)),
        ("By Drew Chen on Nov 3", ("Drew Chen",)),
        ("By Jane O'Neil | Staff Writer", ("Jane O'Neil",)),
        ("Written by Ann Lee, senior correspondent", ("Ann Lee",)),
        ("Von: Bill Meyer, Marisha Gold", ("Bill Meyer", "Marisha Gold")),
    ],
)
def test_an_english_byline_ends_before_date_and_role(line: str, names: tuple[str, ...]) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert byline.names == names


@pytest.mark.parametrize(
    "line",
    [
        "他告訴記者今天不會下雨",
        "新華社記者說",
        "文化部長今天表示",
        "記者會後，他提醒民眾",
        "王小明",
        "By 2030, Taiwan will",
        "By the way",
        "高雄",
        "",
        "記者林佳蓉／綜合報導" * 12,
    ],
)
def test_a_sentence_is_no_byline(line: str) -> None:
    byline = read_byline(line)
    assert byline is None or not (byline.whole or byline.names)


@given(st.text(alphabet="記者文／王小明編輯報導攝影、 （）2026年By Amy,", max_size=40))
def test_any_line_is_read_and_names_stand_in_it(line: str) -> None:
    byline = read_byline(line)
    if byline is not None:
        bare = "".join(line.split())
        assert all("".join(name.split()) in bare for name in byline.names)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("王小明", True),
        ("歐陽娜娜", True),
        ("張簡大為", True),
        ("林陳秀英", True),
        ("尼克·馬什", True),
        ("高雄", False),
        ("金管會主委", False),
        ("路透社", False),
        ("晨報", False),
        ("王", False),
        ("Amy", False),
        ("劉信德攝", False),
    ],
)
def test_names_of_people(text: str, person: bool) -> None:
    assert is_person_name(text) is person
