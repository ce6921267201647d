"""Reads the machine readable zone of travel documents and its 7-3-1 check digits.

Source: ICAO Doc 9303, 8th edition, part 3 (section 4.9, check digits), part 4 (TD3, passports), part 5 (TD1, cards) and
part 6 (TD2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.identifiers.characters import folded
from comity.identifiers.model import Kind, unreadable
from comity.kernel.countries import country as country_of

_WEIGHTS = (7, 3, 1)
_LINES = {(3, 30): "TD1", (2, 36): "TD2", (2, 44): "TD3"}
_NOT_ISO = {"D": "DE", "GBD": "GB", "GBN": "GB", "GBO": "GB", "GBP": "GB", "GBS": "GB", "RKS": "XK"}
_DIGIT_LIKE = str.maketrans("OQDIZSB", "0001258")


def check_digit(text: str) -> str:
    """This function computes the check digit over digits, capitals and ``<`` with the weights 7, 3, 1.

    Raises:
        ValueError: another character.
    """
    total = 0
    for i, c in enumerate(text):
        value = 0 if c == "<" else int(c, 36)
        total += value * _WEIGHTS[i % 3]
    return str(total % 10)


@dataclass(frozen=True, slots=True)
class MachineReadableZone:
    """What a machine readable zone says.

    Args:
        form: ``TD1``, ``TD2`` or ``TD3``.
        document: the document code, for example ``P`` or ``ID``.
        issuer: alpha-2 code of the issuing state, or the zone's own code where it is no country.
        number: document number without fillers.
        surname: primary identifier.
        given: secondary identifier; empty where there is none.
        nationality: as `issuer`.
        birth: ``YYMMDD``, ``<`` where unknown.
        sex: ``M``, ``F`` or ``<``.
        expiry: ``YYMMDD``.
        optional: optional data, often a personal number.
        failed: the names of the fields whose check digit disagrees.
    """

    form: str
    document: str
    issuer: str
    number: str
    surname: str
    given: str
    nationality: str
    birth: str
    sex: str
    expiry: str
    optional: str
    failed: tuple[str, ...]

    @property
    def valid(self) -> bool:
        """This function tells whether every check digit agrees."""
        return not self.failed


def looks_like_mrz(text: str) -> bool:
    """This function tells whether a text has the fillers and lengths of a machine readable zone."""
    return "<" in text and _lines(text) is not None


def read_mrz(text: str) -> MachineReadableZone:
    """This function reads two or three lines of a travel document, in one text with or without line breaks.

    Raises:
        InvalidInput: the lengths or characters are not those of a machine readable zone.
    """
    found = _lines(text)
    if found is None:
        raise unreadable(
            Kind.PASSPORT, text, "these are not the lines of a machine readable zone",
            "Copy 2 lines of 44 or 36 characters, or 3 lines of 30",
        )  # fmt: skip
    form, lines = found
    return _td1(lines) if form == "TD1" else _two_lines(form, lines)


def _lines(text: str) -> tuple[str, list[str]] | None:
    lines = [re.sub(r"\s", "", folded(line)).upper() for line in text.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) == 1:
        whole = lines[0]
        for count, width in _LINES:
            if len(whole) == count * width:
                lines = [whole[i : i + width] for i in range(0, len(whole), width)]
                break
    if not lines or any(not re.fullmatch("[A-Z0-9<]+", line) for line in lines):
        return None
    form = _LINES.get((len(lines), len(lines[0])))
    return (form, lines) if form and len({len(line) for line in lines}) == 1 else None


def _two_lines(form: str, lines: list[str]) -> MachineReadableZone:
    top, low = lines
    optional, final = (low[28:42], low[43]) if form == "TD3" else (low[28:35], low[35])
    checks = {"number": (low[:9], low[9]), "birth": (low[13:19], low[19]), "expiry": (low[21:27], low[27])}
    if form == "TD3":
        checks["optional"] = (optional, low[42])
        composite = low[:10] + low[13:20] + low[21:43]
    else:
        composite = low[:10] + low[13:20] + low[21:35]
    checks["composite"] = (composite, final)
    number, checks = _long_number(low[:9], low[9], optional, checks) if form == "TD2" else (low[:9], checks)
    return _zone(
        form, top[:2], top[2:5], number, top[5:], low[10:13], low[13:19], low[20], low[21:27], optional, checks
    )


def _td1(lines: list[str]) -> MachineReadableZone:
    top, middle, low = lines
    optional = top[15:30]
    checks = {
        "number": (top[5:14], top[14]),
        "birth": (middle[:6], middle[6]),
        "expiry": (middle[8:14], middle[14]),
        "composite": (top[5:30] + middle[:7] + middle[8:15] + middle[18:29], middle[29]),
    }
    number, checks = _long_number(top[5:14], top[14], optional, checks)
    return _zone(
        "TD1", top[:2], top[2:5], number, low, middle[15:18], middle[:6], middle[7], middle[8:14],
        (optional + middle[18:29]).strip("<"), checks,
    )  # fmt: skip


def _long_number(
    head: str, digit: str, optional: str, checks: dict[str, tuple[str, str]]
) -> tuple[str, dict[str, tuple[str, str]]]:
    """A number of more than nine characters goes on in the optional data, followed by its check digit."""
    rest = optional.split("<", 1)[0]
    if digit == "<" and len(rest) >= 2:
        return head + rest[:-1], checks | {"number": (head + rest[:-1], rest[-1])}
    return head, checks


def _zone(
    form: str, document: str, issuer: str, number: str, names: str, nationality: str, birth: str, sex: str,
    expiry: str, optional: str, checks: dict[str, tuple[str, str]],
) -> MachineReadableZone:  # fmt: skip
    surname, _, given = names.strip("<").partition("<<")
    return MachineReadableZone(
        form=form,
        document=document.strip("<"),
        issuer=_country(issuer),
        number=number.strip("<").replace("<", ""),
        surname=surname.replace("<", " ").strip(),
        given=given.replace("<", " ").strip(),
        nationality=_country(nationality),
        birth=birth,
        sex=sex,
        expiry=expiry,
        optional=optional.strip("<"),
        failed=tuple(field for field, (text, digit) in checks.items() if not _agrees(field, text, digit)),
    )


def _agrees(field: str, text: str, digit: str) -> bool:
    if field == "optional" and not text.strip("<"):
        return digit in "<0"
    return check_digit(text) == digit.translate(_DIGIT_LIKE)


def _country(code: str) -> str:
    bare = code.strip("<")
    return _NOT_ISO.get(bare) or country_of(bare) or bare
