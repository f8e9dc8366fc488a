"""Themes as data: `*.yaml` beside this file, and the user's own directory on top; the lexicon of names."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

_ID = re.compile(r"^id:\s*['\"]?([a-z0-9-]+)", re.MULTILINE)
LEXICON = "lexicon.tsv"
MODEL = "learned.json"
EVERYDAY = "everyday.txt"


def texts(directory: Path | None = None) -> tuple[tuple[str, str], ...]:
    """(file name, text) of every theme file; one in `directory` stands in for the shipped one of its id.

    Bytes that are no UTF-8 become lone surrogates, which the reader of theme files refuses by file and line.
    With them goes the learned part (`learned.json`), used for the themes on which it has proven itself.
    """
    shipped = sorted((f for f in files(__name__).iterdir() if _is_ours(f.name)), key=lambda f: f.name)
    found = [(f.name, f.read_text(encoding="utf-8")) for f in shipped]
    paths = sorted(directory.glob("*.yaml")) if directory is not None else []
    own = [(str(path), path.read_text(encoding="utf-8-sig", errors="surrogateescape")) for path in paths]
    replaced = {_id(text) for _, text in own} - {None}
    return tuple((name, text) for name, text in found if _id(text) not in replaced) + tuple(own)


def lexicon_text() -> str:
    """Names of people, firms, places in all their forms, see seedwatch.core.chinese.names. Empty when there is none."""
    resource = files(__name__).joinpath(LEXICON)
    return resource.read_text(encoding="utf-8") if resource.is_file() else ""


def everyday_words() -> frozenset[str]:
    """Words of Chinese news, in simplified characters, that tell nothing of a theme."""
    lines = files(__name__).joinpath(EVERYDAY).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _is_ours(name: str) -> bool:
    return name.endswith(".yaml") or name == MODEL


def _id(text: str) -> str | None:
    found = _ID.search(text)
    return found[1] if found else None
