"""What triage fetches and misses: `python -m bench.evaluate triage`.

Nothing of triage is fitted to the labels but two bars, so cross-validation chooses the bars: for each fold (by
source and day) the highest bars that keep the wanted share of the other folds' on-theme items.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path

from bench.eval_themes import shipped_rules
from bench.rows import Row
from bench.stream import SAMPLES, Label, read_labels
from pipelines.workers.tasks import score_entry
from seedwatch.core.triage.by_theme import TITLE_ALONE, WITH_LEAD, EntryScores

FOLDS = 5
BARS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)
WANTED, WANTED_BY_TITLE, MOST_FETCHES = 0.97, 0.93, 2.5
#: A margin above what is wanted, so that items of other days reach it too.
MARGIN = 0.01
#: Entries a day of the shipped sources that are on, all together: 60 of them, some 85 each. A busy outlet of the
#: captured ones has 150, a trade paper 20.
ENTRIES_A_DAY = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """An item with what triage sees of it, whole and by its title alone. group: its source and day."""

    id: str
    group: str
    on_theme: bool
    whole: EntryScores
    by_title: EntryScores


def read_entries(path: Path) -> list[Entry]:
    """Without the doubtful ones."""
    tagger = shipped_rules()
    score = partial(score_entry, tagger)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Entry(
            row["id"], _group(row), bool(row.get("themes")),
            score(row["title"], row["text"]), score(row["title"], ""),
        )
        for row in rows
        if not row.get("doubt")
    ]  # fmt: skip


def _group(row: Mapping[str, object]) -> str:
    origin = row["origin"]
    place = origin.get("repo") or origin.get("page") or "" if isinstance(origin, dict) else str(origin)
    return f"{place} {str(row.get('published') or row['id'])[:10]}"


def fetched(scores: EntryScores, bar: float | None = None) -> bool:
    """Whether a page is fetched; bar: in place of the shipped ones."""
    if bar is None:
        return bool(scores.themes) or scores.is_wordless
    return scores.is_wordless or any(score >= bar for _, score in scores.scores)


def share(found: Sequence[bool]) -> float:
    return sum(found) / max(1, len(found))


def rows(data: Path) -> list[Row]:
    folder = data / "themes"
    dev, stream = read_entries(folder / "dev.jsonl"), read_entries(folder / "stream.jsonl")
    wanted = [each for each in dev if each.on_theme]
    whole = share([fetched(each.whole) for each in wanted])
    by_title = share([fetched(each.by_title) for each in wanted])
    validated, titles = _validated(wanted, "whole", WANTED), _validated(wanted, "by_title", WANTED_BY_TITLE)
    taken = share([fetched(each.whole) for each in stream])
    on_theme = _on_theme_share()
    return [
        _least(f"triage: on-theme items fetched, bars {WITH_LEAD} and {TITLE_ALONE}", WANTED, whole),
        _least("triage: the same by title alone", WANTED_BY_TITLE, by_title),
        _least("triage: on-theme items fetched, bars by cross-validation", WANTED, validated),
        _least("triage: the same by title alone, cross-validated", WANTED_BY_TITLE, titles),
        Row("triage: share of the stream fetched", "", "", f"{taken:.3f}"),
        Row("triage: on-theme share of the stream, doubts decided", "", "", f"{on_theme:.3f}"),
        _most("triage: fetches per on-theme article", MOST_FETCHES, taken / on_theme),
        *_samples({each.id: each for each in stream}),
        _volume(taken, data / "pages" / "html"),
    ]


def _validated(wanted: Sequence[Entry], view: str, least: float) -> float:
    """Share of the items fetched, each by the highest bar that kept enough of the other folds."""
    kept = []
    for fold in range(FOLDS):
        seen = [getattr(each, view) for each in wanted if _fold(each.group) != fold]
        bars = [bar for bar in BARS if share([fetched(each, bar) for each in seen]) >= least + MARGIN]
        bar = max(bars, default=min(BARS))
        kept += [fetched(getattr(each, view), bar) for each in wanted if _fold(each.group) == fold]
    return share(kept)


def _fold(group: str) -> int:
    return int(blake2b(group.encode(), digest_size=4).hexdigest(), 16) % FOLDS


def _labels() -> list[list[Label]]:
    here = Path(__file__).parent
    return [[label.decided() for label in read_labels(here / sample.file)] for sample in SAMPLES]


def _on_theme_share() -> float:
    """Of the stream, by the sample that is drawn from all of it."""
    labels = _labels()[-1]
    weight = sum(label.weight for label in labels)
    return sum(label.weight for label in labels if label.themes) / weight


def _samples(stream: Mapping[str, Entry]) -> list[Row]:
    """Of the judged on-theme items of the stream, the share that is fetched; weighted by stratum."""
    found = []
    for sample, labels in zip(SAMPLES, _labels(), strict=True):
        on = [label for label in labels if label.themes and label.id in stream]
        weight = sum(label.weight for label in on)
        got = sum(label.weight for label in on if fetched(stream[label.id].whole))
        found.append(
            Row(f"triage: {sample.name}, on-theme fetched", "", "", f"{got / max(weight, 1e-9):.3f}")
        )
    return found


def _volume(taken: float, pages: Path) -> Row:
    """Bytes of pages a year at the stream's share; a page has the mean size of the samples, packed."""
    sizes = [len(gzip.compress(path.read_bytes(), 6)) for path in sorted(pages.glob("*.htm*"))]
    mean = sum(sizes) / max(1, len(sizes))
    total = taken * ENTRIES_A_DAY * 365 * mean / 1e9
    return _most(f"triage: GB of pages a year, {mean / 1000:.0f} kB each", 5.0, total)


def _least(figure: str, wanted: float, ours: float) -> Row:
    return Row(figure, "", f">= {wanted:.2f}", f"{ours:.3f}", ours >= wanted)


def _most(figure: str, wanted: float, ours: float) -> Row:
    return Row(figure, "", f"<= {wanted:.1f}", f"{ours:.2f}", ours <= wanted)
