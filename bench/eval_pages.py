"""Article extraction against the labelled pages: body, title, date, author, and articles wrongly refused.

python -m bench.eval_pages SHARED [--misses] [--only ID ...]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.pages import LabelledPage, load_pages, load_scorer
from bench.rows import Row
from seedwatch.core.extract.page import PageInput
from seedwatch.core.extract.read import extract
from seedwatch.core.model.article import Extraction
from seedwatch.core.model.outcome import Outcome

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
#: A crawler knows the zone of its source; here the page's language stands in for it.
_ZONES = {
    "zh-Hans": ZoneInfo("Asia/Shanghai"),
    "zh-Hant": ZoneInfo("Asia/Taipei"),
    "ja": ZoneInfo("Asia/Tokyo"),
    "ko": ZoneInfo("Asia/Seoul"),
}
#: figure, key of the scorer's result, trafilatura's (other, CJK), wanted (other, CJK)
_FIGURES = (
    ("body F1", "body_f1", (0.954, 0.909), (0.960, 0.945)),
    ("title exact", "title_exact", (0.737, 0.600), (0.82, 0.92)),
    ("date to the minute", "date_minute", (0.729, 0.640), (0.98, 0.92)),
    ("author", "author_f1", (0.888, 0.140), (0.92, 0.55)),
)


@dataclass(frozen=True, slots=True)
class Result:
    """Scores by script ("cjk", "other"), the answers, and CPU seconds for all pages."""

    scores: dict[str, dict[str, Any]]
    answers: dict[str, Extraction]
    seconds: float


def read(page: LabelledPage) -> Extraction:
    zone = _ZONES.get(str(page.truth["lang"]))
    return extract(PageInput(page.body, page.url, page.content_type, NOW, zone))


def run(data: Path, only: frozenset[str] = frozenset()) -> Result:
    """Extract every page once and score the answers."""
    pages = [page for page in load_pages(data) if not only or page.id in only]
    scorer = load_scorer(data)
    start = time.process_time()
    answers = {page.id: read(page) for page in pages}
    seconds = time.process_time() - start
    predicted = {key: prediction(answer) for key, answer in answers.items()}
    scores, _ = scorer.evaluate([page.truth for page in pages], predicted, "script")
    return Result(scores, answers, seconds)


def prediction(answer: Extraction) -> dict[str, object]:
    when = answer.published.iso if answer.published else None
    return {"title": answer.title, "published": when, "authors": list(answer.authors), "body": answer.text}


def refused(result: Result) -> list[str]:
    """Pages of the set, all of them articles, that were not taken for one."""
    return [
        f"{key}: {answer.outcome} ({answer.reason})"
        for key, answer in result.answers.items()
        if answer.outcome is not Outcome.STORED
    ]


def rows(data: Path) -> list[Row]:
    """Lines of the figures table."""
    result = run(data)
    out = []
    for figure, key, anchor, wanted in _FIGURES:
        ours = tuple(result.scores[script][key] or 0.0 for script in ("other", "cjk"))
        met = all(value >= goal for value, goal in zip(ours, wanted, strict=True))
        out.append(
            Row(
                f"{figure}, non-CJK / CJK",
                _pair(anchor),
                f">= {_pair(wanted)}",
                _pair((ours[0], ours[1])),
                met,
            )
        )
    share = len(refused(result)) / max(len(result.answers), 1)
    out.append(Row("real articles refused", "", "<= 1 %", f"{share:.1%}", share <= 0.01))
    return out


def _pair(values: tuple[float, float]) -> str:
    return f"{values[0]:.3f} / {values[1]:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--only", nargs="*", default=[])
    args = parser.parse_args()
    result = run(args.data, frozenset(args.only))
    for script, scores in result.scores.items():
        shown = {key: scores[key] for _, key, _, _ in _FIGURES} | {"failed": scores["body_lt_0.5"]}
        print(script, scores["pages"], shown)
    print(f"{1000 * result.seconds / len(result.answers):.1f} ms a page")
    for line in refused(result):
        print("refused", line)
    if args.misses:
        _show_misses(args.data, result)


def _show_misses(data: Path, result: Result) -> None:
    scorer = load_scorer(data)
    for page in load_pages(data):
        answer = result.answers.get(page.id)
        if answer is None:
            continue
        precision, recall, f1 = scorer.body_prf(page.truth["body"], answer.text)
        if f1 < 0.85:
            print(f"body   {page.id} P {precision:.2f} R {recall:.2f} F1 {f1:.2f} {answer.method}")


if __name__ == "__main__":
    main()
