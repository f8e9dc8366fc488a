"""The table of written languages: complete, and no two rows claim the same."""

from __future__ import annotations

from itertools import chain

from seedwatch.core.dates.zone_names import is_zone
from seedwatch.core.model.text import CHINESE, LATIN, WRITTEN, Language


def test_every_written_language_has_its_row() -> None:
    assert list(WRITTEN) == [language for language in Language if language is not Language.OTHER]
    assert sorted(CHINESE) == [Language.ZH_HANS, Language.ZH_HANT]
    assert LATIN == (Language.EN,)


def test_no_two_rows_claim_a_tag_a_letter_or_a_word() -> None:
    rows = WRITTEN.values()
    for claims in (
        [tag for row in rows for tag in row.tags],
        list(chain.from_iterable(chain.from_iterable(row.letters) for row in rows)),
        [word for row in rows for word in row.common_words],
    ):
        assert len(claims) == len(set(claims))


def test_every_row_tells_its_texts_from_others() -> None:
    for language, row in WRITTEN.items():
        assert row.chinese + bool(row.common_words) + bool(row.letters) == 1, language
        assert row.zone is None or is_zone(row.zone)
        assert all(tag == tag.lower() for tag in row.tags)
