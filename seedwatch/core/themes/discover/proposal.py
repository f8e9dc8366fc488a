"""Themes proposed from one article: the article as a whole, and each of its subjects."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from seedwatch.core.chinese.names import Lexicon
from seedwatch.core.model.text import LATIN
from seedwatch.core.themes.discover.draft import Draft, draft_theme, false_friends, look_around
from seedwatch.core.themes.discover.subjects import subjects_of

#: Parts of an id that is proposed.
_PARTS = 4
#: Cues of a proposal, and characters of one that stands in the article only once.
_MOST_CUES, _LONG = 14, 4
#: What an article without a name or phrase of its own is known by: its longest cues.
_LEAST_PHRASES = 2
_NO_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A theme that could be made. `theme_id` is free; the draft is complete."""

    theme_id: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class Known:
    """What drafts are judged by. everyday: words that tell nothing; archive: texts; ids: that are taken."""

    lexicon: Lexicon
    everyday: Collection[str] = ()
    archive: Sequence[str] = ()
    ids: Collection[str] = ()


def propose(title: str, text: str, known: Known, fallback: str) -> tuple[Proposal, ...]:
    """The article's own theme first, then its subjects. fallback: id where no name has Latin letters."""
    subjects = subjects_of(text, known.lexicon, known.everyday)
    heading = title or "、".join(_chinese(subject.head, known.lexicon) for subject in subjects[:2])
    whole = heading or text.partition("\n")[0]
    drafts = [_draft(f"{whole}\n{text}", known)]
    drafts += [_draft(f"{subject.head}\n{subject.text}", known) for subject in subjects]
    return tuple(_with_ids(drafts, known.ids, fallback))


def completed(draft: Draft, archive: Sequence[str]) -> Draft:
    """A draft with the false friends that the archive shows."""
    return replace(draft, lookalikes=false_friends(draft, archive))


def _draft(text: str, known: Known) -> Draft:
    first = draft_theme(text, known.lexicon, everyday=known.everyday)
    around = look_around(first, known.archive)
    second = draft_theme(text, known.lexicon, around.shares, around.counter, known.everyday)
    return completed(_trimmed(second), known.archive)


def _trimmed(draft: Draft) -> Draft:
    """With the cues that a person would keep: said twice, or long enough to mean one thing."""
    cues = [cue for cue in draft.cues if cue.count > 1 or (not cue.latin and len(cue.text) >= _LONG)]
    if draft.names or draft.phrases or not cues:
        return replace(draft, cues=tuple(cues[:_MOST_CUES]))
    longest = sorted(cues, key=lambda cue: -len(cue.text))[:_LEAST_PHRASES]
    return replace(draft, phrases=tuple(longest), cues=tuple(cue for cue in cues if cue not in longest))


def _chinese(head: str, lexicon: Lexicon) -> str:
    """The first Chinese form of a name that the lexicon knows; else the wording."""
    name = next((each for each in lexicon.names if each.id == head), None)
    return next((form for form in (name.forms if name else ()) if not form.isascii()), head)


def _with_ids(drafts: Sequence[Draft], taken: Collection[str], fallback: str) -> Iterator[Proposal]:
    used = set(taken)
    for draft in drafts:
        stem = proposed_id(draft) or fallback
        theme_id, number = stem, 2
        while theme_id in used:
            theme_id, number = f"{stem}-{number}", number + 1
        used.add(theme_id)
        yield Proposal(theme_id, draft)


def proposed_id(draft: Draft) -> str:
    """The English name in small letters and hyphens; empty without one."""
    english = " ".join(draft.name.get(LATIN[0], ()))
    parts = [part for part in _NO_ID.split(english.lower()) if part][:_PARTS]
    return "-".join(parts) if parts and parts[0][0].isalpha() else ""
