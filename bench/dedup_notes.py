"""What ought to be harmless: short notes under one footer, texts of one line, nothing, and very much.

python -m bench.dedup_notes [--notes 10000]     prints the largest group of each kind, and the time it took
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.offline.dedupe_files import Document, dedupe

#: Of a Chinese outlet, and of an English one.
FOOTERS = (
    "本報尊重著作權，轉載請先來信洽詢。讀者投書請附真實姓名與聯絡電話，編輯部保有刪修權。"
    "客服專線週一至週五上午九時至下午六時服務，訂閱與退訂請洽發行部，廣告刊登請洽業務部。",
    "This site respects copyright; write to us before republishing anything. Letters need a full name and a "
    "phone number and may be cut. The service desk is open on weekdays from nine to six; for subscriptions "
    "ask the circulation desk, for advertisements the sales desk.",
)
_CHARS = "山河海港橋路車船燈樹花果米茶鹽糖紙筆書畫歌舞鼓笛門窗牆瓦石沙土泥雲雨風雪霜露虹霧星月日光人口手足"
#: Two make a word.
_SYLLABLES = [a + b for a in "bdfghklmnprstvw" for b in ("ar", "el", "in", "os", "ul")]


@dataclass(frozen=True, slots=True)
class Crowd:
    """largest: documents in the largest group; wanted: as it should be. seconds: of this process's time."""

    name: str
    documents: int
    largest: int
    wanted: int
    seconds: float


def crowds(notes: int) -> Iterator[Crowd]:
    yield _measured("50 characters of its own and a footer, Chinese", _notes(notes, 0), 1)
    yield _measured("120 characters of its own and a footer, English", _notes(notes, 1), 1)
    yield _measured("one line again and again, as often as its number says", _lines(notes), 1)
    yield _measured("nothing, or one character", _nothing(notes), 1)
    yield _measured("1 MB, twice the same", _giants(4), 2)


def _measured(name: str, documents: Iterable[Document], wanted: int) -> Crowd:
    began = time.process_time()
    groups = Counter(each.cluster_id for each in dedupe(documents, workers=1))
    seconds = time.process_time() - began
    return Crowd(name, groups.total(), max(groups.values()), wanted, seconds)


def _notes(count: int, footer: int) -> Iterator[Document]:
    rng = random.Random(7)
    for n in range(count):
        own = "".join(rng.choices(_CHARS, k=50)) if not footer else " ".join(_word(rng) for _ in range(20))
        yield Document(str(n), own[:14], f"{own}\n{FOOTERS[footer]}")


def _word(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=2))


def _lines(count: int) -> Iterator[Document]:
    for n in range(count):
        yield Document(str(n), f"第{n}號公告", "版權所有，不得轉載。\n" * (n % 500 + 1))


def _nothing(count: int) -> Iterator[Document]:
    for n in range(count):
        yield Document(str(n), f"第{n}則", "" if n % 2 else chr(0x4E00 + n))


def _giants(count: int) -> Iterator[Document]:
    for n in range(count):
        rng = random.Random(n // 2)
        yield Document(str(n), f"第{n}卷", "".join(rng.choices(_CHARS, k=350_000)))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--notes", type=int, default=10_000)
    for each in crowds(parser.parse_args().notes):
        rate = 1000 * each.seconds / each.documents
        print(
            f"{each.name}: {each.documents}, largest group {each.largest}, {rate:.1f} ms a document",
            flush=True,
        )


if __name__ == "__main__":
    main()
