"""Real servers are odd: answers that browsers read are read, cookies live for one chain, and faults are named."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest
from sqlalchemy import select

from crawler.outcomes.classify import media_type
from db.engine.database import open_database
from db.schema.tables import outcome
from seedwatch.core.model.crawl import CrawlPlan
from tests.crawler.crawling import crawl

HTML = b"Content-Type: text/html; charset=utf-8\r\n"


def article(name: str) -> bytes:
    topics = [
        "港口",
        "航線",
        "油輪",
        "衛星",
        "工廠",
        "電池",
        "預算",
        "議會",
        "法院",
        "農地",
        "水庫",
        "電網",
        "晶片",
        "捷運",
        "票價",
        "學校",
        "醫院",
        "疫苗",
        "市場",
        "橋梁",
    ]
    number = sum(map(ord, name))
    words = [topics[(number * (n + 3) + n * n) % len(topics)] for n in range(12)]
    lines = "".join(
        f"<p>{name}的{word}計畫在{n + number}日公布，{words[n - 1]}部門分成{n + 2}期施工，居民關心{word}的費用。</p>"
        for n, word in enumerate(words)
    )
    head = f"<html><head><title>{name}</title></head><body><article><h1>{name}{words[0]}</h1>"
    return f"{head}{lines}</article></body></html>".encode()


def ok(name: str, headers: bytes = HTML, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    body = article(name)
    return status + b"\r\n" + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def to(location: bytes, more: bytes = b"") -> bytes:
    return b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\n" + more + b"Content-Length: 0\r\n\r\n"


def refresh(content: str) -> bytes:
    body = f'<html><head><meta http-equiv="refresh" content="{content}"></head><body>…</body></html>'.encode()
    return b"HTTP/1.1 200 OK\r\n" + HTML + b"Content-Length: %d\r\n\r\n" % len(body) + body


@dataclass
class Script:
    """Answers by path; `asked`: path and Cookie header of every request."""

    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, path: str, cookie: str) -> bytes:
        here = f"http://127.0.0.1:{self.port}".encode()
        if path == "/needs" and "seen=1" not in cookie:
            return to(b"/needs", b"Set-Cookie: seen=1; path=/\r\n")
        if path == "/wall" and "pass=2" not in cookie:
            return to(here + b"/door?back=/wall", b"Set-Cookie: a=1\r\n")
        if path.startswith("/door"):
            return to(b"/wall", b"Set-Cookie: pass=2; Path=/; HttpOnly\r\n")
        if path == "/self":
            return refresh("0; url=/self")
        bare = here.removeprefix(b"http:").lstrip(b"/")
        answers = {
            "/long": ok("長", HTML + b"Content-Security-Policy: " + b"x" * 60_000 + b"\r\n"),
            "/name": ok("名", HTML + "‘allow’: *\r\n".encode() + b"X Cache: 1\r\n"),
            "/colon": ok("冒號", b"Content-Type : text/html; charset=utf-8\r\n"),
            "/twice": ok("兩次", HTML + b"Content-Length: %d\r\n" % len(article("兩次"))),
            "/joined": ok("合併", b"Content-Type: text/html, text/html; charset=utf-8\r\n"),
            "/bare": ok("無型", b"Content-Type: charset=utf-8\r\n"),
            "/false-gzip": ok("假壓縮", HTML + b"Content-Encoding: gzip\r\n"),
            "/refresh": refresh("0;url='/sent'"),
            "/sent": ok("轉送"),
            "/needs": ok("餅乾"),
            "/wall": ok("門後"),
            "/later": refresh("300; url=/sent"),
            "/backslash": to(rb"\\" + bare + rb"\slashed"),
            "/slashed": ok("反斜線"),
            "/slashes": to(b"///" + bare + b"/single"),
            "/single": ok("三斜線"),
            "/spaced": to(b"  /with space\t"),
            "/with%20space": ok("空格"),
            "/raw": to("/中文".encode()),
            "/%E4%B8%AD%E6%96%87": ok("原文"),
        }
        return answers.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")


READ = (
    "long", "name", "colon", "twice", "joined", "bare", "refresh", "backslash", "slashes", "spaced", "raw",
    "needs", "wall",
)  # fmt: skip
OTHERS = ("false-gzip", "self", "later", "plain-after-cookies")


@pytest.fixture
def served() -> Iterator[Script]:
    script = Script()

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            while line := self.rfile.readline(65_536):
                path = line.split()[1].decode()
                cookie = ""
                while (header := self.rfile.readline(65_536)).strip():
                    if header.lower().startswith(b"cookie:"):
                        cookie = header[7:].strip().decode()
                script.asked.append((path, cookie))
                if path == "/feed.xml":
                    links = "".join(
                        f"<item><title>{n}</title><link>/{n}</link></item>" for n in (*READ, *OTHERS)
                    )
                    home = f"<link>http://127.0.0.1:{script.port}/</link>"
                    body = f"<rss version='2.0'><channel>{home}{links}</channel></rss>".encode()
                    self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
                else:
                    self.wfile.write(script.answer(path, cookie))

    class Server(ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        script.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield script
        server.shutdown()


def test_odd_answers_are_read_and_false_ones_named(served: Script, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    crawl(
        CrawlPlan(
            url, feed_urls=(f"http://127.0.0.1:{served.port}/feed.xml",), everything=True, crawl_delay=0.0,
            permits=("127.0.0.0/8",), workers=1, fetch_seconds=30.0,
        )
    )  # fmt: skip
    with open_database(url) as opened, opened.read() as conn:
        rows = conn.execute(select(outcome.c.url, outcome.c.outcome, outcome.c.reason)).all()
    ends = {row.url.rpartition("/")[2]: (row.outcome, row.reason) for row in rows}
    assert {name: ends[name][0] for name in READ} == dict.fromkeys(READ, "stored")
    assert ends["false-gzip"] == ("http-error", "the server says Content-Encoding: gzip, and the body is not")
    assert ends["self"][0] not in {"redirect-loop", "network-error", "stored"}
    assert ends["later"][0] == "not-article"
    # A cookie goes back within its chain, to no other page and to no later one.
    assert ("/needs", "seen=1") in served.asked
    chained = ("/needs", "/wall", "/door")
    assert {cookie for path, cookie in served.asked if not path.startswith(chained)} == {""}


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("text/html; charset=utf-8", "text/html"),
        ("text/html, text/html; charset=utf-8", "text/html"),
        ("text/plain, TEXT/HTML", "text/html"),
        ("charset=utf-8", ""),
        ("html", ""),
        ("", ""),
        (None, ""),
        ('"text/html"', "text/html"),
        ("text/html charset=utf-8", "text/html"),
        ("text/html, */*", "text/html"),
        ("application/pdf;x", "application/pdf"),
        (";", ""),
    ],
)
def test_media_type(header: str | None, kind: str) -> None:
    assert media_type(header) == kind
