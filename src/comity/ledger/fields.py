"""Reading documents from outside field by field: the right form and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from comity.kernel import InvalidInput
from comity.kernel.clock import parse_timestamp, timestamp

LARGEST = 2**53 - 1
"""The largest integer that canonical JSON carries."""

TEXT_CHARACTERS = 200
_HASH = re.compile(r"[0-9a-f]{64}")


class Reader:
    """Reads the fields of one document and, at the end, that there were no others.

    Args:
        document: what came from outside.
        form: the value that its ``format`` must have.
        thing: what errors call it.
        code: the code of errors.
    """

    def __init__(self, document: Mapping[str, Any], form: str, *, thing: str, code: str) -> None:
        self._document, self._thing, self._code = document, thing, code
        self._read = {"format"}
        if not isinstance(document, Mapping) or document.get("format") != form:
            raise self.wrong(f"its format is not {form}")

    def wrong(self, reason: str) -> InvalidInput:
        """This function makes the error for a reason."""
        return InvalidInput(self._thing, reason, code=self._code)

    def finish(self) -> None:
        """This function refuses a document with fields that nobody read."""
        if more := sorted(str(name) for name in self._document if name not in self._read):
            raise self.wrong(f"it has a field that is not known: {more[0][:TEXT_CHARACTERS]}")

    def text(self, name: str, *, longest: int = TEXT_CHARACTERS, empty: bool = False) -> str:
        """This function reads a text that is not empty, unless it may be."""
        value = self._value(name)
        if not isinstance(value, str) or len(value) > longest or not (value or empty):
            raise self.wrong(f"{name} is no text of 1 to {longest} characters")
        return value

    def size(self, name: str) -> int:
        """This function reads a whole number from 0 on."""
        return self._size(name, self._value(name))

    def flag(self, name: str) -> bool:
        """This function reads yes or no."""
        value = self._value(name)
        if not isinstance(value, bool):
            raise self.wrong(f"{name} is neither true nor false")
        return value

    def hash(self, name: str) -> bytes:
        """This function reads a hash: 64 lower-case hexadecimal digits."""
        return self._hash(name, self._value(name))

    def hashes(self, name: str, most: int) -> tuple[bytes, ...]:
        """This function reads a list of hashes."""
        return tuple(self._hash(name, value) for value in self._list(name, most))

    def texts(self, name: str, most: int, *, longest: int = TEXT_CHARACTERS) -> tuple[str, ...]:
        """This function reads a list of texts."""
        values = self._list(name, most)
        if not all(isinstance(value, str) and 0 < len(value) <= longest for value in values):
            raise self.wrong(f"{name} is no list of texts")
        return tuple(values)

    def sizes(self, name: str, most: int) -> tuple[int, ...]:
        """This function reads a list of whole numbers from 0 on."""
        return tuple(self._size(name, value) for value in self._list(name, most))

    def time(self, name: str) -> datetime:
        """This function reads a time in the one form that Comity writes."""
        value = self._value(name)
        try:
            moment = parse_timestamp(value)
            same = timestamp(moment) == value
        except (TypeError, ValueError):
            same = False
        if not same:
            raise self.wrong(f"{name} is no time such as 2026-11-22T03:04:05.000006Z")
        return moment

    def mapping(self, name: str) -> Mapping[str, Any]:
        """This function reads a document within the document."""
        return self._mapping(name, self._value(name))

    def mapping_or_none(self, name: str) -> Mapping[str, Any] | None:
        """This function reads a document within the document, which may be null."""
        value = self._value(name)
        return None if value is None else self._mapping(name, value)

    def mappings(self, name: str, most: int) -> tuple[Mapping[str, Any], ...]:
        """This function reads a list of documents."""
        return tuple(self._mapping(name, value) for value in self._list(name, most))

    def _value(self, name: str) -> Any:
        self._read.add(name)
        if name not in self._document:
            raise self.wrong(f"{name} is missing")
        return self._document[name]

    def _list(self, name: str, most: int) -> list[Any]:
        value = self._value(name)
        if not isinstance(value, list) or len(value) > most:
            raise self.wrong(f"{name} is no list of at most {most}")
        return value

    def _size(self, name: str, value: Any) -> int:
        if type(value) is not int or not 0 <= value <= LARGEST:
            raise self.wrong(f"{name} is no whole number from 0 on")
        return value

    def _mapping(self, name: str, value: Any) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            raise self.wrong(f"{name} is no document")
        return value

    def _hash(self, name: str, value: Any) -> bytes:
        if not isinstance(value, str) or not _HASH.fullmatch(value):
            raise self.wrong(f"{name} is no hash of 64 lower-case hexadecimal digits")
        return bytes.fromhex(value)
