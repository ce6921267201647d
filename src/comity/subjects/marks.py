"""What travels with a record or a statement about its use: handling, evaluation, permitted use, retention, owner.

Formats from outside have no place for all of it, so each of ours carries `Marks.document` beside what the format knows,
under a name that is made from the content (`Marks.name`): who weakens the one without the other is found out. Where
marks are missing that should be there, `STRICTEST` holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from comity.kernel import Evaluation, Handling, Pap, Restriction, Tlp, strictest
from comity.kernel.purposes import Purpose

NO_PURPOSE = "none"
"""Stands in `Marks.permitted_purposes` where what was combined permits no purpose in common."""
LONGEST = 2_000
"""Characters of one text."""
_PURPOSES = frozenset({p.value for p in Purpose} | {NO_PURPOSE})
_TEXTS = ("permitted_use", "owner", "source", "observed")
_KNOWN = frozenset({
    "handling", "tlp", "pap", "words", "evaluation", "permitted_purposes", "retention_until", *_TEXTS,
})  # fmt: skip
_CODES = {
    Handling.H0: "for the prevention and combating of crime only",
    Handling.H1: "not as evidence in court without the provider's permission",
    Handling.H2: "not to be passed on without the provider's permission",
}


@dataclass(frozen=True, slots=True)
class Marks:
    """What may be done with a record or statement, and how far it is believed.

    Args:
        restriction: handling codes, TLP, PAP, words of H3.
        evaluation: 4×4, or None where nobody evaluated it.
        permitted_use: in words.
        permitted_purposes: values of `Purpose`; empty: every purpose.
        retention_until: the last day on which it may be kept, or None where none is stated.
        owner: node id of the agency that first gave it; empty where it is the writer's own.
        source: who or what it comes from, in words.
        observed: partial date of the data.
    """

    restriction: Restriction = field(default_factory=Restriction)
    evaluation: Evaluation | None = None
    permitted_use: str = ""
    permitted_purposes: tuple[str, ...] = ()
    retention_until: date | None = None
    owner: str = ""
    source: str = ""
    observed: str = ""

    def document(self) -> dict[str, Any]:
        """This function returns the marks as JSON, without what is empty."""
        held = self.restriction
        said: dict[str, Any] = {
            "handling": sorted(held.handling), "tlp": held.tlp.label, "pap": held.pap.name, "words": held.words,
            "evaluation": str(self.evaluation or ""), "permitted_purposes": list(self.permitted_purposes),
            "retention_until": self.retention_until.isoformat() if self.retention_until else "",
        }  # fmt: skip
        said |= {name: getattr(self, name) for name in _TEXTS}
        return {name: value for name, value in said.items() if value}

    @property
    def name(self) -> str:
        """This function returns a name that is made from the content: 32 hexadecimal digits."""
        return _digest(self.document())

    def sentence(self) -> str:
        """This function says the marks in English words, for who reads the file without knowing our fields."""
        held = self.restriction
        said = [f"Handling {held.code}: {'; '.join(text for code, text in _CODES.items() if code in held.handling)}"]
        if held.words:
            said.append(f"H3: {' / '.join(held.words.splitlines())}")
        said += [f"TLP:{held.tlp.label}", f"PAP:{held.pap.name}"]
        for what, value in (
            ("evaluation", self.evaluation), ("permitted use", self.permitted_use),
            ("permitted purposes", ", ".join(self.permitted_purposes)), ("to be kept until", self.retention_until),
            ("owner", self.owner),
        ):  # fmt: skip
            if value:
                said.append(f"{what} {value}")
        return ". ".join(said) + "."


STRICTEST = Marks(
    Restriction(
        frozenset(Handling), Tlp.RED, Pap.RED,
        "The marks of this record were missing or changed on the way. Ask its sender before any use.",
    ),
    Evaluation("X", "4"),
)  # fmt: skip
"""What holds where marks should be and are not, or cannot be believed."""


def combined(first: Marks, *others: Marks) -> Marks:
    """This function combines marks: the strictest restriction, the weakest evaluation, the earliest end.

    Purposes are those that all permit; texts are kept one to a line.
    """
    made = first
    for other in others:
        if other == made:
            continue
        evaluations = [e for e in (made.evaluation, other.evaluation) if e is not None]
        ends = [d for d in (made.retention_until, other.retention_until) if d is not None]
        made = Marks(
            strictest(made.restriction, other.restriction),
            evaluations[0].weakest(evaluations[-1]) if evaluations else None,
            _lines(made.permitted_use, other.permitted_use),
            _common(made.permitted_purposes, other.permitted_purposes),
            min(ends) if ends else None,
            made.owner or other.owner,
            _lines(made.source, other.source),
            made.observed or other.observed,
        )
    return made


def name_of(marks: Marks, statements: Iterable[tuple[str, str, Marks]]) -> str:
    """This function names the marks of a record together with those that its statements have of their own.

    Who takes off or weakens one of them without the name is found out.

    Args:
        marks: of the record.
        statements: property, value and marks of each that has its own.
    """
    own = sorted([prop, value, each.name] for prop, value, each in statements)
    return _digest({"marks": marks.name, "statements": own})


def _digest(document: Any) -> str:
    plain = json.dumps(document, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def read_marks(given: Any) -> tuple[Marks, list[str]]:
    """This function reads `Marks.document`, and says in words what of it cannot be believed.

    What is missing or unknown about a restriction becomes the strictest: nothing that was marked is read as unmarked.
    """
    if not isinstance(given, Mapping):
        return STRICTEST, ["the marks are no object"]
    faults = [f"{str(name)[:40]} is no mark that is known" for name in given if name not in _KNOWN]
    restriction = _restriction(given, faults)
    if faults:
        restriction = strictest(restriction, STRICTEST.restriction)
    use, owner, source, observed = (_text(given, name, faults) for name in _TEXTS)
    made = Marks(restriction, permitted_use=use, owner=owner, source=source, observed=observed)
    if stated := _text(given, "evaluation", faults):
        try:
            made = replace(made, evaluation=Evaluation.parse(stated))
        except ValueError as error:
            faults.append(str(error))
            made = replace(made, evaluation=STRICTEST.evaluation)
    if stated := _text(given, "retention_until", faults):
        try:
            made = replace(made, retention_until=date.fromisoformat(stated))
        except ValueError:
            faults.append(f"{stated[:40]!r} is no day")
    purposes = given.get("permitted_purposes", [])
    if purposes:
        listed = purposes if isinstance(purposes, list) else [purposes]
        known = tuple(p for p in listed if isinstance(p, str) and p in _PURPOSES)
        if len(known) < len(listed):
            faults.append("a permitted purpose is not known")
        made = replace(made, permitted_purposes=known or (NO_PURPOSE,))
    return made, faults


def _restriction(given: Mapping[str, Any], faults: list[str]) -> Restriction:
    codes = given.get("handling")
    words = _text(given, "words", faults)
    try:
        handling = frozenset(Handling(code) for code in codes) if isinstance(codes, list) and codes else None
        tlp, pap = Tlp.from_label(str(given.get("tlp", ""))), Pap[str(given.get("pap", ""))]
    except (ValueError, KeyError, TypeError):
        handling = None
    if handling is None:
        faults.append("handling codes, TLP or PAP are missing or not known")
        return STRICTEST.restriction
    if words:
        handling |= {Handling.H3}
    elif Handling.H3 in handling:
        words = "A restriction that its sender did not put into words."
    return Restriction(handling, tlp, pap, words)


def _text(given: Mapping[str, Any], name: str, faults: list[str]) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or "\x00" in value:
        faults.append(f"{name} is no text")
        return ""
    if len(value) > LONGEST:
        faults.append(f"{name} is longer than {LONGEST:,} characters and was cut")
    return value[:LONGEST]


def _lines(first: str, second: str) -> str:
    return "\n".join(dict.fromkeys(part for part in (*first.split("\n"), *second.split("\n")) if part))


def _common(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    if not first or not second:
        return first or second
    return tuple(p for p in first if p in second) or (NO_PURPOSE,)
