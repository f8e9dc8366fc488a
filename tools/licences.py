"""The licences of what is installed to run: `python -m tools.licences` writes the table in docs/licences.md.

Read from the metadata of the installed packages, from this project's requirements on. Extras count where they
are asked for (`psycopg[binary]`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = "seedwatch"
PAGE = Path(__file__).parents[1] / "docs" / "licences.md"
START, END = "<!-- table: python -m tools.licences -->", "<!-- end of table -->"
#: Ask that a program which uses them be given away under the same licence.
_STRONG = re.compile(r"\bA?GPL|GNU (?:AFFERO )?GENERAL PUBLIC", re.IGNORECASE)
#: Ask that changes to themselves be given away: used unmodified, and never copied into files of ours.
_WEAK = re.compile(
    r"LGPL|LESSER GENERAL|\bMPL|MOZILLA|\bEPL|\bCDDL|\bEUPL|SHARE-?ALIKE|CC-BY-SA", re.IGNORECASE
)
_SPDX_TERM = re.compile(r"[\w.+-]+(?: WITH [\w.+-]+)?")


@dataclass(frozen=True, slots=True)
class Licensed:
    """A package and its licence: an SPDX expression, or the words of its metadata; empty where it has none."""

    name: str
    licence: str

    @property
    def is_forbidden(self) -> bool:
        """Can it only be had under GPL or AGPL?"""
        return not _can_be_had(self.licence)

    @property
    def is_weak_copyleft(self) -> bool:
        return bool(_WEAK.search(self.licence))


def runtime_packages() -> tuple[Licensed, ...]:
    """Every installed package that this project runs with, by name; the project itself left out."""
    found: dict[str, Licensed] = {}
    waiting = [Requirement(PROJECT)]
    done: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if str(requirement) in done:
            continue
        done.add(str(requirement))
        package = distribution(name)
        found[name] = Licensed(name, licence_of(package))
        waiting.extend(_requirements(package, requirement.extras))
    return tuple(found[name] for name in sorted(found) if name != PROJECT)


def _requirements(package: Distribution, extras: set[str]) -> Iterator[Requirement]:
    for line in package.requires or ():
        each = Requirement(line)
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield each


def licence_of(package: Distribution) -> str:
    """An SPDX expression where the metadata have one, else the words of the classifiers, else of License."""
    package_metadata = package.metadata
    free = (package_metadata.get("License") or "").strip().partition("\n")[0]
    for given in (package_metadata.get("License-Expression") or "", free):
        if _spdx(given):
            return given
    classifiers = [
        each for each in package_metadata.get_all("Classifier") or () if each.startswith("License ::")
    ]
    names = [each.rpartition(" :: ")[2] for each in classifiers if each != "License :: OSI Approved"]
    return "; ".join(names) or free


def _spdx(licence: str) -> str:
    """The expression in its standard form; empty for words."""
    try:
        return canonicalize_license_expression(licence)
    except InvalidLicenseExpression:
        return ""


def _can_be_had(licence: str) -> bool:
    """Is there a way to use it without GPL? One alternative does; what is joined by AND must all do."""
    expression = _spdx(licence)
    if not expression:
        return not _STRONG.search(licence)
    operators = {"AND": "and", "OR": "or"}
    package_metadata = _SPDX_TERM.sub(lambda found: operators.get(found[0]) or repr(found[0]), expression)
    return _holds(ast.parse(package_metadata, mode="eval").body)


def _holds(node: ast.expr) -> bool:
    if isinstance(node, ast.BoolOp):
        parts = [_holds(each) for each in node.values]
        return any(parts) if isinstance(node.op, ast.Or) else all(parts)
    return not _STRONG.search(str(ast.literal_eval(node)))


def table() -> str:
    """The packages that want a word, in Markdown."""
    rows = [f"| {each.name} | {each.licence} |" for each in runtime_packages() if each.is_weak_copyleft]
    return "\n".join(("| package | licence |", "| --- | --- |", *rows))


def page_with_table(page: str) -> str:
    """The page with its table made anew; what people wrote round it stays."""
    before, _, rest = page.partition(START)
    return f"{before}{START}\n{table()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page_with_table(PAGE.read_text("utf-8")), "utf-8")
