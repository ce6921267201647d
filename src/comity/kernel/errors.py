"""One root error with a stable code; the API maps the kind to HTTP, the command line to exit codes.

A message names the thing, the reason and the way out, so that a tired officer can act on it.
"""

from __future__ import annotations


class ComityError(Exception):
    """The root of every error that Comity raises on purpose.

    Args:
        thing: what is concerned, as the person who reads it would name it.
        reason: what is wrong with it.
        way_out: what the reader can do about it; may be empty where there is nothing to do.
        code: a stable dotted name, ``room.thing.reason``, for programs.
    """

    kind = "error"

    def __init__(self, thing: str, reason: str, way_out: str = "", *, code: str | None = None) -> None:
        self.thing = thing
        self.reason = reason
        self.way_out = way_out
        self.code = code or self.kind
        super().__init__(str(self))

    def __str__(self) -> str:
        """This function returns one sentence for the thing and its reason, and one for the way out."""
        text = f"{self.thing}: {self.reason}"
        return f"{text}. {self.way_out}" if self.way_out else text


class InvalidInput(ComityError):
    """What was given has a wrong form or value; nothing was changed."""

    kind = "invalid"


class UnreadableFile(ComityError):
    """A file cannot be read as what it should be; nothing was changed."""

    kind = "unreadable"


class Refused(ComityError):
    """The one who asks may not do this, or a rule forbids it here."""

    kind = "refused"


class Missing(ComityError):
    """The thing does not exist, or may not be known to exist by the one who asks."""

    kind = "missing"


class Conflicting(ComityError):
    """The thing is in a state that does not allow this, or the same id was used for something else."""

    kind = "conflict"


class Exhausted(ComityError):
    """A budget, quota or limit is used up."""

    kind = "exhausted"


class Unreachable(ComityError):
    """A partner or service does not answer; trying again later may help."""

    kind = "unreachable"
