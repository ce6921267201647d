"""What speaks against two records being of one subject, beyond the keys that did not meet."""

from __future__ import annotations

from collections.abc import Iterator

from comity import identifiers
from comity.node.duplicates.records import Record

_STATED = {"gender": "gender", "nationality": "country"}
_DOCUMENTS = {identifiers.Kind.PASSPORT.value, identifiers.Kind.ID_CARD.value}


def differences(one: Record, other: Record) -> Iterator[str]:
    """This function gives a code for each thing that both records state and state differently.

    The codes are ``gender``, ``country``, ``date`` and ``document.KIND``; a document differs where both have one of
    the kind and country and none is the same.
    """
    for prop, code in _STATED.items():
        mine, theirs = set(one.subject.get(prop)) - {"unknown"}, set(other.subject.get(prop)) - {"unknown"}
        if mine and theirs and not mine & theirs:
            yield code
    born, theirs_born = one.subject.get("birthDate"), other.subject.get("birthDate")
    if born and theirs_born and not any(_may_be_one(a, b) for a in born for b in theirs_born):
        yield "date"
    ours, others = _documents(one), _documents(other)
    for kind in dict.fromkeys(kind for kind, country in ours if (kind, country) in others):
        places = [place for place in ours if place[0] == kind and place in others]
        if not any(ours[place] & others[place] for place in places):
            yield f"document.{kind}"


def _may_be_one(one: str, other: str) -> bool:
    """This function tells whether two partial dates could mean one day; what is approximate could mean any."""
    if not one[:1].isdigit() or not other[:1].isdigit():
        return True
    return one.startswith(other) or other.startswith(one)


def _documents(record: Record) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for value in record.subject.values:
        kind = identifiers.kind_of(value.property, record.subject.schema)
        if kind is not None and kind in _DOCUMENTS:
            found.setdefault((str(kind), value.country), set()).add(value.value)
    return found
