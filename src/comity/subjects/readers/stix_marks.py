"""Markings of a STIX bundle, as our marks: TLP of either version, statements, and our own definitions.

A definition of ours has an id that is made from its content, so a weakened one is found out. What refers to a marking
that is not there, or not to be believed, gets the strictest marks; so does a record of ours that lost its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from comity.kernel import Handling, Pap, Restriction, Tlp, strictest
from comity.subjects import stix
from comity.subjects.marks import LONGEST, STRICTEST, Marks, combined, read_marks
from comity.subjects.readers.reading import Reading
from comity.subjects.readers.strict_json import texts


@dataclass(slots=True)
class _Said:
    """What the markings of one object say together."""

    tlp: Tlp | None = None
    ours: dict[str, Marks] = field(default_factory=dict)
    statements: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return self.tlp is None and not (self.ours or self.statements or self.unknown)

    def words(self) -> str:
        """This function returns the statements that are not merely ours in words, as the words of H3."""
        known = {stix.statement_id(each) for each in self.ours.values()}
        return "\n".join(text for own_id, text in self.statements.items() if own_id not in known)[:LONGEST]

    def restricting(self, held: Restriction) -> Restriction:
        """This function adds TLP and statements to a restriction."""
        words = self.words()
        added = Restriction(
            frozenset({Handling.H3} if words else ()), self.tlp if self.tlp is not None else held.tlp, held.pap, words
        )
        return strictest(held, added)


class Markings:
    """The marking definitions of a bundle.

    Args:
        reading: where what cannot be believed is reported.
        definitions: place and object of each.
    """

    def __init__(self, reading: Reading, definitions: Iterable[tuple[int, dict[str, Any]]]) -> None:
        self.reading = reading
        self._said: dict[str, _Said] = {}
        for place, each in definitions:
            own_id = str(each.get("id"))
            said = self._definition(place, own_id, each)
            if own_id in self._said and self._said[own_id] != said:
                reading.fault(place, "marking-definition", own_id, "its id is there twice; the strictest marks hold")
                said = _Said(unknown=[own_id])
            self._said[own_id] = said

    def of(self, place: int, each: dict[str, Any]) -> Marks | None:
        """This function returns the marks of an object that is not ours; None where it has none."""
        said = self._together(texts(each.get("object_marking_refs", [])))
        if said.empty:
            return None
        self._report(place, said)
        if said.unknown:
            return STRICTEST
        plain = Restriction(tlp=said.tlp if said.tlp is not None else Tlp.AMBER, pap=Pap.AMBER)
        made = combined(*said.ours.values()) if said.ours else Marks(plain)
        return replace(made, restriction=said.restricting(made.restriction))

    def ours(self, place: int, each: dict[str, Any], record: dict[str, Any], own: Marks, strictest_value: Tlp) -> Marks:
        """This function returns the marks of a record of ours, tightened by whatever was added on the way.

        Args:
            place: of the object in the bundle.
            each: the object.
            record: our extension of it.
            own: the marks that it names.
            strictest_value: TLP of its strictest value, which the object is to carry at least.
        """
        said = self._together(texts(each.get("object_marking_refs", [])))
        self._report(place, said)
        named = str(record.get("marking_ref"))
        if own is STRICTEST or said.unknown:
            return STRICTEST
        expected = max(strictest_value, own.restriction.tlp)
        if named not in said.ours or said.tlp is None or said.tlp < expected:
            self.reading.fault(
                place, "object_marking_refs", named, "a marking was taken off on the way; its own marks hold"
            )
        if said.tlp is not None and said.tlp <= expected:
            said = replace(said, tlp=None)
        made = combined(own, *(marks for name, marks in said.ours.items() if name != named))
        return replace(made, restriction=said.restricting(made.restriction))

    def named(self, place: int, name: Any) -> Marks:
        """This function returns the marks of ours that a definition carries, or the strictest, and reports it."""
        said = self._said.get(name) if isinstance(name, str) else None
        if said is not None and name in said.ours:
            return said.ours[name]
        self.reading.fault(place, "marking_ref", str(name), "its marks are missing or changed; the strictest hold")
        return STRICTEST

    def granular(self, place: int, each: dict[str, Any]) -> Iterator[tuple[str, Marks]]:
        """This function gives the first part of each selector of granular markings, with the marks."""
        listed = each.get("granular_markings")
        for one in listed if isinstance(listed, list) else ():
            reference = one.get("marking_ref") if isinstance(one, dict) else None
            if reference is None:
                continue
            marks = self.of(place, {"object_marking_refs": [reference]}) or STRICTEST
            for selector in texts(one.get("selectors", [])):
                yield selector.split(".", 1)[0], marks

    def _together(self, references: Iterable[str]) -> _Said:
        made = _Said()
        for reference in references:
            said = self._said.get(reference)
            if reference in stix.KNOWN_TLP:
                said = _Said(stix.KNOWN_TLP[reference])
            if said is None:
                made.unknown.append(reference)
                continue
            labels = [t for t in (made.tlp, said.tlp) if t is not None]
            made.tlp = max(labels) if labels else None
            made.ours |= said.ours
            made.statements |= said.statements
            made.unknown += said.unknown
        return made

    def _report(self, place: int, said: _Said) -> None:
        for reference in said.unknown:
            self.reading.fault(
                place, "object_marking_refs", reference,
                "the marking is not in the bundle, or not to be believed; the strictest marks hold",
            )  # fmt: skip

    def _definition(self, place: int, own_id: str, each: dict[str, Any]) -> _Said:
        if record := stix.extension_of(each, stix.RECORD):
            marks, faults = read_marks(record.get("marks"))
            if not faults and stix.marking_id(marks) == own_id:
                return _Said(ours={own_id: marks})
            reason = "; ".join(faults) or "its content is not what its id was made from; the strictest marks hold"
            self.reading.fault(place, "marking-definition", own_id, reason)
            return _Said(unknown=[own_id])
        label = (stix.extension_of(each, stix.TLP_2) or {}).get("tlp_2_0")
        definition = each.get("definition")
        if isinstance(definition, dict):
            label = label or definition.get("tlp")
            statement = definition.get("statement")
            if isinstance(statement, str) and statement.strip():
                return _Said(statements={own_id: " ".join(statement.replace("\x00", "").split())})
        try:
            return _Said(Tlp.CLEAR if str(label).lower() == "white" else Tlp.from_label(str(label)))
        except ValueError:
            return _Said(unknown=[own_id])
