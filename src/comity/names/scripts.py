"""Which script a text is in, by its code points."""

from __future__ import annotations

import re
from functools import cache

_RANGES = (
    ("Khmr", "\u1780-\u17ff\u19e0-\u19ff"), ("Laoo", "\u0e80-\u0eff"), ("Thai", "\u0e00-\u0e7f"),
    ("Mymr", "\u1000-\u109f\uaa60-\uaa7f\ua9e0-\ua9ff"), ("Hani", "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"),
    ("Latn", "A-Za-z\u00c0-\u024f\u1e00-\u1eff"), ("Cyrl", "\u0400-\u052f"), ("Arab", "\u0600-\u06ff\u0750-\u077f"),
    ("Hang", "\uac00-\ud7af\u1100-\u11ff"), ("Kana", "\u3040-\u30ff"), ("Deva", "\u0900-\u097f"),
)  # fmt: skip
_PATTERN = re.compile("|".join(f"(?P<{code}>[{chars}])" for code, chars in _RANGES))


@cache
def script_of(character: str) -> str:
    """This function returns the ISO 15924 code of a character's script; ``Zyyy`` for signs, ``Zzzz`` for others."""
    match = _PATTERN.match(character)
    if match:
        return match.lastgroup or "Zzzz"
    return "Zzzz" if character.isalpha() else "Zyyy"


def main_script(text: str) -> str:
    """This function returns the script that most letters of a text are in."""
    counts: dict[str, int] = {}
    for c in text:
        code = script_of(c)
        if code != "Zyyy":
            counts[code] = counts.get(code, 0) + 1
    return max(counts, key=lambda code: (counts[code], code)) if counts else "Zyyy"
