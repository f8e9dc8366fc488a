"""The matcher: themes in, a text in, themes with their reasons out. Pure, deterministic, offline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from seedwatch.core.chinese.names import parse_lexicon
from seedwatch.core.chinese.script import script_of
from seedwatch.core.model.article import ThemeHit
from seedwatch.core.model.text import CHINESE, Evidence, Language
from seedwatch.core.themes.files.expand import expanded
from seedwatch.core.themes.files.records import Theme, ThemeFile
from seedwatch.core.themes.match.learned import Classifier, vector_of
from seedwatch.core.themes.match.patterns import SHARED, Automaton, Kind, Match
from seedwatch.core.themes.match.reading import TextReading, read
from seedwatch.core.themes.match.score import NOTHING, Piece, Score, Scorer, mask_of

#: A theme is given from this score on.
THRESHOLD = 0.5
#: Pieces of evidence stored with a tag.
MOST_EVIDENCE = 8


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """A theme's score for one text, also below the threshold. `rule_score`: what the rules found.

    learned: the score is that of the learned part.
    """

    theme: str
    score: float
    rule_score: Score
    learned: bool = False


class Tagger:
    """Build it once per process (`Tagger.build`); it is read-only from then on."""

    def __init__(
        self,
        themes: Sequence[Theme],
        versions: Sequence[str],
        automaton: Automaton,
        voices: Mapping[str, Classifier],
    ) -> None:
        self.themes = tuple(themes)
        self.versions = {theme.id: version for theme, version in zip(themes, versions, strict=True)}
        self._automaton = automaton
        self._scales = tuple(Scorer(theme, automaton.bits) for theme in themes)
        self._voices = dict(voices)

    @classmethod
    def build(cls, files: Iterable[ThemeFile], lexicon: str = "", *, learned: bool = True) -> Tagger:
        """From files as `load_themes` gives them. Rules whose word groups are missing never fire.

        lexicon: text as seedwatch.core.chinese.names reads it; entities get the other forms of their names.
        learned: False leaves the learned part out.
        """
        import numpy  # noqa: F401 -- folding goes by it once it is there, and many texts come

        files = tuple(files)
        used = [file for file in files if file.theme is not None and file.theme.enabled]
        names = parse_lexicon(lexicon, "lexicon.tsv") if lexicon else None
        themes = [expanded(file.theme, names) for file in used if file.theme is not None]
        shared = [group for file in files for group in file.words]
        voices = dict(voice for file in files for voice in file.voices) if learned else {}
        base = "".join(file.version for file in files if file.words or file.voices)
        versions = [_version(file.version + base) for file in used]
        return cls(themes, versions, Automaton(themes, shared), voices)

    def tag(self, title: str, text: str, language: Language | None = None) -> tuple[ThemeHit, ...]:
        """Themes of an article, best first. `language`: of the published text; None decides by characters."""
        reading = read(title, text)
        theme_scores = [each for each in self._score_all(reading, language) if each.score >= THRESHOLD]
        if not theme_scores:
            return ()
        theme_scores.sort(key=lambda each: (-each.score, each.theme))
        script = language or _script(reading)
        return tuple(self._hit(each, reading, script) for each in theme_scores)

    def score_all(self, title: str, text: str) -> tuple[ThemeScore, ...]:
        """Every theme with any sign in the text, also those that are not given."""
        return tuple(self._score_all(read(title, text), None))

    def score_by_rules(self, title: str, text: str) -> tuple[ThemeScore, ...]:
        """As `score_all`, without the learned part."""
        found = self._automaton.find(reading := read(title, text))
        shared = found.get(SHARED, [])
        groups = mask_of(shared)
        weighed = {
            scale.theme.id: scale.score_reading(found[number], shared, groups, reading)
            for number, scale in enumerate(self._scales)
            if found.get(number)
        }
        return tuple(ThemeScore(theme, each.score, each) for theme, each in weighed.items())

    def _score_all(self, reading: TextReading, language: Language | None) -> list[ThemeScore]:
        found = self._automaton.find(reading)
        shared = found.get(SHARED, [])
        groups = mask_of(shared)
        vector = vector_of(reading) if self._voices else None
        script = language or _script(reading) if self._voices else Language.OTHER
        theme_scores = []
        for number, scale in enumerate(self._scales):
            own = found.get(number)
            rule_score = scale.score_reading(own, shared, groups, reading) if own else NOTHING
            voice = self._voices.get(scale.theme.id)
            if voice is not None and vector is not None:
                score = voice.score(vector, script, rule_score.score)
                theme_scores.append(ThemeScore(scale.theme.id, score, rule_score, learned=True))
            elif rule_score.score:
                theme_scores.append(ThemeScore(scale.theme.id, rule_score.score, rule_score))
        return theme_scores

    def _hit(self, found: ThemeScore, reading: TextReading, script: Language) -> ThemeHit:
        evidence = _evidence(found.rule_score, reading, script)
        if found.learned and found.rule_score.score < THRESHOLD:
            # The words did not suffice: the wording as a whole did, so the headline is shown.
            evidence += (Evidence(reading.title, reading.place(0)[0], 0, "learned"),)
        return ThemeHit(found.theme, round(found.score, 4), evidence, self.versions[found.theme])


def _script(reading: TextReading) -> Language:
    return script_of(f"{reading.title} {reading.text[:1000]}")


def _version(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()


def _evidence(rule_score: Score, reading: TextReading, script: Language) -> tuple[Evidence, ...]:
    """Best first; one word at one place stands once, with the best rule it served."""
    shown: dict[int, Evidence] = {}
    for piece in sorted(rule_score.pieces, key=lambda p: (-p.weight, p.hits[0].start)):
        for hit in piece.hits:
            if hit.start not in shown and len(shown) < MOST_EVIDENCE:
                shown[hit.start] = _one(hit, piece, reading, script)
    return tuple(shown.values())


def _one(hit: Match, piece: Piece, reading: TextReading, script: Language) -> Evidence:
    field, offset = reading.place(hit.start)
    phrase = reading.published(hit.start, hit.end)
    return Evidence(phrase, field, offset, piece.rule, _foreign_script(hit, script))


def _foreign_script(hit: Match, script: Language) -> str:
    """The script a word was declared in, when that is not the text's own (its characters matched folded)."""
    if hit.slot.kind is Kind.PATTERN or script in hit.languages or script not in CHINESE:
        return ""
    return str(min(hit.languages & CHINESE, default=""))
