"""Rows of records that came with marks: bound by them and by what the import states, whichever is stricter.

Their keys are left to be derived from the stored statements, since one that is more restricted than its record makes
none (`keying`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from comity.kernel import Handling, Restriction, strictest
from comity.node.holdings.grounds import Grounds, restricted
from comity.node.holdings.models import Holding, Statement
from comity.node.holdings.rows import Rows
from comity.node.runtime import node_id
from comity.subjects import Subject as ReadSubject
from comity.subjects.marks import Marks, combined

_SHARED = ("source", "evaluation", "handling", "tlp", "pap", "words", "retention_until", "owner")
_OWN = ("permitted_purposes", "observed")
_LONGEST_OWNER = 16
Row = tuple[Any, ...]


class MarkedRows:
    """Makes and writes the rows of records with marks.

    Args:
        grounds: what the import states for its rows.
        owner: the partner that they came from; empty for this agency's own.
        recorded: when.
        shared: further columns of a holding that all have in common.
    """

    def __init__(self, grounds: Grounds, owner: str, recorded: datetime, shared: Mapping[str, Any]) -> None:
        self._grounds = grounds
        self._stated = Marks(
            grounds.restriction, grounds.evaluation, retention_until=grounds.retention_until, owner=owner
        )
        self._holdings = Rows(
            Holding, ("id", "subject", "role", "reference", *_SHARED), keys="", keyed="", recorded=recorded, **shared
        )
        self._statements = Rows(
            Statement, ("holding", "property", "value", "original", "note", "country", *_SHARED, *_OWN),
            recorded=recorded, withdrawn=None, replaced_by=None, item="",
        )  # fmt: skip

    def holding(self, own_id: str, subject_id: str, role: str, read: ReadSubject) -> Row:
        """This function returns the row of a holding."""
        columns = self._columns(self._bound(read, None))
        return (own_id, subject_id, role, read.id, *(columns[name] for name in _SHARED))

    def statements(self, holding_id: str, read: ReadSubject) -> list[Row]:
        """This function returns the rows of its statements."""
        made = []
        whole = self._of_statement(read, None)  # most statements have no marks of their own
        for value, own in read.marked():
            original = "" if value.original == value.value else value.original
            said = (holding_id, value.property, value.value, original, value.note, value.country)
            made.append((*said, *(whole if own is None else self._of_statement(read, own))))
        return made

    def write(self, holdings: list[Row], statements: list[Row]) -> None:
        """This function writes rows."""
        self._holdings.insert(holdings)
        self._statements.insert(statements)

    def _of_statement(self, read: ReadSubject, own: Marks | None) -> Row:
        """This function returns the columns of a statement that its marks decide."""
        marks = self._bound(read, own)
        columns = self._columns(marks) | {
            "permitted_purposes": " ".join(marks.permitted_purposes), "observed": marks.observed[:20],
        }  # fmt: skip
        return tuple(columns[name] for name in (*_SHARED, *_OWN))

    def _bound(self, read: ReadSubject, own: Marks | None) -> Marks:
        """This function returns what binds a record, or one of its statements."""
        every = [marks for marks in (read.marks, own) if marks is not None]
        made = combined(self._stated, *every)
        sources = [marks.source for marks in reversed(every) if marks.source]
        return _in_columns(made, sources[0] if sources else self._grounds.source)

    def _columns(self, marks: Marks) -> dict[str, Any]:
        until = marks.retention_until or self._grounds.retention_until
        return restricted(marks.restriction) | {
            "source": marks.source[:200], "evaluation": str(marks.evaluation or self._grounds.evaluation),
            "retention_until": until.isoformat(), "owner": marks.owner,
        }  # fmt: skip


def _in_columns(marks: Marks, source: str) -> Marks:
    """This function puts into the words of a restriction what no column holds, so that it binds and travels on."""
    words = [marks.permitted_use and f"Permitted use: {marks.permitted_use}"]
    owner = "" if marks.owner == node_id() else marks.owner
    if len(owner) > _LONGEST_OWNER:
        words.append(f"Owner: {owner}")
        owner = owner[:_LONGEST_OWNER]
    added = "\n".join(word for word in words if word)
    restriction = marks.restriction
    if added:
        restriction = strictest(
            restriction, Restriction(frozenset({Handling.H3}), restriction.tlp, restriction.pap, added)
        )
    return replace(marks, restriction=restriction, permitted_use="", owner=owner, source=source)
