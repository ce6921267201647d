"""The UK Sanctions List in its XML, which has replaced the consolidated list of financial sanctions.

The id is ``UniqueID``. An element that is not known is reported once and its text stays in the notes. Left out on
purpose: the indicators that repeat which sanctions are imposed. Source: the list's published elements; read against
files made after them, since no published file is kept beside the project.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.subjects.model import Schema, Subject
from comity.subjects.readers.reading import Format, Reading
from comity.subjects.readers.record import Record, joined
from comity.subjects.readers.xml_records import Element, check_count, records

_ROOT = "Designations"
_RECORD = "Designation"
_SCHEMAS = {"individual": Schema.PERSON, "entity": Schema.ORGANIZATION, "ship": Schema.VESSEL}
_GIVEN = tuple(f"Name{i}" for i in range(1, 6))
_ADDRESS = (*(f"AddressLine{i}" for i in range(1, 7)), "AddressPostalCode")
_PLAIN = {
    "UNReferenceNumber": "unscId", "RegimeName": "program", "DesignationSource": "authority", "Title": "title",
    "PhoneNumber": "phone", "Website": "website", "Position": "position", "Gender": "gender",
    "TypeOfEntity": "classification", "BusinessRegistrationNumber": "registrationNumber", "IMONumber": "imoNumber",
    "CurrentOwnerOperator": "owner", "TypeOfShip": "type", "TonnageOfShip": "tonnage", "Nationality": "nationality",
    "CurrentBelievedFlagOfShip": "flag", "PreviousFlag": "pastFlags", "HullIdentificationNumber": "serialNumber",
}  # fmt: skip
_DATES = {"DateDesignated": "listingDate", "LastUpdated": "modifiedAt", "YearBuilt": "buildDate"}
_WORDS = {
    "OtherInformation": "", "UKStatementofReasons": "Reasons", "SanctionsImposed": "Sanctions imposed",
    "OFSIGroupID": "OFSI group", "ParentCompany": "Parent company", "Subsidiary": "Subsidiary",
    "PreviousOwnerOperator": "Previous owner or operator", "LengthOfShip": "Length",
}  # fmt: skip
_LEFT = frozenset({"UniqueID", "IndividualEntityShip", "SanctionsImposedIndicators"})
_EMAILS = re.compile(r"[;,\s]+")


def recognises(head: bytes) -> bool:
    """This function tells whether the beginning of a file is that of the list."""
    return b"<Designations" in head and b"<" in head[:8]


def check(reading: Reading) -> None:
    """This function reads the whole file for its form, and refuses what is cut off, hostile, too long or another list.

    Raises:
        UnreadableFile: the file is none of the list.
    """
    check_count(_elements(reading), reading.source, most=reading.limits.rows_per_file)


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each designation."""
    seen: set[str] = set()
    for element in _elements(reading):
        kind = element.text("IndividualEntityShip")
        schema = _SCHEMAS.get(kind.casefold())
        record = Record(reading, element.line, element.text("UniqueID"), schema or Schema.UNKNOWN)
        if schema is None:
            record.doubt("IndividualEntityShip", kind, "no such type is known; it counts as LegalEntity")
        for child in element.children:
            _read(record, child, seen)
        if subject := record.subject():
            yield subject


def _elements(reading: Reading) -> Iterator[Element]:
    return records(reading.source, root=_ROOT, tags=frozenset({_RECORD}), depth=reading.limits.document_depth)


def _read(record: Record, element: Element, seen: set[str]) -> None:
    readers = {
        "Name": _name, "NonLatinName": _original, "Address": _address, "Passport": _document,
        "NationalIdentifier": _document, "Location": _birth_place,
    }  # fmt: skip
    if element.tag in _LEFT:
        return
    if element.tag in readers and element.children:
        readers[element.tag](record, element)
    elif element.children:
        for child in element.children:
            _read(record, child, seen)
    elif text := " ".join(element.content.split()):
        _value(record, element, text, seen)


def _value(record: Record, element: Element, text: str, seen: set[str]) -> None:
    tag, line = element.tag, element.line
    if tag == "DOB":
        record.date("birthDate" if record.schema is Schema.PERSON else "incorporationDate", text, line=line)
    elif tag in _DATES:
        record.date(_DATES[tag], text, line=line)
    elif tag == "EmailAddress":
        for each in _EMAILS.split(text):
            record.keep("email", each, line=line)
    elif prop := _PLAIN.get(tag):
        record.keep(prop, text, line=line)
    else:
        if tag not in _WORDS and tag not in seen:
            seen.add(tag)
            record.doubt(tag, text, "no such element is known; here and later it stays in the notes", line=line)
        record.note(_WORDS.get(tag, tag), text.replace("|", ", "))


def _name(record: Record, element: Element) -> None:
    given, last = [element.text(tag) for tag in _GIVEN], element.text("Name6")
    kind, strength = element.text("NameType"), element.text("AliasStrength")
    prop = "weakAlias" if "low" in strength.casefold() else "alias"
    if kind.casefold() == "primary name" and not any(v.property == "name" for v in record.values):
        prop = "name"
    note = joined("" if kind.casefold() in {"primary name", "alias"} else kind, strength)
    record.add(prop, " ".join(part for part in (*given, last) if part), note, line=element.line)
    if prop == "name" and record.schema is Schema.PERSON and any(given):
        record.add("firstName", given[0], line=element.line)
        record.add("lastName", last, line=element.line)


def _original(record: Record, element: Element) -> None:
    note = joined("original script", element.text("NonLatinScriptType"), element.text("NonLatinScriptLanguage"))
    record.add("name", element.text("NameNonLatinScript"), note, line=element.line)


def _address(record: Record, element: Element) -> None:
    parts, country = [text for tag in _ADDRESS if (text := element.text(tag))], element.text("AddressCountry")
    if parts:
        record.add("address", ", ".join(p for p in (*parts, country) if p), line=element.line)
    record.keep("country", country, line=element.line)


def _document(record: Record, element: Element) -> None:
    prop = "passportNumber" if element.tag == "Passport" else "idNumber"
    number, said = element.text(f"{element.tag}Number"), element.text(f"{element.tag}AdditionalInformation")
    record.keep(prop, number, said, line=element.line)
    if not number:
        record.note("Document", said)


def _birth_place(record: Record, element: Element) -> None:
    town, country = element.text("TownOfBirth"), element.text("CountryOfBirth")
    record.add("birthPlace", ", ".join(p for p in (town, country) if p) if town else "", line=element.line)
    record.keep("birthCountry", country, line=element.line)


FORMAT = Format("uk-sanctions", "UK Sanctions List (XML)", recognises, check, subjects)
