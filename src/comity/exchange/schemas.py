"""JSON Schemas (2020-12) of every type of message, made from the models that check them.

A schema says the form of each field. What holds between fields stands beside it in words (``x-rules``), since the
models check it and JSON Schema would say it worse. A document that a schema refuses is refused by `messages.read`, too;
the other way round that does not hold.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from comity.exchange.contents import CONTENTS, Content
from comity.exchange.contents.older import OLDER
from comity.exchange.messages import Header
from comity.exchange.versions import NEWEST, UNDERSTOOD

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ARGUMENT = re.compile(r"^    (\w+): (.+?)(?=^    \w+: |\Z)", re.MULTILINE | re.DOTALL)


def model_of(message_type: str, version: int) -> type[Content]:
    """This function returns the model of a version of a type.

    Raises:
        KeyError: no such type or version.
    """
    if version == NEWEST[message_type]:
        return CONTENTS[message_type]
    return OLDER[message_type, version].model


def schema_of(message_type: str, version: int) -> dict[str, Any]:
    """This function returns the schema of the content of a version of a type.

    Raises:
        KeyError: no such type or version.
    """
    return _schema(model_of(message_type, version), f"urn:comity:content:{message_type}:{version}")


def every() -> Mapping[str, dict[str, Any]]:
    """This function returns every schema by the name of its file: all versions of all types, and what each message has.

    The schema of a message refers to those of the contents by their ``$id``.
    """
    every_version = [(name, version) for name, versions in UNDERSTOOD.items() for version in versions]
    message = _schema(Header, "urn:comity:message:1")
    message["properties"]["content"] = {"type": "object", "description": "as its type and version say."}
    message["required"].append("content")
    message["allOf"] = [
        {
            "if": {"properties": {"type": {"const": name}, "version": {"const": version}}},
            "then": {"properties": {"content": {"$ref": f"urn:comity:content:{name}:{version}"}}},
        }
        for name, version in every_version
    ]
    made = {f"{name}-{version}.json": schema_of(name, version) for name, version in every_version}
    return {"message.json": message} | made


def _schema(model: type[Content], identity: str) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True, schema_generator=_Generator)
    return {"$schema": DIALECT, "$id": identity} | schema


class _Generator(GenerateJsonSchema):
    """Writes a model's docstring, the words on its fields and its rules into its schema."""

    def model_schema(self, schema: Any) -> dict[str, Any]:
        """This function writes the schema of a model."""
        made = super().model_schema(schema)
        model: type[Content] = schema["cls"]
        made["description"] = " ".join(inspect.cleandoc(model.__doc__ or "").split("\n\n")[0].split())
        made.pop("title", None)
        words = _words_on(model)
        for name, field in model.model_fields.items():
            property_ = made["properties"][field.alias or name]
            property_.pop("title", None)
            if name in words:
                property_["description"] = words[name]
        if model.RULES:
            made["x-rules"] = [rule.sentence for rule in model.RULES]
        return made

    def dict_schema(self, schema: Any) -> dict[str, Any]:
        """This function writes the schema of an object with free names; names of another form are refused."""
        made = super().dict_schema(schema)
        return made | ({"additionalProperties": False} if "patternProperties" in made else {})


def _words_on(model: type[Content]) -> dict[str, str]:
    """This function reads from the docstrings of a model and of what it extends what each field is."""
    docs = [inspect.cleandoc(each.__dict__.get("__doc__") or "") for each in reversed(model.__mro__)]
    arguments = [_ARGUMENT.findall(doc.partition("Args:\n")[2]) for doc in docs]
    return {name: " ".join(words.split()) for found in arguments for name, words in found}
