"""The subjects of an article that has several: paragraphs that share a name or term which others have not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from seedwatch.core.chinese.names import Lexicon, name_key
from seedwatch.core.themes.discover.terms import Term, term_key, terms_of

#: Subjects that an article is split into at most; a term in more than this share of paragraphs parts nothing.
MOST, SHARE = 8, 0.5
#: An article of fewer paragraphs has one subject.
LEAST_PARAGRAPHS = 4
#: A paragraph of so many subjects is a summary.
SUMS_UP = 3
#: What is said in passing is no subject.
LEAST_CHARS = 40
_TERMS = 200


@dataclass(frozen=True, slots=True)
class Subject:
    """head: the wording that holds its paragraphs together; text: these paragraphs."""

    head: str
    text: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    head: str
    weight: float
    paragraphs: frozenset[int]


def subjects_of(body: str, lexicon: Lexicon, everyday: Collection[str] = ()) -> tuple[Subject, ...]:
    """What else an article is about, weightiest first; empty when it is about one thing.

    body: paragraphs by line, without the headline. Names of the lexicon count under all their forms.
    """
    paragraphs = [line for line in body.splitlines() if line.strip()]
    if len(paragraphs) < LEAST_PARAGRAPHS:
        return ()
    candidates = [*_named(paragraphs, lexicon), *_said(paragraphs, terms_of(body, _TERMS, everyday), lexicon)]
    chosen: list[_Candidate] = []
    free = set(range(len(paragraphs)))
    while free and len(chosen) < MOST:
        best = max(candidates, key=lambda each: each.weight * len(each.paragraphs & free), default=None)
        if best is None or not best.paragraphs & free:
            break
        free -= best.paragraphs
        candidates.remove(best)
        chosen.append(best)
    shared = Counter(at for each in chosen for at in each.paragraphs)
    found = [Subject(each.head, _text_of(each, paragraphs, shared)) for each in chosen]
    return tuple(
        each for each in found if len(each.text) >= LEAST_CHARS and term_key(each.head) not in everyday
    )


def _text_of(chosen: _Candidate, paragraphs: Sequence[str], shared: Mapping[int, int]) -> str:
    """A subject's own paragraphs; one that sums up several subjects only where there is no other."""
    own = [at for at in sorted(chosen.paragraphs) if shared[at] < SUMS_UP]
    return "\n".join(paragraphs[at] for at in own or sorted(chosen.paragraphs))


def _named(paragraphs: Sequence[str], lexicon: Lexicon) -> Iterator[_Candidate]:
    places: dict[str, set[int]] = {}
    counts: dict[str, int] = {}
    kinds: dict[str, str] = {}
    for at, paragraph in enumerate(paragraphs):
        for mention in lexicon.mentions(name_key(paragraph)):
            places.setdefault(mention.name.id, set()).add(at)
            counts[mention.name.id] = counts.get(mention.name.id, 0) + 1
            kinds[mention.name.id] = mention.name.kind
    for name, where in places.items():
        if kinds[name] != "place":
            yield from _candidate(name, 2.0 * counts[name], where, len(paragraphs))


def _said(paragraphs: Sequence[str], terms: Sequence[Term], lexicon: Lexicon) -> Iterator[_Candidate]:
    for term in terms:
        if any(
            not each.start and each.name.kind != "place" for each in lexicon.mentions(name_key(term.text))
        ):
            continue  # the name it opens with is the better head
        where = {at for at, paragraph in enumerate(paragraphs) if term_key(term.text) in term_key(paragraph)}
        long = min(len(term.text.split()) + 1 if term.latin else len(term.text) / 2, 3.0)
        sure = 1.0 if term.name or term.count > 1 else 0.5
        yield from _candidate(term.text, sure * long * term.count, where, len(paragraphs))


def _candidate(head: str, weight: float, where: set[int], total: int) -> Iterator[_Candidate]:
    if where and len(where) <= SHARE * total:
        yield _Candidate(head, weight / len(where) * math.log(total / len(where)), frozenset(where))
