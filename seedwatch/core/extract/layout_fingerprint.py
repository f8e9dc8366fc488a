"""The shape of a page, in a short string.

The container the article stood in, the length of its text in octaves, where the date was read, and whether
the page was refused. `seedwatch.core.changes.layout_change` compares the last pages of a site with those before.
"""

from __future__ import annotations

import re
from collections import Counter

from seedwatch.core.extract.body.blocks import Blocks
from seedwatch.core.extract.body.choose import BodyText
from seedwatch.core.model.moment import Moment

_VARIES = re.compile(r"[\d_]+[A-Za-z0-9]*$|--?[A-Za-z0-9]*\d[A-Za-z0-9]*$|\d+")
#: No container, no date.
_NONE = "-"


def layout_fingerprint(page: Blocks, body: BodyText, published: Moment | None, stored: bool) -> str:
    """`container;octave;origin of the date;stored or refused`."""
    octave = len(body.text).bit_length()
    origin = published.origin.value if published is not None else _NONE
    return f"{_container(page, body)};{octave};{origin};{'stored' if stored else 'refused'}"


def _container(page: Blocks, body: BodyText) -> str:
    """Tag and first class of the container that holds most of the text, and of the one around it."""
    weight: Counter[int] = Counter()
    for block in page.blocks[body.first : body.last]:
        weight[page.nodes[block.node].parent if block.tag == "p" else block.node] += len(block.text)
    if not weight:
        return _NONE
    node = weight.most_common(1)[0][0]
    names: list[str] = []
    while node >= 0 and len(names) < 2:
        found = page.nodes[node]
        first = _VARIES.sub("", found.name.split(" ")[0]) if found.name else ""
        names.append(f"{found.tag}.{first}"[:40].replace(";", ""))
        node = found.parent
    return "<".join(names)
