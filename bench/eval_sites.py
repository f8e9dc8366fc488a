"""Title, date, author and body by site: what a rule that fits one large site hides in a mean over pages.

The rules of titles, dates and authors learn nothing, so folds of a cross-validation would only repeat them; the mean
over sites and the worst site say as much. The body's model was trained on these pages.

python -m bench.eval_sites SHARED
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from bench.eval_pages import prediction, read
from bench.pages import load_pages, load_scorer, site_of

_FIGURES = {"title": "title_exact", "date": "date_minute", "author": "author_f1", "body": "body_f1"}
#: A site with fewer pages says nothing of its own.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class BySite:
    """mean: over sites. worst: (score, site, pages) of the worst one with three pages or more; none: there is none."""

    sites: int
    mean: float
    worst: tuple[float, str, int] | None
    none_right: int


def by_site(data: Path, script: str) -> dict[str, BySite]:
    """Each figure over the sites of the pages in one script ("cjk", "other"), of those that have a truth for it."""
    scorer = load_scorer(data)
    pages = [page for page in load_pages(data) if page.truth["script"] == script]
    predicted = {page.id: prediction(read(page)) for page in pages}
    truths = [page.truth | {"site": site_of(page.url)} for page in pages]
    scores, _ = scorer.evaluate(truths, predicted, "site")
    out = {}
    for name, key in _FIGURES.items():
        found = {site: row for site, row in scores.items() if site != "all" and row.get(key) is not None}
        rows = [(float(row[key]), site, int(row["pages"])) for site, row in found.items()]
        large = [row for row in rows if row[2] >= _FEWEST]
        mean = fmean(row[0] for row in rows)
        out[name] = BySite(len(rows), mean, min(large, default=None), sum(not row[0] for row in rows))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    for script in ("cjk", "other"):
        for name, found in by_site(data, script).items():
            shown = f"mean over {found.sites} sites {found.mean:.3f}, none right on {found.none_right}"
            print(f"{script} {name}: {shown}, worst {found.worst}")


if __name__ == "__main__":
    main()
