"""The style sheet of the pictures: a file that pages link, and that a picture standing alone carries within."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).with_name("static")
"""Folder that a web server gives out; the style sheet is ``maps/maps.css`` in it."""
THEMES = ("auto", "light", "dark", "print")
GROUPS = 6
"""Colours that can be told apart; further groups share the last one."""


@cache
def sheet() -> str:
    """This function returns the style sheet, without its comments."""
    text = (STATIC / "maps" / "maps.css").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip()


def palette(theme: str) -> dict[str, str]:
    """This function returns the colours of a theme by name, such as ``group-0``.

    Args:
        theme: light, dark or print.
    """
    start = {"light": r"^\.cm \{", "dark": r"^\.cm--dark \{", "print": r"^\.cm--print \{"}[theme]
    text = (STATIC / "maps" / "maps.css").read_text(encoding="utf-8")
    found = re.search(start + r"(.*?)\}", text, flags=re.DOTALL | re.MULTILINE)
    return dict(re.findall(r"--cm-([a-z0-9-]+): (#[0-9a-f]{6})", found[1])) if found else {}
