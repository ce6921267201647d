"""What a form begins with that says something anew: the earlier content, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from comity.kernel.clock import parse_timestamp
from comity.node.messaging.forms.base import MessageForm
from comity.node.messaging.forms.choices import PROPERTIES
from comity.node.runtime import node_id

Rows = dict[str, Sequence[Mapping[str, Any]]]


def drafted(kind: type[MessageForm], content: Mapping[str, Any]) -> tuple[dict[str, Any], Rows]:
    """This function returns the fields and rows of a form that says a content anew.

    Items are given anew by the person: what was given stays given.
    """
    said = dict(content)
    for nested in ("delivery", "team"):
        said |= {f"{nested}_{name}": text for name, text in (content.get(nested) or {}).items()}
    parts = [part for part in content.get("parts", []) if isinstance(part, dict)]
    said["our_part"] = next((part["role"] for part in parts if part.get("node") == node_id()), "")
    initial = {name: _value(field, said[name]) for name, field in kind.base_fields.items() if said.get(name)}
    rows: Rows = {}
    if subjects := [_subject(each) for each in content.get("subjects", []) if isinstance(each, dict)]:
        rows["subjects"] = subjects
    if others := [part for part in parts if part.get("node") != node_id()]:
        rows["parts"] = others
    return initial, rows


def _value(field: forms.Field, said: Any) -> Any:
    return parse_timestamp(said) if isinstance(field, forms.DateTimeField) else said


def _subject(subject: Mapping[str, Any]) -> dict[str, Any]:
    told = {n: "; ".join(texts) for n, texts in subject.get("properties", {}).items() if n in PROPERTIES}
    return told | {name: subject.get(name, "") for name in ("schema_name", "role", "handle")}
