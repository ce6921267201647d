"""What views have in common: what an operation finds wrong stands in the form again."""

from __future__ import annotations

from collections.abc import Callable

from django import forms

from comity.kernel import Conflicting, InvalidInput, Refused, UnreadableFile
from comity.node.errors import said


def attempt(form: forms.Form, act: Callable[[], object]) -> bool:
    """This function does something with a valid form and returns whether it was done."""
    if not form.is_valid():
        return False
    try:
        act()
    except (InvalidInput, Conflicting, UnreadableFile) as error:
        form.add_error(None, said(error))
        return False
    except Refused as error:
        if error.code.startswith("permissions."):
            raise
        form.add_error(None, said(error))
        return False
    return True
