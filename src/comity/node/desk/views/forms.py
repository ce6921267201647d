"""How a form meets an operation: what the operation finds wrong stands in the form again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from comity.kernel import ComityError, Conflicting, InvalidInput


def attempt(form: forms.Form, act: Callable[[dict[str, Any]], object], *also: type[ComityError]) -> bool:
    """This function validates a form and acts on it; what is found wrong becomes an error of the form.

    Args:
        form: a bound form.
        act: what to do with the cleaned data.
        also: further errors that are told in the form, beside `InvalidInput` and `Conflicting`.

    Returns:
        Whether it was done.
    """
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except ComityError as error:
        if not isinstance(error, (InvalidInput, Conflicting, *also)):
            raise
        form.add_error(None, ". ".join(part for part in (error.reason, error.way_out) if part))
        return False
    return True
