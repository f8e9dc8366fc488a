"""Authors in the forms that citation managers take."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Words of which bodies are made, not people.
_BODIES = re.compile(
    r"\b(agency|associated|bureau|correspondents?|daily|desk|editors?|group|international|journal|media|network"
    r"|news|newsroom|office|post|press|reporters?|reuters|service|staff|team|times|today|tribune|writers?)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){1,2}")


@dataclass(frozen=True, slots=True)
class PersonName:
    """`family` and `given`; a name that has no such parts, as Chinese ones and bodies, stands in `literal`."""

    literal: str = ""
    family: str = ""
    given: str = ""


def person_name(text: str) -> PersonName:
    """The parts of a byline's name, where it is plainly a person's in Latin letters."""
    name = " ".join(text.split())
    if not all(ord(char) < 0x250 or char == "’" for char in name):
        return PersonName(literal=name)
    if not _PERSON.fullmatch(name) or _BODIES.search(name) or name.isupper():
        return PersonName(literal=name)
    given, _, family = name.rpartition(" ")
    return PersonName(family=family, given=given)
