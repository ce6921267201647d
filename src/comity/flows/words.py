"""Words of files and forms, made alike so that they can be looked up: case, accents, signs and space do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from importlib import resources

_SIGNS = re.compile(r"[^\w.%+µ\u0300-\u036f\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+|_|(?<!\d)\.|\.(?!\d)")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_MARKS = " \t\r\n\u00a0-–—−?.…*/_·'\""
"""A cell that holds nothing else says nothing."""
_ACCENTS = re.compile("[\u0300-\u036f]")


def folded(text: str) -> str:
    """This function returns words in small letters without accents of Latin letters, apart by one space."""
    if text.isascii():
        return " ".join(_SIGNS.sub(" ", text.casefold()).split())
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", _UNSEEN.sub("", text)))
    return " ".join(_SIGNS.sub(" ", unicodedata.normalize("NFC", plain).casefold()).split())


_NOT_SAID = frozenset(
    folded(words)
    for words in (
        "unknown", "not known", "unkown", "unknow", "n/a", "na", "not available", "not applicable", "not specified",
        "unspecified", "not reported", "not stated", "not indicated", "undetermined", "nan", "null", "none", "nil",
        "неизвестно", "មិនដឹង", "ไม่ทราบ", "ບໍ່ຮູ້", "không rõ", "မသိ", "不详", "不詳", "未知", "desconocido",
    )
)  # fmt: skip


def says_nothing(text: str) -> bool:
    """This function tells whether a cell is empty, or says that something is not known."""
    return not _UNSEEN.sub("", text).strip(_MARKS) or folded(text) in _NOT_SAID


def rows(name: str) -> Iterator[list[str]]:
    """This function gives the rows of a table of this package."""
    text = resources.files(__package__).joinpath("tables", f"{name}.tsv").read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
