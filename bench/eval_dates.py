"""Publication dates by site, and with the machine-readable places taken away: what unseen sites may be like.

The rules of dates learn nothing, so folds of a cross-validation would only repeat them; the mean over sites and
the spread say as much. The masked rows ask what is left on a page whose JSON-LD, meta tags and attributes say
nothing, or wrong things.

python -m bench.eval_dates SHARED
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from types import ModuleType

from bench.eval_pages import read
from bench.pages import LabelledPage, load_pages, load_scorer, site_of

_SCRIPT = re.compile(rb"(?is)<script[^>]*>.*?</script>")
_META = re.compile(rb"(?is)<meta(?![^>]*(?:charset|og:title|og:url|http-equiv))[^>]*>")
_TIME = re.compile(rb"(?is)<(/?)time\b")
_ATTRIBUTE = re.compile(rb"(?i)\b(?:datetime|content|itemprop|title|data-[a-z-]+)=(?:\"[^\"]*\"|'[^']*')")
_DIGIT = re.compile(r"\d")


def without_metadata(page: LabelledPage) -> LabelledPage:
    """No scripts, no dated meta tags, no date in the address."""
    body = _META.sub(b"", _SCRIPT.sub(b"", page.body))
    return replace(page, body=body, url=_DIGIT.sub("0", page.url))


def only_printed(page: LabelledPage) -> LabelledPage:
    """Nor `time` elements or attributes: what a reader sees."""
    masked = without_metadata(page)
    return replace(masked, body=_ATTRIBUTE.sub(b"", _TIME.sub(rb"<\1span", masked.body)))


def scores(pages: list[LabelledPage], scorer: ModuleType) -> dict[str, float]:
    """Over pages and over sites: the share right to the minute (to the day where no time is known), of wrong days."""
    sites: defaultdict[str, list[bool]] = defaultdict(list)
    wrong = 0
    for page in pages:
        found = read(page).published
        day, minute, _ = scorer.date_match(page.truth["published"], found.iso if found else None)
        sites[site_of(page.url)].append(day if minute is None else minute)
        wrong += found is not None and not day
    right = [ok for site in sites.values() for ok in site]
    return {
        "pages": len(right),
        "right": fmean(right),
        "sites": len(sites),
        "mean over sites": fmean(fmean(site) for site in sites.values()),
        "sites with none right": sum(not any(site) for site in sites.values()),
        "wrong day": wrong / len(right),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    scorer = load_scorer(data)
    pages = [page for page in load_pages(data) if page.truth["published"]]
    masks = {"as they are": None, "without metadata": without_metadata, "only printed": only_printed}
    for script in ("cjk", "other"):
        chosen = [page for page in pages if page.truth["script"] == script]
        for name, mask in masks.items():
            found = scores([mask(page) if mask else page for page in chosen], scorer)
            print(script, name, {key: round(value, 3) for key, value in found.items()})


if __name__ == "__main__":
    main()
