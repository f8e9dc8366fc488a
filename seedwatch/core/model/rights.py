"""What a page and its source let anybody do with an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seedwatch.core.model.source import FullText


@dataclass(frozen=True, slots=True)
class RightsSignals:
    """What a page reserves, as machines can read it (seedwatch.core.fetching.usage_rights). None: nothing is said.

    tdm_reserved: text and data mining is reserved; tdm_policy: address of the terms under which it is not.
    content_signals: pairs as given, such as ("ai-train", "no"). licences: addresses of machine-readable ones.
    """

    noindex: bool = False
    noarchive: bool = False
    nosnippet: bool = False
    tdm_reserved: bool | None = None
    tdm_policy: str | None = None
    content_signals: tuple[tuple[str, str], ...] = ()
    licences: tuple[str, ...] = ()

    def may(self, use: str) -> bool:
        """Whether nothing is said against a use of Content Signals: "search", "ai-input" or "ai-train"."""
        stated = dict(self.content_signals).get(use)
        if use.startswith("ai-") and stated is None:
            return not self.tdm_reserved
        return stated != "no"


NO_SIGNALS = RightsSignals()


@dataclass(frozen=True, slots=True)
class HostSignals:
    """What a host says beside one of its pages.

    robots: values of `core.fetching.robots.Robots.signals`. tdm_reserved, tdm_policy: by its tdmrep.json, for
    the path of the page; None where that says nothing.
    """

    robots: tuple[str, ...] = ()
    tdm_reserved: bool | None = None
    tdm_policy: str | None = None


NO_HOST_SIGNALS = HostSignals()


@dataclass(frozen=True, slots=True)
class UseRights:
    """What whoever takes an article out of the archive has to respect.

    keep, credit, terms: by the source's terms; terms is their address. signals: by the page.
    quote: characters of the text that may be quoted to others; None: nothing is said, the outputs' default holds.
    ai_input, ai_train: whether nothing is said against handing the text to a model, or training one on it.
    """

    keep: FullText = FullText.FULL
    credit: str = ""
    terms: str = ""
    ai_input: bool = True
    ai_train: bool = True
    signals: RightsSignals = NO_SIGNALS

    quote: int | None = None


NO_TERMS = UseRights()


def use_rights(signals: RightsSignals | None, terms: Mapping[str, Any] | None) -> UseRights:
    """What a page's signals and its source's terms leave together; None: nothing was read, no terms are known.

    terms: as a source file declares them: url, credit, keep.
    """
    said, terms = signals or NO_SIGNALS, terms or {}
    return UseRights(
        keep=FullText.LEAD if said.noarchive else FullText(terms.get("keep") or FullText.FULL),
        credit=terms.get("credit") or "",
        terms=terms.get("url") or "",
        ai_input=said.may("ai-input"),
        ai_train=said.may("ai-train"),
        signals=said,
        quote=0 if said.nosnippet else terms.get("quote"),
    )
