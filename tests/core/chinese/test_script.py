"""The written language is told by the characters alone."""

from __future__ import annotations

import pytest

from seedwatch.core.chinese.script import LanguageDetector, script_of
from seedwatch.core.model.text import WRITTEN, Language, WrittenLanguage


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("輝達的新晶片", Language.ZH_HANT),
        ("英伟达的新芯片", Language.ZH_HANS),
        ("NVIDIA Blackwell GB300 伺服器 Q3 出貨", Language.ZH_HANT),
        ("Nvidia said on Friday that it would ship the chips to its partners in the spring", Language.EN),
        ("Am Freitag sagte der Konzern, dass die Chips im Herbst an die Partner gehen", Language.OTHER),
        ("人工知能の半導体を発表した", Language.OTHER),
        ("인공지능 반도체를 발표했다", Language.OTHER),
        ("12:30 — 45 %", Language.OTHER),
        ("", Language.OTHER),
        ("\ud800\x00", Language.OTHER),
    ],
)
def test_the_script_is_told_by_the_characters(text: str, language: Language) -> None:
    assert script_of(text) is language


TABLE = {each: WRITTEN[each] for each in (Language.ZH_HANT, Language.ZH_HANS, Language.EN)}
#: Rows that it does not have. Each stands in the place of one that its texts cannot be taken for.
KANA = LanguageDetector(
    {**TABLE, Language.EN: WrittenLanguage(frozenset({"ja"}), letters=(range(0x3041, 0x3100),))}
)
GERMAN = LanguageDetector(
    {
        **TABLE,
        Language.ZH_HANS: WrittenLanguage(
            frozenset({"de"}),
            common_words=frozenset({"der", "die", "das", "und", "ist", "dass", "im", "am", "an"}),
        ),
    }
)


@pytest.mark.parametrize(
    ("detector", "text", "language"),
    [
        (KANA, "人工知能の半導体を発表した", Language.EN),
        (KANA, "パソコン", Language.EN),
        (KANA, "NVIDIA GB300 を発表", Language.EN),
        (
            KANA,
            "輝達的新晶片、工廠與訂單、還有股價の",
            Language.ZH_HANT,
        ),  # a quoted letter among Han characters
        (KANA, "NVIDIA Blackwell GB300 and the partners of の", Language.OTHER),
        (KANA, "인공지능 반도체를 발표했다 の", Language.OTHER),
        (
            GERMAN,
            "Am Freitag sagte der Konzern, dass die Chips im Herbst an die Partner gehen",
            Language.ZH_HANS,
        ),
        (
            GERMAN,
            "Nvidia said on Friday that it would ship the chips to its partners in the spring",
            Language.EN,
        ),
        (
            GERMAN,
            "Vendredi, le groupe a dit que les puces seront livrées aux partenaires en automne",
            Language.OTHER,
        ),
    ],
)
def test_another_language_needs_no_more_than_its_row(
    detector: LanguageDetector, text: str, language: Language
) -> None:
    assert detector.language_of(text) is language
