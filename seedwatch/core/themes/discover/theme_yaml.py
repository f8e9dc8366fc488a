"""A draft as the text of a theme file that `parse_theme` reads."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from datetime import date

from seedwatch.core.model.text import Language
from seedwatch.core.themes.discover.draft import Draft, Wordings, wordings_of
from seedwatch.core.themes.discover.terms import Term

_YAML_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})
_PLAIN = re.compile(r"[\w\u4e00-\u9fff][\w\u4e00-\u9fff .+·&-]*")


def write_theme(draft: Draft, theme_id: str, topic: str, seed_date: date, origin: str = "") -> str:
    """The file's text. origin: of the article (headline, publisher, date), in one line, for a remark."""
    lines = [
        *([f"# {' '.join(origin.split())}"] if origin.strip() else []),
        f"id: {theme_id}",
        f"topic: {topic}",
        f"seed_date: {seed_date.isoformat()}",
        f"name: {_flow(draft.name)}",
        "entities:",
        *(
            f"- {_entity(name, number < draft.heads)}"
            for number, name in enumerate(draft.names)
            if any(name.values())
        ),
        *_block("phrases", draft.phrases),
        *_block("cues", draft.cues),
        *_block("lookalikes", [Term(word, 1, word.isascii(), name=False) for word in draft.lookalikes]),
    ]
    if not draft.names:
        lines.remove("entities:")
    if draft.counter:
        lines += [
            "# Seen near these words in the archive, without the theme:",
            f"# {', '.join(draft.counter)}",
        ]
    return "\n".join(lines) + "\n"


def write_topic(topic: str) -> str:
    """A topic of its own for a draft, as the text of a file that goes beside it."""
    return f"topics:\n- {{id: {topic}, name: {{en: [{_quoted(topic.replace('-', ' ').capitalize())}]}}}}\n"


def _entity(forms: Wordings, strong: bool) -> str:
    """A name; one that stands for the subject counts alone, any other beside a cue."""
    return _flow(forms)[:-1] + f", strong: {str(strong).lower()}}}"


def _block(key: str, terms: Collection[Term]) -> list[str]:
    merged: dict[Language, list[str]] = {}
    for term in terms:
        for language, forms in wordings_of(term.text).items():
            merged.setdefault(language, []).extend(forms)
    if not merged:
        return []
    return [f"{key}:", *(f"  {language}: {_list(forms)}" for language, forms in merged.items())]


def _flow(forms: Wordings) -> str:
    return "{" + ", ".join(f"{language}: {_list(words)}" for language, words in forms.items() if words) + "}"


def _list(words: Iterable[str]) -> str:
    return "[" + ", ".join(_quoted(word) for word in dict.fromkeys(words)) + "]"


def _quoted(word: str) -> str:
    """Bare where YAML reads it as the same text, else as a JSON string, which YAML reads too."""
    bare = _PLAIN.fullmatch(word) and not word[0].isdigit() and word.lower() not in _YAML_WORDS
    return word if bare and not word.endswith(" ") else json.dumps(word, ensure_ascii=False)
