"""Which address an article is stored under. Asked in the storing transaction, before its place is.

Pages claim addresses that belong to others, and whole sites claim one for all their pages. So an address
that holds another text keeps it, an article that cannot prove its claim goes under the address where it was
found, and one that lies where another is at home makes room. No two articles ever replace each other.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from db.archive.addresses import claimed_from, lead_nowhere, pages_of
from db.archive.articles import articles_at, move_article
from pipelines.stages.duplicates import Duplicates
from seedwatch.core.fetching.urls import url_key
from seedwatch.core.model.article import Article, StoredText


def settle(conn: Connection, duplicates: Duplicates, article: Article) -> Article:
    """The article under the address that is its own, ready for `Duplicates.place`."""
    own = url_key(article.own_url or article.canonical_url)
    request_key = article.ref.key
    found = articles_at(conn, (article.url_key, own, request_key, *_claims(article)))
    removed = next(
        (each for key in (article.url_key, own, request_key) if (each := found.get(key)) and each.erased),
        None,
    )
    if removed is not None:  # a tombstone makes room for nobody
        return replace(article, url_key=removed.url_key, claim="")
    if article.claim:
        claimed = found.get(url_key(article.claim))
        if claimed is not None and duplicates.is_same(claimed, article):
            article = replace(article, canonical_url=article.claim, url_key=url_key(article.claim))
    elif own != article.url_key and (known := found.get(article.url_key)) is not None:
        is_ours = duplicates.is_same(known, article) or _has_no_other_address(conn, known, {own, request_key})
        if not is_ours:
            article = replace(article, canonical_url=article.own_url, url_key=own)
    for key in {own, request_key}:
        if (known := found.get(key)) is not None and not duplicates.is_same(known, article):
            _make_room(conn, known, key, is_own=key == own)
    return replace(article, claim="")


def _claims(article: Article) -> tuple[str, ...]:
    return (url_key(article.claim),) if article.claim else ()


def _has_no_other_address(conn: Connection, known: StoredText, keys: set[str]) -> bool:
    """Was a row only ever found by the page that is here again, its address but claimed? Then it was edited."""
    keys_of_article = pages_of(conn, known.article_id)
    is_claimed = not keys_of_article.pop(known.url_key, "")
    return is_claimed and bool(keys_of_article) and keys_of_article.keys() <= keys


def _make_room(conn: Connection, known: StoredText, key: str, *, is_own: bool) -> None:
    """Free an address of the page at hand from a row of another text that was led there by a claim.

    A row that was read at this very address stays: the page was edited.
    """
    if known.url_key != key:
        if not _has_no_other_address(conn, known, {key}):
            lead_nowhere(conn, key)
    elif is_own and (home := claimed_from(conn, known.article_id, key)) is not None:
        move_article(conn, known.article_id, home)
        lead_nowhere(conn, key)
