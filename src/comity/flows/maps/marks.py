"""Writing SVG: every text and attribute is escaped here and nowhere else."""

from __future__ import annotations

import re
from html import escape

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, and marks that turn the text around them."""
_PATH = re.compile(r"/(?![/\\])[^\s\\]*")


def clean(text: object) -> str:
    """This function writes a text as content or attribute value of SVG."""
    return escape(_UNFIT.sub("", str(text)), quote=True)


def path_only(url: str) -> str:
    """This function returns an address that stays on this node, or nothing."""
    return url if _PATH.fullmatch(url) else ""


def tag(name: str, *inner: str, **attributes: object) -> str:
    """This function writes an element; what is inside must be written by these functions.

    Args:
        name: of the element.
        inner: elements and escaped texts.
        attributes: their names with ``_`` for ``-``, and ``class_`` for ``class``; None leaves one out.
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{clean(_figure(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = "".join(inner)
    return f"<{name}{said}>{body}</{name}>" if body else f"<{name}{said}/>"


def text(words: object, x: float, y: float, **attributes: object) -> str:
    """This function writes a text at a place."""
    return tag("text", clean(words), x=x, y=y, **attributes)


def link(url: str, *inner: str) -> str:
    """This function makes elements lead to a page of this node; without a fit address they lead nowhere."""
    return tag("a", *inner, href=path_only(url)) if path_only(url) else "".join(inner)


def place(*numbers: float) -> str:
    """This function writes coordinates, to a tenth of a unit."""
    return " ".join(_figure(number) for number in numbers)


def _figure(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".rstrip("0").rstrip(".") if value else "0"
    return str(value)
