"""The shape of the code stays as docs/architecture.md says: small rooms, short files, short chains, no circle."""

from __future__ import annotations

import ast
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
def modules() -> grimp.ImportGraph:
    """Our modules and what they import of ours; not what they name as a type only."""
    return grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True)


def imports(*, at_load: bool) -> Mapping[str, frozenset[str]]:
    """Each module and what it imports: when it is loaded, or ever."""
    graph = modules()
    return {
        each: frozenset(
            other
            for other in graph.find_modules_directly_imported_by(each)
            if not at_load or _is_loaded(graph, each, other)
        )
        for each in graph.modules
    }


def _is_loaded(graph: grimp.ImportGraph, importer: str, imported: str) -> bool:
    details = graph.get_import_details(importer=importer, imported=imported)
    return any(each["line_number"] not in _lines_of_functions(importer) for each in details)


@cache
def _lines_of_functions(module: str) -> frozenset[int]:
    path = ROOT.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    )


def longest_chain(graph: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The longest way from import to import. Raises CycleError where one leads back."""
    chains: dict[str, tuple[str, ...]] = {}
    for module in TopologicalSorter(graph).static_order():
        below = (chains[each] for each in graph.get(module, frozenset()))
        chains[module] = (module, *max(below, key=len, default=()))
    return max(chains.values(), key=len)


def test_there_is_no_circle_even_through_imports_inside_functions() -> None:
    assert longest_chain(imports(at_load=False))


def test_no_chain_of_imports_is_long() -> None:
    chain = longest_chain(imports(at_load=True))
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
