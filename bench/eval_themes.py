"""Quality of tags over labelled items: `python -m bench.eval_themes [SHARED]`."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from opencc import OpenCC

from bench.rows import Row
from bench.stream import LANGUAGES, SAMPLES, Score, read_labels, sample_rows
from seedwatch import themes
from seedwatch.core.model.text import WRITTEN, Language
from seedwatch.core.themes import Tagger, ThemeFile, load_themes
from seedwatch.core.themes.match.learned import BITS, Classifier


@dataclass(frozen=True, slots=True)
class Item:
    """A news item, with its true themes where a person has read it."""

    id: str
    language: str
    title: str
    text: str
    themes: frozenset[str] = frozenset()


def read_items(path: Path) -> list[Item]:
    """Items of a JSON-lines file without the doubtful ones."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [
        Item(row["id"], row["lang"], row["title"], row["text"], frozenset(row.get("themes", ())))
        for row in rows
        if not row.get("doubt")
    ]


def shipped_tagger() -> Tagger:
    return Tagger.build(load_themes(themes.texts()).files, themes.lexicon_text())


def tags(tagger: Tagger, items: Iterable[Item]) -> dict[str, frozenset[str]]:
    return {item.id: frozenset(hit.theme for hit in tagger.tag(item.title, item.text)) for item in items}


def micro(items: Sequence[Item], got: Mapping[str, frozenset[str]]) -> Score:
    true = sum(len(item.themes & got[item.id]) for item in items)
    given = sum(len(got[item.id]) for item in items)
    wanted = sum(len(item.themes) for item in items)
    return Score(true / given if given else 0.0, true / wanted if wanted else 0.0)


def per_theme(items: Sequence[Item], got: Mapping[str, frozenset[str]]) -> dict[str, tuple[int, Score]]:
    """Number of positives and score of each theme that has any."""
    found = {}
    for theme in sorted({theme for item in items for theme in item.themes}):
        true = sum(theme in item.themes and theme in got[item.id] for item in items)
        given = sum(theme in got[item.id] for item in items)
        wanted = sum(theme in item.themes for item in items)
        found[theme] = (wanted, Score(true / given if given else 0.0, true / wanted))
    return found


def on_theme_precision(items: Sequence[Item], got: Mapping[str, frozenset[str]]) -> float:
    """Of the items given any theme, how many have one."""
    given = [item for item in items if got[item.id]]
    return sum(bool(item.themes) for item in given) / len(given) if given else 0.0


def shipped_rules() -> Tagger:
    """The shipped tagger without its learned part."""
    return Tagger.build(load_themes(themes.texts()).files, themes.lexicon_text(), learned=False)


def rows(data: Path) -> list[Row]:
    """Figures of the shipped tagger over the development items, the judged stream sample, and its speed."""
    folder = data / "themes"
    items = read_items(folder / "dev.jsonl")
    tagger = shipped_tagger()
    got = tags(tagger, items)
    found = _quality(items, got)
    found += _stream(folder / "stream.jsonl", tagger)
    found.append(_same_in_both_scripts(items, tagger, got))
    return [*found, *_speed(items)]


def _quality(items: Sequence[Item], got: Mapping[str, frozenset[str]]) -> list[Row]:
    total = micro(items, got)
    found = [_row("micro F1, 576 items", ".826", 0.90, total.f1)]
    for language in LANGUAGES:
        part = [item for item in items if item.language == language]
        found.append(_row(f"micro F1, {language}", _ANCHORS[language], 0.88, micro(part, got).f1))
    each = per_theme(items, got)
    found.append(_row("macro F1, 17 themes", ".784", 0.86, sum(s.f1 for _, s in each.values()) / len(each)))
    found.append(_row("on-theme precision", ".87", 0.93, on_theme_precision(items, got)))
    for theme, (count, score) in each.items():
        low, high = f1_interval(items, got, theme)
        note = f"{score.f1:.3f} ({low:.2f}-{high:.2f}, {count} positives)"
        found.append(Row(f"F1 {theme}", "", "", note))
    return found


#: Best baseline on items kept out, by language.
_ANCHORS = {"zh-Hant": ".890", "zh-Hans": ".851", "en": ".800"}


def _row(figure: str, anchor: str, wanted: float, ours: float) -> Row:
    return Row(f"themes: {figure}", anchor, f">= {wanted:.2f}", f"{ours:.3f}", ours >= wanted)


def f1_interval(items: Sequence[Item], got: Mapping[str, frozenset[str]], theme: str) -> tuple[float, float]:
    """95 % bootstrap interval of a theme's F1 over the items."""
    cells = [(theme in item.themes, theme in got[item.id]) for item in items]
    rng = random.Random(theme)
    drawn = sorted(_f1_of(rng.choices(cells, k=len(cells))) for _ in range(300))
    return drawn[7], drawn[292]


def _f1_of(cells: Sequence[tuple[bool, bool]]) -> float:
    both = sum(true + given for true, given in cells)
    return 2 * sum(true and given for true, given in cells) / both if both else 1.0


def _stream(path: Path, tagger: Tagger) -> Iterator[Row]:
    samples = [(sample, read_labels(Path(__file__).with_name(sample.file))) for sample in SAMPLES]
    wanted = {label.id for _, labels in samples for label in labels}
    got = tags(tagger, (item for item in read_items(path) if item.id in wanted))
    for sample, labels in samples:
        yield from sample_rows(sample, labels, got)


def _same_in_both_scripts(items: Sequence[Item], tagger: Tagger, got: Mapping[str, frozenset[str]]) -> Row:
    """Share of Chinese items that keep their themes when OpenCC writes them in the other script."""
    turned = {"zh-Hans": [OpenCC("s2t"), OpenCC("s2twp")], "zh-Hant": [OpenCC("t2s"), OpenCC("tw2sp")]}
    same = total = 0
    for item in items:
        for converter in turned.get(item.language, ()):
            other = tagger.tag(converter.convert(item.title), converter.convert(item.text))
            same += frozenset(hit.theme for hit in other) == got[item.id]
            total += 1
    return _row("same themes in the other script", "", 0.98, same / total)


def _speed(items: Sequence[Item]) -> list[Row]:
    """Articles of 600 characters a second on one core (processor time), without and with a learned part."""
    texts = _articles(items)
    files = load_themes(themes.texts()).files
    plain = Tagger.build(files, themes.lexicon_text(), learned=False)
    voice = Classifier(dict.fromkeys(WRITTEN, 0.0), 1.0, np.zeros(1 << BITS))
    loud = ThemeFile("measured", "", voices=tuple((theme.id, voice) for theme in plain.themes))
    full = Tagger.build((*files, loud), themes.lexicon_text())
    found = []
    for name, tagger, wanted in (
        ("rules only", plain, 2000),
        ("with a learned part for every theme", full, 500),
    ):
        ours = _rate(tagger, texts)
        figure = f"themes: articles of 600 characters a second, {name}"
        found.append(Row(figure, "", f">= {wanted:,}", f"{ours:,.0f}", ours >= wanted))
    return found


def _articles(items: Sequence[Item]) -> list[tuple[str, str, Language]]:
    """Articles of 600 characters: a headline and the texts of the items that follow in its language."""
    made = []
    for language in LANGUAGES:
        part = [item for item in items if item.language == language and item.text]
        for start in range(0, len(part) - 12, 6):
            body = "\n".join(item.text for item in part[start : start + 12])
            made.append((part[start].title, body[:600], Language(language)))
    return made


def _rate(tagger: Tagger, texts: Sequence[tuple[str, str, Language]]) -> float:
    """Articles a second in the best of several rounds; the language is known, as in a crawl."""
    for each in texts[:20]:
        tagger.tag(*each)
    return len(texts) / min(_seconds(tagger, texts) for _ in range(9))


def _seconds(tagger: Tagger, texts: Sequence[tuple[str, str, Language]]) -> float:
    start = time.process_time()
    for each in texts:
        tagger.tag(*each)
    return time.process_time() - start


if __name__ == "__main__":
    from bench.evaluate import show

    show(rows(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")))
