"""Setting a brief with typst, and nothing but the fonts that ship with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from comity.engines import missing
from comity.flows.brief.content import Brief

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
TEMPLATE = HERE / "brief.typ"
POINTS_AN_INCH = 96


def pdf(brief: Brief) -> bytes:
    """This function sets a brief as PDF, with tags for those who have it read aloud.

    Raises:
        InvalidInput: typst is not installed.
    """
    return _set(brief, "pdf")[0]


def pages(brief: Brief, *, ppi: float = POINTS_AN_INCH) -> list[bytes]:
    """This function sets a brief as one PNG for each page.

    Raises:
        InvalidInput: typst is not installed.
    """
    return _set(brief, "png", ppi)


def _set(brief: Brief, form: Literal["pdf", "png"], ppi: float = POINTS_AN_INCH) -> list[bytes]:
    if absent := missing():
        raise absent
    import typst

    made: bytes | list[bytes] = typst.compile(
        str(TEMPLATE), root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True, format=form, ppi=ppi,
        sys_inputs={"brief": json.dumps(brief.document(), ensure_ascii=False)},
    )  # fmt: skip
    return made if isinstance(made, list) else [made]
