"""The base of every content: closed, strict, immutable, and every fault named at once.

A fault of one field is the field's own (`fields`). What holds between fields is a `Rule`: it names the fields that it
reads, so that it is checked as soon as these are sound, whatever is wrong with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, TypeAdapter, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError, PydanticUndefined

MOST_FAULTS = 50
"""The most faults that are named of one content: a partner's message must not cost more than it is worth."""

MOST_FIELDS = 100
"""Far more than any content has; whoever sends more has them not looked at."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds between the fields of a content.

    Args:
        fields: what it reads, in this order; the fault is shown at the last one.
        holds: takes their values and tells whether the rule is kept.
        sentence: what is wrong where it is not.
    """

    fields: tuple[str, ...]
    holds: Callable[..., bool]
    sentence: str


class Content(BaseModel):
    """The base of every content: strict, closed, immutable."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    RULES: ClassVar[tuple[Rule, ...]] = ()

    def document(self) -> dict[str, Any]:
        """This function returns the content as JSON values, without what is not said."""
        return self.model_dump(mode="json", exclude_none=True)

    @model_validator(mode="wrap")
    @classmethod
    def _names_every_fault(cls, values: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(values, Mapping) and len(values) > MOST_FIELDS:
            raise ValueError("it has too many fields")
        if not cls.RULES:
            return handler(values)
        made, faults = None, []
        try:
            made = handler(values)
            said = {name: getattr(made, name) for name in cls.model_fields}
        except ValidationError as error:
            found = error.errors(include_url=False)
            faults = [_again(each) for each in found[:MOST_FAULTS]]
            said = cls._sound(values, {str(each["loc"][0]) for each in found if each["loc"]})
        faults += [
            InitErrorDetails(type=PydanticCustomError("rule", "{sentence}", {"sentence": rule.sentence}),
                             loc=(rule.fields[-1],), input=None)
            for rule in cls.RULES
            if all(name in said for name in rule.fields) and not rule.holds(*(said[name] for name in rule.fields))
        ]  # fmt: skip
        if faults or made is None:
            raise ValidationError.from_exception_data(cls.__name__, faults)
        return made

    @classmethod
    def _sound(cls, values: Any, wrong: set[str]) -> dict[str, Any]:
        """This function returns the values of the fields in which nothing is wrong."""
        given = values if isinstance(values, Mapping) else {}
        said = {}
        for name, field in cls.model_fields.items():
            if name in wrong:
                continue
            if name in given:
                said[name] = _typed(cls, name).validate_python(given[name], strict=True)
            elif (default := field.get_default(call_default_factory=True)) is not PydanticUndefined:
                said[name] = default
        return said


@lru_cache(maxsize=512)
def _typed(model: type[Content], name: str) -> TypeAdapter[Any]:
    annotation: Any = model.model_fields[name].annotation
    return TypeAdapter(annotation)


def _again(fault: Mapping[str, Any]) -> InitErrorDetails:
    """This function writes a fault that pydantic found as one that can be raised with others."""
    context = fault.get("ctx", {})
    sentence = context.get("sentence", "") if fault["type"] == "rule" else str(context.get("error", ""))
    if fault["type"] in {"rule", "value_error"}:
        kind: str | PydanticCustomError = PydanticCustomError("rule", "{sentence}", {"sentence": sentence})
        return InitErrorDetails(type=kind, loc=fault["loc"], input=None)
    return InitErrorDetails(type=fault["type"], loc=fault["loc"], input=fault.get("input"), ctx=context)
