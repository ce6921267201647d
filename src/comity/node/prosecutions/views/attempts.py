"""How a form meets an operation of this slice: every fault stands in the form again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.node.errors import said
from comity.node.prosecutions.given import InvalidProsecution


def attempt(form: Any, act: Callable[[], object], field_of: Callable[[str], str | None]) -> bool:
    """This function does something with a valid form and returns whether it was done.

    Args:
        form: a bound form; one that records puts faults beside its fields with ``blame``.
        act: what to do.
        field_of: the field at which an error of a code stands; None: above all fields.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except InvalidProsecution as error:
        form.blame(error)
    except (InvalidInput, Conflicting) as error:
        form.add_error(field_of(error.code), said(error))
    except Missing as error:
        if error.code == "prosecutions.missing":
            raise
        form.add_error(None, said(error))
    except Refused as error:
        if error.code.startswith("permissions."):
            raise
        form.add_error(None, said(error))
    else:
        return True
    return False
