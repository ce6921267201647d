"""What a subject is: a schema of FollowTheMoney and statements about it.

Every value is a statement; a subject is a view over its statements. Property names are those of FollowTheMoney.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from comity.subjects.marks import Marks, combined, name_of


class Schema(StrEnum):
    """The kinds of subject, named as FollowTheMoney names its schemata."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    COMPANY = "Company"
    VEHICLE = "Vehicle"
    VESSEL = "Vessel"
    ACCOUNT = "BankAccount"
    WALLET = "CryptoWallet"
    UNKNOWN = "LegalEntity"


class Role(StrEnum):
    """The role of a subject in a case."""

    SUSPECT = "suspect"
    OFFENDER = "offender"
    ASSOCIATE = "associate"
    LISTED = "listed"
    MISSING = "missing"
    VICTIM = "victim"
    WITNESS = "witness"
    UNKNOWN = "unknown"


NEVER_INDEXED = frozenset({Role.VICTIM, Role.WITNESS, Role.UNKNOWN})
"""Roles that are never in an index, whatever the settings."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value as it was read.

    Args:
        property: FollowTheMoney property name, for example ``birthDate``.
        value: normalised text, for example ``1970-05``.
        original: the text as it stood in the source.
        note: what was repaired or doubted, in words; empty where nothing was.
        country: for an identifier, alpha-2 code of the country that gave it out; empty where unknown.
    """

    property: str
    value: str
    original: str
    note: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as a reader yields it.

    Args:
        id: the source's own id for it.
        schema: what it is.
        values: everything that is said of it, in the order of the source.
        role: its role in the case, where the source states one.
        version: the publisher's own number for this version of the entry; empty where it has none.
        marks: what the file itself says about the use of the record; None where it says nothing.
        value_marks: for each value its own marks, or None where those of the record hold; empty: for none.
    """

    id: str
    schema: Schema = Schema.PERSON
    values: tuple[Value, ...] = field(default=())
    role: Role | None = None
    version: str = ""
    marks: Marks | None = None
    value_marks: tuple[Marks | None, ...] = ()

    def marked(self) -> Iterator[tuple[Value, Marks | None]]:
        """This function gives every value with the marks of its own."""
        for place, value in enumerate(self.values):
            yield value, self.value_marks[place] if self.value_marks else None

    def marks_name(self) -> str:
        """This function names its marks and those of its statements together; empty where it has none itself."""
        own = [(value.property, value.value, marks) for value, marks in self.marked() if marks is not None]
        return name_of(self.marks, own) if self.marks is not None else ""

    def all_marks(self) -> Marks | None:
        """This function combines the marks of the record and of its values; None where there are none."""
        every = [each for each in (self.marks, *self.value_marks) if each is not None]
        return combined(*every) if every else None

    def get(self, *properties: str) -> tuple[str, ...]:
        """This function returns the distinct values of one or more properties, in order."""
        return tuple(dict.fromkeys(v.value for v in self.values if v.property in properties))

    @classmethod
    def of(
        cls, own_id: str, schema: Schema = Schema.PERSON, role: Role | None = None, /, **properties: str | Iterable[str]
    ) -> Subject:
        """This function makes a subject from property names and plain values, for tests and simulations."""
        values = tuple(Value(p, v, v) for p, given in properties.items() for v in _several(given))
        return cls(own_id, schema, values, role)

    def as_mapping(self) -> Mapping[str, tuple[str, ...]]:
        """This function returns every property with its distinct values."""
        return {p: self.get(p) for p in dict.fromkeys(v.property for v in self.values)}


def _several(given: str | Iterable[str]) -> Iterable[str]:
    return (given,) if isinstance(given, str) else given
