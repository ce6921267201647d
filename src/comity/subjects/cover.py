"""The cover of an export: what it is, who made it and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Cover:
    """What an export says of itself.

    Args:
        title: such as the reference of a case.
        made: when, with a zone.
        producer: name of the agency.
        producer_id: node id of the agency.
        text: what else is to be said.
        name: the export's own id; the same export has the same.
        since: when what is written first stood, where that is earlier than `made`.
    """

    title: str
    made: datetime
    producer: str
    producer_id: str
    text: str = ""
    name: str = ""
    since: datetime | None = None

    @property
    def moment(self) -> str:
        """This function returns when it was made, in UTC with milliseconds."""
        return stamp(self.made)

    @property
    def begun(self) -> str:
        """This function returns when what is written first stood, likewise."""
        return stamp(min(self.since or self.made, self.made))


def stamp(moment: datetime) -> str:
    """This function returns a moment in UTC with milliseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
