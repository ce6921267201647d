"""Registration plates, in native letters where the country uses them, and chassis numbers."""

from __future__ import annotations

import re

from comity.identifiers.characters import bare, folded
from comity.identifiers.model import Identifier, Kind, joined, unreadable
from comity.identifiers.rows import rows

_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))  # noqa: E501  # fmt: skip
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_CHECKED_REGIONS = "12345L"


def plate(text: str, country: str | None = None) -> Identifier:
    """This function reads a registration plate: native digits folded, native letters kept, separators removed.

    A province written before or after it, in words, is left out of the value and noted. A plate in no form known for
    its country is kept with a note.

    Raises:
        InvalidInput: no digit, or more than 16 letters and digits.
    """
    words = folded(text).upper().split()
    known = [row[1:] for row in rows("plates") if row[0] == country]
    for start, end in _spans(len(words)):
        value = bare(" ".join(words[start:end]))
        for pattern, form in known:
            if re.fullmatch(pattern, value):
                left_out = " ".join(words[:start] + words[end:])
                if re.search(r"\d", left_out):
                    continue
                note = f"{left_out.title()} is left out of the number" if left_out else ""
                return Identifier(Kind.PLATE, value, country, None, note, f"plate of {country} ({form})")
    value = bare(text)
    if not 2 <= len(value) <= 16 or not re.search(r"\d", value):
        raise unreadable(Kind.PLATE, text, "a plate has 2 to 16 letters and digits, digits among them", "Check it")
    note = "its country is not known" if country is None else ""
    if known:
        note = joined(note, f"not in a form known for {country}: " + ", or ".join(form for _, form in known))
    return Identifier(Kind.PLATE, value, country, None, note, "plate")


def _spans(count: int) -> list[tuple[int, int]]:
    """All runs of words, longest first."""
    spans = [(i, j) for i in range(count) for j in range(i + 1, count + 1)]
    return sorted(spans, key=lambda span: span[0] - span[1])[:64]


def vin(text: str, country: str | None = None) -> Identifier:
    """This function reads a chassis number (ISO 3779): 17 characters without I, O and Q.

    The ninth character is a check digit by law in North America and China; elsewhere a disagreement says nothing.

    Raises:
        InvalidInput: not 17 such characters.
    """
    number = bare(text).translate(str.maketrans("OQI", "001"))
    if not _VIN.fullmatch(number):
        raise unreadable(
            Kind.VIN, text, "a chassis number has 17 letters and digits", "Older vehicles have shorter ones"
        )
    note = "" if number == bare(text) else "I, O and Q, which a chassis number never has, were read as 1 and 0"
    total = sum(w * (int(c) if c.isdigit() else _VIN_VALUES[c]) for w, c in zip(_VIN_WEIGHTS, number, strict=True))
    agrees = number[8] == "0123456789X"[total % 11]
    valid = agrees or (False if number[0] in _CHECKED_REGIONS else None)
    return Identifier(Kind.VIN, number, country, valid, note, "chassis number with a check digit where law asks for it")
