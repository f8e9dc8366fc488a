"""Themes: read their files, find them in texts, say why."""

from seedwatch.core.themes.files.parse import load_themes, parse_theme
from seedwatch.core.themes.files.records import CoOccurrence, Entity, Loaded, Theme, ThemeFile, Topic, Words
from seedwatch.core.themes.match.tagger import THRESHOLD, Tagger, ThemeScore

__all__ = [
    "THRESHOLD",
    "CoOccurrence",
    "Entity",
    "Loaded",
    "Tagger",
    "Theme",
    "ThemeFile",
    "ThemeScore",
    "Topic",
    "Words",
    "load_themes",
    "parse_theme",
]
