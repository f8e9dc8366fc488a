"""The views for people: SQL that outside programs may rely on."""

from __future__ import annotations

#: Created by the migrations, dropped and made again when their text changes.
VIEWS: dict[str, str] = {
    "articles": """
        SELECT a.id, a.url, a.title, r.text, a.source_id AS source,
               coalesce(s.name, a.source_id) AS source_name, a.language, a.published,
               a.published_local, a.undated, a.first_seen, a.last_seen, a.gone_at,
               a.revision AS revisions, a.copy_of, a.copy_kind
        FROM article a
        JOIN revision r ON r.article_id = a.id AND r.number = a.revision
        LEFT JOIN source s ON s.id = a.source_id
        WHERE a.erased_at IS NULL""",
    "tags": """
        SELECT t.article_id, a.title, t.theme, t.score, t.verdict, t.evidence, t.valid_from AS since
        FROM tag t JOIN article a ON a.id = t.article_id
        WHERE t.valid_to IS NULL AND t.verdict <> 'removed'""",
    "copies": """
        SELECT c.article_id, a.url, a.source_id AS source, c.copy_of, o.url AS original_url,
               o.source_id AS original_source, c.kind, c.score, c.valid_from AS since
        FROM copy c JOIN article a ON a.id = c.article_id JOIN article o ON o.id = c.copy_of
        WHERE c.valid_to IS NULL""",
    "events": """
        SELECT e.id, e.at, e.kind, e.article_id, a.title, a.url, e.detail
        FROM event e LEFT JOIN article a ON a.id = e.article_id""",
}
