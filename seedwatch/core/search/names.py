"""What themes, sources and languages may be called in a filter: their ids, or their names in any script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.errors import QueryError, QueryFault
from seedwatch.core.model.text import WRITTEN

#: Suggestions for a name that nothing has.
MOST_SUGGESTIONS = 4


class FilterKind(StrEnum):
    THEME = "theme"
    SOURCE = "source"
    LANGUAGE = "lang"


_FAULTS = {
    FilterKind.THEME: QueryFault.NO_THEME,
    FilterKind.SOURCE: QueryFault.NO_SOURCE,
    FilterKind.LANGUAGE: QueryFault.NO_LANGUAGE,
}
#: Ids of what a value names, by kind, value and the value's place in the query. Raises QueryError for none.
Resolver = Callable[[FilterKind, str, int], tuple[str, ...]]
_LANGUAGE_WORDS = {
    "zh": ("zh", "chinese", "中文", "華文"),
    "zh-Hant": ("zh-tw", "zh-hk", "zh-mo", "繁體", "繁體中文", "正體", "正體中文", "traditional"),
    "zh-Hans": ("zh-cn", "zh-sg", "簡體", "簡體中文", "simplified"),
    "en": ("en-us", "en-gb", "english", "英文", "英語"),
    "other": ("其他",),
}


@dataclass(frozen=True, slots=True)
class NameTable:
    """Names by id. The first of an id's names is the one it is shown with."""

    names: Mapping[str, tuple[str, ...]]

    def ids(self, value: str) -> tuple[str, ...]:
        """The ids that `value` is, or is a name of, or the only one whose name it is a whole part of."""
        wanted = _plain(value)
        for matches in (_equals, _is_part):
            found = tuple(
                each for each, names in self.names.items() if any(matches(wanted, n) for n in (each, *names))
            )
            if found and (matches is _equals or len(found) == 1):
                return found
        return ()

    def near(self, value: str) -> tuple[str, ...]:
        """What was perhaps meant, as it is shown: 人形機器人 (humanoid-robots)."""
        wanted = _plain(value)
        by_name = {
            _plain(name): each
            for each, names in reversed(tuple(self.names.items()))
            for name in (*names, each)
            if name
        }
        close = get_close_matches(wanted, by_name, MOST_SUGGESTIONS, 0.5)
        holding = [name for name in by_name if len(wanted) > 1 and wanted in name]
        ids = dict.fromkeys(by_name[name] for name in (*close, *holding))
        return tuple(self.shown(each) for each in ids)[:MOST_SUGGESTIONS]

    def shown(self, each: str) -> str:
        name = next(iter(self.names.get(each, ())), "")
        return f"{name} ({each})" if name and name != each else each


def languages() -> NameTable:
    """The languages that articles are written in, and `zh` for both kinds of Chinese."""
    known = {str(language) for language in WRITTEN} | set(_LANGUAGE_WORDS)
    return NameTable({each: ("", *_LANGUAGE_WORDS.get(each, ())) for each in sorted(known)})


def unknown(kind: FilterKind, value: str, position: int, near: Iterable[str]) -> QueryError:
    """The error for a value that names nothing."""
    near = tuple(near)
    hint = f"did you mean {', '.join(near)}?" if near else f"`seedwatch {_LISTS[kind]}` lists them"
    what = f"there is no {_WORDS[kind]} {value!r}"
    return QueryError(what, hint, position, _FAULTS[kind], value, near)


_WORDS = {FilterKind.THEME: "theme", FilterKind.SOURCE: "source", FilterKind.LANGUAGE: "language"}
_LISTS = {
    FilterKind.THEME: "themes list",
    FilterKind.SOURCE: "sources list",
    FilterKind.LANGUAGE: "search --help",
}


def _plain(text: str) -> str:
    return " ".join(fold_chars(text).lower().replace("_", "-").split())


def _equals(wanted: str, name: str) -> bool:
    return bool(name) and _plain(name) == wanted


def _is_part(wanted: str, name: str) -> bool:
    return len(wanted) > 1 and wanted in _plain(name).replace("(", " ").replace(")", " ").split()
