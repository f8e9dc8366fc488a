"""Stations on files: extract, parse-feed, tag, dedupe."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from seedwatch.demo.server import DemoWeb
from tests.demo.conftest import fetch
from tests.journeys.running import Ended, run


@pytest.fixture(scope="module")
def pages(web: DemoWeb, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three articles, a page of none, two feeds, and manifests of both."""
    folder = tmp_path_factory.mktemp("files")
    kept = [truth for truth in web.truths() if truth.outcome == "stored"][:3]
    refused = next(truth for truth in web.truths() if truth.outcome == "consent")
    lines = []
    for number, truth in enumerate([*kept, refused]):
        (folder / f"{number}.html").write_bytes(fetch(truth.url).body)
        lines.append({"id": f"p{number}", "file": f"{number}.html", "url": truth.url})
    (folder / "pages.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")
    feeds = []
    for number, url in enumerate(web.feed_urls[:2]):
        (folder / f"{number}.feed").write_bytes(fetch(url).body)
        feeds.append({"id": number, "file": f"{number}.feed", "url": url})
    (folder / "feeds.jsonl").write_text("\n".join(map(json.dumps, feeds)) + "\n")
    return folder


def lines_of(ended: Ended) -> list[str]:
    """What was said about bad input, which is never a traceback."""
    assert "Traceback" not in ended.err
    return ended.err.splitlines()


def test_extract_reads_pages_in_order_a_refused_one_too(pages: Path, web: DemoWeb) -> None:
    ended = run(pages.parent, "extract", "--manifest", f"{pages.name}/pages.jsonl")
    assert (ended.code, ended.err) == (0, "")
    rows = ended.rows
    assert [row["id"] for row in rows] == ["p0", "p1", "p2", "p3"]
    keys = {"id", "url", "title", "published", "authors", "body", "language", "canonical_url", "outcome"}
    assert all(keys <= row.keys() for row in rows)
    assert [row["outcome"] for row in rows] == ["stored", "stored", "stored", "consent"]
    titles = {truth.url: truth.title for truth in web.truths()}
    assert all(row["title"] == titles[row["url"]] and len(row["body"]) > 300 for row in rows[:3])
    assert rows[3]["title"], "what was read of a refused page is told"


def test_extract_takes_standard_input_gzip_and_an_address(pages: Path, tmp_path: Path) -> None:
    page = (pages / "0.html").read_bytes()
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(page))
    plain = run(tmp_path, "extract", "-", "--url", "https://outlet.example/a", given=page)
    packed = run(tmp_path, "extract", "page.html.gz", "--url", "https://outlet.example/a")
    assert plain.code == packed.code == 0
    (one,), (other,) = plain.rows, packed.rows
    assert (one["id"], other["id"]) == ("-", "page.html.gz")
    assert one["body"] == other["body"] != ""
    assert one["url"] == "https://outlet.example/a"


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(pages: Path) -> None:
    ended = run(pages, "extract", "0.html", "missing.html", "1.html")
    assert ended.code == 2
    assert [row["id"] for row in ended.rows] == ["0.html", "missing.html", "1.html"]
    assert ended.rows[1]["outcome"] == "unreadable"
    assert lines_of(ended) == ["seedwatch: missing.html: cannot be read: No such file or directory"]


def test_a_bad_line_of_a_manifest_costs_itself(pages: Path) -> None:
    good = (pages / "pages.jsonl").read_text().splitlines()
    (pages / "bad.jsonl").write_text("\n".join([good[0], "{not json", '{"id": "x"}', "[]", good[1]]))
    ended = run(pages, "extract", "--manifest", "bad.jsonl")
    assert ended.code == 2
    assert [row["id"] for row in ended.rows] == ["p0", "p1"]
    told = lines_of(ended)
    assert [line.split(": ")[1] for line in told] == [f"bad.jsonl, line {n}" for n in (2, 3, 4)]


def test_parse_feed_prints_a_line_a_file(pages: Path, web: DemoWeb, tmp_path: Path) -> None:
    ended = run(pages, "parse-feed", "--manifest", "feeds.jsonl")
    assert (ended.code, ended.err) == (0, "")
    assert [row["file"] for row in ended.rows] == ["0.feed", "1.feed"]
    assert [str(row["id"]) for row in ended.rows] == ["0", "1"]
    for row in ended.rows:
        assert row["title"]
        assert {"link", "problems"} <= row.keys()
        entry = row["entries"][0]
        assert {"title", "link", "id", "published", "author", "summary"} <= entry.keys()
    (tmp_path / "noise.xml").write_bytes(b"\x00\xff<rss><channel><item" * 9)
    noise = run(tmp_path, "parse-feed", "noise.xml")
    assert noise.code == 0
    assert noise.rows[0]["problems"]


def test_tag_tells_themes_and_evidence(tmp_path: Path) -> None:
    items = [
        {
            "id": "a",
            "title": "安世半導體供貨恢復",
            "text": "荷蘭安世半導體恢復向車廠供應晶片，汽車生產線復工。" * 3,
        },
        {"id": "b", "title": "今天的食譜", "text": "把番茄切丁，加一點鹽。" * 3, "lang": "zh-Hant"},
    ]
    (tmp_path / "items.jsonl").write_text("\n".join(json.dumps(item) for item in items))
    ended = run(tmp_path, "tag", "items.jsonl")
    assert (ended.code, ended.err) == (0, "")
    first, second = ended.rows
    assert first["id"] == "a"
    assert "nexperia-auto-chips" in first["themes"]
    assert {each["theme"] for each in first["evidence"]} == set(first["themes"])
    assert second == {"id": "b", "themes": [], "evidence": []}


TEXT = (
    "港務公司二十日宣布，三座貨櫃碼頭的夜間作業自下月起延長兩小時，預計每週多裝卸四百個貨櫃。"
    "工會表示人力仍然吃緊，希望先補足七十名吊車操作員，再談延長工時。公司回應，招募已在本週開始，"
    "首批二十人完成訓練後就會編入夜班，其餘分三個月到位。航商則認為，夜間時段若能穩定開放，"
    "駁船可以少等一個潮水，油料費用每趟省下約一成，也能避開白天進城的車潮。"
)


def test_dedupe_joins_copies_in_the_order_of_the_file(tmp_path: Path) -> None:
    items = [
        {"id": "1", "title": "碼頭夜間作業延長", "text": TEXT},
        {
            "id": "2",
            "title": "動物園添了一隻小象",
            "text": "小象在清晨出生，重一百一十公斤，母子均安。" * 8,
        },
        {"id": "3", "title": "碼頭夜間作業延長", "text": TEXT},
    ]
    lines = [json.dumps(item) for item in items]
    (tmp_path / "docs.jsonl.gz").write_bytes(gzip.compress("\n".join([*lines[:2], "]", lines[2]]).encode()))
    ended = run(tmp_path, "dedupe", "docs.jsonl.gz")
    assert ended.code == 2
    assert lines_of(ended)[0].startswith("seedwatch: docs.jsonl.gz, line 3: not JSON")
    assert [(row["id"], row["cluster_id"]) for row in ended.rows] == [("1", "1"), ("2", "2"), ("3", "1")]
    assert [row["kind"] is None for row in ended.rows] == [True, True, False]


@pytest.mark.parametrize("command", [("tag",), ("dedupe",), ("extract", "--manifest")], ids=" ".join)
def test_a_file_that_is_not_there_is_named(tmp_path: Path, command: tuple[str, ...]) -> None:
    ended = run(tmp_path, *command, "none.jsonl")
    assert (ended.code, ended.out) == (2, "")
    assert lines_of(ended) == ["seedwatch: none.jsonl: cannot be read: No such file or directory"]


def test_a_gzip_file_that_breaks_off_is_named_and_what_came_before_is_kept(tmp_path: Path) -> None:
    items = [json.dumps({"id": str(n), "title": "", "text": f"{n} " + "字" * n}) for n in range(4000)]
    whole = gzip.compress("\n".join(items).encode())
    (tmp_path / "cut.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    ended = run(tmp_path, "tag", "cut.jsonl.gz")
    assert ended.code == 2
    ids = [int(row["id"]) for row in ended.rows]
    assert ids == list(range(len(ids)))
    assert ids
    assert "cut.jsonl.gz" in lines_of(ended)[-1]


def test_answers_come_while_the_input_is_still_open(tmp_path: Path) -> None:
    """Streaming: the first answer is there before the last line is written."""
    import subprocess

    from tests.journeys.running import COMMAND, environment

    with subprocess.Popen(
        [*COMMAND, "tag", "-"],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdin
        assert child.stdout
        for number in range(50):
            child.stdin.write(json.dumps({"id": str(number), "title": "x", "text": "y"}).encode() + b"\n")
        child.stdin.flush()
        assert json.loads(child.stdout.readline())["id"] == "0"
        child.stdin.close()
        assert len(child.stdout.readlines()) == 49
        assert child.wait() == 0
