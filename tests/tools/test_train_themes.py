"""Training gives the same file for the same labels, and a theme its learned part only where that helps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seedwatch.core.themes.match.learned import parse_learned
from tools.train_themes import main

#: Labels that no rule knows: a theme of ours called "harbour-ice", told by its wording alone.
WINTER = (
    "ice closes the northern harbour",
    "the harbour lies under thick ice",
    "icebreaker opens a frozen harbour",
)
SUMMER = ("the library buys new shelves", "a choir sings in the old town", "the market sells early apples")


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    rows = [
        {
            "id": f"{number}-{index}",
            "lang": "en",
            "title": f"{sentence} {number}",
            "text": "",
            "themes": ["harbour-ice"] if sentences is WINTER else [],
        }
        for number in range(8)
        for sentences in (WINTER, SUMMER)
        for index, sentence in enumerate(sentences)
    ]
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_the_same_labels_give_the_same_file(labels: Path, tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        assert main([str(labels), "--out", str(tmp_path / name)]) == 0
    one, two = ((tmp_path / name).read_bytes() for name in ("one.json", "two.json"))
    assert one == two
    ((theme, voice),) = parse_learned(one.decode(), "one.json")
    assert theme == "harbour-ice"
    assert voice.weights.any()


def test_a_part_that_does_not_help_stays_off(labels: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    for index, row in enumerate(rows):  # themes that follow nothing in the text
        row["themes"] = ["harbour-ice"] if index % 7 == 0 else []
    labels.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert main([str(labels), "--out", str(tmp_path / "off.json")]) == 0
    assert parse_learned((tmp_path / "off.json").read_text(encoding="utf-8"), "off.json") == ()
