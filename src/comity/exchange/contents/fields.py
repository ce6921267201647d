"""The kinds of field that messages are made of: each checks its value and says in plain words what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, GetCoreSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

from comity.exchange.texts import HASH, NODE, fault_of, is_id
from comity.kernel import Evaluation, PartialDate
from comity.kernel.clock import parse_timestamp
from comity.kernel.purposes import Offence, Purpose

HANDLE = re.compile(r"[A-Za-z0-9_-]{1,64}")
TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
TYPE = re.compile(r"[a-z][a-z0-9-]{0,39}")
PROPERTY = re.compile(r"[A-Za-z]{1,40}")
MOST_ITEMS = 50
"""The most items, subjects or references that one message holds."""
LINE, TEXT, LONGEST_TOKEN = 500, 20_000, 400_000
"""The most characters of a line, of a text, and of a signed document that is handed on as proof."""


@dataclass(frozen=True)
class OneOf:
    """Marks a text that must be one of the codes of an enumeration."""

    codes: type[StrEnum]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """This function tells pydantic which texts are allowed."""
        return core_schema.literal_schema([code.value for code in self.codes])


def _plain(*, longest: int, lines: bool, empty: bool = True) -> AfterValidator:
    def check(text: str) -> str:
        if fault := fault_of(text, longest=longest, lines=lines):
            raise ValueError(fault)
        if not empty and not text.strip():
            raise ValueError("it is empty")
        return text

    return AfterValidator(check)


def _matching(pattern: re.Pattern[str], reason: str, *, longest: int = LINE) -> AfterValidator:
    def check(text: str) -> str:
        if len(text) > longest or not pattern.fullmatch(text):
            raise ValueError(reason)
        return text

    return AfterValidator(check)


def _read_by(reader: Callable[[str], object], reason: str) -> AfterValidator:
    def check(text: str) -> str:
        try:
            reader(text)
        except ValueError:
            raise ValueError(reason) from None
        if fault := fault_of(text, longest=LINE):
            raise ValueError(fault)
        return text

    return AfterValidator(check)


def _id(text: str) -> str:
    if not is_id(text):
        raise ValueError("it is no message id (UUID version 7)")
    return text


def matching(pattern: re.Pattern[str], reason: str) -> tuple[AfterValidator, WithJsonSchema]:
    """This function returns what marks a text that has a form, for a field's annotation."""
    return _matching(pattern, reason), _form(pattern)


def _schema(**of_text: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string"} | of_text)


def _form(pattern: re.Pattern[str], **more: Any) -> WithJsonSchema:
    return _schema(pattern=f"^{pattern.pattern}$", **more)


_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{1,6}Z")

Line = Annotated[str, _plain(longest=LINE, lines=False), _schema(maxLength=LINE)]
Text = Annotated[str, _plain(longest=TEXT, lines=True), _schema(maxLength=TEXT)]
SaidLine = Annotated[str, _plain(longest=LINE, lines=False, empty=False), _schema(minLength=1, maxLength=LINE)]
SaidText = Annotated[str, _plain(longest=TEXT, lines=True, empty=False), _schema(minLength=1, maxLength=TEXT)]
MessageId = Annotated[str, AfterValidator(_id), _form(_UUID)]
ItemId = MessageId
NodeId = Annotated[str, _matching(NODE, "it is no node id"), _form(NODE)]
Day = Annotated[
    str, _read_by(date.fromisoformat, "it is no day, write it as 2026-11-22"), _schema(format="date", maxLength=LINE)
]
PartialDay = Annotated[
    str,
    _read_by(PartialDate.parse, "it is no date, write it as 1970-05-12, 1970-05 or 1970"),
    _schema(minLength=1, maxLength=LINE),
]
Moment = Annotated[
    str,
    _read_by(parse_timestamp, "it is no moment, write it as 2026-11-22T03:04:05.000000Z"),
    _form(_MOMENT),
]
Hash = Annotated[str, _matching(HASH, "it is no SHA-256 in base64url"), _form(HASH)]
Handle = Annotated[str, _matching(HANDLE, "it is no handle"), _form(HANDLE)]
Token = Annotated[
    str, _matching(TOKEN, "it is no signed document", longest=LONGEST_TOKEN), _form(TOKEN, maxLength=LONGEST_TOKEN)
]
PropertyName = Annotated[str, _matching(PROPERTY, "it is no property name"), _form(PROPERTY)]
EvaluationCode = Annotated[
    str,
    _read_by(Evaluation.parse, "it is no evaluation: a letter of A B C X and a digit of 1 2 3 4, such as B2"),
    _schema(pattern="^[ABCXabcx][1-4]$"),
]
PurposeCode = Annotated[str, OneOf(Purpose)]
OffenceCode = Annotated[str, OneOf(Offence)]
