"""Which script a text is written in, so that its fonts, line breaks and line height fit."""

from __future__ import annotations

RANGES = (
    (0x1780, 0x17FF, "km"),
    (0x19E0, 0x19FF, "km"),
    (0x0E80, 0x0EFF, "lo"),
    (0x0E00, 0x0E7F, "th"),
    (0x1000, 0x109F, "my"),
    (0xAA60, 0xAA7F, "my"),
    (0x3400, 0x9FFF, "zh"),
    (0x20000, 0x3FFFF, "zh"),
)


def language_of(text: str) -> str:
    """This function returns the language code whose fonts a text needs, empty for Latin and others."""
    for character in text[:200]:
        point = ord(character)
        if point < 0x0E00:
            continue
        for first, last, code in RANGES:
            if first <= point <= last:
                return code
    return ""
