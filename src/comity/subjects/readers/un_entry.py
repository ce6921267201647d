"""One entry of the UN list, as values. Every element that has text gives a value or a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.kernel.dates import PartialDate
from comity.subjects.model import Schema, Value
from comity.subjects.readers.reading import Reading
from comity.subjects.readers.xml_records import Element

WIDEST = 20
"""A range of birth years wider than this gives its two ends only."""
_NAME_PARTS = {
    "FIRST_NAME": "firstName",
    "SECOND_NAME": "secondName",
    "THIRD_NAME": "middleName",
    "FOURTH_NAME": "lastName",
}
_PLAIN = {
    "GENDER": "gender",
    "UN_LIST_TYPE": "program",
    "REFERENCE_NUMBER": "unscId",
    "LISTED_ON": "listingDate",
    "COMMENTS1": "notes",
}
_SEVERAL = {"TITLE": "title", "DESIGNATION": "position", "NATIONALITY": "nationality", "LAST_DAY_UPDATED": "modifiedAt"}
_LEFT = frozenset({"DATAID", "VERSIONNUM", "LIST_TYPE", "SORT_KEY", "SORT_KEY_LAST_MOD", "NAME_ORIGINAL_SCRIPT"})
_QUALITIES = {"low": "weakAlias", "f.k.a.": "previousName"}
_KNOWN = {
    "ALIAS": {"QUALITY", "ALIAS_NAME", "NOTE", "DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"},
    "ADDRESS": {"STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE"},
    "DATE_OF_BIRTH": {"TYPE_OF_DATE", "DATE", "YEAR", "FROM_YEAR", "TO_YEAR", "NOTE"},
    "PLACE_OF_BIRTH": {"STREET", "CITY", "STATE_PROVINCE", "COUNTRY", "NOTE"},
    "DOCUMENT": {
        "TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER", "ISSUING_COUNTRY", "COUNTRY_OF_ISSUE", "CITY_OF_ISSUE",
        "DATE_OF_ISSUE", "NOTE",
    },
}  # fmt: skip
_ZONE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[+-]\d{2}:\d{2}|Z)")
_BRACKETED = re.compile(r"\([^()]*\)")
_WORDS = re.compile(r"[a-z]{3}|:")
_NUMBER = re.compile(r"(?:\b[A-Z]{1,5}[ -]?)?\d[0-9A-Z/.-]*")


class Entry:
    """One individual or entity while it is read."""

    def __init__(self, reading: Reading, element: Element, schema: Schema) -> None:
        self.reading, self.element, self.schema = reading, element, schema

    def values(self) -> Iterator[Value]:
        """This function gives everything that the entry says, in the order of the list's schema."""
        parts = [(prop, text) for tag, prop in _NAME_PARTS.items() if (text := self.element.text(tag))]
        yield from self._value("name", " ".join(text for _, text in parts))
        if len(parts) > 1:
            for prop, text in parts:
                yield from self._value(prop, text)
        yield from self._value("name", self.element.text("NAME_ORIGINAL_SCRIPT"), "original script")
        for child in self.element.children:
            yield from self._child(child)

    def _child(self, child: Element) -> Iterator[Value]:
        tag = child.tag.removeprefix("INDIVIDUAL_").removeprefix("ENTITY_")
        if tag in _KNOWN:
            self._unknown(child, _KNOWN[tag])
            yield from getattr(self, f"_{tag.lower()}")(child)
        elif child.tag in _PLAIN:
            yield from self._value(_PLAIN[child.tag], child.content, line=child.line)
        elif child.tag in _SEVERAL:
            self._unknown(child, {"VALUE"})
            for each in child.all("VALUE"):
                yield from self._value(_SEVERAL[child.tag], each.content, line=each.line)
        elif child.tag in {"SUBMITTED_BY", "SUBMITTED_ON"}:
            words = child.tag.replace("_", " ").capitalize()
            yield from self._value("notes", f"{words}: {child.content.strip()}" if child.content.strip() else "")
        elif child.tag not in _LEFT and child.tag not in _NAME_PARTS:
            self._fault(child)

    def _alias(self, child: Element) -> Iterator[Value]:
        name, quality = child.text("ALIAS_NAME"), child.text("QUALITY")
        prop = _QUALITIES.get(quality.lower(), "alias")
        yield from self._value(
            prop, name, _joined(f"quality: {quality}" if quality else "", child.text("NOTE")), child.line
        )
        under = f"as {name}" if name else ""
        yield from self._value("birthDate", _date(child.text("DATE_OF_BIRTH")), under, child.line)
        yield from self._value("birthPlace", child.text("CITY_OF_BIRTH"), under, child.line)
        yield from self._value("birthCountry", child.text("COUNTRY_OF_BIRTH"), under, child.line)

    def _address(self, child: Element) -> Iterator[Value]:
        parts = [child.text(tag) for tag in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")]
        country, note = child.text("COUNTRY"), child.text("NOTE")
        if any(parts):
            yield from self._value("address", ", ".join(p for p in (*parts, country) if p), note, child.line)
        elif note and not country:
            yield from self._value("notes", f"Address: {note}", "", child.line)
        yield from self._value("country", country, note, child.line)

    def _date_of_birth(self, child: Element) -> Iterator[Value]:
        circa = "circa " if child.text("TYPE_OF_DATE") == "APPROXIMATELY" else ""
        note, first, last = child.text("NOTE"), child.text("FROM_YEAR"), child.text("TO_YEAR")
        exact, year = child.text("DATE"), child.text("YEAR")
        if exact or year:
            text = _date(exact) or year
            if year and not exact and note and _is_date(f"{note} {year}"):
                text, note = f"{note} {year}", ""
            yield from self._value("birthDate", circa + text, note, child.line)
        elif first.isdigit() and last.isdigit() and int(first) <= int(last):
            years = range(int(first), int(last) + 1) if int(last) - int(first) <= WIDEST else (int(first), int(last))
            for each in years:
                yield from self._value("birthDate", str(each), _joined(f"between {first} and {last}", note), child.line)
        else:
            text = f"{circa}{_joined(first, last, note)}" if first or last or note else ""
            found = self.reading.dates(child.line, "birthDate", text) if text else []
            yield from found
            if note and not found:
                yield from self._value("notes", f"Date of birth: {note}", "", child.line)

    def _place_of_birth(self, child: Element) -> Iterator[Value]:
        parts = [child.text(tag) for tag in ("STREET", "CITY", "STATE_PROVINCE")]
        country, note = child.text("COUNTRY"), child.text("NOTE")
        words = ", ".join(p for p in (*parts, country) if p) if any(parts) else ""
        yield from self._value("birthPlace", words or note, note if words else "", child.line)
        yield from self._value("birthCountry", country, note, child.line)

    def _document(self, child: Element) -> Iterator[Value]:
        kinds = [child.text("TYPE_OF_DOCUMENT2"), child.text("TYPE_OF_DOCUMENT")]
        words = _joined(
            *(k for k in kinds if k),
            f"issued on {child.text('DATE_OF_ISSUE')}" if child.text("DATE_OF_ISSUE") else "",
            f"issued in {child.text('CITY_OF_ISSUE')}" if child.text("CITY_OF_ISSUE") else "",
            child.text("NOTE"),
        )
        number = child.text("NUMBER")
        if not number:
            yield from self._value("notes", f"Document: {words}" if words else "", "", child.line)
            return
        country = self._issuer(child)
        found = list(self._value(_document_property(" ".join(kinds)), _bare_number(number), words, child.line, country))
        yield from (Value(v.property, v.value, number, v.note, v.country) for v in found)

    def _issuer(self, child: Element) -> str | None:
        for tag in ("ISSUING_COUNTRY", "COUNTRY_OF_ISSUE"):
            for value in self._value("country", child.text(tag), line=child.line):
                return value.value
        return None

    def _value(
        self, prop: str, text: str, note: str = "", line: int = 0, country: str | None = None
    ) -> Iterator[Value]:
        """This function gives the value of a text, or reports it; nothing where there is no text."""
        text = text.strip()
        if not text:
            return
        if prop in {"listingDate", "modifiedAt"}:
            text = _date(text)
        found = self.reading.value(line or self.element.line, prop, text, self.schema, country)
        if found is not None:
            yield Value(prop, found.value, text, _joined(note, found.note), found.country)

    def _unknown(self, element: Element, known: set[str]) -> None:
        for child in element.children:
            if child.tag not in known:
                self._fault(child)

    def _fault(self, element: Element) -> None:
        texts = [element.content.strip(), *(c.content.strip() for c in element.children)]
        if text := " ".join(t for t in texts if t):
            self.reading.fault(element.line, element.tag, text, "no such element is known; its text is left out")


def _bare_number(text: str) -> str:
    """This function takes a document's number out of the words that some entries put around it."""
    bare = _BRACKETED.sub(" ", text).strip() or text
    if not _WORDS.search(bare):
        return bare
    found: list[str] = _NUMBER.findall(bare)
    return found[-1] if found else bare


def _document_property(kind: str) -> str:
    lower = kind.lower()
    if "passport" in lower or "passeport" in lower or "pasaporte" in lower:
        return "passportNumber"
    if "fiscal" in lower or "tax" in lower:
        return "taxNumber"
    return "socialSecurityNumber" if "social security" in lower else "idNumber"


def _date(text: str) -> str:
    """This function takes the time zone off a date, where XML Schema has put one."""
    match = _ZONE.fullmatch(text.strip())
    return match[1] if match else text.strip()


def _is_date(text: str) -> bool:
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def _joined(*parts: str) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))
