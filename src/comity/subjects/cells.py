"""How values stand in a cell of CSV: several to a cell, and never as a formula.

Laws: ``split_cell(join_cell(values)) == values`` for values that are not empty and have no space at their ends;
no piece of a cell begins with a character that makes a spreadsheet run it. Source: OWASP, CSV injection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_RUNS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_MARKED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_TOKENS = re.compile(r"\\\\|\\;|;|[^;\\]+|\\")


def neutralised(text: str) -> str:
    """This function returns a text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return "'" + text if _RUNS.match(text) else text


def plain(text: str) -> str:
    """This function takes off what `neutralised` put on."""
    return text[1:] if _MARKED.match(text) else text


def join_cell(values: Iterable[str]) -> str:
    """This function writes several values into one cell."""
    return ";".join(_written(value) for value in values)


def split_cell(text: str) -> list[str]:
    """This function returns the values of a cell, without space at their ends and without empty ones."""
    if ";" not in text and "\\" not in text:
        bare = plain(text.strip())
        return [bare] if bare else []
    values: list[list[str]] = [[""]]
    for piece in _TOKENS.findall(text):
        if piece == ";":
            values.append([""])
        elif piece == "\\;":
            values[-1].append("")
        else:
            values[-1][-1] += "\\" if piece == "\\\\" else piece
    joined = (";".join(plain(part) for part in _trimmed(parts)) for parts in values)
    return [value for value in joined if value]


def _written(value: str) -> str:
    return "\\;".join(neutralised(part).replace("\\", "\\\\") for part in value.split(";"))


def _trimmed(parts: list[str]) -> list[str]:
    parts[0] = parts[0].lstrip()
    parts[-1] = parts[-1].rstrip()
    return parts
