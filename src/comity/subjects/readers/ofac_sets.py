"""What OFAC's advanced XML keeps apart from its parties, and parties refer to by number.

Reference values, locations, documents, relations and entries of sanctions are gathered in one pass, as plain texts and
numbers; a number is looked up when a party uses it, so the order of the file does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from comity.kernel.dates import PartialDate
from comity.subjects.readers.record import Record
from comity.subjects.readers.xml_records import Element
from comity.subjects.written_dates import Written, span

REFERENCES = frozenset({
    "AliasType", "AreaCode", "CalendarType", "Country", "DetailReference", "EntryEventType", "FeatureType",
    "IDRegDocDateType", "IDRegDocType", "LegalBasis", "List", "LocPartType", "NamePartType", "PartySubType",
    "PartyType", "RelationType", "Reliability", "SanctionsType", "Script", "SanctionsProgram", "Validity",
})  # fmt: skip
"""The kinds of reference value that a subject is read with."""
SIDES = frozenset({"Location", "IDRegDocument", "ProfileRelationship", "SanctionsEntry"})
GREGORIAN = ("", "gregorian")


class Place(NamedTuple):
    """A location: parts as type and text, and the numbers of its countries and areas."""

    parts: tuple[tuple[str, str], ...]
    countries: tuple[str, ...]
    areas: tuple[str, ...]


class Document(NamedTuple):
    """A document or registration of an identity, as numbers of reference values and texts."""

    line: int
    kind: str
    country: str
    validity: str
    number: str
    said: tuple[str, ...]
    dates: tuple[tuple[str, str], ...]


class Relation(NamedTuple):
    """What a profile is to another."""

    kind: str
    other: str
    said: str


class Entry(NamedTuple):
    """Why a profile is on a list: its list, programmes and measures, and what happened when."""

    listed: str
    measures: tuple[tuple[str, str], ...]
    events: tuple[tuple[str, str, str, str], ...]


@dataclass(slots=True)
class Sets:
    """Everything that parties refer to.

    Args:
        references: of each kind, number and text.
        attributes: of each kind, number and the other attributes of the value.
        places: locations by number.
        documents: by the number of the identity.
        relations: by the number of the profile.
        entries: by the number of the profile.
        names: the first name of each profile.
        size: characters kept.
    """

    references: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    attributes: dict[str, dict[str, dict[str, str]]] = field(default_factory=lambda: defaultdict(dict))
    places: dict[str, Place] = field(default_factory=dict)
    documents: dict[str, list[Document]] = field(default_factory=lambda: defaultdict(list))
    relations: dict[str, list[Relation]] = field(default_factory=lambda: defaultdict(list))
    entries: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def add(self, element: Element) -> None:
        """This function keeps one element that is no party."""
        given = element.attributes
        own_id = given.get("ID", "")
        self.size += len(element.content) + 100
        if element.tag in REFERENCES:
            self.references[element.tag][own_id] = " ".join(element.content.split())
            self.attributes[element.tag][own_id] = given
        elif element.tag == "Location":
            self.places[own_id] = _place(element)
        elif element.tag == "IDRegDocument":
            self.documents[given.get("IdentityID", "")].append(_document(element))
        elif element.tag == "ProfileRelationship":
            said = " ".join((element.text("Comment"), "former" if given.get("Former") == "true" else "")).strip()
            ends = given.get("From-ProfileID", ""), given.get("To-ProfileID", "")
            self.relations[ends[0]].append(Relation(given.get("RelationTypeID", ""), ends[1], said))
        else:
            self.entries[given.get("ProfileID", "")].append(_entry(element))

    def text(self, record: Record, kind: str, number: str) -> str:
        """This function returns a reference value; one that the file lacks is reported, and is nothing."""
        if not number:
            return ""
        found = self.references[kind].get(number)
        if found is None:
            record.doubt(kind, number, "the file has no reference value with this number")
        return found or ""

    def country(self, record: Record, place: Place) -> str:
        """This function returns the country of a place as the list writes it, or nothing where it knows none."""
        for number in place.countries:
            if found := self.text(record, "Country", number):
                return found
        for number in place.areas:
            more = self.attributes["AreaCode"].get(number, {})
            if found := more.get("Description", "") or self.references["Country"].get(more.get("CountryID", ""), ""):
                return found
        return ""

    def words(self, record: Record, place: Place) -> str:
        """This function writes the parts of a place one after the other, without its country."""
        return ", ".join(text for _, text in place.parts if text and text != self.country(record, place))


def period(element: Element) -> list[Written]:
    """This function returns the dates of a DatePeriod, whose two ends are each from a day to a day."""
    days: list[PartialDate] = []
    circa = False
    for end in (*element.all("Start"), *element.all("End")):
        circa = circa or end.attributes.get("Approximate") == "true"
        days += (day for tag in ("From", "To") for each in end.all(tag) if (day := day_of(each)))
    if not days:
        return []
    days.sort(key=lambda day: (day.year, day.month or 0, day.day or 0))
    first, last = days[0], days[-1]
    return span(PartialDate(first.year, first.month, first.day, circa), last)


def day_of(element: Element) -> PartialDate | None:
    """This function returns the date of an element with Year, Month and Day, or None where there is none."""
    parts = [element.text(tag) for tag in ("Year", "Month", "Day")]
    year, month, day = (int(p) if p.isdecimal() and len(p) < 5 else 0 for p in parts)
    try:
        return PartialDate(year, month or None, (day or None) if month else None) if year else None
    except ValueError:
        return None


def written(dates: list[Written]) -> str:
    """This function writes dates as words."""
    return ", ".join(dict.fromkeys(each.note or str(each.date) for each in dates))


def _place(element: Element) -> Place:
    parts = tuple(
        (part.attributes.get("LocPartTypeID", ""), value.text("Value"))
        for part in element.all("LocationPart")
        for value in part.all("LocationPartValue")
    )
    countries = tuple(each.attributes.get("CountryID", "") for each in element.all("LocationCountry"))
    return Place(
        parts, countries, tuple(each.attributes.get("AreaCodeID", "") for each in element.all("LocationAreaCode"))
    )


def _document(element: Element) -> Document:
    given = element.attributes
    dates = tuple(
        (each.attributes.get("IDRegDocDateTypeID", ""), written(period(inner)))
        for each in element.all("DocumentDate")
        for inner in each.all("DatePeriod")
    )
    said = tuple(text for tag in ("IssuingAuthority", "Comment") if (text := element.text(tag)))
    return Document(
        element.line, given.get("IDRegDocTypeID", ""), given.get("IssuedBy-CountryID", ""),
        given.get("ValidityID", ""), element.text("IDRegistrationNo"), said, dates,
    )  # fmt: skip


def _entry(element: Element) -> Entry:
    measures = tuple(
        (m.attributes.get("SanctionsTypeID", ""), m.text("Comment")) for m in element.all("SanctionsMeasure")
    )
    return Entry(element.attributes.get("ListID", ""), measures, tuple(_events(element)))


def _events(element: Element) -> Iterator[tuple[str, str, str, str]]:
    for event in element.all("EntryEvent"):
        days = [str(day) for each in event.all("Date") if (day := day_of(each))]
        given = event.attributes
        yield (
            given.get("EntryEventTypeID", ""), given.get("LegalBasisID", ""), days[0] if days else "",
            event.text("Comment"),
        )  # fmt: skip
