"""What becomes of an article on its way through other outlets: changes that leave it the same article.

Each change takes and gives (headline, text). Those of `CHANGES` fit any text; chains of them are drawn by
`copied`. Names, outlets and offers are invented.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import yaml
from opencc import OpenCC

from seedwatch.core.chinese.script import script_of
from seedwatch.core.model.text import Language

Written = tuple[str, str]
Change = Callable[[str, str, random.Random], Written]

_HAN_DIGITS = "零一二三四五六七八九"
_WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")
_MARKS = str.maketrans("，。；：！？「」（）", ",.;:!?“”()")


def _line(kind: str, text: str, rng: random.Random) -> str:
    line = rng.choice(_furniture()[kind]["chinese" if is_chinese(text) else "english"])
    line = line.format(rng.randint(1, 28))
    return _convert("tw2s", line) if script_of(text) is Language.ZH_HANS else line


@cache
def _furniture() -> dict[str, dict[str, list[str]]]:
    text = (Path(__file__).parent / "texts" / "furniture.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def is_chinese(text: str) -> bool:
    return script_of(text) in {Language.ZH_HANT, Language.ZH_HANS}


@cache
def _converter(config: str) -> OpenCC:
    return OpenCC(config)


def _convert(config: str, text: str) -> str:
    return str(_converter(config).convert(text))


def dateline(title: str, text: str, rng: random.Random) -> Written:
    return title, _line("dateline", text, rng) + text


def byline(title: str, text: str, rng: random.Random) -> Written:
    return title, text + _line("byline", text, rng)


def note(title: str, text: str, rng: random.Random) -> Written:
    return title, _line("note", text, rng) + text


def related(title: str, text: str, rng: random.Random) -> Written:
    return title, text + _line("related", text, rng)


def paragraph(title: str, text: str, rng: random.Random) -> Written:
    return title, text + _line("paragraph", text, rng)


def offer(title: str, text: str, rng: random.Random) -> Written:
    """An advertisement between two paragraphs."""
    parts = text.split("\n")
    at = rng.randrange(1, len(parts) + 1)
    return title, "\n".join([*parts[:at], _line("offer", text, rng).strip(), *parts[at:]])


def merged(title: str, text: str, rng: random.Random) -> Written:
    return title, text.replace("\n", "" if is_chinese(text) else " ")


def split(title: str, text: str, rng: random.Random) -> Written:
    """A paragraph for each sentence."""
    return title, "\n".join(sentences(text))


def sentences(text: str) -> list[str]:
    ends = r"[^。！？\n]+[。！？]?[」』”]?" if is_chinese(text) else r".+?(?:[.!?](?:\s|$)|\n|$)"
    return [each.strip() for each in re.findall(ends, text) if each.strip()]


def cut(title: str, text: str, rng: random.Random) -> Written:
    """The first 40 to 60 % of it."""
    share = rng.uniform(0.4, 0.6)
    return title, text[: max(int(len(text) * share), 1)]


def thinned(title: str, text: str, rng: random.Random) -> Written:
    """Without a sentence in ten."""
    parts = sentences(text)
    dropped = set(rng.sample(range(len(parts)), len(parts) // 10))
    join = "" if is_chinese(text) else " "
    return title, join.join(each for n, each in enumerate(parts) if n not in dropped)


def other_script(title: str, text: str, rng: random.Random) -> Written:
    """Characters and regional words."""
    config = {Language.ZH_HANT: "tw2sp", Language.ZH_HANS: "s2twp"}.get(script_of(text))
    return (_convert(config, title), _convert(config, text)) if config else (title, text)


def other_glyphs(title: str, text: str, rng: random.Random) -> Written:
    config = {Language.ZH_HANT: "t2s", Language.ZH_HANS: "s2hk"}.get(script_of(text))
    return (_convert(config, title), _convert(config, text)) if config else (title, text)


def marks(title: str, text: str, rng: random.Random) -> Written:
    """Other punctuation, and spaces where two scripts meet."""
    if not is_chinese(text):
        return title, text.replace('"', "''").replace(" - ", " — ").replace("'s", "’s")
    spaced = re.sub(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])", " ", text)
    return title, spaced.translate(_MARKS)


def misread(title: str, text: str, rng: random.Random) -> Written:
    """As scanned: marks lost or doubled, lines broken where the column ended, but in no number."""
    kept = re.sub(r"(?<!\d)[,;:]|[，、；：]", lambda found: found[0] * rng.choice((0, 1, 1, 2)), text)
    lines = rf"(.{{{rng.randint(28, 60)}}}(?<!\d))(?!\d)"
    return title, re.sub(lines, r"\1\n", kept) if is_chinese(text) else kept


def wide(title: str, text: str, rng: random.Random) -> Written:
    return title.translate(_WIDE), text.translate(_WIDE)


def numerals(title: str, text: str, rng: random.Random) -> Written:
    """3萬 for 30,000, 1234 for 1,234, 五名 for 5名; or the other way round."""
    if rng.random() < 0.5:
        text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    else:
        text = re.sub(r"(?<![\d.,])(\d{4,7})(?=[^\d.,年])", lambda found: f"{int(found[1]):,}", text)
    if is_chinese(text):
        text = re.sub(
            r"(?<![\d.,])(\d{1,3})[萬万](?![\d億亿])", lambda found: f"{int(found[1]) * 10_000:,}", text
        )
        text = re.sub(r"(?<![\d.,第])(\d)(?=[人名個个天歲岁])", lambda one: _HAN_DIGITS[int(one[1])], text)
    return title, text


def headline(title: str, text: str, rng: random.Random) -> Written:
    """A headline of its own, out of the text."""
    parts = sentences(text)
    return rng.choice(parts[: max(len(parts) // 2, 1)])[: 24 if is_chinese(text) else 70], text


def marked_headline(title: str, text: str, rng: random.Random) -> Written:
    if is_chinese(text):
        return rng.choice(("快訊／", "影／", "獨家》")) + title + rng.choice((" | 海岸日報", "－要聞")), text
    return rng.choice(("Watch: ", "UPDATE 1 - ", "Exclusive: ")) + title + " | Coastline News", text


CHANGES: dict[str, Change] = {
    each.__name__: each
    for each in (dateline, byline, note, related, paragraph, offer, merged, split, cut, thinned, other_script,
                 other_glyphs, marks, misread, wide, numerals, headline, marked_headline)
}  # fmt: skip


def copied(title: str, text: str, rng: random.Random, most: int = 3) -> tuple[str, str, tuple[str, ...]]:
    """A copy after one to `most` changes, and their names. At most one of them cuts."""
    names = rng.sample(sorted(CHANGES), rng.randint(1, most))
    for name in names:
        title, text = CHANGES[name](title, text, rng)
    return title, text, tuple(names)
