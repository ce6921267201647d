import unicodedata

import pytest

from comity.subjects.encodings import doubt, guesses

TEXTS = {
    "tis-620": "รหัส,ชื่อ,นามสกุล\n1,สมชาย,ใจดี\n2,สมหญิง,รักไทย\n",
    "windows-1258": "Mã,Họ tên,Quốc tịch\n1,Nguyễn Văn An,Việt Nam\n2,Trần Thị Hoà,Việt Nam\n",
    "big5": "編號,姓名,國籍\n1,王小明,中國\n2,陳大文,臺灣\n",
    "gb18030": "编号,姓名,国籍\n1,王小明,中国\n2,李四,北京市朝阳区\n",
    "windows-1252": "id,name,country\n1,José García,España\n2,François Müller,France\n",
    "windows-1251": "номер,имя,место\n1,Иван Петров,г. Москва\n2,Анна,Красноярский край\n",
}


def encoded(text, encoding):
    """Windows-1258 has tones apart from their vowels, which Python's codec does not take apart itself."""
    if encoding != "windows-1258":
        return text.encode(encoding)
    out = b""
    for sign in text:
        try:
            out += sign.encode(encoding)
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", sign)
            tone = next(p for p in parts if p in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", parts.replace(tone, "")).encode(encoding) + tone.encode(encoding)
    return out


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_text_is_guessed_to_be_in_its_encoding_and_a_wrong_one_is_doubted(encoding):
    data = encoded(TEXTS[encoding], encoding)
    assert data.decode(encoding)
    assert guesses(data)[0].encoding == encoding
    assert not guesses(data)[0].certain
    assert doubt(encoding, data) == ""
    for other in TEXTS.keys() - {encoding}:
        assert doubt(other, data) == f"the text is read as {other}, and looks like {encoding}"


def test_unicode_is_told_by_its_form():
    assert [(g.encoding, g.certain) for g in guesses("ឈ្មោះ".encode())] == [("utf-8", True)]
    assert guesses("name".encode("utf-16"))[0].encoding == "utf-16"
    assert doubt("tis-620", "ឈ្មោះ".encode()) == "the text is read as tis-620, and looks like utf-8"
    assert doubt("tis-620", b"id,name\n1,A\n") == ""


def test_what_is_no_text_has_no_encoding():
    assert guesses(bytes(range(128, 256)) * 3) == []
