"""Where an article belongs: known address, copy of a stored one, or new. Asked in the storing transaction."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from db.archive import copies, fingerprint_keys
from db.archive.articles import articles_at, texts_of
from db.archive.copies import CopyLink
from db.archive.merge import merge
from db.archive.refingerprint import is_stale, refingerprint
from seedwatch.core.changes.boilerplate import is_boilerplate_change
from seedwatch.core.duplicates.compare import LEAST_WITH_FIRST, compare_texts
from seedwatch.core.duplicates.fingerprint import VERSION
from seedwatch.core.duplicates.prepared import Prepared, prepare
from seedwatch.core.model.article import Article, CopyKind, CopyMatch, DedupeDecision, Stored, StoredText
from seedwatch.core.model.outcome import Outcome

#: Most candidates whose texts are compared. Copies share most keys and come first, then look-alikes.
MOST_COMPARED = 20
#: Articles that are signed again when a crawl finds them signed by an older method; copies arrive in hours.
CAUGHT_UP = timedelta(days=3)
MOST_CAUGHT_UP = 1000
#: Prepared texts kept for further comparisons, about 40 kB each.
KEPT_TEXTS = 500
#: A copy published before the original, by at most this long, takes the cluster over ...
LONGEST_LEAD = timedelta(days=7)
#: ... when it has at least this share of the original's length.
LEAST_LENGTH = 0.9


@dataclass(frozen=True, slots=True)
class _Match:
    """A cluster that a text belongs to: its first article, and how the text is like that."""

    first: StoredText
    copy_match: CopyMatch


def _is_as_stored(known: StoredText, article: Article) -> bool:
    """By the digest alone: the text of the stored one may have been let go."""
    mine = article.fingerprint
    return (
        bool(mine.exact)
        and (known.exact, known.version) == (mine.exact, mine.version)
        and (known.title == article.title)
    )


def _says_the_same(known: StoredText, article: Article) -> bool:
    """Where the text was let go, the headline alone can tell."""
    text = article.text if known.text else ""
    return is_boilerplate_change(known.title, known.text, article.title, text)


class Duplicates:
    """Finds what an article is a copy or a revision of.

    For one thread. What it knows is in the database; it only keeps texts ready that were compared lately.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[StoredText, Prepared]] = OrderedDict()
        self._is_current = False

    def is_same(self, known: StoredText, article: Article) -> bool:
        """Does an article say what is stored, as far as the texts tell? Where one was let go, by headline."""
        if _is_as_stored(known, article) or _says_the_same(known, article):
            return True
        new = prepare(article.title, article.text)
        return bool(known.text) and compare_texts(new, self._ready(known), LEAST_WITH_FIRST).kind is not None

    def place(self, conn: Connection, article: Article) -> DedupeDecision:
        """What `db.archive.articles.store_article` is to do with an article."""
        self._catch_up(conn, article)
        known = self._known(conn, article)
        if known is None:
            return self.find(conn, article)
        if known.erased:
            return DedupeDecision(known.article_id, erased=True)
        if article.extractor > known.extractor and self.is_same(known, article):
            return DedupeDecision(known.article_id, unchanged=True, restated=True)
        if _is_as_stored(known, article) or _says_the_same(known, article):
            return DedupeDecision(known.article_id, unchanged=True)
        found = self.find(conn, article, known.article_id) if known.copy_of is None else DedupeDecision()
        return DedupeDecision(
            known.article_id, found.copy_of, found.copy_kind, found.score, merges=found.merges
        )

    def _known(self, conn: Connection, article: Article) -> StoredText | None:
        """The row of an article's addresses. Two rows become one when their texts agree that they are."""
        request_key = article.ref.key
        found = articles_at(conn, (article.url_key, request_key))
        known, by_request = found.get(article.url_key), found.get(request_key)
        if known is None or by_request is None or known.article_id == by_request.article_id:
            return known or by_request
        if not self._alike(known, by_request):
            return known
        first, second = sorted((known, by_request), key=lambda each: each.article_id)
        merge(conn, first.article_id, second.article_id, VERSION, article.fetched_at)
        return first

    def find(
        self, conn: Connection, article: Article, own_id: int | None = None, new: Prepared | None = None
    ) -> DedupeDecision:
        """The cluster a text belongs to, whatever its address.

        own_id: the article's own row, which does not count; new: the text when it is prepared already.
        """
        ids = self._candidates(conn, article, own_id)
        if not ids:
            return DedupeDecision()
        new = new or prepare(article.title, article.text)
        found = self._matches(conn, new, article.fingerprint.exact, ids)
        matches = [each for each in found if each.first.article_id != own_id]
        return self._joined(matches) if matches else DedupeDecision()

    def remember(self, conn: Connection, article: Article, place: DedupeDecision, stored: Stored) -> None:
        """Once an article is stored: let later ones find it, and settle the clusters it brought together."""
        if stored.outcome not in {Outcome.STORED, Outcome.COPY, Outcome.REVISED} and not place.restated:
            return
        self._kept.pop(stored.article_id, None)
        fingerprint_keys.add(conn, stored.article_id, article.fingerprint)
        if stored.copy_of is None:
            return
        for first_id in place.merges:
            link = CopyLink(stored.copy_of, CopyKind.SYNDICATED, place.score, VERSION)
            copies.join(conn, first_id, link, article.fetched_at)
        if stored.outcome is Outcome.COPY and self._leads(conn, article, stored.copy_of):
            copies.take_over(conn, stored.article_id, article.fetched_at)

    def _catch_up(self, conn: Connection, article: Article) -> None:
        """After a change of method the latest articles are met too; the daily tidy signs the rest."""
        if not self._is_current:
            self._is_current = True
            if is_stale(conn):
                refingerprint(conn, article.fetched_at - CAUGHT_UP, MOST_CAUGHT_UP)

    def _candidates(self, conn: Connection, article: Article, own_id: int | None) -> tuple[int, ...]:
        same = fingerprint_keys.exact(conn, article.fingerprint)
        if same is not None and same != own_id:
            return (same,)
        found = fingerprint_keys.candidates(conn, article.fingerprint, MOST_COMPARED)
        return tuple(each for each in found if each != own_id)

    def _matches(self, conn: Connection, new: Prepared, exact: str, ids: tuple[int, ...]) -> Iterator[_Match]:
        """One match per cluster: a member that the text is a copy of, and the first article agrees."""
        texts = self._texts(conn, ids)
        done: set[int] = set()
        for candidate in (texts[each] for each in ids if each in texts):
            first_id = candidate.copy_of or candidate.article_id
            if first_id in done:
                continue
            copy_match = compare_texts(new, self._ready(candidate))
            if copy_match.kind is None:
                continue
            if first_id not in texts:
                texts |= self._texts(conn, (first_id,))
            first = texts[first_id]
            if first is not candidate:
                copy_match = self._with_first(new, first, copy_match, is_same=candidate.exact == exact)
            if copy_match.kind is not None:
                done.add(first_id)
                yield _Match(first, copy_match)

    def _with_first(self, new: Prepared, first: StoredText, found: CopyMatch, *, is_same: bool) -> CopyMatch:
        """The very text of a member needs no further leave."""
        with_first = compare_texts(new, self._ready(first), LEAST_WITH_FIRST)
        return found if is_same and with_first.kind is None else with_first

    def _joined(self, matches: list[_Match]) -> DedupeDecision:
        """The best match decides; clusters join it whose first articles are like its own.

        A digest of two articles matches both and is no reason to join them.
        """
        best = max(matches, key=lambda each: (each.copy_match.score, -each.first.article_id))
        fitting = [
            best,
            *(each for each in matches if each is not best and self._alike(each.first, best.first)),
        ]
        first = min(fitting, key=lambda each: each.first.article_id)
        others = sorted(each.first.article_id for each in fitting if each is not first)
        copy_match = first.copy_match
        return DedupeDecision(
            None, first.first.article_id, copy_match.kind, copy_match.score, merges=tuple(others)
        )

    def _alike(self, a: StoredText, b: StoredText) -> bool:
        return compare_texts(self._ready(a), self._ready(b), LEAST_WITH_FIRST).kind is not None

    def _leads(self, conn: Connection, article: Article, first_id: int) -> bool:
        """Was a copy published first, in full? The order of fetching is an accident."""
        if article.published is None or not article.published.precision.has_clock:
            return False
        first = self._texts(conn, (first_id,))[first_id]
        if first.published is None or len(article.text) < LEAST_LENGTH * len(first.text):
            return False
        return timedelta(0) < first.published - article.published.utc <= LONGEST_LEAD

    def _texts(self, conn: Connection, ids: Iterable[int]) -> dict[int, StoredText]:
        return {each.article_id: each for each in texts_of(conn, ids)}

    def _ready(self, stored: StoredText) -> Prepared:
        kept = self._kept.pop(stored.article_id, None)
        if kept is None or (kept[0].title, kept[0].text) != (stored.title, stored.text):
            kept = (stored, prepare(stored.title, stored.text))
        self._kept[stored.article_id] = kept
        if len(self._kept) > KEPT_TEXTS:
            self._kept.popitem(last=False)
        return kept[1]
