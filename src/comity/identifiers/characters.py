"""Characters as people and keyboards write them, folded to what a number is made of."""

from __future__ import annotations

import unicodedata

_INVISIBLE = {"Cf", "Cc", "Co", "Cs"}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－ー·•∙・"), "-")


def folded(text: str) -> str:
    """This function folds width, native digits, dashes and spaces, and removes what cannot be seen.

    Khmer, Lao, Thai, Burmese and every other decimal digit becomes 0 to 9; letters stay in their script and case.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    out = []
    for c in unicodedata.normalize("NFKC", text).translate(_DASHES):
        category = unicodedata.category(c)
        if category == "Nd":
            out.append(str(unicodedata.decimal(c)))
        elif category[0] == "Z" or c in "\t\r\n":
            out.append(" ")
        elif category not in _INVISIBLE:
            out.append(c)
    return " ".join("".join(out).split())


def bare(text: str) -> str:
    """This function returns letters (with their marks) and digits alone, folded and in capitals."""
    return "".join(c for c in folded(text).upper() if unicodedata.category(c)[0] in "LNM")


def latin(text: str) -> str:
    """This function returns ASCII letters and digits alone, folded and in capitals."""
    return "".join(c for c in folded(text).upper() if c.isascii() and c.isalnum())


def digits(text: str) -> str:
    """This function returns the digits alone, native ones folded."""
    return "".join(c for c in folded(text) if c.isascii() and c.isdigit())


def foreign(text: str) -> str:
    """This function returns the letters and digits of a text that `latin` would drop, folded."""
    return "".join(c for c in folded(text) if not c.isascii() and unicodedata.category(c)[0] in "LN")
