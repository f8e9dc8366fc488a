"""From bytes to text, or to a flag that says the text cannot be trusted.

Order of evidence: byte order mark, valid UTF-8, what header, meta and XML declaration claim, then a detector.
A claim is believed only if the bytes decode under it *and* the result looks like language: legacy Chinese
encodings decode almost any bytes, so "it decoded" proves nothing (a Big5 page reads as GBK without an error).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import webencodings

from seedwatch.core.encoding.mojibake import LANGUAGE_FLOOR, text_likelihood


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a body and why it was read so.

    encoding: Python codec name.
    how: "bom", "utf-8", "ascii", "header", "meta", "xml", "escape" or "detected".
    doubtful: no encoding gives text that looks like language; it must not be stored as if it were right.
    is_utf8: the body is valid UTF-8 as it stands, the text written out again gives the same bytes.
    """

    text: str
    encoding: str
    how: str
    doubtful: bool = False
    is_utf8: bool = False


#: Codecs that read more than the one that bears the standard's name, and read the same the same way.
_WIDER = {"gbk": "gb18030", "cp950": "big5hkscs", "x-user-defined": "cp1252"}
#: Labels that senders use although neither the standard nor Python knows them.
_UNLISTED = {"big5-eten": "big5hkscs", "x-windows-949": "cp949", "utf8mb4": "utf-8"}
#: Never decoded as declared: UTF-7 turns harmless ASCII into markup; the others are no character sets.
_REFUSED = frozenset(
    {"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_XML = re.compile(rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:+-]+)", re.IGNORECASE)
#: The declaration lies in the head; the standard looks at 1,024 bytes, real pages put scripts before it.
_HEAD_BYTES = 8192
#: Enough text to judge an encoding by; a detector over a whole 16 MiB body costs seconds.
_SAMPLE_BYTES = 120_000
_HZ = re.compile(rb"~\{[\x21-\x7e]{2,}?~\}")
#: Tried when every claim fails, commonest on Chinese sites first.
_FALLBACKS = ("big5hkscs", "gb18030", "cp932", "euc_jp", "cp949", "cp1252")
_ASCII = bytes(range(128))
#: Typographic signs of windows-1252 in an otherwise ASCII page: too little for a detector, and unmistakable.
_WESTERN_SIGNS = "€…‘’“”•–—™\u00a0£©«®°·»".encode("cp1252")
_CLEARLY_BETTER = 0.15
#: What the detector answers for Western text with few signs; hardly used on the web by anyone else.
_UNLIKELY = frozenset(
    {"cp437", "cp850", "cp852", "cp855", "cp858", "cp865", "iso8859-3", "iso8859-10", "iso8859-16"}
)
#: A page cut inside a character, or with a few bytes of another encoding in an advertisement, is still UTF-8.
_DAMAGE_SHARE = 0.02


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Text of `body`. `content_type`: the header's value. Never raises.

    Valid UTF-8 costs one pass; anything else tens of milliseconds at most.
    """
    if (marked := _by_mark(body)) is not None:
        return marked
    if body.isascii():
        return _read_ascii(body)
    try:
        return Decoded(body.decode("utf-8"), "utf-8", "utf-8", is_utf8=True)
    except UnicodeDecodeError:
        return _damaged_utf8(body) or _by_evidence(body, content_type)


@lru_cache(maxsize=512)
def codec_for(label: str) -> str | None:
    """Python codec for a declared label; None when there is none that can be used.

    Labels mean what browsers take them for (WHATWG Encoding: "latin1" is windows-1252, "gb2312" is gbk); what the
    standard lists only to refuse it, or not at all, is read where Python can.
    """
    name = label.strip().lower()
    return _UNLISTED.get(name) or _web_codec(name) or _python_codec(name)


def _web_codec(name: str) -> str | None:
    found = webencodings.lookup(name)
    if found is None or found.name == "replacement":
        return None
    return _WIDER.get(found.name, found.codec_info.name)


def _python_codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if found.name in _REFUSED or not found._is_text_encoding:
        return None
    return _web_codec(found.name.replace("_", "-")) or _WIDER.get(found.name, found.name)


def _by_mark(body: bytes) -> Decoded | None:
    for mark, codec in _BOMS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(codec, "replace")
            return Decoded(text, codec, "bom", _is_damaged(text))
    return _unmarked_utf16(body) if b"\0" in body[:512] else None


def _unmarked_utf16(body: bytes) -> Decoded | None:
    """UTF-16 without a mark: markup is ASCII, so every other byte of its start is zero."""
    head = body[:512]
    for codec, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if zeros.count(0) * 2 > len(zeros) and head.count(0) < len(head) * 0.6:
            text = body.decode(codec, "replace")
            return Decoded(text, codec, "detected", text_likelihood(text) < LANGUAGE_FLOOR)
    return None


def _read_ascii(body: bytes) -> Decoded:
    """ASCII bytes are text, or a seven-bit encoding of East Asian text by escape sequences."""
    for codec, present in (
        ("iso2022_jp_2", b"\x1b$" in body),
        ("iso2022_kr", b"\x1b$)C" in body),
        ("hz", b"~{" in body),
    ):
        if not present or (codec == "hz" and not _HZ.search(body)):
            continue
        text, errors = _try(body, codec)
        if errors == 0 and text_likelihood(text) >= LANGUAGE_FLOOR:
            return Decoded(text, codec, "escape")
    text = body.decode("ascii")
    return Decoded(text, "utf-8", "ascii", b"\x1b$" in body, is_utf8=True)


def _damaged_utf8(body: bytes) -> Decoded | None:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    others = len(text) - _ascii_length(body)
    if broken > 1 + others * _DAMAGE_SHARE or others < 3 * broken:
        return None
    return Decoded(text, "utf-8", "utf-8", False)


def _ascii_length(body: bytes) -> int:
    return len(body.translate(None, bytes(range(128, 256))))


def _is_damaged(text: str) -> bool:
    return text.count("\ufffd") > 1 + len(text) * _DAMAGE_SHARE


@dataclass(frozen=True, slots=True)
class _Claim:
    how: str
    label: str


def _claims(body: bytes, content_type: str | None) -> Iterator[_Claim]:
    head = body[:_HEAD_BYTES]
    if content_type and (found := _HEADER.search(content_type)):
        yield _Claim("header", found[1])
    for how, pattern in (("meta", _META), ("xml", _XML)):
        if declared := pattern.search(head):
            yield _Claim(how, declared[1].decode("ascii", "replace"))


def _by_evidence(body: bytes, content_type: str | None) -> Decoded:
    """The first claim that decodes to language, unless the detector's reading looks clearly better."""
    sample = body[:_SAMPLE_BYTES]
    if not sample.translate(None, _WESTERN_SIGNS).strip(_ASCII):
        return Decoded(body.decode("cp1252", "replace"), "cp1252", "detected")
    worths: dict[str, tuple[float, str]] = {}
    for claim in [*_claims(body, content_type), *_detected(sample)]:
        codec = codec_for(claim.label)
        if codec is not None and codec not in worths:
            worths[codec] = (_worth(sample, codec), claim.how)
    chosen = next((codec for codec, (worth, _) in worths.items() if worth >= LANGUAGE_FLOOR), None)
    if chosen is None:
        worths |= {codec: (_worth(sample, codec), "detected") for codec in _FALLBACKS if codec not in worths}
    best = max(worths, key=lambda codec: worths[codec][0])
    if chosen is None or worths[best][0] > worths[chosen][0] + _CLEARLY_BETTER:
        chosen = best
    worth, how = worths[chosen]
    return Decoded(_try(body, chosen)[0], chosen, how, worth < LANGUAGE_FLOOR)


def _detected(sample: bytes) -> Iterable[_Claim]:
    from resiliparse.parse.encoding import detect_encoding

    found = detect_encoding(sample, html5_compatible=False)
    return (_Claim("detected", found),) if found and found not in _UNLIKELY else ()


def _worth(sample: bytes, codec: str) -> float:
    """How much the sample looks like language under a codec; undecodable bytes count as noise."""
    text, errors = _try(sample, codec)
    worth = text_likelihood(text)
    others = sum(1 for char in text if char > "\x7f") or 1
    return worth - 10.0 * max(0, errors - 1) / others


def _try(body: bytes, codec: str) -> tuple[str, int]:
    try:
        return body.decode(codec), 0
    except UnicodeDecodeError:
        text = _decode_big5(body) if codec == "big5hkscs" else body.decode(codec, "replace")
        return text, text.count("\ufffd")


def _decode_big5(body: bytes) -> str:
    """HKSCS first, and Microsoft's code page where it has the character (euro sign, a few of ETEN's)."""
    parts: list[str] = []
    start = 0
    while start < len(body):
        try:
            parts.append(body[start:].decode("big5hkscs"))
            break
        except UnicodeDecodeError as error:
            at = start + error.start
            parts.append(body[start:at].decode("big5hkscs"))
            char, width = _big5_char(body[at : at + 2])
            parts.append(char)
            start = at + width
            if len(parts) > 4000:  # another encoding altogether: no use in going on by single errors
                parts.append(body[start:].decode("big5hkscs", "replace"))
                break
    return "".join(parts)


def _big5_char(pair: bytes) -> tuple[str, int]:
    try:
        return pair.decode("cp950"), 2
    except UnicodeDecodeError:
        return "\ufffd", 1
