"""Tables for the parts: headline, names, site rules, page shapes, the chooser's arithmetic."""

# ruff: noqa: E501  (tables: a line is a case)

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from seedwatch.core.changes.layout_change import BASE, RECENT, layout_change
from seedwatch.core.errors import InputError
from seedwatch.core.extract.body import model_weights
from seedwatch.core.extract.body.blocks import Blocks, read_blocks
from seedwatch.core.extract.body.boilerplate import is_boilerplate, tidy
from seedwatch.core.extract.body.tree_ensemble import Forest, read_forest
from seedwatch.core.extract.fields.authors import clean_names, find_authors
from seedwatch.core.extract.fields.meta import Meta, read_meta
from seedwatch.core.extract.fields.title import choose_title
from seedwatch.core.extract.parse import body_of, parse_text
from seedwatch.core.extract.rules import apply_rules, parse_rules, rules_for
from seedwatch.sources import rule_texts


def parsed(html: str) -> tuple[Meta, Blocks]:
    root = parse_text(html)
    assert root is not None
    return read_meta(root), read_blocks(body_of(root))


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>新橋通車 | 地方 | 晨報</title>", "<h1>晨報</h1><h1>新橋通車</h1>", "新橋通車"),
        ("<title>晨報 - 新橋通車後車流減三成</title>", "<div>新橋通車後車流減三成</div>", "新橋通車後車流減三成"),
        ("<title>暴雨预警发布_社会_晨报网</title>", "", "暴雨预警发布"),
        ("<title>Best bridges 2026: our guide | Ledger</title>", "<h1>The bridge that pays</h1>", "Best bridges 2026: our guide"),
        ("<title>Bridge opens | Ledger</title>", "<h1>Local<br>Bridge opens</h1>", "Bridge opens"),
        ('<title>Bridge opens early - Ledger</title><meta property="og:title" content="Bridge opens early - Ledger"><meta property="og:site_name" content="Ledger">', "", "Bridge opens early"),
        ("", "<h1>Only a heading</h1>", "Only a heading"),
        ("", "<p>nothing</p>", ""),
    ],
)  # fmt: skip
def test_headline(head: str, body: str, title: str) -> None:
    assert choose_title(*parsed(f"<html><head>{head}</head><body>{body}<p>text</p></body></html>")) == title


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("〔記者王小明、陳大文／台北報導〕市府今天宣布", ("王小明", "陳大文")),
        ("記者林佳蓉／綜合報導", ("林佳蓉",)),
        ("（中央社記者楊思瑞台南4日電）台南市今天", ("楊思瑞",)),
        ("（中央社記者姜遠珍仁川富平29日專電）選手今天", ("姜遠珍",)),
        ("鉅亨網記者張欽發 台北 2026-09-17 10:16", ("張欽發",)),
        ("作者：王 芳", ("王芳",)),
        ("作者 陳冠榮｜發布日期 2026 年 09 月 17 日", ("陳冠榮",)),
        ("【聯合晚報╱記者邱瓊平/台北報導】", ("邱瓊平",)),
        ("中國時報 張立勳／特稿 2013年07月18日", ("張立勳",)),
        ("新华社北京1月2日电（记者唐霁）外交部", ("唐霁",)),
        ("本报记者 王乐文 方 敏", ("王乐文", "方敏")),
        ("文／許家瑋", ("許家瑋",)),
        ("By Jane O'Neil and Karl Weiss", ("Jane O'Neil", "Karl Weiss")),
        ("責任編輯：王小明", ()),
        ("責編：孫立、錢進", ()),
        ("記者劉信德攝", ()),
        ("他告訴記者今天不會下雨", ()),
    ],
)
def test_bylines(line: str, names: tuple[str, ...]) -> None:
    meta, blocks = parsed(
        f"<html><body><h1>標題</h1><div>{line}</div><p>內文一。</p><p>內文二。</p></body></html>"
    )
    assert find_authors(meta, blocks, 2, 4) == names


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("By Ann Lee and Bo Chu", ["Ann Lee", "Bo Chu"]),
        ("張立勳／特稿, 中國時報", ["張立勳"]),
        ("https://www.facebook.com/paper", []),
        ("admin", []),
        ("Nadja Zinsmeister", ["Nadja Zinsmeister"]),
        ("(Image: Agency)", []),
    ],
)
def test_names_in_a_tag(raw: str, names: list[str]) -> None:
    assert clean_names(raw) == names


@pytest.mark.parametrize(
    ("line", "noise"),
    [
        ("延伸閱讀：港口啟用新設備", True),
        ("（首圖來源：公司提供）", True),
        ("請繼續往下閱讀...", True),
        ("責任編輯：王小明", True),
        ("Advertisement", True),
        ("▲新起重機抵港。（圖／港務公司提供）", True),
        ("記者會後，他提醒民眾不要點擊來路不明的連結。", False),
        ("林素琴（原文）：「我們會先試運轉。」", False),
        ("The related costs are published every year.", False),
    ],
)
def test_lines_of_furniture(line: str, noise: bool) -> None:
    assert is_boilerplate(line) is noise


def test_the_headline_printed_again_and_the_desk_credit_go() -> None:
    lines = ["新橋通車", "市府今天宣布。", "明年再擴建。（編輯：張明哲）1151118"]
    assert tidy(lines, "新橋通車") == ["市府今天宣布。", "明年再擴建。"]


RULES = """
rules:
  - sites: [paper.example]
    checked: 2026-01-01
    zone: Asia/Taipei
    drop: ["^廣告"]
    end: ["^延伸"]
  - sites: [old.paper.example]
    checked: 2025-01-01
    until: 2025-12-31
"""


def test_rules_hold_for_subdomains_until_their_day() -> None:
    rules = parse_rules(RULES, "r.yaml")
    assert rules_for(rules, "https://news.paper.example/1", date(2026, 2, 1)) is rules[0]
    assert rules_for(rules, "https://old.paper.example/1", date(2025, 2, 1)) is rules[1]
    assert rules_for(rules, "https://old.paper.example/1", date(2026, 2, 1)) is rules[0]
    assert rules_for(rules, "https://notpaper.example/1", date(2026, 2, 1)) is None
    assert apply_rules(rules[0], ["一", "廣告甲", "二", "延伸閱讀", "三"]) == ["一", "二"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('["^廣告"]', '["(廣告"]', "not a regular expression"),
        ("zone: Asia/Taipei", "zone: Asia/Atlantis", "no such zone"),
        ("drop:", "dorp:", "dorp"),
    ],
)
def test_a_bad_rule_names_file_and_line(old: str, new: str, said: str) -> None:
    with pytest.raises(InputError, match=r"r\.yaml, line \d+") as error:
        parse_rules(RULES.replace(old, new, 1), "r.yaml")
    assert said in str(error.value)


def test_shipped_rules_can_be_read() -> None:
    for name, text in rule_texts():
        assert all(rule.checked for rule in parse_rules(text, name))


OLD = "div.story<main.;11;json-ld;stored"


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("section.copy<article.;11;json-ld;stored", "another container"),
        ("div.story<main.;6;json-ld;stored", "shorter by 5 octaves"),
        ("-;0;-;refused", "refused"),
        ("div.story<main.;11;-;stored", "lost their date"),
    ],
)
def test_a_redesign_is_noticed_within_twenty_pages(new: str, said: str) -> None:
    noticed = next(n for n in range(1, 21) if layout_change([OLD] * 30 + [new] * n))
    assert noticed <= 20
    assert said in layout_change([OLD] * 30 + [new] * RECENT)


def test_no_alarm_without_a_redesign_or_with_too_few_pages() -> None:
    mixed = [OLD, "div.story<main.;10;json-ld;stored", "div.live<main.;13;meta;stored", "-;3;-;refused"]
    assert layout_change((mixed * 20)[: 3 * BASE]) == ""
    assert layout_change([OLD] * 10 + ["-;0;-;refused"] * RECENT) == ""


def test_forest_adds_the_leaves_that_answers_lead_to() -> None:
    forest = read_forest(0.0, "0 1 | 0.5 2 | 1 2 \\\n 3 4\n1 0 | 9 9 | 0 0 0 0")
    rows = np.array([[0, 0], [0, 3], [1, 0], [1, 3]], dtype=np.float32)
    odds = np.array([1.0, 2.0, 3.0, 4.0])
    assert np.allclose(forest.probabilities(rows), 1 / (1 + np.exp(-odds)))


def test_shipped_coefficients_fit_together() -> None:
    forest: Forest = read_forest(model_weights.BASE, model_weights.TREES)
    trees, depth = forest.questions.shape
    assert forest.leaves.shape == (trees, 2**depth)
    assert len(model_weights.LABELS) == 32
