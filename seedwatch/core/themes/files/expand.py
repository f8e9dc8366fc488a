"""Names of a theme's entities in the other forms that the lexicon knows."""

from __future__ import annotations

from seedwatch.core.chinese.names import Lexicon, name_key
from seedwatch.core.model.text import CHINESE, LATIN
from seedwatch.core.themes.files.checks import word_fault
from seedwatch.core.themes.files.records import Entity, Theme


def expanded(theme: Theme, lexicon: Lexicon | None) -> Theme:
    """The theme with every entity's names joined by their other forms; itself without a lexicon."""
    if lexicon is None:
        return theme
    entities = tuple(_expanded(entity, lexicon) for entity in theme.entities)
    return theme.model_copy(update={"entities": entities})


def _expanded(entity: Entity, lexicon: Lexicon) -> Entity:
    own = {name_key(word) for word, _ in entity.each()}
    added: dict[str, None] = {}
    for key in sorted(own):
        name = lexicon.exact(key)
        # A form that also means something else (~Figure) is left to the theme's own list.
        added |= {form: None for form in name.forms if form in name.calls} if name else {}
    new = [form for form in added if name_key(form) not in own and not word_fault(form)]
    latin = tuple(form for form in new if form.isascii())
    other = tuple(form for form in new if not form.isascii())
    added_by = {LATIN[0]: latin} | dict.fromkeys(CHINESE, other)
    return entity.model_copy(
        update={language: entity[language] + forms for language, forms in added_by.items()}
    )
