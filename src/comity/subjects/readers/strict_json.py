"""JSON from outside: bounded in length and depth, no name twice in an object, no number that is none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from comity.kernel.errors import UnreadableFile
from comity.subjects.readers.reading import Reading
from comity.subjects.readers.source import refused

LINE = 4 << 20
"""The longest line of JSON lines, in bytes."""
DOCUMENT = 64 << 20
"""The largest file that is one JSON document, in bytes; it is held in memory."""
_LONGEST_NUMBER = 40


class _Bad(ValueError):
    """Something that JSON allows, or its reader, and nobody means."""


def lines(reading: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    """This function gives each line's object with the number of the line.

    Raises:
        UnreadableFile: a line is no object, too long, too deep, or has a name twice or a number that is none.
    """
    name, stream = reading.source.name, reading.source.rewound()
    number, count = 0, 0
    while data := stream.readline(LINE):
        number += 1
        if len(data) >= LINE:
            raise refused(name, f"line {number} is longer than {LINE:,} bytes", "This is no such file", code="line")
        if not (bare := data.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else data.strip()):
            continue
        count += 1
        if count > reading.limits.rows_per_file:
            raise refused(
                name,
                f"it has more than {reading.limits.rows_per_file:,} rows",
                "Split it, or raise limits.rows_per_file in node.toml",
                code="rows",
            )
        found = _parsed(reading, bare, f"line {number}")
        if not isinstance(found, dict):
            raise refused(name, f"line {number} is no JSON object", "Check the format", code="another")
        yield number, found


def document(reading: Reading) -> Any:
    """This function returns the whole file as one JSON document.

    Raises:
        UnreadableFile: it is none, too large, too deep, or has a name twice or a number that is none.
    """
    if reading.source.size > DOCUMENT:
        raise refused(
            reading.source.name, f"it is larger than {DOCUMENT >> 20} MiB in one JSON document", "Split it", code="size"
        )
    return _parsed(reading, reading.source.rewound().read().removeprefix(b"\xef\xbb\xbf"), "it")


def texts(value: Any) -> Iterator[str]:
    """This function gives the texts of a JSON value: itself, or each of a list; objects give nothing."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield each
        elif isinstance(each, bool):
            yield "true" if each else "false"
        elif isinstance(each, (int, float)):
            yield str(each)


def _parsed(reading: Reading, data: bytes, what: str) -> Any:
    try:
        found = json.loads(
            data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_none, parse_int=_integer, parse_float=_number
        )
        _check(found, reading.limits.document_depth)
    except RecursionError:
        raise _refused(reading, f"{what} is nested too deep", "depth") from None
    except _Bad as error:
        raise _refused(reading, f"{what} {error}", "hostile") from None
    except ValueError:
        raise refused(
            reading.source.name, f"{what} is no whole JSON in UTF-8", "It may be cut off; get it again", code="cut-off"
        ) from None
    return found


def _refused(reading: Reading, reason: str, code: str) -> UnreadableFile:
    return refused(reading.source.name, reason, "Get the file from its publisher again", code=code)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Bad("has a name twice in one object")
    return made


def _none(text: str) -> Any:
    raise _Bad(f"has {text}, which is no number")


def _integer(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise _Bad("has a number with too many digits")
    return int(text)


def _number(text: str) -> float:
    if len(text) > _LONGEST_NUMBER or not abs(made := float(text)) < float("inf"):
        raise _Bad("has a number that is too large or too long")
    return made


_SURROGATE = re.compile("[\ud800-\udfff]")


def _check(found: Any, depth: int) -> None:
    layer = [found]
    for _ in range(depth + 1):
        if not layer:
            return
        layer = [x for each in layer for x in _inside(each)]
    if layer:
        raise _Bad(f"is nested deeper than {depth}")


def _inside(each: Any) -> list[Any]:
    if isinstance(each, dict):
        return [*each, *each.values()]
    if isinstance(each, str) and _SURROGATE.search(each):
        raise _Bad("has half a character")
    return each if isinstance(each, list) else []
