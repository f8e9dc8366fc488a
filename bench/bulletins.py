"""Bulletins of our own wording: each made from a template, each an article of its own, and copies of some.

They are what breaks thresholds on shared text: markets, weather, prices, rituals, results, notices. Wordings
and what fills them are data (bench/texts); names and figures are invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bench.perturb import copied

_TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Bulletin:
    """family: name of its template. issue: bulletins of one issue are copies of each other.

    changes: what a copy went through, see `bench.perturb`; empty for the bulletin itself.
    """

    family: str
    issue: str
    title: str
    text: str
    changes: tuple[str, ...] = ()


class _Slots:
    """Values for the slots of a template, drawn anew for each issue and the same within it."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._drawn: dict[str, str] = {}

    def __getitem__(self, slot: str) -> str:
        """`kind` or `kind` with a number: each is drawn once, and no two of a kind are the same."""
        if slot not in self._drawn:
            kind = slot.rstrip("0123456789")
            taken = {value for other, value in self._drawn.items() if other.rstrip("0123456789") == kind}
            draws = (_value(_kinds()[kind], self._rng) for _ in range(100))
            self._drawn[slot] = next((value for value in draws if value not in taken), "")
        return self._drawn[slot]


def _value(kind: Any, rng: random.Random) -> str:
    if isinstance(kind, list):
        return str(rng.choice(kind))
    if "join" in kind:
        return "".join(rng.choice(each) for each in kind["join"])
    digits = kind.get("digits", 0)
    number = rng.uniform(kind["from"], kind["to"]) if digits else rng.randint(kind["from"], kind["to"])
    written = f"{number:,.{digits}f}" if kind.get("commas") else f"{number:.{digits}f}"
    return written.zfill(kind.get("pad", 0))


def wordings(name: str) -> Mapping[str, tuple[str, str]]:
    """(headline, text) of each family of a set: `{kind}` or `{kindN}` is a slot."""
    return {family: (each["title"], each["text"]) for family, each in _yaml(f"bulletins_{name}").items()}


@cache
def _kinds() -> dict[str, Any]:
    return _yaml("bulletin_slots")


@cache
def _yaml(name: str) -> dict[str, Any]:
    found = yaml.safe_load((_TEXTS / f"{name}.yaml").read_text(encoding="utf-8"))
    return dict(found)


def bulletins(
    name: str, issues: int, seed: int = 1, copies: int = 0, families: tuple[str, ...] = ()
) -> Iterator[Bulletin]:
    """Up to `issues` bulletins of each family of a set; the first `copies` are followed by a copy each.

    Headlines differ within a family, but for those of a template without slot in its headline.
    """
    for family, template in wordings(name).items():
        if not families or family in families:
            yield from _of_family(family, template, issues, random.Random(f"{family}/{seed}"), copies)


def _of_family(
    family: str, template: tuple[str, str], issues: int, rng: random.Random, copies: int
) -> Iterator[Bulletin]:
    told: set[str] = set()
    for number in range(issues):
        drawn = (_drawn(family, number, template, rng) for _ in range(1000))
        made = next((each for each in drawn if _told(each, template) not in told), None)
        if made is None:
            return
        told.add(_told(made, template))
        yield made
        if number < copies:
            title, text, changes = copied(made.title, made.text, rng)
            yield Bulletin(family, made.issue, title, text, changes)


def _told(made: Bulletin, template: tuple[str, str]) -> str:
    return made.title if "{" in template[0] else made.text


def _drawn(family: str, number: int, template: tuple[str, str], rng: random.Random) -> Bulletin:
    slots = _Slots(rng)
    return Bulletin(family, f"{family}/{number}", _filled(template[0], slots), _filled(template[1], slots))


def _filled(template: str, slots: _Slots) -> str:
    pieces = template.replace("}", "{").split("{")
    return "".join(slots[piece] if n % 2 else piece for n, piece in enumerate(pieces))
