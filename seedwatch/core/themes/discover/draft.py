"""From one article to the draft of a theme file, for a person to finish."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from seedwatch.core.chinese.names import Lexicon, Name, name_key
from seedwatch.core.chinese.script import script_of
from seedwatch.core.chinese.words import WordBorders, is_known, words_of
from seedwatch.core.errors import InputError
from seedwatch.core.model.text import CHINESE, LATIN, WRITTEN, Language
from seedwatch.core.themes.discover.terms import Term, term_key, terms_of
from seedwatch.core.themes.discover.trends import rising
from seedwatch.core.themes.files.checks import word_fault
from seedwatch.core.themes.match.reading import converter

#: Names and terms that a draft holds at most; a person strikes out what does not belong.
MOST_NAMES, MOST_TERMS = 12, 30
#: Letters of an English phrase of its own.
LEAST_LATIN = 10
#: Characters of a cue that stands in the article only once.
LEAST_ONCE = 2
#: A term in more than this share of the archive is no sign of one theme.
COMMON = 0.05
#: A smaller archive says nothing about what is common.
LEAST_ARCHIVE = 200
#: Articles of the archive that are compared, and counter-terms that are told.
MOST_COMPARED, MOST_COUNTER = 300, 8
#: Characters of a Chinese wording that easily is part of another word.
_SHORT = range(2, 4)
#: Kinds of names that are somebody's or something's own.
_OWNERS = frozenset({"person", "firm", "product", "body", "law"})
_GENERAL = frozenset({"term", "firm", "product"})
#: A person's function is no term of a theme, nor is the paper that is quoted.
_ROLE = re.compile(
    "(?:創辦人|创办人|創始人|创始人|董事長|董事长|執行長|总裁|總裁|總統|总统|主席|部長|部长|發言人|发言人|議員|议员|主播|記者|记者)$"
)
_MEDIA = re.compile(
    r"(?:日報|日报|時報|时报|晚報|晚报|週刊|周刊|通訊社|通讯社|電視台|电视台|衛視|卫视|Journal|Times|Post|News)$"
    r"|^(?:Reuters|Bloomberg|AFP|CNN|CNBC|BBC)$"
)
_CLAUSE = re.compile(r"[:：?？!！，,。;；|｜]|\s[-–—]\s")
#: A name of a theme is no longer; a headline's first clause may be.
MOST_NAME = 24


Wordings: TypeAlias = Mapping[Language, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read from the article. `names`: forms by language; `phrases` enough alone, `cues` not.

    heads: how many of the names, from the first, are enough alone. lookalikes: false friends of the words.
    """

    title: str
    name: Wordings
    names: tuple[Wordings, ...]
    phrases: tuple[Term, ...]
    cues: tuple[Term, ...]
    counter: tuple[str, ...]
    heads: int = 0
    lookalikes: tuple[str, ...] = ()

    def words(self) -> frozenset[str]:
        """Every wording in the draft."""
        forms = {form for name in self.names for forms in name.values() for form in forms}
        return frozenset(forms | {term.text for term in (*self.phrases, *self.cues)})


def draft_theme(
    text: str,
    lexicon: Lexicon,
    shares: Mapping[str, float] | None = None,
    counter: Iterable[str] = (),
    everyday: Collection[str] = (),
) -> Draft:
    """Names and terms of an article whose first line is its headline, or the head of one of its subjects.

    shares: term_key of a term to the share of the archive's articles that have it; None without an archive.
    counter: terms of the archive that stand near these without the theme; they become a remark.
    everyday: words of news, in simplified characters, that tell nothing.
    """
    title = text.strip().partition("\n")[0]
    mentions = {mention.name.id: mention.name for mention in lexicon.mentions(name_key(text))}
    subject = lexicon.exact(name_key(title))
    known = {name_key(form) for name in mentions.values() for form in name.forms}
    whose = {
        form for name in mentions.values() if name.kind in _OWNERS for form in name.forms if form in text
    }
    terms = [
        term
        for term in terms_of(text, everyday=everyday)
        if name_key(term.text) not in known
        and not any(form in term.text for form in whose)
        and not _ROLE.search(term.text)
        and term.text.lower() not in everyday
        and not word_fault(term.text)
        and (shares or {}).get(term_key(term.text), 0.0) < COMMON
    ]

    def own(name: Name) -> bool:
        return f"={name.id}" not in everyday or any(form in title for form in name.forms)

    ranked = sorted(
        (name for name in mentions.values() if name is subject or (_is_entity(name) and own(name))),
        key=lambda name: (name is not subject, not any(form in title for form in name.forms)),
    )
    names = [_forms(name, text) for name in ranked]
    names += [wordings_of(term.text) for term in terms if term.name and _is_name(term, title)]
    borders = WordBorders(text, everyday)
    plain = [term for term in terms if not term.name]
    phrases = [term for term in plain if _is_phrase(term, title, borders)]
    cues = [
        term
        for term in plain
        if term not in phrases
        and (
            term.count > 1 or (len(term.text) >= LEAST_ONCE and (term.latin or borders.is_telling(term.text)))
        )
    ]
    cues = [*_general(mentions.values(), ranked, text), *cues]
    return Draft(
        title,
        _theme_name(title, subject, names, text),
        tuple(names[:MOST_NAMES]),
        tuple(phrases[:MOST_TERMS]),
        tuple(cues[:MOST_TERMS]),
        tuple(counter),
        int(subject is not None and f"={subject.id}" not in everyday),
    )


def draft_words(words: Iterable[str], lexicon: Lexicon) -> Draft:
    """A theme from words alone: each is enough by itself, in all its written forms. Raises InputError."""
    names, phrases = [], []
    words = tuple(words)
    for word in words:
        fault = word_fault(word)
        if fault:
            raise InputError(f"--query: {word!r} {fault}", "Use a name or a term of two characters or more.")
        entry = lexicon.exact(name_key(word))
        if entry is not None:
            names.append(_forms(entry, word))
        else:
            phrases.append(Term(word, 1, latin=word.isascii(), name=False))
    joined: dict[Language, tuple[str, ...]] = {}
    for language in Language:
        firsts = [forms[language][0] for forms in (*names, *map(wordings_of, words)) if forms.get(language)]
        if firsts:
            joined[language] = (
                (", " if language in LATIN else "、").join(dict.fromkeys(firsts[: len(words)])),
            )
    return Draft(" OR ".join(words), joined, tuple(names), tuple(phrases), (), (), heads=len(names))


def false_friends(draft: Draft, texts: Iterable[str]) -> tuple[str, ...]:
    """Longer words of the texts that a short Chinese wording of the draft is only a part of."""
    forms = {form for name in draft.names for forms in name.values() for form in forms}
    short = {word for word in forms if not word.isascii() and len(word) in _SHORT}
    found: Counter[str] = Counter()
    for text in texts:
        if not any(word in text for word in short):
            continue
        for longer in {text[word.start : word.end] for word in words_of(text) if word.end - word.start > 2}:
            found.update(longer for word in short if word in longer and longer not in forms)
    return tuple(word for word, _ in found.most_common(4 * MOST_COUNTER) if is_known(word))[:MOST_COUNTER]


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


def _is_entity(name: Name) -> bool:
    """Somebody or something of its own; a country, a common noun or a paper that is quoted is none."""
    return name.kind in _OWNERS and not any(_MEDIA.search(form) for form in name.forms)


def _is_name(term: Term, title: str) -> bool:
    """No paper, number or run of "and", nor words that only a headline in capitals makes look like a name."""
    if _MEDIA.search(term.text) or not any(char.isalpha() for char in term.text) or " and " in term.text:
        return False
    words = [word for word in title.split() if word[:1].isalpha()]
    capital = 2 * sum(word[0].isupper() for word in words) > len(words)
    return not (term.latin and term.count == 1 and term.text in title and title.isascii() and capital)


def _general(names: Iterable[Name], taken: Collection[Name], text: str) -> Iterator[Term]:
    """Common nouns and famous names that the lexicon knows, as they stand in the text."""
    for name in names:
        if name not in taken and name.kind in _GENERAL:
            for form in name.forms:
                if form in text and not word_fault(form):
                    yield Term(form, text.count(form), latin=form.isascii(), name=False)


def _is_phrase(term: Term, title: str, borders: WordBorders) -> bool:
    """Enough alone: said again (the headline counts), and long enough or of several English words."""
    said = term.count + (term.text.lower() in title.lower())
    if term.latin:
        return said >= 2 and " " in term.text and len(term.text) >= LEAST_LATIN
    return said >= 2 and len(term.text) >= 4 and borders.is_telling(term.text)


def _theme_name(title: str, subject: Name | None, names: Collection[Wordings], text: str) -> Wordings:
    """The subject's, else the first clause of the headline; English from the first name that has it."""
    if subject is not None:
        return {language: forms[:1] for language, forms in _forms(subject, text).items() if forms}
    clause = next((part for part in map(str.strip, _CLAUSE.split(title)) if len(part) > 1), title) or "theme"
    name = dict(wordings_of(clause[: MOST_NAME * (3 if clause.isascii() else 1)].strip()))
    english = next((each[LATIN[0]][:1] for each in names if each.get(LATIN[0])), ())
    if english:
        name.setdefault(LATIN[0], english)
    return name


def _forms(name: Name, text: str) -> Wordings:
    forms = [form for form in name.forms if (form in name.calls or form in text) and not word_fault(form)]
    chinese = [form for form in forms if not form.isascii()]
    hant = [form for form in chinese if converter("s2t").convert(form) == form]
    hans = [form for form in chinese if converter("t2s").convert(form) == form]
    hans = list(dict.fromkeys([*hans, *(converter("t2s").convert(form) for form in hant)]))
    hant = hant or [converter("s2t").convert(form) for form in hans]
    return {
        Language.ZH_HANT: tuple(hant),
        Language.ZH_HANS: tuple(hans),
        LATIN[0]: tuple(form for form in forms if form.isascii()),
    }


def wordings_of(text: str) -> Wordings:
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
