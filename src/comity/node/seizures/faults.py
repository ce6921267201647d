"""Everything that is wrong with what was given is found, and named field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from comity.kernel import InvalidInput
from comity.kernel.countries import country as country_of

LONGEST = 300
"""Characters of a field of which nothing else is said."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with what was given.

    Args:
        field: which, such as ``date`` or ``goods.2.amount`` (the second good).
        reason: why, in a sentence without a full stop.
    """

    field: str
    reason: str


class InvalidFields(InvalidInput):
    """What was given is wrong in one or more fields; nothing was changed.

    Args:
        thing: what was given.
        faults: every one of them.
        code: of the error.
    """

    def __init__(self, thing: str, faults: tuple[Wrong, ...], code: str) -> None:
        self.faults = faults
        super().__init__(
            thing, "; ".join(f"{each.field}: {each.reason}" for each in faults),
            "Mend what is named, and send it again", code=code,
        )  # fmt: skip


@dataclass(slots=True)
class Judging:
    """What was found while fields are read one after another.

    Args:
        lengths: the most characters, by the name of a field; of a row's field as ``goods.words``.
        faults: so far.
    """

    lengths: Mapping[str, int]
    faults: list[Wrong] = field(default_factory=list)

    def wrong(self, where: str, reason: str) -> None:
        """This function notes that something is wrong with a field."""
        self.faults.append(Wrong(where, reason))

    def text(self, where: str, text: str) -> str:
        """This function returns a text as it is kept, and notes where it cannot be."""
        bare = text.strip()
        parts = where.split(".")
        longest = self.lengths.get(f"{parts[0]}.{parts[-1]}" if len(parts) > 1 else where, LONGEST)
        if len(bare) > longest:
            self.wrong(where, _("it is longer than %(longest)s characters") % {"longest": longest})
        hidden = where == "reference" and not bare.isprintable()  # it would look like another one
        if hidden or "\x00" in bare or any("\ud800" <= c <= "\udfff" for c in bare):
            self.wrong(where, _("it holds signs that cannot be kept"))
            return ""
        return bare[:longest]

    def country(self, where: str, text: str) -> str:
        """This function returns the alpha-2 code of a country, empty for none, and notes one that is not known."""
        bare = self.text(where, text)
        found = country_of(bare) if bare else ""
        if found is None:
            self.wrong(where, _("it is no country that is known"))
        return found or ""
