"""What the columns of individual drug seizures give: one line for each thing seized, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from comity.flows.substances import Substance
from comity.flows.units import Mass, Unit
from comity.kernel.dates import PartialDate

COLUMNS = (
    "REGION", "SUBREGION", "COUNTRY", "ADMINISTRATIVE_DIVISION", "PLACE", "SEIZURE_DATE", "DRUG_NAME", "AMOUNT",
    "DRUG_UNIT", "HIDING_PLACE", "INSTALLATION", "TRANSPORT", "PRODUCING_COUNTRY", "DEPARTURE_COUNTRY",
    "DESTINATION_COUNTRY", "ROUTING",
)  # fmt: skip
"""The columns as UNODC publishes them."""
MORE = ("TRANSIT_COUNTRY", "REFERENCE")
"""Columns that some files have beside them: the countries of transit in order, and what the source calls a seizure."""
SHOWN = 1_000
"""So much of a value stands in a report."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A value that could not be understood; the row stays unless ``column`` is empty.

    Args:
        row: where it stands in the file, from 1; in a workbook the row of the sheet.
        column: as the file calls it; empty where the row as a whole is meant.
        value: the text, cut after `SHOWN` characters.
        reason: why, in words.
        sheet: of a workbook with several.
    """

    row: int
    column: str
    value: str
    reason: str
    sheet: str = ""


@dataclass(slots=True)
class Line:
    """What one row says, understood as far as it can be. None: it does not say, or it could not be read.

    Args:
        row: where it stands, as in `Unread`.
        sheet: of a workbook with several.
        words: every cell as it was written, by the file's own name of its column.
        reference: what the source calls the seizure, or empty.
        date: as exact as the source is; see `comity.flows.columns.dates`.
        country: alpha-2, where it was seized.
        division: the first-level division in words.
        place: in words.
        drug: what was seized, in words.
        substance: what these words mean.
        form: code of the form that they say, or empty.
        amount: as it was written.
        unit: of the amount.
        mass: what the amount weighs.
        hiding: code, like installation, transport and routing.
        producing: alpha-2, like departure and destination.
        transit: alpha-2 codes in order.
        unread: what could not be understood.
    """

    row: int
    sheet: str
    words: Mapping[str, str]
    reference: str = ""
    date: PartialDate | None = None
    country: str | None = None
    division: str = ""
    place: str = ""
    drug: str = ""
    substance: Substance | None = None
    form: str = ""
    amount: Decimal | None = None
    unit: Unit | None = None
    mass: Mass | None = None
    hiding: str | None = None
    installation: str | None = None
    transport: str | None = None
    routing: str | None = None
    producing: str | None = None
    departure: str | None = None
    transit: tuple[str, ...] = ()
    destination: str | None = None
    unread: tuple[Unread, ...] = ()

    @property
    def says_something(self) -> bool:
        """This function tells whether anything of the row can be counted."""
        route = self.producing or self.departure or self.transit or self.destination
        return bool(self.country or self.date or self.substance or self.amount is not None or route)

    @property
    def with_route(self) -> bool:
        """This function tells whether both ends of the route are known, even within one country."""
        return self.departure is not None and self.destination is not None


class Words(Mapping[str, str]):
    """The cells of a row by the names of their columns; UNODC's own names find them as well.

    Args:
        names: where each column stands, by the name that the file gives it.
        places: where each column of UNODC's stands.
        cells: the row.
    """

    __slots__ = ("_cells", "_names", "_places")

    def __init__(self, names: Mapping[str, int], places: Mapping[str, int], cells: tuple[str, ...]) -> None:
        """This function copies nothing."""
        self._names, self._places, self._cells = names, places, cells

    def __getitem__(self, name: str) -> str:
        """This function returns the cell under a name."""
        place = self._names[name] if name in self._names else self._places[name]
        return self._cells[place] if place < len(self._cells) else ""

    def __iter__(self) -> Iterator[str]:
        """This function gives the file's names."""
        return iter(self._names)

    def __len__(self) -> int:
        """This function returns how many columns there are."""
        return len(self._names)
