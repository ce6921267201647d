"""Zawgyi: a widespread way to encode Burmese that uses the same code points in another order.

Detection counts signs that only one of the two encodings can have. The rules of conversion are data, in order:
``tables/zawgyi.tsv``.
"""

from __future__ import annotations

import re
from functools import cache

from comity.names.rows import rows

_ONLY_ZAWGYI = re.compile(
    "[\u105a\u1060-\u1097]"  # code points that Zawgyi uses for stacked forms
    "|(?:^|[\\s\u104a\u104b])\u1031"  # a vowel before any consonant
    "|\u1031\u1031|\u103b[\u1000-\u1021]|[\u102b-\u1030\u1032\u1036-\u1038]\u1031|\u1039(?![\u1000-\u1021])"
)
_ONLY_UNICODE = re.compile(
    "\u103a\u1039|[\u1000-\u1021]\u103e|[\u1000-\u1021\u103b-\u103e]\u1031|\u103f|[\u1000-\u1021]\u103a"
)
_SHAN = re.compile("(?:^|[\\s\u103a\u1087-\u108d])[\u1075-\u107d]|[\u1075-\u1081]\u103a")
"""Letters of Shan, which Zawgyi uses for stacked consonants; there none begins a word or bears the sign asat."""
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row[0]), _ESCAPE.sub(lambda m: chr(int(m[1], 16)), row[1])) for row in rows("zawgyi"))


def looks_like_zawgyi(text: str) -> bool:
    """This function tells whether a Burmese text has more signs that only Zawgyi has than such of Unicode."""
    if _SHAN.search(text):
        return False
    return len(_ONLY_ZAWGYI.findall(text)) > len(_ONLY_UNICODE.findall(text))


def from_zawgyi(text: str) -> str:
    """This function converts Zawgyi to Unicode; call it only on text that looks like Zawgyi."""
    for pattern, put in _rules():
        text = pattern.sub(put, text)
    return text
