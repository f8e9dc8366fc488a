"""The labelled pages under SHARED/data/pages: loading, decoding, the scorer that belongs to them."""

from __future__ import annotations

import gzip
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from seedwatch.core.encoding.decode import decode

_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page and what is known to be true of it (fields as in the folder's README)."""

    id: str
    url: str
    body: bytes
    content_type: str | None
    truth: dict[str, object]

    @property
    def text(self) -> str:
        return decode(self.body, self.content_type).text


def load_pages(data: Path) -> list[LabelledPage]:
    """All labelled pages, in the order of the truth file."""
    folder = data / "pages"
    out = []
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        body = gzip.decompress((folder / truth["file"]).read_bytes())
        charset = truth["charset"]
        content_type = f"text/html; charset={charset}" if charset else None
        out.append(LabelledPage(truth["id"], truth["url"], body, content_type, truth))
    return out


def load_scorer(data: Path) -> ModuleType:
    """The scorer module that comes with the pages."""
    path = data / "pages" / "score.py"
    spec = importlib.util.spec_from_file_location("pages_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def site_of(url: str) -> str:
    """The registered name of the host, for keeping the pages of a site together."""
    parts = (urlsplit(url).hostname or "").split(".")
    deep = len(parts) > 2 and parts[-2] in _SECOND_LEVEL and len(parts[-1]) == 2
    return ".".join(parts[-3:] if deep else parts[-2:])
