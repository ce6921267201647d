"""The European Union's consolidated list of financial sanctions, XML of schema FSF 1.1.

The id is ``logicalId``. Nearly all of it stands in attributes; an element or attribute that is not known is reported.
Left out on purpose: languages of names, numbers of rows in the publisher's database, and the links to regulations.
Source: the schema of FSF 1.1; read against files made after it, since no published file is kept beside the project.
"""

from __future__ import annotations

from collections.abc import Iterator

from comity.subjects.model import Schema, Subject
from comity.subjects.places import country_of
from comity.subjects.readers.reading import Format, Reading
from comity.subjects.readers.record import Record, joined
from comity.subjects.readers.xml_records import Element, check_count, records

_ROOT = "export"
_ENTITY = "sanctionEntity"
_NAMESPACE = b"eu.europa.ec/fpi/fsd/export"
_SCHEMAS = {"person": Schema.PERSON, "P": Schema.PERSON, "enterprise": Schema.ORGANIZATION, "E": Schema.ORGANIZATION}
_PLACE = ("street", "poBox", "zipCode", "city", "place", "region")
_BORN = ("city", "zipCode", "place", "region")
_PASSPORTS = ("passport", "diplomatic passport", "electronic passport")
_STATES = ("diplomatic", "knownExpired", "knownFalse", "reportedLost", "revokedByIssuer")
_CONTACTS = {"EMAIL": "email", "PHONE": "phone", "MOBILE": "phone", "FAX": "phone", "WEB": "website"}
_LEFT = frozenset({
    "logicalId", "regulationLanguage", "nameLanguage", "countryDescription", "calendarType", "dayOfMonth",
    "monthOfYear", "year", "asAtListingTime", "latinNumber",
})  # fmt: skip


def recognises(head: bytes) -> bool:
    """This function tells whether the beginning of a file names the list's namespace."""
    return _NAMESPACE in head and b"<" in head[:8]


def check(reading: Reading) -> None:
    """This function reads the whole file for its form, and refuses what is cut off, hostile, too long or another list.

    Raises:
        UnreadableFile: the file is none of the list.
    """
    check_count(_elements(reading), reading.source, most=reading.limits.rows_per_file)


def subjects(reading: Reading) -> Iterator[Subject]:
    """This function gives the subject of each entry."""
    for element in _elements(reading):
        kind = next((child.attributes for child in element.all("subjectType")), {})
        schema = _SCHEMAS.get(kind.get("code", "")) or _SCHEMAS.get(kind.get("classificationCode", ""))
        record = Record(reading, element.line, element.attributes.get("logicalId", ""), schema or Schema.UNKNOWN)
        if schema is None:
            record.doubt("subjectType", kind.get("code", ""), "no such type is known; it counts as LegalEntity")
        _entity(record, element)
        if subject := record.subject():
            yield subject


def _elements(reading: Reading) -> Iterator[Element]:
    return records(reading.source, root=_ROOT, tags=frozenset({_ENTITY}), depth=reading.limits.document_depth)


def _entity(record: Record, element: Element) -> None:
    given = element.attributes
    record.add("unscId", given.get("unitedNationId", ""))
    record.note("EU reference", given.get("euReferenceNumber", ""))
    record.note("Designation", given.get("designationDetails", ""))
    record.date("listingDate", given.get("designationDate", ""))
    readers = {
        "nameAlias": _name, "birthdate": _birth, "citizenship": _citizenship, "identification": _document,
        "address": _address, "regulation": _regulation,
    }  # fmt: skip
    for child in element.children:
        if child.tag == "remark":
            record.note("", _text(child))
        elif child.tag in readers:
            readers[child.tag](record, child)
        elif child.tag != "subjectType":
            record.doubt(child.tag, _text(child) or str(child.attributes), "no such element is known; it is left out")


def _name(record: Record, child: Element) -> None:
    given, person = child.attributes, record.schema is Schema.PERSON
    parts = [given.get(name, "").strip() for name in ("firstName", "middleName", "lastName")]
    whole = given.get("wholeName", "").strip() or " ".join(p for p in parts if p)
    strong = given.get("strong", "true") == "true"
    first = not any(v.property == "name" for v in record.values)
    record.add("name" if strong and first else "alias" if strong else "weakAlias", whole, _said(child), line=child.line)
    if person and strong and first:
        for prop, text in zip(("firstName", "middleName", "lastName"), parts, strict=True):
            record.add(prop, text, line=child.line)
    record.add("title", given.get("title", ""))
    record.add("position", given.get("function", ""))
    record.keep("gender", given.get("gender", ""))
    _unknown(
        record, child, {"firstName", "middleName", "lastName", "wholeName", "strong", "title", "function", "gender"}
    )


def _birth(record: Record, child: Element) -> None:
    given, said = child.attributes, _said(child)
    circa = "circa " if given.get("circa") == "true" else ""
    year = given.get("year", "").strip()
    full = given.get("birthdate", "") or "-".join(
        f"{int(p):02}" for p in (year, given.get("monthOfYear", ""), given.get("dayOfMonth", "")) if p.isdecimal()
    )
    ends = [y for y in (given.get("yearRangeFrom", ""), given.get("yearRangeTo", "")) if y.strip("0 ")]
    if given.get("calendarType", "GREGORIAN") != "GREGORIAN":
        record.note("Date of birth", given.get("calendarType", ""), full)
        record.doubt("birthdate", full, "it is of another calendar; its words stay in the notes", line=child.line)
    elif full.strip("0-"):
        record.date("birthDate", circa + full, said, line=child.line)
    if ends:
        record.date("birthDate", circa + " to ".join(dict.fromkeys(ends)), said, line=child.line)
    country = _country(given)
    record.add("birthPlace", ", ".join(t for n in _BORN if (t := given.get(n, "").strip())), said, line=child.line)
    record.keep("birthCountry", country, line=child.line)
    _unknown(record, child, {"circa", "birthdate", "yearRangeFrom", "yearRangeTo", "countryIso2Code", *_BORN})


def _citizenship(record: Record, child: Element) -> None:
    record.keep("citizenship", _country(child.attributes), joined(child.attributes.get("region", ""), _said(child)))
    _unknown(record, child, {"region", "countryIso2Code"})


def _document(record: Record, child: Element) -> None:
    given = child.attributes
    kind = given.get("identificationTypeDescription", "") or given.get("identificationTypeCode", "")
    code = given.get("identificationTypeCode", "").lower()
    dates = [f"{n} {given[n]}" for n in ("issuedDate", "issuedBy", "validFrom", "validTo") if given.get(n)]
    states = [name for name in _STATES if given.get(name) == "true"]
    owner = f"as {given['nameOnDocument']}" if given.get("nameOnDocument") else ""
    said = joined(kind, *dates, *states, owner, given.get("region", ""), _said(child))
    prop = "passportNumber" if code in _PASSPORTS or "passport" in kind.lower() else "idNumber"
    if "tax" in code or "fiscal" in kind.lower():
        prop = "taxNumber"
    elif code.startswith("reg") or record.schema is Schema.ORGANIZATION:
        prop = "registrationNumber"
    number = given.get("number", "") or given.get("latinNumber", "")
    record.keep(prop, number, said, country=country_of(given.get("countryIso2Code", "")), line=child.line)
    if not number:
        record.note("Document", said)
    used = {"identificationTypeDescription", "identificationTypeCode", "issuedDate", "issuedBy", "validFrom", "validTo",
            "nameOnDocument", "region", "number", "countryIso2Code", *_STATES}  # fmt: skip
    _unknown(record, child, used)


def _address(record: Record, child: Element) -> None:
    given = child.attributes
    country = _country(given)
    parts = [text for name in _PLACE if (text := given.get(name, "").strip())]
    if parts:
        words = ", ".join([*parts, given.get("countryDescription", "") or country])
        record.add("address", words.strip(", "), _said(child), line=child.line)
    record.keep("country", country, line=child.line)
    for contact in child.all("contactInfo"):
        key, value = contact.attributes.get("key", ""), contact.attributes.get("value", "")
        prop = _CONTACTS.get(key.upper())
        record.keep(prop, value, line=contact.line) if prop else record.note("Contact", key, value)
    _unknown(record, child, {"countryIso2Code", *_PLACE})


def _regulation(record: Record, child: Element) -> None:
    given = child.attributes
    record.add("program", given.get("programme", ""))
    record.note("Regulation", given.get("numberTitle", ""), given.get("publicationDate", ""))


def _country(given: dict[str, str]) -> str:
    code, words = given.get("countryIso2Code", "").strip(), given.get("countryDescription", "").strip()
    found = code if code not in {"", "00"} else words
    return "" if found.upper() == "UNKNOWN" else found


def _said(child: Element) -> str:
    return joined(*(_text(each) for each in child.all("remark")))


def _text(element: Element) -> str:
    return " ".join(element.content.split())


def _unknown(record: Record, child: Element, known: set[str]) -> None:
    for name, text in child.attributes.items():
        if name not in known and name not in _LEFT and text.strip():
            record.doubt(f"{child.tag} {name}", text, "no such attribute is known; it is left out", line=child.line)


FORMAT = Format("eu", "EU consolidated financial sanctions list (XML, FSF 1.1)", recognises, check, subjects)
