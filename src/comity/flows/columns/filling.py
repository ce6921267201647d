"""One row becomes a line: each cell is understood, or noted with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from comity.flows import units
from comity.flows.columns.amounts import HEAVIEST
from comity.flows.columns.meanings import Meanings
from comity.flows.columns.model import SHOWN, Line, Unread
from comity.flows.columns.sheets import Sheet
from comity.subjects.cells import plain

_CODED = {
    "COUNTRY": "country", "PRODUCING_COUNTRY": "producing", "DEPARTURE_COUNTRY": "departure",
    "DESTINATION_COUNTRY": "destination", "TRANSIT_COUNTRY": "transit", "SEIZURE_DATE": "date",
    "HIDING_PLACE": "hiding", "INSTALLATION": "installation", "TRANSPORT": "transport", "ROUTING": "routing",
}  # fmt: skip
_WORDS = {"ADMINISTRATIVE_DIVISION": "division", "PLACE": "place", "REFERENCE": "reference"}


@dataclass(slots=True)
class Row:
    """A row while it is read.

    Args:
        line: what it says so far.
        sheet: where it stands.
        cells: its texts.
        meanings: of the file.
        faults: what could not be understood.
    """

    line: Line
    sheet: Sheet
    cells: tuple[str, ...]
    meanings: Meanings
    faults: list[Unread] = field(default_factory=list)

    def fill(self) -> str:
        """This function fills the line, and returns what was assumed about its date, in words."""
        width, size = len(self.sheet.names), len(self.cells)
        if size < width:
            self.cells += ("",) * (width - size)
            reason = f"the row has {size} cells under {width} columns; the rest is taken as empty"
            self.faults.append(Unread(self.line.row, self.sheet.names[size], "", reason, self.sheet.title))
        self._coded()
        self._goods()
        self._amount()
        self.line.unread = tuple(self.faults)
        return self._month()

    def _cell(self, column: str) -> str:
        place = self.sheet.places.get(column)
        return self.cells[place] if place is not None else ""

    def _fault(self, column: str, reason: str) -> None:
        place = self.sheet.places[column]
        name, text = self.sheet.names[place], self.cells[place]
        self.faults.append(Unread(self.line.row, name, text[:SHOWN], reason, self.sheet.title))

    def _coded(self) -> None:
        line, of = self.line, self.meanings.of
        for column, place in self.sheet.places.items():
            text = self.cells[place]
            if not text:
                continue
            if name := _CODED.get(column):
                value, reason = of(column, text)
                if value is not None:
                    setattr(line, name, value)
                elif reason:
                    self._fault(column, reason)
            elif name := _WORDS.get(column):
                setattr(line, name, plain(text.strip()))

    def _goods(self) -> None:
        text = self._cell("DRUG_NAME")
        found, reason = self.meanings.of("DRUG_NAME", text)
        if found or reason:
            self.line.drug = " ".join(plain(text).split())
        if found:
            self.line.substance, self.line.form = found.substance, found.form
        elif reason:
            self._fault("DRUG_NAME", reason)

    def _amount(self) -> None:
        line = self.line
        amount = self.meanings.amount(self._cell("AMOUNT"))
        line.amount = amount.value
        if amount.reason:
            self._fault("AMOUNT", amount.reason)
        line.unit, reason = self.meanings.of("DRUG_UNIT", self._cell("DRUG_UNIT"))
        if reason:
            self._fault("DRUG_UNIT", reason)
        if amount.unit:
            self._beside(amount.unit)
        elif amount.value is not None and line.unit is None and not reason:
            self._fault("AMOUNT", "the row names no unit, so that the amount has no weight")
        if line.amount is not None and line.unit:
            code = line.substance.code if line.substance else None
            line.mass = units.kilograms(line.amount, line.unit.code, code, line.form or None)
        if line.mass and line.mass.kilograms > HEAVIEST:
            line.amount = line.mass = None
            self._fault("AMOUNT", "no seizure is so heavy")

    def _beside(self, words: str) -> None:
        """This function takes a unit that stands in the cell of the amount."""
        line = self.line
        beside, _ = self.meanings.of("DRUG_UNIT", words)
        if beside is None or (line.unit and line.unit != beside):
            line.amount = None
            self._fault("AMOUNT", f"the unit beside it, {words!r}, is not known or not that of the row")
        line.unit = line.unit or beside

    def _month(self) -> str:
        date = self.line.date
        if date is None:
            return ""
        if date.day == 1 and (self.line.country, date.year) in self.meanings.by_month:
            self.line.date = replace(date, day=None)
        return self.meanings.assumed.get(plain(self._cell("SEIZURE_DATE").strip()), "")
