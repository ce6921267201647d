"""Faults of a message in plain words: every one at once, each with its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from comity.exchange.contents import Content
from comity.kernel.errors import InvalidInput

_WORDS = {
    "missing": "it is missing",
    "extra_forbidden": "this field is not known",
    "string_type": "it must be a text",
    "int_type": "it must be a whole number",
    "bool_type": "it must be true or false",
    "list_type": "it must be a list",
    "dict_type": "it must be an object",
    "model_type": "it must be an object",
    "too_short": "there are too few of them",
    "too_long": "there are too many of them",
    "string_pattern_mismatch": "it has another form",
}
_MOST = 50

AnyContent = TypeVar("AnyContent", bound=Content)


def faults_of(error: ValidationError, *outer: str) -> list[str]:
    """This function says every fault that pydantic found as ``field: what is wrong``."""
    return [
        f"{'.'.join(map(str, (*outer, *each['loc']))) or 'message'}: {reason(each)}"
        for each in error.errors(include_url=False, include_input=False)[:_MOST]
    ]


def checked(model: type[AnyContent], values: Mapping[str, Any], *, thing: str) -> AnyContent:
    """This function makes a content from values that a person gave.

    Raises:
        InvalidInput: with every fault, field by field, in its reason.
    """
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        raise InvalidInput(
            thing, "; ".join(faults_of(error)), "Mend these fields", code="exchange.message.fields"
        ) from None


def reason(each: Mapping[str, Any]) -> str:
    """This function says what is wrong, from one of the errors that pydantic lists."""
    context = each.get("ctx", {})
    if each["type"] == "value_error":
        return str(context.get("error", each["msg"]))
    if each["type"] == "rule":
        return str(context["sentence"])
    if each["type"] == "literal_error":
        return f"it must be one of {context.get('expected', '')}"
    if each["type"] in {"greater_than_equal", "less_than_equal"}:
        return "it is out of range"
    return _WORDS.get(each["type"], str(each["msg"]))
