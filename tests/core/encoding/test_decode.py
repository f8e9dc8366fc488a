"""Right text, or a flag: never silent mojibake."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.encoding.decode import codec_for, decode

HANT = (
    "港口的起重機在清晨恢復作業，工會與公司昨天達成協議。"
    "碼頭工人說，薪資與安全設備的問題已經解決，預計三天內清空貨櫃。"
)
HANS = (
    "港口的起重机在清晨恢复作业，工会与公司昨天达成协议。"
    "码头工人说，薪资与安全设备的问题已经解决，预计三天内清空货柜。"
)
KANA = "港のクレーンは早朝に作業を再開した。労働組合と会社は昨日、賃金と安全設備について合意したと発表した。"
HANGUL = (
    "항구의 기중기가 새벽에 작업을 재개했다. "
    "노동조합과 회사는 어제 임금과 안전 설비 문제에 합의했다고 밝혔다."
)
RUSSIAN = "Портовые краны возобновили работу рано утром после соглашения профсоюза с компанией."
FRENCH = (
    "Les grues du port ont redémarré à l’aube, après l’accord signé à la mairie entre dockers et société."
)


def page(text: str, encoding: str, meta: str | None = None) -> bytes:
    tag = f'<meta charset="{meta}">' if meta else ""
    return f"<html><head>{tag}<title>t</title></head><body><p>{text}</p></body></html>".encode(encoding)


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (HANT, "big5", "Big5"),
        (HANT, "big5hkscs", "big5-hkscs"),
        (HANT, "gb18030", "GBK"),
        (HANS, "gbk", "gb2312"),
        (HANS, "gb18030", "gb18030"),
        (KANA, "cp932", "Shift_JIS"),
        (KANA, "euc_jp", "EUC-JP"),
        (KANA, "iso2022_jp", "ISO-2022-JP"),
        (HANGUL, "cp949", "EUC-KR"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (FRENCH, "cp1252", "iso-8859-1"),
    ],
)
class TestLegacyEncodings:
    def test_declared(self, text: str, encoding: str, label: str) -> None:
        found = decode(page(text, encoding), f"text/html; charset={label}")
        assert text in found.text
        assert not found.doubtful

    def test_undeclared(self, text: str, encoding: str, label: str) -> None:
        found = decode(page(text, encoding))
        assert text in found.text
        assert not found.doubtful

    @pytest.mark.parametrize("lie", ["utf-8", "utf-16", "nonsense-9"])
    def test_header_and_meta_lie(self, text: str, encoding: str, label: str, lie: str) -> None:
        assert text in decode(page(text, encoding, lie), f"text/html; charset={lie}").text

    def test_meta_is_believed_when_the_header_fails(self, text: str, encoding: str, label: str) -> None:
        assert text in decode(page(text, encoding, label), "text/html; charset=utf-8").text


@pytest.mark.parametrize(("text", "encoding", "lie"), [(HANT, "big5", "gbk"), (HANS, "gbk", "big5")])
def test_a_chinese_label_that_decodes_to_noise_is_not_believed(text: str, encoding: str, lie: str) -> None:
    assert lie.replace("gbk", "gb18030") in {"gb18030", "big5"}
    assert text in decode(page(text, encoding, lie), f"text/html; charset={lie}").text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
def test_a_byte_order_mark_beats_every_claim(encoding: str) -> None:
    body = page("\ufeff" + HANT, encoding)
    marked = "\ufeff".encode(encoding) + body
    found = decode(marked, "text/html; charset=big5")
    assert HANT in found.text
    assert found.how == "bom"
    assert not found.text.startswith("\ufeff")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark(encoding: str) -> None:
    assert HANT in decode(page(HANT, encoding)).text


def test_hong_kong_characters() -> None:
    text = "佢哋喺碼頭等咗成日，啲貨櫃嘅嘢都冇人搬，工會話聽日先至開工。港口的起重機在清晨恢復作業。"
    assert text in decode(page(text, "big5hkscs"), "text/html; charset=big5").text


def test_microsoft_extensions_of_big5() -> None:
    text = HANT + "票價€12"
    assert text in decode(page(text, "cp950"), "text/html; charset=big5").text


def test_valid_utf8_wins_over_a_lying_header() -> None:
    assert decode(HANT.encode(), "text/html; charset=big5").how == "utf-8"


def test_utf8_cut_inside_a_character() -> None:
    found = decode((HANT * 3).encode()[:-1])
    assert found.encoding == "utf-8"
    assert found.text.startswith(HANT)


def test_curly_quotes_alone_are_western() -> None:
    body = "<p>The port’s cranes – “idle” since May – moved again.</p>".encode("cp1252")
    assert "“idle”" in decode(body, "text/html; charset=big5").text


def test_what_no_decoder_reads_is_flagged() -> None:
    plane_one = bytes(byte for pair in range(400) for byte in (0xC4 + pair % 40, 0xA1 + pair * 7 % 94))
    assert decode(b"<p>" + plane_one + b"</p>", "text/html; charset=EUC-TW").doubtful


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("ASCII", "cp1252"),
        (" Latin1 ", "cp1252"),
        ("latin-1", "cp1252"),
        ("iso88591", "cp1252"),
        ("iso-8859-9", "cp1254"),
        ("tis-620", "cp874"),
        ("GB2312", "gb18030"),
        ("csgb2312", "gb18030"),
        ("x-gbk", "gb18030"),
        ("chinese", "gb18030"),
        ("gb18030", "gb18030"),
        ("big5", "big5hkscs"),
        ("cp950", "big5hkscs"),
        ("x-x-big5", "big5hkscs"),
        ("Big5-ETEN", "big5hkscs"),
        ("hz-gb-2312", "hz"),
        ("x-sjis", "cp932"),
        ("x-euc-jp", "euc_jp"),
        ("ks_c_5601-1987", "cp949"),
        ("euc_kr", "cp949"),
        ("x-windows-949", "cp949"),
        ("utf8mb4", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("koi8", "koi8-r"),
        ("x-user-defined", "cp1252"),
        ("x-euc-tw", None),
        ("iso-2022-cn", None),
        ("replacement", None),
    ],
)
def test_labels_mean_what_browsers_take_them_for(label: str, codec: str | None) -> None:
    assert codec_for(label) == codec


@pytest.mark.parametrize("label", ["utf-7", "idna", "rot13", "zip", "unicode_escape", "", "\0", "x" * 500])
def test_labels_that_are_no_web_encoding_are_refused(label: str) -> None:
    assert codec_for(label) is None


@given(st.binary(max_size=400), st.one_of(st.none(), st.text(max_size=40)))
def test_decode_never_raises(body: bytes, header: str | None) -> None:
    found = decode(body, header)
    found.text.encode("utf-8")


@given(st.text(max_size=200).filter(lambda text: "\0" not in text))
def test_utf8_comes_back_unchanged(text: str) -> None:
    body = ("港口作業恢復" + text).encode()
    assert decode(body).text == "港口作業恢復" + text
