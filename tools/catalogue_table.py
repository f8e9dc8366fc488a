"""The tables of docs/sources.md, from the declarations: python -m tools.catalogue_table writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from seedwatch.core.model.source import FeedKind, Source
from seedwatch.core.model.text import Language
from seedwatch.core.sources.declarations import parse_catalogue
from seedwatch.core.sources.regions import REGIONS, region_name
from seedwatch.core.themes import load_themes
from seedwatch.sources import texts
from seedwatch.themes import texts as theme_texts

DOC = Path(__file__).parents[1] / "docs" / "sources.md"
START, END = "<!-- tables: python -m tools.catalogue_table -->", "<!-- end of tables -->"
_LANGUAGES = (Language.ZH_HANT, Language.ZH_HANS, Language.EN)


def covering(sources: Iterable[Source], theme: str, language: Language) -> list[Source]:
    """The sources of a language that cover a theme: those that name it, and those that name none."""
    return [
        each for each in sources if each.language is language and (not each.themes or theme in each.themes)
    ]


def tables() -> str:
    """Figures, themes by language, and every source, as Markdown."""
    sources = parse_catalogue(texts())
    parts = (_figures(sources), _themes(sources), _sources(sources))
    return "\n\n".join("\n".join(part) for part in parts)


def _figures(sources: tuple[Source, ...]) -> Iterator[str]:
    on = [each for each in sources if each.enabled]
    yield "| what | declared | on |"
    yield "| --- | ---: | ---: |"
    yield f"| sources / 來源 | {len(sources)} | {len(on)} |"
    for grade in ("A", "B", "C", "X", ""):
        yield f"| grade {grade or 'none'} | {_count(sources, grade)} | {_count(on, grade)} |"
    for region in sorted(REGIONS, key=lambda each: (-sum(source.region == each for source in sources), each)):
        both = [sum(each.region == region for each in part) for part in (sources, on)]
        if both[0]:
            names = f"{region_name(region, Language.EN)} / {region_name(region, Language.ZH_HANT)}"
            yield f"| {names} | {both[0]} | {both[1]} |"
    both = [sum(each.primary for each in part) for part in (sources, on)]
    yield f"| primary documents / 原始文件 | {both[0]} | {both[1]} |"
    for kind in FeedKind:
        both = [sum(feed.kind is kind for each in part for feed in each.feeds) for part in (sources, on)]
        if both[0]:
            yield f"| addresses of kind {kind.value} | {both[0]} | {both[1]} |"


def _count(sources: Iterable[Source], grade: str) -> int:
    return sum(each.grade == grade for each in sources)


def _themes(sources: tuple[Source, ...]) -> Iterator[str]:
    yield "| theme | " + " | ".join(f"{each.value}: declared (on)" for each in _LANGUAGES) + " |"
    yield "| --- |" + " ---: |" * len(_LANGUAGES)
    for theme in load_themes(theme_texts()).themes:
        found = [covering(sources, theme.id, language) for language in _LANGUAGES]
        counted = " | ".join(f"{len(each)} ({sum(one.enabled for one in each)})" for each in found)
        yield f"| {theme.id} | {counted} |"


def _sources(sources: tuple[Source, ...]) -> Iterator[str]:
    yield "| id | outlet | language | region | owner | reprints | addresses | grade | seen | on |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for each in sorted(sources, key=lambda each: (not each.enabled, each.region, each.id)):
        kinds = ", ".join(dict.fromkeys(feed.kind.value for feed in each.feeds))
        cells = (
            each.id,
            each.name,
            each.language.value,
            each.region,
            each.owner,
            ", ".join(each.wires) or "–",
            f"{len(each.feeds)} ({kinds})",
            each.grade or "–",
            each.checked or "–",
            "yes" if each.enabled else "no",
        )
        yield f"| {' | '.join(cells)} |"


def written(text: str) -> str:
    """The document with today's tables."""
    return re.sub(f"{START}.*{END}", lambda _: f"{START}\n{tables()}\n{END}", text, flags=re.DOTALL)


def main() -> None:
    DOC.write_text(written(DOC.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
