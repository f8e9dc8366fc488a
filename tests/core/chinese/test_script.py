"""The written language is told by the characters alone."""

from __future__ import annotations

import pytest

from seedwatch.core.chinese.script import script_of
from seedwatch.core.model.text import Language


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
