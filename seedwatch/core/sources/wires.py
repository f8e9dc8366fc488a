"""News agencies and how outlets credit a report that they took from one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

#: Credits stand at the beginning of a text, in a bracket, or at its end; both are looked through this far.
_NEAR = 200


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency. credits: regular expressions of the forms in which outlets name it."""

    id: str
    names: tuple[str, str, str]  # zh-Hant, zh-Hans, en
    credits: tuple[str, ...]


def _agency(agency_id: str, hant: str, hans: str, english: str, *forms: str) -> tuple[str, Agency]:
    return agency_id, Agency(agency_id, (hant, hans, english), forms)


def _bracketed(*names: str) -> tuple[str, ...]:
    """（路透…）, 〔路透…〕, (Reuters), [AP]: the name opens or fills a bracket."""
    return tuple(rf"[（(〔\[【]\s*(?:綜合|综合)?\s*{name}[^）)〕\]】]{{0,40}}[）)〕\]】]" for name in names)


AGENCIES: Mapping[str, Agency] = MappingProxyType(
    dict(
        (
            _agency(
                "cna",
                "中央社",
                "中央社",
                "CNA",
                *_bracketed("中央社"),
                r"中央社[／/]",
                r"（編輯：[^）]{1,20}）\s*1\d{6}",
                r"[（(]Central News Agency[）)]",
            ),
            _agency(
                "xinhua",
                "新華社",
                "新华社",
                "Xinhua",
                r"新[华華]社[^，。]{0,20}[电電]",
                r"来源：\s*新华",
                *_bracketed("新[华華]社", "Xinhua"),
                r"\bXinhua\b\s*[-—|]",
            ),
            _agency(
                "chinanews",
                "中新社",
                "中新社",
                "China News Service",
                r"中新[社网網][^，。]{0,20}[电電]",
                *_bracketed("中新社", "ECNS"),
                r"来源：\s*中国新闻网",
            ),
            _agency(
                "reuters",
                "路透社",
                "路透社",
                "Reuters",
                *_bracketed("路透社?", "Reuters"),
                r"路透社?[^，。]{0,15}[电電]",
                r"\bReuters\b\s*[-—–]",
                r"^\s*Reuters\b",
                r"Reporting by [A-Z]",
            ),
            _agency(
                "ap",
                "美聯社",
                "美联社",
                "AP",
                *_bracketed("美[联聯]社", "AP"),
                r"美[联聯]社[^，。]{0,15}[电電]",
                r"\bAP\)?\s*[-—–]",
                r"Associated Press\s*$",
            ),
            _agency(
                "afp",
                "法新社",
                "法新社",
                "AFP",
                *_bracketed("法新社", "AFP"),
                r"法新社[^，。]{0,15}[电電]",
                r"\bAFP\)?\s*[-—–]",
                r"^\s*AFP\b",
            ),
            _agency(
                "bloomberg", "彭博", "彭博", "Bloomberg", *_bracketed("彭博(?:社|資訊|新聞)?", "Bloomberg")
            ),
            _agency(
                "kyodo",
                "共同社",
                "共同社",
                "Kyodo",
                *_bracketed("共同社", "Kyodo"),
                r"共同社[^，。]{0,15}[电電]",
            ),
            _agency("yonhap", "韓聯社", "韩联社", "Yonhap", *_bracketed("[韓韩][聯联]社", "Yonhap")),
            _agency("dpa", "德新社", "德新社", "dpa", *_bracketed("德新社", "dpa")),
        )
    )
)


def known_agency(agency: str) -> str:
    """The id itself. Raises ValueError for an agency that is not in the list."""
    if agency not in AGENCIES:
        raise ValueError(f"unknown agency {agency!r}; write some of {', '.join(sorted(AGENCIES))}")
    return agency


@cache
def _credits(agency: str) -> re.Pattern[str]:
    return re.compile("|".join(AGENCIES[agency].credits), re.MULTILINE)


def credited(text: str, wires: Iterable[str]) -> tuple[str, ...]:
    """The agencies among `wires` whose credit stands at the beginning or the end of a text, in their order."""
    ends = (text,) if len(text) <= 2 * _NEAR else (text[:_NEAR], text[-_NEAR:])
    return tuple(wire for wire in wires if any(_credits(wire).search(end) for end in ends))
