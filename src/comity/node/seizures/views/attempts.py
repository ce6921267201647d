"""How a form meets an operation of this slice, and of those that build on it: every fault stands in the form again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from django import forms

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.node.errors import said
from comity.node.seizures.faults import InvalidFields

GONE = frozenset({
    "seizures.missing", "seizures.exhibit.missing", "seizures.joint.missing", "prosecutions.missing",
    "campaigns.missing", "campaigns.activity.missing",
})  # fmt: skip
"""What the page itself is about is not there; of anything else that is missing, the form tells."""


class Blamed(Protocol):
    """A form that puts faults beside its fields."""

    def is_valid(self) -> bool:
        """This function judges what was sent."""

    def add_error(self, field: str | None, error: str) -> None:
        """This function puts a sentence beside a field, or above all of them."""

    def blame(self, error: InvalidFields) -> None:
        """This function puts every fault beside its field."""


def attempt(
    form: Blamed, act: Callable[[], object], field_of: Callable[[str], str | None] = lambda _code: None
) -> bool:
    """This function does something with a valid form and returns whether it was done.

    Args:
        form: a bound form.
        act: what to do.
        field_of: the field at which an error of a code stands; None: above all fields.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except InvalidFields as error:
        form.blame(error)
    except (InvalidInput, Conflicting) as error:
        form.add_error(field_of(error.code), said(error))
    except Missing as error:
        if error.code in GONE:
            raise
        form.add_error(None, said(error))
    except Refused as error:
        if error.code.startswith("permissions."):
            raise
        form.add_error(None, said(error))
    else:
        return True
    return False


def first_fault(form: forms.Form) -> str:
    """This function returns the first thing that is wrong with a form, for a message."""
    return next((str(each) for errors in form.errors.values() for each in errors), "")
