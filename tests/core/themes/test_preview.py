"""A rehearsal tells what would change, with what looks most like a mistake first."""

from __future__ import annotations

from seedwatch.core.model.text import Language
from seedwatch.core.themes.preview import TaggedText, failing_examples, preview
from tests.core.themes.sample import TIDE, tagger


def stored(number: int, title: str, text: str = "", **tags: float) -> TaggedText:
    named = {name.replace("_", "-"): score for name, score in tags.items()}
    return TaggedText(number, title, text, Language.EN, named)


def test_gained_lost_and_kept() -> None:
    found = preview(
        tagger(),
        [
            stored(1, "tidal power rises", tidal_power=0.9),
            stored(2, "A quiet day", "The town is calm. It has tidal power and tidal power ships and more. "),
            stored(3, "tidal power station"),
            stored(4, "The library opens", tidal_power=0.7),
            stored(5, "The museum opens", tidal_power=0.95, other=0.8),
        ],
    )
    theme = {each.theme: each for each in found}["tidal-power"]
    assert (theme.kept, theme.summary) == (1, "+1 / -2")
    assert [change.article_id for change in theme.lost] == [5, 4]
    assert {each.theme: each.summary for each in found}["other"] == "+0 / -1"


def test_suspects_come_first() -> None:
    texts = [
        stored(1, "tidal power", "Sea Turbine One is tidal power."),
        stored(2, "Notes of the week", "It is tidal power that the town talks of."),
    ]
    (theme,) = preview(tagger(), texts)
    assert [change.article_id for change in theme.gained] == [2, 1]


def test_examples_are_few_however_much_changes() -> None:
    texts = [stored(number, "tidal power rises") for number in range(900)]
    (theme,) = preview(tagger(), texts, most=2)
    assert theme.summary == "+900 / -0"
    assert [change.article_id for change in theme.gained] == [0, 1]


def test_only_the_themes_asked_for_and_never_those_that_a_person_decided() -> None:
    decided = TaggedText(1, "tidal power", "", Language.EN, {}, frozenset({"tidal-power"}))
    (theme,) = preview(tagger(), [decided, stored(2, "x", other=0.5)], ("tidal-power",))
    assert (theme.theme, theme.summary) == ("tidal-power", "+0 / -0")


def test_sentences_that_fail_are_told_with_their_score() -> None:
    text = (
        TIDE + "must: [Tidal power works., A park opens.]\nmust_not: [The sea is calm., Tidal power again.]\n"
    )
    failed = failing_examples(tagger(text))
    assert [(each.sentence, each.wanted) for each in failed] == [
        ("A park opens.", True),
        ("Tidal power again.", False),
    ]
    assert failing_examples(tagger(text), ("another",)) == ()
