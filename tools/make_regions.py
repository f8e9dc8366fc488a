"""`make glyphs`: the table of seedwatch/core/chinese/regional_words.py, from OpenCC's dictionary of Taiwan's words.

Its own way through a text (OpenCC's tw2sp) costs three times as much, loads 0.1 s of dictionaries at every
start, and leaves 资讯 written in Simplified alone while it exchanges 資訊. The test
tests/core/chinese/test_glyph_tables.py compares the file with what this makes.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import opencc

from seedwatch.core.chinese.folding import fold_chars

TARGET = Path(__file__).parents[1] / "seedwatch" / "core" / "chinese" / "regional_words.py"
_BASE = Path(opencc.__file__).parent / "clib"
TOOL = _BASE / "bin" / "opencc_dict"
DICTIONARY = _BASE / "share" / "opencc" / "TWPhrasesRev.ocd2"
LINE = 48
HEAD = '''"""Words of Taiwan and of the Mainland, made by tools/make_regions.py from OpenCC {version}.

Not edited by hand. Pairs "word=form", parted by spaces, folded by character; the form stands for both. A word
that is its own form only keeps shorter words in it from being exchanged (尼日利亚 is not 尼日尔).
"""

from __future__ import annotations

'''


def table() -> dict[str, str]:
    """Every word to the form that it ends in; sorted."""
    listed: dict[str, str] = {}
    for word, form in sorted(_dictionary()):
        listed.setdefault(fold_chars(word), fold_chars(form))
    exchanged = {word: form for word, form in listed.items() if word != form}
    kept = {word for word, form in listed.items() if word == form}
    kept |= set(exchanged.values()) - exchanged.keys()
    ends = {word: _end(word, exchanged) for word in exchanged}
    ends.update({word: word for word in kept if any(part in word for part in exchanged)})
    return dict(sorted(ends.items()))


def _dictionary() -> list[tuple[str, str]]:
    """Word and first form of each entry."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "words.txt"
        source = ("-f", "ocd2", "-i", str(DICTIONARY))
        subprocess.run([str(TOOL), *source, "-t", "text", "-o", str(output)], check=True, capture_output=True)
        lines = [line.split("\t") for line in output.read_text(encoding="utf-8").splitlines()]
    return [(word, forms.split(" ")[0]) for word, forms in lines]


def _end(word: str, exchanged: Mapping[str, str]) -> str:
    """Forms that are words again (程式, 程序, 进程) are followed to the last."""
    seen = [word]
    while (form := exchanged.get(seen[-1])) is not None and form not in seen:
        seen.append(form)
    return seen[-1]


def source() -> str:
    """The text of seedwatch/core/chinese/regional_words.py."""
    lines = [""]
    for word, form in table().items():
        pair = f"{word}={form} "
        if len(lines[-1]) + len(pair) > LINE:
            lines.append("")
        lines[-1] += pair
    body = "".join(f'    "{line}"\n' for line in lines)
    return HEAD.format(version=version("opencc")) + f"WORDS = (\n{body})\n"


if __name__ == "__main__":
    TARGET.write_text(source(), encoding="utf-8")
