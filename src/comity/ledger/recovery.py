"""The statement with which a node begins a new log after it lost a part of the old one.

It names the lost range and the two people who signed for it, by the pseudonyms that the ledger uses; the node's
signing key signs it. A partner that kept a head of the old log accepts a new log only with a statement that admits at
least what this partner knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comity.kernel.clock import timestamp
from comity.ledger import fields

START_FORMAT = "comity-ledger-start/1"
REASON_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Start:
    """The beginning of a new log.

    Args:
        node: whose log it is.
        log: the new log's id.
        previous: the id of the log that ends.
        kept: leaves of the previous log that the node still has and that are proven to be those that were seen.
        known: leaves of the previous log that somebody is known to have seen; what lies between is lost.
        reason: what happened, in words.
        people: the pseudonyms of the two people who signed, in order.
        time: when.
    """

    node: str
    log: str
    previous: str
    kept: int
    known: int
    reason: str
    people: tuple[str, str]
    time: datetime

    def document(self) -> dict[str, Any]:
        """This function returns the document that is signed."""
        return {
            "format": START_FORMAT,
            "node": self.node,
            "log": self.log,
            "previous": self.previous,
            "kept": self.kept,
            "known": self.known,
            "reason": self.reason,
            "people": list(self.people),
            "time": timestamp(self.time),
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Start:
        """This function reads the document of a statement.

        Raises:
            InvalidInput: ``ledger.start.form``.
        """
        read = fields.Reader(document, START_FORMAT, thing="the start of a new log", code="ledger.start.form")
        people = read.texts("people", 2)
        start = cls(
            read.text("node"),
            read.text("log"),
            read.text("previous"),
            read.size("kept"),
            read.size("known"),
            read.text("reason", longest=REASON_CHARACTERS),
            (people[0], people[-1]) if people else ("", ""),
            read.time("time"),
        )
        read.finish()
        if len(people) != 2 or people[0] == people[1]:
            raise read.wrong("it is not signed by two people")
        if start.log == start.previous:
            raise read.wrong("the new log has the id of the old one")
        if start.kept > start.known:
            raise read.wrong("it keeps more than is known")
        return start


def chain(starts: Iterable[Start], first: str, last: str) -> list[Start] | None:
    """This function finds the statements that lead from one log to another, in order; None where they do not."""
    following = {start.previous: start for start in starts}
    found: list[Start] = []
    while first != last:
        start = following.pop(first, None)
        if start is None:
            return None
        found.append(start)
        first = start.log
    return found
