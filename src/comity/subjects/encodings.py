"""In which encoding a text probably is, where its bytes do not say: how much each candidate looks like its language.

UTF-8 and UTF-16 are told by their form. The older ones are guessed: Thai by the order of its signs, Vietnamese by its
letters among plain ones, Chinese by the share of common characters, Russian by where its capitals stand. A
guess is a guess, and says how sure it is.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

SURE = 0.9
"""From this score on a guess is taken; below it, nothing looks like text."""
SAMPLE = 1 << 20
_THAI = re.compile("[\u0e00-\u0e7f]")
_THAI_WRONG = re.compile("(?:^|[^\u0e01-\u0e2e\u0e31-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
                         "|[\u0e40-\u0e44](?![\u0e01-\u0e2e])|[\u0e34-\u0e39]{2}|[\u0e48-\u0e4b]{2}")  # fmt: skip
_VIETNAMESE = re.compile(
    "[aeiouyâêôăơưAEIOUYÂÊÔĂƠƯ][\u0300\u0301\u0303\u0309\u0323]|[àáâãèéêìíòóôõùúýăđĩũơưÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ₫]"
)
_LONE_MARK = re.compile("(?<![aeiouyâêôăơưAEIOUYÂÊÔĂƠƯ])[\u0300\u0301\u0303\u0309\u0323]")
_LATIN = re.compile("[à-öø-ÿÀ-ÖØ-Þßœšž‘’“”–—…€]")
_TONE_AS_LETTER = re.compile("[aeiouyâêôãõýAEIOUYÂÊÔÃÕÝ][ÌÒÞìòþ]|[Ððþ](?![aeiouyáíóúæö])")
"""What tones and letters of Vietnamese become when they are read as Western."""
_CYRILLIC = re.compile("[а-яёА-ЯЁ]")
_CYRILLIC_WRONG = re.compile("[а-яё][А-ЯЁ]|[A-Za-z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][A-Za-z]|[ъыь]{2}|(?<![а-яё])[ъыь]")
_RUN = re.compile(r"[^\x00-\x7f]{4,}")
_HAN = re.compile("[\u4e00-\u9fff]")
_WIDE_MARKS = re.compile("[\u3000-\u303f\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding that a text may be in.

    Args:
        encoding: its name, as `mapping.ENCODINGS` has it.
        score: 0 to 1, how much the text looks like its language; 1 where the bytes say it.
        certain: whether the bytes say it.
    """

    encoding: str
    score: float
    certain: bool = False


def guesses(data: bytes) -> list[Guess]:
    """This function returns the encodings that a text may be in, the likeliest first; none where it is no text.

    Args:
        data: the text; of a longer one than `SAMPLE` its beginning is looked at.
    """
    cut, data = len(data) > SAMPLE, data[:SAMPLE]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return [Guess("utf-16", 1.0, certain=True)]
    if _decoded(data, "utf-8", cut=cut) is not None:
        return [Guess("utf-8", 1.0, certain=True)]
    found = [
        Guess(encoding, score)
        for encoding, judge in _JUDGES.items()
        if (text := _decoded(data, encoding, cut=cut)) is not None and (score := judge(text)) > 0
    ]
    return sorted(found, key=lambda guess: -guess.score)


def doubt(encoding: str, data: bytes) -> str:
    """This function says why a stated encoding is doubtful, or nothing where the text looks as it should."""
    found = guesses(data)
    stated = codecs.lookup(encoding).name
    if not found or all(byte < 128 for byte in data[:SAMPLE]):
        return ""
    best = found[0]
    mine = next((g.score for g in found if codecs.lookup(g.encoding).name == stated), 0.0)
    same = codecs.lookup(best.encoding).name == stated or (best.encoding == "utf-8" and stated.startswith("utf"))
    if same or (mine >= SURE and not best.certain and best.score - mine < 0.05):
        return ""
    return f"the text is read as {encoding}, and looks like {best.encoding}"


def _decoded(data: bytes, encoding: str, *, cut: bool) -> str | None:
    """This function decodes a text, or returns None; where it is cut, its last sign may be incomplete."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data, final=not cut)
    except UnicodeDecodeError:
        return None


def _thai(text: str) -> float:
    signs = len(_THAI.findall(text))
    other = sum(c > "\x7f" for c in text) - signs
    return max(0.0, 1 - (3 * len(_THAI_WRONG.findall(text)) + other) / signs) if signs else 0.0


def _vietnamese(text: str) -> float:
    odd = sum(c > "\x7f" for c in text)
    good = sum(len(m) - (m[0] < "\x80") for m in _VIETNAMESE.findall(text))
    bad = len(_LONE_MARK.findall(text)) + sum(map(len, _RUN.findall(text)))
    return max(0.0, (good - bad) / odd) if odd else 0.0


def _western(text: str) -> float:
    odd = sum(c > "\x7f" for c in text)
    bad = sum(map(len, _RUN.findall(text))) + 3 * len(_TONE_AS_LETTER.findall(text))
    return max(0.0, (len(_LATIN.findall(text)) - bad) / odd) * 0.95 if odd else 0.0


def _cyrillic(text: str) -> float:
    odd = sum(c > "\x7f" for c in text)
    bad = 3 * len(_CYRILLIC_WRONG.findall(text))
    return max(0.0, (len(_CYRILLIC.findall(text)) - bad) / odd) * 0.98 if odd else 0.0


def _chinese(text: str, common: Callable[[str], bool]) -> float:
    odd = [c for c in text if c > "\x7f"]
    han = [c for c in odd if _HAN.match(c)]
    marks = sum(bool(_WIDE_MARKS.match(c)) for c in odd)
    return (sum(map(common, han)) + min(marks, len(han))) / len(odd) if han else 0.0


def _common_gb(sign: str) -> bool:
    """This function tells whether a character is of the first level of GB 2312: the 3,755 most usual ones."""
    try:
        return 0xB0 <= sign.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def _common_big5(sign: str) -> bool:
    """This function tells whether a character is of the first level of Big5: the 5,401 most usual ones."""
    try:
        return 0xA4 <= sign.encode("big5")[0] <= 0xC6
    except UnicodeEncodeError:
        return False


_JUDGES: dict[str, Callable[[str], float]] = {
    "tis-620": _thai,
    "windows-1258": _vietnamese,
    "big5": lambda text: _chinese(text, _common_big5),
    "gb18030": lambda text: _chinese(text, _common_gb),
    "windows-1252": _western,
    "windows-1251": _cyrillic,
}
