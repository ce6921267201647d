"""Entities of FollowTheMoney that are no subjects: what an address, a document or a relation says of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from comity.subjects.model import Schema, Value
from comity.subjects.places import country_of
from comity.subjects.readers.reading import Reading
from comity.subjects.readers.record import Record, joined
from comity.subjects.readers.strict_json import texts

_ADDRESS = ("remarks", "postOfficeBox", "street", "street2", "street3", "city", "postalCode", "region", "state")
_SANCTION = {"program": "program", "programId": "programId", "listingDate": "listingDate", "unscId": "unscId"}


@dataclass(frozen=True, slots=True)
class Side:
    """An entity that says something of a subject.

    Args:
        line: where it stands.
        own_id: its id.
        schema: of FollowTheMoney.
        properties: each with its texts.
        nested: entities inside its properties.
    """

    line: int
    own_id: str
    schema: str
    properties: dict[str, list[str]]
    nested: tuple[Side, ...] = ()

    @classmethod
    def of(cls, line: int, entity: dict[str, Any], under: str = "") -> Side:
        """This function takes an entity as it was parsed, with the property under which it stands."""
        given = entity.get("properties")
        properties = (
            given if isinstance(given, dict) else {k: v for k, v in entity.items() if k not in {"id", "schema"}}
        )
        nested = (
            cls.of(line, each, name)
            for name, value in properties.items()
            for each in (value if isinstance(value, list) else [value])
            if isinstance(each, dict)
        )
        schema = entity.get("schema")
        return cls(
            line, str(entity.get("id", "")), schema if isinstance(schema, str) else under,
            {name: list(texts(value)) for name, value in properties.items()}, tuple(nested),
        )  # fmt: skip

    def references(self) -> Iterator[str]:
        """This function gives every text that may be another entity's id."""
        for values in self.properties.values():
            yield from values

    def words(self, *, without: frozenset[str] = frozenset()) -> str:
        """This function says all of it in words."""
        said = [f"{k} {', '.join(v)}" for k, v in self.properties.items() if v and k not in without]
        return joined(*said, *(f"{each.schema} ({each.words()})" for each in self.nested))

    def first(self, name: str) -> str:
        """This function returns the first text of a property, or nothing."""
        return next(iter(self.properties.get(name, ())), "")


def side_values(reading: Reading, side: Side, schema: Schema, own_id: str) -> list[Value]:
    """This function returns what a side says of the subject with an id, as values; what has no property as a note."""
    record = Record(reading, side.line, own_id, schema)
    if side.schema == "Address":
        full = side.first("full") or joined_address(side)
        record.add("address", full, original=full)
        for text in side.properties.get("country", ()):
            record.keep("country", text)
    elif side.schema in {"Passport", "Identification"} and schema in {
        Schema.PERSON, Schema.ORGANIZATION, Schema.COMPANY, Schema.UNKNOWN
    }:  # fmt: skip
        _document(record, side)
    elif side.schema == "Sanction":
        for name, prop in _SANCTION.items():
            for text in side.properties.get(name, ()):
                record.keep(prop, text)
        record.note("Sanction", side.words(without=frozenset({*_SANCTION, "entity"})))
    else:
        record.note(side.schema or "Other", side.words())
    return record.values


def joined_address(side: Side) -> str:
    """This function puts the parts of an address together."""
    return ", ".join(text for name in (*_ADDRESS, "country") if (text := side.first(name)))


def _document(record: Record, side: Side) -> None:
    kind = side.first("type")
    passport = side.schema == "Passport" or "passport" in kind.lower()
    numbers = [*side.properties.get("number", ()), *side.properties.get("passportNumber", ())]
    said = joined(kind, side.words(without=frozenset({"holder", "number", "passportNumber", "type", "country"})))
    for number in dict.fromkeys(numbers):
        record.keep(
            "passportNumber" if passport else "idNumber", number, said, country=country_of(side.first("country"))
        )
    if not numbers:
        record.note(side.schema, side.words())
