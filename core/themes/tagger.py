"""The matcher: themes in, a text in, themes with their reasons out. Pure, deterministic, offline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from core.hanzi import script_of
from core.model import Evidence, Language, ThemeHit
from core.themes.patterns import SHARED, Automaton, Hit, Kind
from core.themes.reading import Reading, read
from core.themes.records import Theme, ThemeFile
from core.themes.weigh import NOTHING, Piece, Scale, Weighed

#: A theme is given from this score on.
THRESHOLD = 0.5
#: Pieces of evidence stored with a tag.
MOST_EVIDENCE = 8


@dataclass(frozen=True, slots=True)
class Judgement:
    """A theme's score for one text, also below the threshold. `weighed`: what the rules found."""

    theme: str
    score: float
    weighed: Weighed


class Tagger:
    """Build it once per process (`Tagger.build`); it is read-only from then on."""

    def __init__(self, themes: Sequence[Theme], versions: Sequence[str], automaton: Automaton) -> None:
        self.themes = tuple(themes)
        self.versions = tuple(versions)
        self._automaton = automaton
        self._scales = tuple(Scale(theme, automaton.bits) for theme in themes)

    @classmethod
    def build(cls, files: Iterable[ThemeFile], lexicon: str = "") -> Tagger:
        """From files as `load_themes` gives them. Rules whose word groups are missing never fire."""
        files = tuple(files)
        used = [file for file in files if file.theme is not None and file.theme.enabled]
        themes = [file.theme for file in used if file.theme is not None]
        shared = [group for file in files for group in file.words]
        base = "".join(file.version for file in files if file.words)
        versions = [_version(file.version + base) for file in used]
        return cls(themes, versions, Automaton(themes, shared))

    def tag(self, title: str, text: str, language: Language | None = None) -> tuple[ThemeHit, ...]:
        """Themes of an article, best first. `language`: of the published text; None decides by characters."""
        reading = read(title, text)
        judged = [judgement for judgement in self._judge(reading) if judgement.score >= THRESHOLD]
        if not judged:
            return ()
        script = language or script_of(f"{title} {text}")
        order = {theme.id: number for number, theme in enumerate(self.themes)}
        hits = (
            ThemeHit(
                j.theme,
                round(j.score, 4),
                _evidence(j.weighed, reading, script),
                self.versions[order[j.theme]],
            )
            for j in sorted(judged, key=lambda j: (-j.score, j.theme))
        )
        return tuple(hits)

    def judge(self, title: str, text: str) -> tuple[Judgement, ...]:
        """Every theme with any sign in the text, also those that are not given."""
        return tuple(self._judge(read(title, text)))

    def _judge(self, reading: Reading) -> list[Judgement]:
        found = self._automaton.find(reading)
        shared = found.get(SHARED, [])
        judged = []
        for number, scale in enumerate(self._scales):
            own = found.get(number)
            weighed = scale.weigh(own, shared, reading) if own else NOTHING
            if weighed.score:
                judged.append(Judgement(scale.theme.id, weighed.score, weighed))
        return judged


def _version(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()


def _evidence(weighed: Weighed, reading: Reading, script: Language) -> tuple[Evidence, ...]:
    """Best first; one word at one place stands once, with the best rule it served."""
    shown: dict[int, Evidence] = {}
    for piece in sorted(weighed.pieces, key=lambda p: (-p.weight, p.hits[0].start)):
        for hit in piece.hits:
            if hit.start not in shown and len(shown) < MOST_EVIDENCE:
                shown[hit.start] = _one(hit, piece, reading, script)
    return tuple(shown.values())


def _one(hit: Hit, piece: Piece, reading: Reading, script: Language) -> Evidence:
    field, offset = reading.place(hit.start)
    phrase = reading.published(hit.start, hit.end)
    return Evidence(phrase, field, offset, piece.rule, _foreign_script(hit, script))


def _foreign_script(hit: Hit, script: Language) -> str:
    """The script a word was declared in, when that is not the text's own (its characters matched folded)."""
    chinese = {Language.ZH_HANT, Language.ZH_HANS}
    if hit.slot.kind is Kind.PATTERN or script in hit.languages or script not in chinese:
        return ""
    return str(next(iter(sorted(hit.languages & chinese)), ""))
