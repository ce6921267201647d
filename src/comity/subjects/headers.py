"""Which property the words that head a column mean, in seven languages; the words are ``tables/headers.tsv``."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

_MARKS = re.compile(r"[^\w\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+|_")
_FEWEST = 4
"""A phrase of fewer letters means something only when it is the whole header."""


def folded(text: str) -> str:
    """This function returns a header in small letters, its words apart by one space, without marks."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text)).casefold()
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text) if text.isascii() else plain
    return " ".join(_MARKS.sub(" ", apart.casefold() if text.isascii() else plain).split())


def property_of(header: str) -> tuple[str, bool] | None:
    """This function returns the property that a header means, and whether the whole header says it; None where unknown.

    ``Full name (English)`` contains a phrase that is known, which is less sure than a header that is one.
    """
    text = folded(header)
    if found := _phrases().get(text):
        return found, True
    padded = f" {text} "
    inside = [(len(p), prop) for p, prop in _phrases().items() if len(p) >= _FEWEST and f" {p} " in padded]
    return (max(inside)[1], False) if inside else None


@cache
def _phrases() -> dict[str, str]:
    lines = resources.files(__package__).joinpath("tables/headers.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    found = {folded(phrase): prop for prop, _, phrases in rows for phrase in phrases.split("|")}
    return {folded(prop): prop for prop in dict.fromkeys(found.values())} | found
