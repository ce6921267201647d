"""Lines of a file become seizures: one for each row, or for all rows that name the same seizure alike.

Every cell of a row stands in the seizure's words; a code is there where the readers of `comity.flows` found one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from comity.crypto.canonical import canonical
from comity.flows.columns import Line
from comity.flows.gazetteer import Gazetteer
from comity.node.places.queries import gazetteer
from comity.node.seizures.amounts import MOST
from comity.node.seizures.dates import span
from comity.node.seizures.models import GoodKind, PointRole

SURE = 0.9
"""A province is known from words that are at least as much like its name."""
NEXT = 0.05
"""And that are nearer to it than to any other by this much."""
_PLACES = ("country", "division", "place")


@dataclass(slots=True)
class Read:
    """A seizure of a file.

    Args:
        key: a digest of its rows: the same rows in another file are the same seizure.
        lines: its rows.
        province: code, or empty.
    """

    key: str
    lines: list[Line]
    province: str = ""

    @property
    def first(self) -> Line:
        """This function returns the row that says where and when."""
        return self.lines[0]

    @property
    def reference(self) -> str:
        """This function returns what this node calls it, which is the same whenever the rows come."""
        return f"F-{self.key[:16].upper()}"


@dataclass(slots=True)
class Grouping:
    """Puts rows together that name the same seizure, however far apart they stand.

    Args:
        references: how often each reference stands in the file.
    """

    references: Counter[str]
    _waiting: dict[str, list[Line]] = field(default_factory=dict)
    _alike: Counter[bytes] = field(default_factory=Counter)

    def read(self, lines: Iterable[Line]) -> Iterator[Read]:
        """This function gives the seizures of a file."""
        for line in lines:
            if self.references[line.reference] < 2:
                yield self._read([line])
                continue
            together = self._waiting.setdefault(line.reference, [])
            together.append(line)
            if len(together) == self.references[line.reference]:
                yield from self._of(self._waiting.pop(line.reference))
        for together in self._waiting.values():
            yield from self._of(together)
        self._waiting.clear()

    def _of(self, together: list[Line]) -> Iterator[Read]:
        """This function parts rows of one reference that were not made at one place and time."""
        parts: dict[object, list[Line]] = {}
        for line in together:
            where = tuple(getattr(line, name) for name in _PLACES)
            parts.setdefault((*where, str(line.date)), []).append(line)
        return (self._read(lines) for lines in parts.values())

    def _read(self, lines: list[Line]) -> Read:
        said = [{name: text.strip() for name, text in line.words.items() if text.strip()} for line in lines]
        content = hashlib.sha256(canonical(said)).digest()
        self._alike[content] += 1
        again = self._alike[content]
        key = content.hex() if again == 1 else hashlib.sha256(content + again.to_bytes(4)).hexdigest()
        return Read(key, lines, province_of_words(lines[0]))


def province_of_words(line: Line) -> str:
    """This function returns the province that a row's words name for sure; empty where they do not."""
    words = line.division or line.place
    return _province(gazetteer(), line.country, words) if line.country and words else ""


@lru_cache(maxsize=16_384)
def _province(places: Gazetteer, country: str, words: str) -> str:
    found = places.match(words, country, 1, None, 2)
    if not found or found[0].score < SURE:
        whole, bracket, _part = words.partition("(")  # "Shan (North)": a part of a province lies in the province
        return _province(places, country, whole.strip()) if bracket and whole.strip() else ""
    return "" if len(found) > 1 and found[0].score - found[1].score < NEXT else found[0].place.code


SEIZURE = (
    "id", "key", "reference", "date", "date_from", "date_to", "country", "province", "place", "place_kind", "transport",
    "hiding", "routing", "as_written",
)  # fmt: skip
GOOD = (
    "seizure", "number", "kind", "substance", "words", "form", "amount", "amount_text", "unit", "unit_text",
    "kilograms", "kilograms_low", "kilograms_high", "factor", "factor_source", "imputed", "as_written",
)  # fmt: skip
POINT = ("seizure", "role", "order", "country", "words")


def seizure_row(read: Read, seizure_id: str) -> tuple[Any, ...]:
    """This function returns a seizure as the columns of `SEIZURE`."""
    line = read.first
    text = str(line.date) if line.date else ""
    _date, first, last = span(text) if text else (None, None, None)
    return (
        seizure_id, read.key, read.reference, text, first, last, line.country or "", read.province,
        (line.place or line.division)[:300], line.installation or "", line.transport or "", line.hiding or "",
        line.routing or "", _written(line),
    )  # fmt: skip


def good_rows(read: Read, seizure_id: str) -> Iterator[tuple[Any, ...]]:
    """This function returns what was seized as the columns of `GOOD`."""
    for number, line in enumerate(read.lines, 1):
        what, mass = line.substance, line.mass
        amount = None if line.amount is None or line.amount >= MOST else f"{round(line.amount, 9):f}"
        yield (
            seizure_id, number, what.kind if what else GoodKind.DRUG.value, what.code if what else "",
            (line.drug or "?")[:300], line.form, amount, _cell(line, "AMOUNT")[:60],
            line.unit.code if line.unit else "", _cell(line, "DRUG_UNIT")[:60],
            mass.kilograms if mass else None, mass.low if mass else None, mass.high if mass else None,
            mass.factor if mass else None, mass.source[:200] if mass else "", bool(mass and mass.imputed),
            _written(line) if number > 1 else {},
        )  # fmt: skip


def point_rows(read: Read, seizure_id: str) -> Iterator[tuple[Any, ...]]:
    """This function returns the route as the columns of `POINT`; rows of one seizure that differ add nothing twice."""
    seen: set[tuple[str, str]] = set()
    orders: Counter[str] = Counter()
    for line in read.lines:
        points = [
            (PointRole.PRODUCING, line.producing), (PointRole.DEPARTURE, line.departure),
            *((PointRole.TRANSIT, code) for code in line.transit), (PointRole.DESTINATION, line.destination),
        ]  # fmt: skip
        for role, code in points:
            if not code or (role.value, code) in seen or (role != PointRole.TRANSIT and orders[role.value]):
                continue
            seen.add((role.value, code))
            orders[role.value] += 1
            words = _cell(line, f"{role.value.upper()}_COUNTRY")[:300]
            yield seizure_id, role.value, orders[role.value], code, words


def _cell(line: Line, column: str) -> str:
    """This function returns a cell as it was written, where the file calls its column as UNODC does."""
    return line.words.get(column, "").strip()


def _written(line: Line) -> dict[str, str]:
    return {name: text.strip() for name, text in line.words.items() if text.strip()}
