"""What programs get: the JSON form of answers, the same from the command line and from the API."""

from __future__ import annotations

from dataclasses import asdict

from db.archive.tags import TagDecision, TagRecord
from db.reads.records import ArticleRecord, ClusterMember, RevisionRecord
from seedwatch.core.model.answer import FoundArticle
from seedwatch.core.redaction import redact


def row_json(row: FoundArticle) -> dict[str, object]:
    """A search result."""
    return {
        "id": row.id,
        "url": redact(row.url),
        "title": row.title,
        "source": row.source_id,
        "source_name": row.source_name,
        "language": row.language,
        "published": row.published,
        "fetched_at": row.fetched_at,
        "themes": list(row.themes),
        "snippet": row.snippet,
        "copies": row.copies,
        "copy_of": row.copy_of,
    }


def article_json(found: ArticleRecord) -> dict[str, object]:
    """An article for programs."""
    now = found.current
    return {
        "id": found.id,
        "url": redact(found.url),
        "title": now.title,
        "body": now.text,
        "authors": list(now.authors),
        "published": found.published_local,
        "published_utc": found.published,
        "precision": found.precision,
        "offset": found.offset,
        "date_origin": found.origin,
        "source": found.source_id,
        "source_name": found.source_name,
        "credit": found.credit,
        "language": now.language,
        "summary": found.summary,
        "rights": asdict(found.rights),
        "fetched_at": found.first_seen,
        "copy_of": found.copy_of,
        "copy_kind": found.copy_kind,
        "themes": [tag.theme for tag in found.tags if tag.verdict is not TagDecision.REMOVED],
        "tags": [tag_json(tag) for tag in found.tags],
        "also_at": [_member_json(each, found) for each in found.also_at],
        "dates": [
            {
                "origin": seen.origin,
                "raw": seen.raw,
                "read_as": seen.moment and seen.moment.iso,
                "note": seen.note,
            }
            for seen in now.dates
        ],
        "revisions": [_revision_json(each) for each in found.revisions],
        "addresses": [redact(each) for each in found.addresses],
    }


def tag_json(tag: TagRecord) -> dict[str, object]:
    return {
        "theme": tag.theme,
        "score": round(tag.score, 3),
        "verdict": tag.verdict,
        "version": tag.version,
        "since": tag.valid_from,
        "evidence": [
            {"phrase": e.phrase, "field": e.field, "offset": e.offset, "rule": e.rule, "script": e.script}
            for e in tag.evidence
        ],
    }


def _member_json(each: ClusterMember, found: ArticleRecord) -> dict[str, object]:
    """`seconds_later`: than the article itself; below zero: it came first."""
    after = each.after(found.published, found.precision)
    return {
        "id": each.id,
        "url": redact(each.url),
        "title": each.title,
        "source": each.source_id,
        "published": each.published,
        "seconds_later": None if after is None else round(after.total_seconds()),
        "kind": each.kind,
        "score": each.score,
    }


def _revision_json(each: RevisionRecord) -> dict[str, object]:
    return {
        "number": each.number,
        "from": each.valid_from,
        "to": each.valid_to,
        "title": each.title,
        "characters": len(each.text),
        "raw": each.raw and {"file": each.raw.file, "offset": each.raw.offset, "length": each.raw.length},
    }
