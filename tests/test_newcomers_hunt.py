"""A newcomer who greps for a word of the field is led to the room where it is done (docs/glossary.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("seedwatch", "db", "pipelines", "crawler", "scheduler")
#: A term and the file, or the room, that its grep has to name.
HUNT = {
    "backoff": "seedwatch/core/fetching/backoff.py",
    "cooldown": "db/sources/hosts.py",
    "lease": "db/jobs/queue.py",
    "SSRF": "seedwatch/core/fetching/ip_guard.py",
    "fingerprint": "seedwatch/core/duplicates/fingerprint.py",
    "boilerplate": "seedwatch/core/changes/boilerplate.py",
    "public suffix": "seedwatch/core/fetching/public_suffix.py",
    "dry run": "seedwatch/cli/fetch.py",
    "robots": "crawler/middlewares/robots.py",
    "conditional request": "seedwatch/core/fetching/conditional.py",
    "retention": "db/upkeep/retention.py",
    "migration": "db/migrations/__init__.py",
    "canonical URL": "seedwatch/core/fetching/urls.py",
    "mojibake": "seedwatch/core/encoding/mojibake.py",
    "full-text index": "seedwatch/core/search/__init__.py",
    "snippet": "seedwatch/core/search/snippet.py",
    "dedupe": "pipelines/stages/duplicates.py",
    "tombstone": "db/upkeep/erasure.py",
    "change feed": "db/reads/changes.py",
    "jitter": "seedwatch/core/fetching/backoff.py",
    "blocklist": "seedwatch/core/triage/blocklist.py",
    "normalization": "seedwatch/core/fetching/urls.py",
    "encoding detection": "seedwatch/core/encoding/__init__.py",
    "date parsing": "seedwatch/core/dates/__init__.py",
    "query language": "seedwatch/core/search/query.py",
}


def grep(term: str) -> set[str]:
    """What `grep -ril TERM` names."""
    return {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if term.lower() in path.read_text(encoding="utf-8").lower()
    }


@pytest.mark.parametrize(("term", "place"), HUNT.items(), ids=HUNT)
def test_a_grep_leads_to_the_right_room(term: str, place: str) -> None:
    assert place in grep(term)


@pytest.mark.parametrize("term", HUNT)
def test_the_glossary_says_where_a_term_is(term: str) -> None:
    assert term.lower() in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").lower()
