"""From a query to what an index is asked: phrases of tokens, combined; `holds` says what that means.

Each text is tried in its character form and its regional form, and, where the lexicon knows a name in it,
with the name's other forms in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from seedwatch.core.chinese.folding import fold_chars, split_clauses
from seedwatch.core.chinese.names import Lexicon, name_key
from seedwatch.core.chinese.regional_folding import fold_region, regional_forms
from seedwatch.core.errors import QueryError, QueryFault
from seedwatch.core.model.answer import Expansion
from seedwatch.core.search.tokens import EVERYTHING, LONGEST_PHRASE, IndexTerms, ideographs, tokenize
from seedwatch.core.search.tree import Either, Every, FilterTerm, Negation, Node, TextTerm

#: Names replaced in one text, and texts tried for it: a query of many names must not multiply without end.
_MOST_NAMES = 2
_MOST_VARIANTS = 24
#: Words that together may be one name (Taiwan Semiconductor Manufacturing Company).
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens one after the other. `title`: there only; `prefix`: the last one may go on."""

    tokens: tuple[str, ...]
    title: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part and none of `but_not`."""

    parts: tuple[MatchExpression, ...]
    but_not: tuple[MatchExpression, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[MatchExpression, ...]


MatchExpression = Phrase | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Term:
    """One text asked for: as written, and its other names."""

    texts: tuple[str, ...]
    prefix: bool = False

    @property
    def variants(self) -> tuple[str, ...]:
        """With regional spellings, folded by character. For ranking only: their dictionary loads 0.1 s."""
        return tuple(dict.fromkeys(form for text in self.texts for form in regional_forms(text)))


ANYTHING = Phrase((EVERYTHING,))


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """What to ask the index.

    shown: phrases to be highlighted; those that exclude are not among them.
    terms: one for each text asked for, to rank by.
    """

    expression: MatchExpression
    shown: tuple[Phrase, ...]
    terms: tuple[Term, ...]
    expansions: tuple[Expansion, ...]


def plan(root: Node, lexicon: Lexicon | None = None) -> QueryPlan:
    """Turn a query into phrases; without a lexicon, names stay as written. Raises QueryError."""
    builder = _Builder(lexicon or Lexicon())
    expression = builder.build(root)
    shown = dict.fromkeys(phrase for phrase in positive(expression) if ":" not in phrase.tokens[0])
    return QueryPlan(expression, tuple(shown), tuple(builder.terms), tuple(dict.fromkeys(builder.expansions)))


def positive(expression: MatchExpression) -> Iterator[Phrase]:
    """The phrases that a match may contain."""
    if isinstance(expression, Phrase):
        yield expression
        return
    for part in expression.parts:
        yield from positive(part)


def phrases(expression: MatchExpression) -> Iterator[Phrase]:
    """Every phrase, those that exclude as well."""
    if isinstance(expression, Phrase):
        yield expression
        return
    excluded = expression.but_not if isinstance(expression, AllOf) else ()
    for part in (*expression.parts, *excluded):
        yield from phrases(part)


def holds(expression: MatchExpression, terms: IndexTerms) -> bool:
    """Whether an article matches: the meaning that both engines give."""
    match expression:
        case Phrase():
            return _contains(terms, expression)
        case AnyOf(parts):
            return any(holds(part, terms) for part in parts)
        case AllOf(parts, but_not):
            return all(holds(part, terms) for part in parts) and not any(holds(p, terms) for p in but_not)


def _contains(terms: IndexTerms, phrase: Phrase) -> bool:
    text = terms.text
    streams = (text.title,) if phrase.title else (text.title, text.body)
    if len(phrase.tokens) == 1 and not phrase.prefix:
        lists = (text.title_chars,) if phrase.title else (text.title_chars, text.body_chars, terms.filters)
        return any(phrase.tokens[0] in listed for listed in (*streams, *lists))
    return any(True for stream in streams for _ in places(stream, phrase))


def places(stream: Sequence[str], phrase: Phrase) -> Iterator[int]:
    """Where a phrase begins in a stream of tokens."""
    first, size = phrase.tokens[0], len(phrase.tokens)
    for at, token in enumerate(stream):
        if token == first or (size == 1 and phrase.prefix):
            window = tuple(stream[at : at + size])
            if window == phrase.tokens or (phrase.prefix and _begins(window, phrase.tokens)):
                yield at


def _begins(window: tuple[str, ...], tokens: tuple[str, ...]) -> bool:
    same = len(window) == len(tokens) and window[:-1] == tokens[:-1]
    return same and window[-1].startswith(tokens[-1])


@dataclass
class _Builder:
    lexicon: Lexicon
    expansions: list[Expansion] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)

    def build(self, node: Node) -> MatchExpression:
        match node:
            case TextTerm():
                return self._words(node)
            case FilterTerm(token):
                return Phrase((token,))
            case Negation(part):
                return AllOf((ANYTHING,), (self._plain(part),))
            case Either(parts):
                return any_of(self.build(part) for part in parts)
            case Every(parts):
                return self._every(parts)
        raise TypeError(f"bounds and events are no part of an expression: {node}")

    def _every(self, parts: tuple[Node, ...]) -> MatchExpression:
        required = list(self._joined([part for part in parts if not isinstance(part, Negation)]))
        negated = tuple(self._plain(part.part) for part in parts if isinstance(part, Negation))
        if not negated and len(required) == 1:
            return required[0]
        return AllOf(tuple(required) or (ANYTHING,), negated)

    def _plain(self, node: Node) -> MatchExpression:
        """What is excluded is excluded as written and in both scripts, not in its other names."""
        return _Builder(Lexicon()).build(node)

    def _joined(self, parts: Sequence[Node]) -> Iterator[MatchExpression]:
        """Each part; words that are a name together also as that name's other forms."""
        at = 0
        while at < len(parts):
            size, found = self._name_at(parts, at)
            yield found if found is not None else self.build(parts[at])
            at += size

    def _name_at(self, parts: Sequence[Node], at: int) -> tuple[int, MatchExpression | None]:
        words = []
        for part in parts[at : at + _LONGEST_NAME]:
            if not isinstance(part, TextTerm) or part.quoted or part.prefix:
                break
            words.append(part)
        for size in range(len(words), 1, -1):
            some = words[:size]
            text = " ".join(word.text for word in some)
            if self.lexicon.exact(name_key(text)) and len({word.title for word in some}) == 1:
                apart = AllOf(tuple(self._plain(word) for word in some))
                return size, any_of(
                    (apart, self._words(TextTerm(text, some[0].position, title=some[0].title)))
                )
        return 1, None

    def _words(self, words: TextTerm) -> MatchExpression:
        texts = (words.text,) if words.quoted or words.prefix else self._variants(words.text)
        self.terms.append(Term(texts, words.prefix))
        return any_of(form for text in texts for form in _forms(text, words))

    def _variants(self, text: str) -> tuple[str, ...]:
        """The text, and with each name in it replaced by its other forms."""
        key = name_key(text)
        mentions = list(islice(self.lexicon.mentions(key), _MOST_NAMES))
        if not mentions:
            return (text,)
        pieces: list[Iterable[str]] = []
        done = 0
        for mention in mentions:
            written = key[mention.start : mention.end]
            others = tuple(form for form in mention.name.forms if name_key(form) != written)
            # As it was typed, where folding kept every character in its place.
            typed = text[mention.start : mention.end] if len(text) == len(key) else written
            self.expansions.append(Expansion(typed, others))
            pieces += ((key[done : mention.start],), (written, *others))
            done = mention.end
        pieces.append((key[done:],))
        replaced = map("".join, product(*pieces))
        return tuple(dict.fromkeys((text, *islice(replaced, _MOST_VARIANTS))))


def any_of(parts: Iterable[MatchExpression]) -> MatchExpression:
    distinct = tuple(dict.fromkeys(parts))
    return distinct[0] if len(distinct) == 1 else AnyOf(distinct)


def _forms(text: str, words: TextTerm) -> Iterator[MatchExpression]:
    """The character form and, where it differs, the regional form."""
    plain, regional = fold_chars(text), fold_region(text).text
    for form in dict.fromkeys((plain, regional)):
        yield from _together([form] if words.quoted else split_clauses(form), words)
    clauses = split_clauses(regional)
    if words.quoted and len(clauses) > 1 and len(regional_forms(text)) > 1:
        # Articles hold the regional form of single clauses only: these are asked for apart.
        yield from _together(clauses, words)


def _together(clauses: Iterable[str], words: TextTerm) -> Iterator[MatchExpression]:
    phrases = [part for clause in clauses for part in _phrases(clause, words)]
    if phrases:
        yield phrases[0] if len(phrases) == 1 else AllOf(tuple(phrases))


def _phrases(clause: str, words: TextTerm) -> Iterator[MatchExpression]:
    """The tokens of a clause as one phrase.

    A single ideograph at its edge, cut off by a punctuation mark, has no place of its own in the article's
    stream when it goes on there: it is asked for apart.
    """
    tokens = list(tokenize(clause).tokens)
    if len(tokens) > LONGEST_PHRASE:
        message = f"a phrase of more than {LONGEST_PHRASE} words"
        raise QueryError(message, "", words.position, QueryFault.LONG_PHRASE, str(LONGEST_PHRASE))
    while len(tokens) > 1 and _is_ideograph(tokens[0]) and ideographs(tokens[1]):
        yield Phrase((tokens.pop(0),), words.title)
    apart = []
    while len(tokens) > 1 and _is_ideograph(tokens[-1]) and ideographs(tokens[-2]):
        apart.append(Phrase((tokens.pop(),), words.title))
    if tokens:
        yield Phrase(tuple(tokens), words.title, words.prefix)
    yield from apart


def _is_ideograph(token: str) -> bool:
    return len(token) == 1 and bool(ideographs(token))
