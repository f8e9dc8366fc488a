"""A small theme of our own, for the tests of the matcher."""

from __future__ import annotations

from seedwatch.core.themes import Tagger, load_themes

TOPICS = "topics:\n- id: energy\n  name: {zh-Hant: 能源, zh-Hans: 能源, en: Energy}\n"
WORDS = "words:\n  price: {zh-Hant: [漲, 跌], zh-Hans: [涨], en: [rise, falls]}\n"
TIDE = """\
id: tidal-power
topic: energy
seed_date: 2026-01-05
name: {zh-Hant: 潮汐發電, zh-Hans: 潮汐发电, en: Tidal power}
entities:
- {en: [Sea Turbine One], zh-Hant: [海渦一號], strong: true}
- {en: [Marlow, Ada Marlow], zh-Hant: [馬洛], zh-Hans: [马洛]}
- {en: [SIT]}
phrases: {zh-Hant: [潮汐發電, AI潮汐], zh-Hans: [潮汐发电], en: [tidal power]}
cues: {zh-Hant: [渦輪, 資訊中心], en: [turbine]}
context: {en: [coast]}
lookalikes: {en: [tidal power ballad], zh-Hant: [渦輪增壓]}
exclude: {en: [chart show]}
words: {sea: {en: [sea, ocean], zh-Hant: [大海]}, storm: {en: [storm]}}
together:
- {all: [sea, price], weight: 0.8}
- {all: [sea, storm], weight: 0.5}
patterns: ['tide .{0,9}turbines']
"""


def tagger(theme: str = TIDE, *more: tuple[str, str]) -> Tagger:
    loaded = load_themes([("topics.yaml", TOPICS), ("words.yaml", WORDS), ("tide.yaml", theme), *more])
    assert not loaded.problems
    return Tagger.build(loaded.files)
