"""The user's own per-site rules: read beside the shipped ones, and refused by file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedwatch.app.catalogue import rule_texts
from seedwatch.app.crawls import plan_of
from seedwatch.app.settings import Settings, load
from seedwatch.core.errors import InputError

OWN = "rules:\n  - sites: [outlet.example]\n    checked: 2026-05-01\n    drop: ['^x']\n"


def settings_with(folder: Path, text: str) -> Settings:
    (folder / "rules").mkdir()
    (folder / "rules" / "own.yaml").write_text(text, encoding="utf-8")
    return load(sources_dir=folder)


def test_own_rules_come_after_the_shipped_ones_into_the_plan_of_a_crawl(tmp_path: Path) -> None:
    wanted = settings_with(tmp_path, OWN)
    assert rule_texts(wanted)[-1] == (str(tmp_path / "rules" / "own.yaml"), OWN)
    assert plan_of(wanted).rules == rule_texts(wanted)
    assert plan_of(load()).rules == rule_texts(wanted)[:-1] != ()


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (OWN.replace("'^x'", "'(x'"), "own.yaml, line 4: rules.0.drop.0: "),
        (OWN.replace("drop", "dropp"), "own.yaml, line 4: rules.0.dropp: "),
        (OWN + "    zone: Asia/Taipeh\n", "own.yaml, line 5: rules.0.zone: "),
        ("rules: [\n", "own.yaml, line 2: not readable as YAML"),
    ],
)
def test_a_broken_rule_is_named_by_file_line_and_key(tmp_path: Path, broken: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        plan_of(settings_with(tmp_path, broken))
    assert told in str(caught.value)
