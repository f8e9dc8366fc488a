"""From one article to the draft of a theme file, for a person to finish."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from seedwatch.core.chinese.names import Lexicon, Name, name_key
from seedwatch.core.chinese.script import script_of
from seedwatch.core.model.text import CHINESE, LATIN, WRITTEN, Language
from seedwatch.core.themes.discover.terms import Term, term_key, terms_of
from seedwatch.core.themes.discover.trends import rising
from seedwatch.core.themes.files.checks import word_fault
from seedwatch.core.themes.match.reading import converter

#: Names and terms that a draft holds at most; a person strikes out what does not belong.
MOST_NAMES, MOST_TERMS = 40, 30
#: A term in more than this share of the archive is no sign of one theme.
COMMON = 0.05
#: A smaller archive says nothing about what is common.
LEAST_ARCHIVE = 200
#: Articles of the archive that are compared, and counter-terms that are told.
MOST_COMPARED, MOST_COUNTER = 300, 8
_YAML_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})
_PLAIN = re.compile(r"[\w\u4e00-\u9fff][\w\u4e00-\u9fff .+·&-]*")


Wordings: TypeAlias = Mapping[Language, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read from the article. `names`: forms by language; `phrases` enough alone, `cues` not."""

    title: str
    names: tuple[Wordings, ...]
    phrases: tuple[Term, ...]
    cues: tuple[Term, ...]
    counter: tuple[str, ...]

    def words(self) -> frozenset[str]:
        """Every wording in the draft."""
        forms = {form for name in self.names for forms in name.values() for form in forms}
        return frozenset(forms | {term.text for term in (*self.phrases, *self.cues)})


def draft_theme(
    text: str, lexicon: Lexicon, shares: Mapping[str, float] | None = None, counter: Iterable[str] = ()
) -> Draft:
    """Names and terms of an article whose first line is its headline.

    shares: term_key of a term to the share of the archive's articles that have it; None without an archive.
    counter: terms of the archive that stand near these without the theme; they become a remark.
    """
    title = text.strip().partition("\n")[0]
    mentions = {mention.name.id: mention.name for mention in lexicon.mentions(name_key(text))}
    names = [_forms(name, text) for name in mentions.values()]
    known = {name_key(form) for name in mentions.values() for form in name.forms}
    terms = [
        term
        for term in terms_of(text)
        if name_key(term.text) not in known
        and not word_fault(term.text)
        and (shares or {}).get(term_key(term.text), 0.0) < COMMON
    ]
    names += [_by_language(term.text) for term in terms if term.name]
    plain = [term for term in terms if not term.name]
    phrases = [term for term in plain if _is_phrase(term, title)]
    cues = [term for term in plain if term not in phrases]
    return Draft(
        title,
        tuple(names[:MOST_NAMES]),
        tuple(phrases[:MOST_TERMS]),
        tuple(cues[:MOST_TERMS]),
        tuple(counter),
    )


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """What the archive says about a draft's words, for a second draft. See `draft_theme`."""

    shares: Mapping[str, float]
    counter: tuple[str, ...]


def look_around(draft: Draft, texts: Iterable[str]) -> ArchiveView:
    """How common each word of a draft is in the archive, and what stands beside one of them alone."""
    keys = {term_key(word) for word in draft.words()}
    counts: Counter[str] = Counter()
    alone: list[str] = []
    others: list[str] = []
    total = 0
    for text in texts:
        total += 1
        folded = term_key(text)
        found = [key for key in keys if key in folded]
        counts.update(found)
        pile = alone if len(found) == 1 else others
        if len(found) < 3 and len(pile) < MOST_COMPARED:
            pile.append(text)
    rises = rising(alone, others, draft.words(), limit=MOST_COUNTER)
    shares = {key: count / total for key, count in counts.items()} if total >= LEAST_ARCHIVE else {}
    return ArchiveView(shares, tuple(rise.term for rise in rises))


def _is_phrase(term: Term, title: str) -> bool:
    """Enough alone: said again (the headline counts), and long enough or of several English words."""
    said = term.count + (term.text.lower() in title.lower())
    return said >= 2 and (" " in term.text if term.latin else len(term.text) >= 4)


def _forms(name: Name, text: str) -> Wordings:
    forms = [form for form in name.forms if (form in name.calls or form in text) and not word_fault(form)]
    chinese = [form for form in forms if not form.isascii()]
    hant = [form for form in chinese if converter("s2t").convert(form) == form]
    hans = [form for form in chinese if converter("t2s").convert(form) == form]
    hans = hans or [converter("t2s").convert(form) for form in hant]
    hant = hant or [converter("s2t").convert(form) for form in hans]
    return {
        Language.ZH_HANT: tuple(hant),
        Language.ZH_HANS: tuple(hans),
        LATIN[0]: tuple(form for form in forms if form.isascii()),
    }


def _by_language(text: str) -> Wordings:
    """A wording under its language, and what has no letters of another under both Chinese scripts."""
    if text.isascii():
        return {LATIN[0]: (text,)}
    language = script_of(text)
    if language in WRITTEN and language not in CHINESE:
        return {language: (text,)}
    simplified = converter("t2s").convert(text) == text != converter("s2t").convert(text)
    other = converter("s2twp" if simplified else "tw2sp").convert(text)
    hant, hans = (other, text) if simplified else (text, other)
    return {Language.ZH_HANT: (hant,), Language.ZH_HANS: (hans,)}


def write_theme(draft: Draft, theme_id: str, topic: str, seed_date: date) -> str:
    """The draft as the text of a theme file that `parse_theme` reads."""
    lines = [
        "# A draft: strike out what is too general, mark sure names with `strong: true`, then run",
        f"# `seedwatch themes test --theme {theme_id}` and `seedwatch themes preview --theme {theme_id}`.",
        f"id: {theme_id}",
        f"topic: {topic}",
        f"seed_date: {seed_date.isoformat()}",
        f"name: {_flow(_name_of(draft.title))}",
        "entities:",
        *(f"- {_flow(name)}" for name in draft.names if any(name.values())),
        *_block("phrases", draft.phrases),
        *_block("cues", draft.cues),
        "must:",
        f"- {_quoted(draft.title)}",
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


def _name_of(title: str) -> Wordings:
    return _by_language(title.strip()[:60] or "theme")


def _block(key: str, terms: Collection[Term]) -> list[str]:
    merged: dict[Language, list[str]] = {}
    for term in terms:
        for language, forms in _by_language(term.text).items():
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
