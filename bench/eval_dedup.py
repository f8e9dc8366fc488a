"""Copies among the labelled documents, bulletins of our own wording, and addresses of one article.

python -m bench.eval_dedup [DATA]      DATA: directory of the labelled data
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from itertools import chain, combinations
from pathlib import Path
from typing import Any

from bench.bulletins import bulletins
from bench.perturb import copied
from bench.rows import Row
from pipelines.offline.dedupe_files import Document, dedupe, dedupe_file
from seedwatch.core.errors import UrlError
from seedwatch.core.fetching.urls import canonical_url, same_address

Pairs = set[tuple[str, str]]

#: Bulletins of each template, and how many of them have a copy.
ISSUES = 18
COPIED = 10
#: Sets of bulletins, and what they were to the guard.
BULLETINS = {"first": "it was shaped on", "second": "it was mended on", "third": "written afterwards"}
#: Untouched articles that are sent through `bench.perturb`, and least length of one, characters.
CHANGED = 400
LEAST_CHANGED = 150


def rows(data: Path) -> list[Row]:
    """Every figure of the labelled documents, of bulletins of our own, and of address pairs."""
    folder = data / "dedup"
    return [
        *copy_rows(folder),
        *changed_rows(folder),
        *bulletin_rows(),
        *address_rows(data / "hostile"),
    ]


def copy_rows(folder: Path) -> list[Row]:
    labels = {each["id"]: each for each in _records(folder / "labels.jsonl")}
    found = {each.id: each.cluster_id for each in dedupe_file(str(folder / "docs.jsonl"))}
    wanted = _pairs({key: label["copy_id"] for key, label in labels.items()})
    across = {pair for pair in wanted if len({labels[key]["lang"] for key in pair}) > 1}
    ours = _pairs(found)
    precision, recall, harmonic = _figures(ours, wanted)
    crossed = len(across & ours) / len(across)
    return [
        Row("copies, clusters: precision", ".988", ">= .99", f"{precision:.4f}", precision >= 0.99),
        Row("copies, clusters: recall", ".980", ">= .98", f"{recall:.4f}", recall >= 0.98),
        Row("copies, clusters: F1", ".984", ">= .987", f"{harmonic:.4f}", harmonic >= 0.987),
        Row("copies across scripts: recall", ".95-.98", ">= .97", f"{crossed:.4f}", crossed >= 0.97),
    ]


def bulletin_rows() -> list[Row]:
    return [row for name, about in BULLETINS.items() for row in _bulletin_rows(name, about)]


def _bulletin_rows(name: str, about: str) -> list[Row]:
    precision, recall = bulletin_figures(name, ISSUES, COPIED)
    return [
        Row(f"bulletins {about}: precision", "", ">= .98", f"{precision:.4f}", precision >= 0.98),
        Row(f"bulletins {about}: recall of their copies", "", "", f"{recall:.4f}"),
    ]


def bulletin_figures(name: str, issues: int, copies: int, seed: int = 1) -> tuple[float, float]:
    """Precision and recall, in pairs, over all bulletins of a set and the copies of some."""
    made = list(bulletins(name, issues, seed, copies))
    found = dedupe((Document(str(n), each.title, each.text) for n, each in enumerate(made)), workers=1)
    wanted = _pairs({str(n): each.issue for n, each in enumerate(made)})
    precision, recall, _ = _figures(_pairs({each.id: each.cluster_id for each in found}), wanted)
    return precision, recall


def changed_rows(folder: Path) -> list[Row]:
    """The untouched articles of the labelled ones, copied with our own changes."""
    labels = {each["id"]: each for each in _records(folder / "labels.jsonl")}
    rng = random.Random(77)
    untouched = [
        each
        for each in _records(folder / "docs.jsonl")
        if labels[each["id"]]["kind"] == "base" and len(each["text"]) >= LEAST_CHANGED
    ]
    documents: list[Document] = []
    wanted: dict[str, str] = {}
    for each in rng.sample(untouched, min(CHANGED, len(untouched))):
        written = [
            (each["title"], each["text"], ()),
            *(copied(each["title"], each["text"], rng) for _ in "123"),
        ]
        for n, (title, text, _) in enumerate(written):
            documents.append(Document(f"{each['id']}/{n}", title, text))
            wanted[f"{each['id']}/{n}"] = labels[each["id"]]["copy_id"]
    ours = _pairs({each.id: each.cluster_id for each in dedupe(documents)})
    precision, recall, _ = _figures(ours, _pairs(wanted))
    return [
        Row("articles through changes of our own: precision", "", "", f"{precision:.4f}"),
        Row("articles through changes of our own: recall", "", "", f"{recall:.4f}"),
    ]


def address_rows(folder: Path) -> list[Row]:
    decided = [each for each in _records(folder / "urlsame.jsonl") if each["same"] is not None]
    right = sum(same_address(each["a"], each["b"]) == each["same"] for each in decided)
    cases = _records(folder / "urls.jsonl")
    valid = sum(_is_valid(each) == _is_web(each["href"]) for each in cases)
    return [
        Row("one article or two, by address", "", "100 %", f"{right}/{len(decided)}", right == len(decided)),
        Row("what is a web address", "", "", f"{valid}/{len(cases)}"),
    ]


def _is_web(href: str | None) -> bool:
    return href is not None and href.startswith(("http:", "https:"))


def _is_valid(case: Mapping[str, Any]) -> bool:
    try:
        canonical_url(case["input"], case["base"])
    except UrlError:
        return False
    return True


def _records(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _pairs(group_of: Mapping[str, Hashable]) -> Pairs:
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for key, group in group_of.items():
        groups[group].append(key)
    members: Iterable[list[str]] = map(sorted, groups.values())
    return set(chain.from_iterable(combinations(each, 2) for each in members))


def _figures(ours: Pairs, wanted: Pairs) -> tuple[float, float, float]:
    shared = len(ours & wanted)
    precision, recall = shared / max(len(ours), 1), shared / max(len(wanted), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


if __name__ == "__main__":
    for row in rows(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")):
        print(f"{row.figure:40} wanted {row.wanted:8} ours {row.ours}")
