"""The query language: words, "phrases", OR, -not, brackets, title: source: theme: lang: event: and times.

`after:` and `before:` bound the publication, `seen-after:` and `seen-before:` the time when an article was first
seen here, `event:headline` asks for what has happened to an article (see
seedwatch.core.search.events); these hold for the query as a whole. Phrases in any quotation marks (" “ ” 「 」 『 』
« »); field names in English or either Chinese script.
`word*` finds words that begin so. A word stands for its parts one after the other: 人工智能芯片 is a phrase.
Every error is a QueryError whose `position` is the offset of the character at fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.errors import QueryError, QueryFault
from seedwatch.core.search.names import FilterKind, Resolver
from seedwatch.core.search.tokens import language_filter, source_filter, theme_filter, tokenize
from seedwatch.core.search.tree import Bound, Either, Every, FilterTerm, Happened, Negation, Node, TextTerm

#: Longer queries, deeper brackets and more terms are refused: the engines' own limits are less clear.
LONGEST = 1000
DEEPEST = 20
MOST_TERMS = 64
#: What has a meaning beyond itself; a dash or an ampersand does only at some places, which the grammar knows.
_OPERATOR = re.compile(r"""[()（）"＂“”„‟「」『』«»|*:：&＆!！/?$－−-]|NEAR|ADJ|ATLEAST""")
#: By the beginning of its token, what a filter is about and how it is indexed.
FILTERS = {
    "t:": (FilterKind.THEME, theme_filter),
    "s:": (FilterKind.SOURCE, source_filter),
    "l:": (FilterKind.LANGUAGE, language_filter),
}
_OPERATORS = frozenset({"AND", "OR", "NOT"})


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """`root` without bounds and events, which hold for the query as a whole."""

    root: Node
    bounds: tuple[Bound, ...] = ()
    events: tuple[Happened, ...] = ()


def parse_query(text: str) -> ParsedQuery:
    """Read a query; an empty one asks for everything. Raises QueryError."""
    if not text.strip():
        return ParsedQuery(Every(()))
    if len(text) > LONGEST:
        message = f"the query has {len(text)} characters, {LONGEST} are allowed"
        raise QueryError(message, "", LONGEST, QueryFault.TOO_LONG, str(LONGEST))
    _check_depth(text)
    return _finished(plain_words(text) or _read(text), text)


def plain_words(text: str) -> Node | None:
    """The tree of a query of nothing but words, which is most; None: the grammar has to read it."""
    words = tuple(TextTerm(found[0], found.start()) for found in re.finditer(r"\S+", text))
    if _OPERATOR.search(text) or any(word.text in _OPERATORS for word in words):
        return None
    return words[0] if len(words) == 1 else Every(words)


def _read(text: str) -> Node:
    from seedwatch.core.search.grammar import read_tree

    return read_tree(text)


def _finished(root: Node, text: str) -> ParsedQuery:
    parts = [_turned(part) for part in (root.parts if isinstance(root, Every) else (root,))]
    bounds = tuple(part for part in parts if isinstance(part, Bound))
    events = tuple(part for part in parts if isinstance(part, Happened))
    rest = tuple(kept for part in parts if not _is_whole(part) and (kept := _kept(part)) is not None)
    searched = list(terms(Every(rest)))
    misplaced = next((term for term in searched if _is_whole(term)), None)
    if misplaced is not None:
        message = "after:, before: and event: hold for the whole query"
        raise QueryError(message, "move it out", misplaced.position, QueryFault.WHOLE_QUERY)
    if not searched and not bounds and not events:
        given = text.strip()[:40]
        message = f"there is nothing to look for in {given!r}"
        raise QueryError(message, "give at least one word", 0, QueryFault.NO_WORD, given)
    if len(searched) > MOST_TERMS:
        at = searched[MOST_TERMS].position
        raise QueryError(f"more than {MOST_TERMS} terms", "", at, QueryFault.TOO_MANY, str(MOST_TERMS))
    return ParsedQuery(rest[0] if len(rest) == 1 else Every(rest), bounds, events)


def _turned(node: Node) -> Node:
    """What has not happened is a question of its own."""
    if isinstance(node, Negation) and isinstance(node.part, Happened):
        return replace(node.part, negated=not node.part.negated)
    return node


def _is_whole(node: Node) -> bool:
    return isinstance(node, Bound | Happened)


def _kept(node: Node) -> Node | None:
    """The node without words that are only punctuation; None: nothing is left."""
    match node:
        case TextTerm():
            return node if tokenize(fold_chars(node.text)).tokens else None
        case Negation(part):
            inner = _kept(part)
            return None if inner is None else Negation(inner)
        case Every(parts) | Either(parts):
            rest = tuple(kept for part in parts if (kept := _kept(part)) is not None)
            return replace(node, parts=rest) if len(rest) > 1 else (rest[0] if rest else None)
    return node


def terms(node: Node) -> Iterator[TextTerm | FilterTerm | Bound | Happened]:
    """What a query asks for, without how it is combined; in order."""
    match node:
        case Negation(part):
            yield from terms(part)
        case Every(parts) | Either(parts):
            for part in parts:
                yield from terms(part)
        case _:
            yield node


def with_ids(node: Node, resolver: Resolver) -> Node:
    """The tree with the ids that its filters name. Raises QueryError for a name that nothing has."""
    match node:
        case FilterTerm(token, position, given):
            kind, term_of = FILTERS[token[:2]]
            found = tuple(
                FilterTerm(term_of(each), position, each) for each in resolver(kind, given, position)
            )
            return found[0] if len(found) == 1 else Either(found)
        case Negation(part):
            return Negation(with_ids(part, resolver))
        case Every(parts) | Either(parts):
            return replace(node, parts=tuple(with_ids(part, resolver) for part in parts))
    return node


_BRACKET_OR_PHRASE = re.compile(r"""["＂“”„‟][^"＂“”„‟]*["＂“”„‟]|「[^」]*」|『[^』]*』|«[^»]*»|[()（）]""")


def _check_depth(text: str) -> None:
    """Brackets that open and never close are named here: the parser would point at the end of the query."""
    opened: list[int] = []
    for found in _BRACKET_OR_PHRASE.finditer(text):
        if found[0] in "(（":
            opened.append(found.start())
        elif found[0] in ")）" and opened:
            opened.pop()
        elif found[0] in ")）":
            at = found.start()
            raise QueryError("this bracket closes nothing", "remove it", at, QueryFault.STRAY_BRACKET)
        if len(opened) > DEEPEST:
            message = f"brackets more than {DEEPEST} deep"
            raise QueryError(message, "", found.start(), QueryFault.TOO_DEEP, str(DEEPEST))
    if opened:
        at = opened[-1]
        raise QueryError("this bracket is not closed", "add a closing bracket", at, QueryFault.OPEN_BRACKET)
