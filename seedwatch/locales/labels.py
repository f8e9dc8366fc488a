"""Words for values that the archive stores by an English name: kinds of copies, rules that gave a theme.

Looked up when shown. A value without a word here (from a newer version) is shown as it is stored.
"""

from __future__ import annotations

from seedwatch.locales import pgettext


def copy_kind(kind: str) -> str:
    """How a copy differs from its original."""
    names = {
        "identical": pgettext("kind of copy", "identical"),
        "syndicated": pgettext("kind of copy", "syndicated"),
        "re-headlined": pgettext("kind of copy", "new headline"),
        "truncated": pgettext("kind of copy", "shortened"),
        "other-script": pgettext("kind of copy", "other Chinese script"),
    }
    return names.get(kind, kind)


def theme_rule(rule: str) -> str:
    """The rule by which words gave a theme; what stands behind a colon is for specialists and left out."""
    name = rule.partition(":")[0]
    names = {
        "strong alias": pgettext("theme rule", "name"),
        "weak alias": pgettext("theme rule", "common name"),
        "weak alias + cue": pgettext("theme rule", "common name with a cue"),
        "phrase": pgettext("theme rule", "phrase"),
        "cue": pgettext("theme rule", "cue"),
        "pattern": pgettext("theme rule", "pattern"),
        "together": pgettext("theme rule", "words together"),
        "learned": pgettext("theme rule", "decided by the model"),
    }
    return names.get(name, name)
