"""What speaks against a copy although the wording is shared: other figures, dates, names, or only a frame.

Figures, dates and names that differ in the same place count against a copy, figures that agree for it.
"""

from __future__ import annotations

import re
from collections import Counter

from rapidfuzz.distance import Indel

from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.duplicates.align import Alignment, Swap
from seedwatch.core.duplicates.normalize import MAX_CHARS, SLOT, Normal
from seedwatch.core.duplicates.other_names import is_other_name
from seedwatch.core.duplicates.prepared import MAX_TITLE, Prepared
from seedwatch.core.model.text import CHINESE

#: Share of what can be compared in place that may differ. Updates stay below .25, bulletins start at .5 ...
MOST_DIFFERENT = 0.3
#: ... and where nothing else differs at all, this share is a template's.
MOST_DIFFERENT_ALONE = 0.2
#: Share of the longer text that is then the same but for its figures.
NOTHING_ELSE = 0.97
#: Share of a text that stands in another as a whole.
CONTAINED = 0.98
#: Weight of a date, beyond that of any figure: one report is not of two days.
DATE_WEIGHT = 1
#: Weight of a subject that only one headline and its own text names, on both sides.
SUBJECT_WEIGHT = 2
#: From this share of common characters on two headlines are one; below the other, of different things.
SAME_TITLE = 0.6
OTHER_TITLE = 0.3
#: Own passage of two texts that share a frame: least length, characters, and least share of the shorter text.
OWN_PASSAGE = 30
OWN_SHARE = 0.1
#: The same behind the frame, where it is rather what one outlet added and what the other one cut.
OWN_SHARE_BEHIND = 0.25
#: Own passage at the beginning that no headline outweighs: every note of an office may be headed "公告".
OWN_LEAD = 40
#: Own beginning that is enough where headlines and texts name different things.
OWN_NEWS = 12
#: Shortest run that begins a passage that two texts share, and where it is looked for, characters.
SHARED_RUN = 20
MOST_NEWS = 600
#: Most characters of a shared frame.
MOST_FRAME = 400
#: Latin characters that say as much as a Chinese one.
LATIN_UNIT = 2.5

_LATIN_WORD = re.compile(r"[a-z]{4,}")
#: Capitalised words in a row, or one that begins no sentence.
_LATIN_NAME = re.compile(r"[A-Z][\w'’]+(?:[ -][A-Z][\w'’]+)+|(?<=[a-z,] )[A-Z][\w'’]+")
_SIGNIFICANT = re.compile(r"[\W_]+")


def objection(a: Prepared, b: Prepared, found: Alignment) -> str:
    """Why two texts of one wording are still two articles; empty when nothing speaks against a copy."""
    names = _swapped_names(a, b, found)
    if across_scripts(a, b):
        # A region's own word for a thing is changed wherever it stands; of itself that says nothing.
        names = Counter(names.keys())
    subject = _headline_swap(a, b, found) or _other_subject(a, b, found)
    figures = found.differ + DATE_WEIGHT * found.dates + _title_figures(a.head, b.head)
    against = figures + sum(names.values()) + (SUBJECT_WEIGHT if subject else 0)
    # Half a point is forgiven and one counted as agreeing, so that a single figure decides nothing.
    if (against - 0.5) / (found.agree + against + 1) >= _most_different(a, b, found):
        return _reason(found, subject or next(iter(names), None))
    if subject and _other_news(a, b):
        return f"{subject[0]!r} and {subject[1]!r}: each begins with news of its own, what follows is shared"
    return "each has its own passage in a shared frame" if _only_frame(a, b, found) else ""


def across_scripts(a: Prepared, b: Prepared) -> bool:
    """Is one in Traditional and the other in Simplified Chinese?"""
    return a.language is not b.language and CHINESE.issuperset((a.language, b.language))


def title_ratio(a: Normal, b: Normal) -> float:
    """Share of common characters of two headlines, 0 to 1; 1 where one is missing."""
    if not len(a.masked) or not len(b.masked):
        return 1.0
    return Indel.normalized_similarity(a.text, b.text)


def _most_different(a: Prepared, b: Prepared, found: Alignment) -> float:
    alone = found.same >= NOTHING_ELSE * max(len(a.body.masked), len(b.body.masked))
    return MOST_DIFFERENT_ALONE if alone and found.differ > 1 else MOST_DIFFERENT


def _reason(found: Alignment, name: tuple[str, str] | None) -> str:
    if name:
        return f"{name[0]!r} in the place of {name[1]!r}"
    return f"{found.differ} of {found.agree + found.differ} figures differ"


def _title_figures(a: Normal, b: Normal) -> int:
    """Figures that differ between headlines of one wording."""
    if not a.values or not b.values or title_ratio(a, b) < SAME_TITLE:
        return 0
    shared = sum((Counter(a.values) & Counter(b.values)).values())
    return min(len(a.values), len(b.values)) - shared


def _swapped_names(a: Prepared, b: Prepared, found: Alignment) -> Counter[tuple[str, str]]:
    """Wordings that stand time and again in the place of another, as the name of someone else does, or look
    like one.
    """
    least = 2 if a.body.is_han else 4
    long = [swap for swap in found.swaps if min(len(swap.ours), len(swap.theirs)) >= least]
    counts = Counter((swap.ours, swap.theirs) for swap in long)
    looks = {(swap.ours, swap.theirs) for swap in long if _is_other_name(swap, a, b)}
    return Counter({swap: count for swap, count in counts.items() if count > 1 or swap in looks})


def _is_other_name(swap: Swap, a: Prepared, b: Prepared) -> bool:
    if a.body.is_han:
        return is_other_name(swap)
    return any(swap.ours in name for name in _latin_names(a)) and any(
        swap.theirs in name for name in _latin_names(b)
    )


def _latin_names(article: Prepared) -> frozenset[str]:
    """What is written with capitals, as it stands in folded text."""
    found = _LATIN_NAME.findall(article.text[:MAX_CHARS])
    return frozenset(_SIGNIFICANT.sub("", fold_chars(each)) for each in found)


def _headline_swap(a: Prepared, b: Prepared, found: Alignment) -> tuple[str, str] | None:
    """What both headline and text have in the place of the other's wording."""
    swaps = (swap for swap in found.swaps if _in_headline(swap, a.head.text, b.head.text))
    return next(((swap.ours, swap.theirs) for swap in swaps), None)


def _in_headline(swap: Swap, ours: str, theirs: str) -> bool:
    if min(len(swap.ours), len(swap.theirs)) < 2 or swap.ours not in ours or swap.theirs not in theirs:
        return False
    before, _, after = ours.partition(swap.ours)
    return theirs == before + swap.theirs + after


def _other_subject(a: Prepared, b: Prepared, found: Alignment) -> tuple[str, str] | None:
    """What only one headline and only its own text names, on both sides."""
    if found.same >= CONTAINED * min(len(a.body.masked), len(b.body.masked)) and not found.swaps:
        return None  # a text that stands in the other as a whole names nothing else
    ours, theirs = _words(a), _words(b)
    only_ours = next((word for word in ours if word not in theirs and _only_in(word, a, b)), None)
    only_theirs = next((word for word in theirs if word not in ours and _only_in(word, b, a)), None)
    return (only_ours, only_theirs) if only_ours and only_theirs else None


def _only_in(word: str, article: Prepared, other: Prepared) -> bool:
    return word in article.body.text and word not in other.body.text


def _words(article: Prepared) -> list[str]:
    """Words of a headline; of a Chinese one every two characters."""
    text = article.head.text
    if article.head.is_han:
        return [text[n : n + 2] for n in range(len(text) - 1) if SLOT not in text[n : n + 2]]
    return _LATIN_WORD.findall(fold_chars(article.title[:MAX_TITLE]))


def _other_news(a: Prepared, b: Prepared) -> bool:
    """Do both begin with something else under another headline, before what a house says of itself each time?

    Figures of the shared part speak for no copy then: the year a company was founded is in all its releases.
    """
    if title_ratio(a.head, b.head) >= SAME_TITLE:
        return False
    unit = 1.0 if a.body.is_han else LATIN_UNIT
    run, ours, theirs = round(SHARED_RUN * unit), a.body.text[:MOST_NEWS], b.body.text
    starts = (at for at in range(len(ours) - run) if ours[at : at + run] in theirs)
    first = next(starts, 0)
    there = theirs.find(ours[first : first + run])
    if min(first, there) < OWN_NEWS * unit:
        return False
    return Indel.normalized_similarity(ours[:first], theirs[:there]) < SAME_TITLE


def _only_frame(a: Prepared, b: Prepared, found: Alignment) -> bool:
    """Is what they share short, round a passage of each one's own?

    So do notes of one outlet share a footer, after what is each one's own. Elsewhere, and in longer texts,
    it is rather a rewritten passage of a copy.
    """
    unit = 1.0 if a.body.is_han else LATIN_UNIT
    shorter = min(len(a.body.masked), len(b.body.masked))
    least = max(OWN_PASSAGE * unit, OWN_SHARE * shorter)
    if found.own < least or found.same >= MOST_FRAME * unit:
        return False
    if found.own_lead >= max(OWN_LEAD * unit, least):
        return True
    if found.own_lead >= least:
        return title_ratio(a.head, b.head) < SAME_TITLE
    return found.own >= OWN_SHARE_BEHIND * shorter and title_ratio(a.head, b.head) < OTHER_TITLE
