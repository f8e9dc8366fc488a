"""The shape of the code stays as docs/architecture.md says: small rooms, short files, short chains, no circle."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("seedwatch", "db", "pipelines", "crawler", "scheduler")
MOST_FILES_IN_A_ROOT = 4
MOST_LINES = 350
LONGEST_CHAIN = 15


@cache
def imports() -> Mapping[str, frozenset[str]]:
    """Each module of ours and what it imports of ours, at load or later; not what it names as a type only."""
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True)
    return {each: frozenset(graph.find_modules_directly_imported_by(each)) for each in graph.modules}


def longest_chain(graph: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The longest way from import to import. Raises CycleError where one leads back."""
    chains: dict[str, tuple[str, ...]] = {}
    for module in TopologicalSorter(graph).static_order():
        below = (chains[each] for each in graph.get(module, frozenset()))
        chains[module] = (module, *max(below, key=len, default=()))
    return max(chains.values(), key=len)


def test_there_is_no_circle_and_no_chain_of_imports_is_long() -> None:
    chain = longest_chain(imports())
    assert len(chain) <= LONGEST_CHAIN, " -> ".join(chain)


def test_a_chain_is_measured_with_both_its_ends() -> None:
    graph = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset(""), "d": frozenset("c")}
    assert longest_chain(graph) == ("a", "b", "c")


@pytest.mark.parametrize("folder", ["seedwatch/core", "db"])
def test_the_root_of_a_house_holds_few_files(folder: str) -> None:
    files = sorted(path.name for path in (ROOT / folder).glob("*.py"))
    assert len(files) <= MOST_FILES_IN_A_ROOT, files


def test_no_module_is_long() -> None:
    """Migrations are the past and stay as they were written."""
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if path.parent.name != "versions"
    }
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}
