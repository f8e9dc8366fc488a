"""What is wrong with a search query and what to do about it, in the reader's language."""

from __future__ import annotations

from seedwatch.core.errors import QueryError, QueryFault, SeedwatchError
from seedwatch.core.redaction import redact
from seedwatch.locales import _

#: Characters of the query shown on each side of the one at fault.
_AROUND = 20


def explained(error: QueryError) -> tuple[str, str]:
    """What is wrong and what to do; the second is empty where nothing helps but another query."""
    what, hint = _texts().get(error.fault, ("", "")) if error.fault else ("", "")
    if not what:
        return error.what, error.hint
    if error.near:
        hint = _("Did you mean %(names)s?") % {"names": _(", ").join(error.near)}
    return what % {"given": error.given}, hint


def message(error: SeedwatchError) -> str:
    """What a command says of an error, in the language spoken now where its words are known there."""
    if isinstance(error, QueryError) and error.fault:
        what, hint = explained(error)
        what += _(" (at character %(number)s)") % {"number": error.position + 1} if error.position else ""
    else:
        reason = error.values.get("why")  # why the database refuses is a message itself
        values = {**error.values, "why": _(reason)} if reason else error.values
        what, hint = (_(part) % values if part else "" for part in (error.template, error.advice))
    return redact(f"{what}\n{hint}" if hint else what)


def place(query: str, position: int) -> tuple[str, str, str]:
    """The query before the character at fault, that character, and what follows; cut to a line."""
    start, end = max(0, position - _AROUND), position + 1 + _AROUND
    before = ("…" if start else "") + query[start:position]
    after = query[position + 1 : end] + ("…" if end < len(query) else "")
    return before, query[position : position + 1] or " ", after


def _texts() -> dict[QueryFault, tuple[str, str]]:
    """By kind: what is wrong, and a hint. given: the piece of the query, or the limit, that it is about."""
    return {
        QueryFault.TOO_LONG: (_("The query is longer than %(given)s characters."), _("Shorten it.")),
        QueryFault.TOO_DEEP: (_("Brackets stand more than %(given)s deep."), _("Use fewer brackets.")),
        QueryFault.TOO_MANY: (_("The query has more than %(given)s conditions."), _("Use fewer words.")),
        QueryFault.LONG_PHRASE: (_("A phrase has more than %(given)s words."), _("Shorten the phrase.")),
        QueryFault.SHORT_PREFIX: (
            _("“%(given)s” would match too many words."),
            _("Give at least 3 letters before *."),
        ),
        QueryFault.OPEN_BRACKET: (_("This bracket is not closed."), _("Add a closing bracket.")),
        QueryFault.STRAY_BRACKET: (_("This bracket closes nothing."), _("Remove it.")),
        QueryFault.OPEN_QUOTE: (_("This quotation mark is not closed."), _("Close it, or leave it out.")),
        QueryFault.NO_WORD: (
            _("There is nothing to look for in “%(given)s”."),
            _("Give at least one word."),
        ),
        QueryFault.STRAY: (_("“%(given)s” stands where a word is expected."), _("Put words around it.")),
        QueryFault.MISSING: (
            _("Something is missing after “%(given)s”."),
            _("Add a word, or leave it out."),
        ),
        QueryFault.ONE_VALUE: (_("%(given)s: takes one value."), _("Remove the others.")),
        QueryFault.FIELD_IN_FIELD: (
            _("%(given)s: takes words, not another field."),
            _("Write them side by side."),
        ),
        QueryFault.NO_TIME: (
            _("“%(given)s” is not a time."),
            _("For example 2026-03-22, 2026-03, 7d (days), yesterday, last week."),
        ),
        QueryFault.NO_EVENT: (
            _("“%(given)s” is not a change of an article."),
            _("One of headline, revised, gone, back, copy, original, released."),
        ),
        QueryFault.WHOLE_QUERY: (
            _("after:, before: and event: hold for the whole query."),
            _("Move it out of brackets and OR."),
        ),
        QueryFault.NO_DISTANCE: (
            _("“%(given)s” is an operator of other services and not searched here."),
            _("Write both words side by side, or a phrase in quotation marks."),
        ),
        QueryFault.NO_WILDCARD: (
            _("“%(given)s” does not stand for letters here."),
            _("word* finds words that begin so; inside quotation marks the sign is left out."),
        ),
        QueryFault.NO_THEME: (
            _("There is no theme “%(given)s”."),
            _("seedwatch themes list names them all."),
        ),
        QueryFault.NO_SOURCE: (
            _("There is no source “%(given)s”."),
            _("seedwatch sources list names them all."),
        ),
        QueryFault.NO_LANGUAGE: (
            _("There is no language “%(given)s”."),
            _("One of zh-Hant, zh-Hans, zh, en."),
        ),
        QueryFault.NO_CURSOR: (
            _("The link to the next page is incomplete."),
            _("Search again and take the link that is shown then."),
        ),
        QueryFault.PRESENT_ONLY: (
            _("theme: in the query is about the present."),
            _("Use the theme field instead."),
        ),
    }
