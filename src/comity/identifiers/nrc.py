"""Myanmar's national registration card: region, township, class and number, in Burmese or Latin letters.

``၁၂/ဥကမ(နိုင်)၁၂၃၄၅၆`` and ``12/OuKaMa(N)123456`` are the same card and get the same value. The township's letters are
romanised one by one by ``tables/nrc_letters.tsv``; spellings that clerks use side by side are folded there.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from comity.identifiers.characters import folded
from comity.identifiers.model import Identifier, Kind
from comity.identifiers.rows import rows

_CARD = re.compile(r"(\d{1,2})\s*[/\-\s]\s*([^\d()/]+?)\s*[(\[/]\s*([^\d()]+?)\s*[)\]/]\s*(\d{5,6})")
_REGIONS = range(1, 15)


def read(text: str) -> Identifier | None:
    """This function reads a registration card, or returns None where the text has not its form."""
    match = _CARD.fullmatch(folded(text).strip())
    if not match:
        return None
    region, letters, kind, number = match.groups()
    township, card = _township(letters), _class(kind)
    if township is None or card is None:
        return None
    note = "the number has 5 digits where 6 are usual" if len(number) == 5 else ""
    valid = None
    if int(region) not in _REGIONS:
        note, valid = f"regions are numbered 1 to 14, not {int(region)}", False
    return Identifier(
        Kind.ID_CARD, f"{int(region)}/{township}({card}){number}", "MM", valid, note,
        "Myanmar registration card: region, township, class, number",
    )  # fmt: skip


@cache
def _letters() -> tuple[dict[str, str], list[tuple[str, str]]]:
    native = {row[1]: row[2] for row in rows("nrc_letters") if row[0] == "letter"}
    spelt = [(s, row[2]) for row in rows("nrc_letters") if row[0] == "letter" for s in (row[2], *row[3].split())]
    return native, sorted(dict(spelt).items(), key=lambda pair: -len(pair[0]))


def _township(letters: str) -> str | None:
    native, spelt = _letters()
    plain = "".join(c for c in letters.upper() if unicodedata.category(c)[0] in "LM")
    if not plain.isascii():
        found = [native.get(c) for c in plain if unicodedata.category(c)[0] == "L"]
        return "".join(f for f in found if f) if found and all(found) else None
    out, i = [], 0
    while i < len(plain):
        for spelling, folded_to in spelt:
            if plain.startswith(spelling, i):
                out.append(folded_to)
                i += len(spelling)
                break
        else:
            return None
    return "".join(out) or None


def _class(text: str) -> str | None:
    bare = text.upper().replace(" ", "").replace(".", "")
    for row in rows("nrc_letters"):
        if row[0] == "class" and (bare == row[1] or bare == row[2] or bare in row[3].split()):
            return row[2]
    return None
