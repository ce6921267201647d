"""What reading a file gives: subjects one after the other, faults, and counts that add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from comity.kernel.errors import ComityError, InvalidInput
from comity.kernel.limits import Limits
from comity.subjects.model import Role, Schema, Subject, Value
from comity.subjects.readers.source import Source, refused
from comity.subjects.values import Examined, examined, examined_dates
from comity.subjects.written_dates import Order

FAULTS = 200_000
"""A file with more faults than this is not what it should be and is refused."""
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that could not be read.

    Args:
        line: where it stands in the file, from 1.
        field: the column or element; empty where the row as a whole is meant.
        value: the text, cut after 200 characters.
        reason: why, in words.
        left_out: whether the whole row was left out; else only the value was.
    """

    line: int
    field: str
    value: str
    reason: str
    left_out: bool = False


class FindingKind(StrEnum):
    """What became of values that were kept."""

    REPAIRED = "repaired"
    DOUBTED = "doubted"


@dataclass(slots=True)
class Finding:
    """What was done alike to values of one property that were kept, with how many and the first of them.

    Args:
        kind: repaired, or doubted.
        field: the property or column; empty where the file as a whole is meant.
        reason: what was converted, assumed, or does not agree, in words.
        count: how many values.
        line: where the first of them stands; 0 where the file as a whole is meant.
        original: its text, cut after 200 characters.
        value: what it became.
    """

    kind: FindingKind
    field: str
    reason: str
    count: int = 0
    line: int = 0
    original: str = ""
    value: str = ""


@dataclass
class Reading:
    """A file being read. Iterate once; the counts are complete when the iteration ends.

    An error in the middle of the iteration voids what came before: whoever stores subjects does so in a transaction.

    Args:
        format: name of the format.
        source: the file.
        limits: what is accepted.
        country: alpha-2 code of where the file comes from, for telephone numbers without a country.
        encoding: of the text.
        rows: rows seen so far.
        read: rows that gave a subject.
        left_out: rows that gave none; each has a fault.
        values: values of the subjects that were given.
        faults: everything that could not be read.
        line: where the subject that was given last begins.
        part: the sheet that is being read, where there are several; faults name it.
        order: in which the source writes day, month and year as numbers, where it is known.
        gathered: what the check of a format keeps for its subjects, so that a large file is not read once more.
    """

    format: Format
    source: Source
    limits: Limits
    country: str | None = None
    encoding: str = "utf-8"
    rows: int = 0
    read: int = 0
    left_out: int = 0
    values: int = 0
    faults: list[Fault] = field(default_factory=list)
    line: int = 0
    part: str = ""
    order: Order | None = None
    gathered: Any = None
    _found: dict[tuple[str, str, str], Finding] = field(default_factory=dict, repr=False)
    _ids: set[str] = field(default_factory=set, repr=False)

    def __iter__(self) -> Iterator[Subject]:
        """This function reads the file from its beginning."""
        self.rows = self.read = self.left_out = self.values = 0
        self.part = ""
        self.faults.clear()
        self._found.clear()
        self._ids.clear()
        yield from self.format.subjects(self)

    @property
    def warnings(self) -> int:
        """This function returns how many values, but not rows, were left out or doubted."""
        return len(self.faults) - self.left_out

    @property
    def findings(self) -> tuple[Finding, ...]:
        """This function returns what was repaired and doubted among the values that were kept, first found first."""
        return tuple(self._found.values())

    @property
    def repaired(self) -> int:
        """This function returns how many values were repaired."""
        return sum(each.count for each in self._found.values() if each.kind is FindingKind.REPAIRED)

    @property
    def doubted(self) -> int:
        """This function returns how many values were kept and are doubted."""
        return sum(each.count for each in self._found.values() if each.kind is FindingKind.DOUBTED)

    def found(
        self, kind: FindingKind, name: str, reason: str, *, line: int = 0, text: str = "", value: str = ""
    ) -> None:
        """This function counts a repair or doubt of a value that is kept; alike ones are counted together."""
        key = (kind.value, name, reason)
        finding = self._found.get(key)
        if finding is None:
            finding = Finding(kind, name[:100], reason, 0, line, _shown(text), _shown(value))
            self._found[key] = finding
        finding.count += 1

    def fault(self, line: int, name: str, text: str, error: ComityError | str, *, left_out: bool = False) -> None:
        """This function reports something that could not be read.

        Raises:
            UnreadableFile: there are too many faults for the file to be what it should be.
        """
        if len(self.faults) >= FAULTS:
            raise refused(
                self.source.name,
                f"more than {FAULTS:,} values cannot be read",
                "Check that its columns stand under their names",
                code="faults",
            )
        reason = error if isinstance(error, str) else error.reason
        if isinstance(error, ComityError) and error.way_out:
            reason = f"{reason}. {error.way_out}"
        where = ": ".join(each for each in (self.part, name) if each)[:100]
        self.faults.append(Fault(line, where, _shown(text), reason, left_out))

    def leave_out(self, line: int, reason: str, *, name: str = "", text: str = "") -> None:
        """This function counts and reports a row that gives no subject."""
        self.rows += 1
        self.left_out += 1
        self.fault(line, name, text, reason, left_out=True)

    def turn_away(self, own_id: str, reason: str) -> None:
        """This function leaves out a row that was read, since whoever asked for it may not have it."""
        self.read -= 1
        self.left_out += 1
        self.fault(self.line, "role", own_id, reason, left_out=True)

    def value(self, line: int, prop: str, text: str, schema: Schema, country: str | None = None) -> Value | None:
        """This function reads one value, or reports it and returns None."""
        if self._too_long(line, prop, text):
            return None
        try:
            return self._kept(line, examined(prop, text, schema=schema, country=country))
        except InvalidInput as error:
            self.fault(line, prop, text, error)
            return None

    def dates(self, line: int, prop: str, text: str) -> list[Value]:
        """This function reads every date of a text, or reports it and returns none."""
        if self._too_long(line, prop, text):
            return []
        try:
            return [self._kept(line, each) for each in examined_dates(prop, text, self.order)]
        except InvalidInput as error:
            self.fault(line, prop, text, error)
            return []

    def _too_long(self, line: int, prop: str, text: str) -> bool:
        if len(text) > self.limits.text_characters:
            self.fault(line, prop, text, f"it is longer than {self.limits.text_characters:,} characters")
            return True
        return False

    def _kept(self, line: int, made: Examined) -> Value:
        value = made.value
        for kind, reasons in ((FindingKind.REPAIRED, made.repaired), (FindingKind.DOUBTED, made.doubted)):
            for reason in reasons:
                self.found(kind, value.property, reason, line=line, text=value.original, value=value.value)
        return value

    def take(
        self,
        line: int,
        own_id: str,
        schema: Schema,
        values: tuple[Value, ...],
        role: Role | None = None,
        version: str = "",
    ) -> Subject | None:
        """This function makes the subject of a row, or reports why the row gives none."""
        reason = ""
        if not own_id:
            reason = "the row has no id"
        elif len(own_id) > 200:
            reason = "its id is longer than 200 characters"
        elif own_id in self._ids:
            reason = "the id was there before; the first row is kept"
        elif not values:
            reason = "no field of the row is usable"
        if reason:
            self.leave_out(line, reason, name="id", text=own_id)
            return None
        self._ids.add(own_id)
        self.rows += 1
        self.read += 1
        self.values += len(values)
        self.line = line
        return Subject(own_id, schema, values, role, version)


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Args:
        name: as options and reports write it.
        title: what people call it.
        recognises: tells from the first bytes whether a file is of this format.
        check: reads the whole file for its form alone, and sets the encoding; raises UnreadableFile.
        subjects: gives the subjects of a checked file.
    """

    name: str
    title: str
    recognises: Callable[[bytes], bool]
    check: Callable[[Reading], None]
    subjects: Callable[[Reading], Iterator[Subject]]


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
