"""Setting a brief with typst, and nothing but the fonts that ship with it."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

from comity.flows.brief.content import Brief
from comity.kernel import ComityError, Missing

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
TEMPLATE = HERE / "brief.typ"
POINTS_AN_INCH = 96


def missing() -> ComityError | None:
    """This function returns what to tell where typst is not installed, or None."""
    if find_spec("typst") is not None:
        return None
    return Missing(
        "brief", "typst, which sets it, is not installed here", "Install it: pip install 'comity[analysis]'",
        code="flows.brief.missing",
    )  # fmt: skip


def pdf(brief: Brief) -> bytes:
    """This function sets a brief as PDF.

    Raises:
        Missing: typst is not installed.
    """
    return _set(brief, "pdf")[0]


def pages(brief: Brief, *, ppi: float = POINTS_AN_INCH) -> list[bytes]:
    """This function sets a brief as one PNG for each page.

    Raises:
        Missing: typst is not installed.
    """
    return _set(brief, "png", ppi)


def _set(brief: Brief, form: str, ppi: float = POINTS_AN_INCH) -> list[bytes]:
    if (error := missing()) is not None:
        raise error
    import typst

    made = typst.compile(
        str(TEMPLATE), root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True, format=form, ppi=ppi,
        sys_inputs={"brief": json.dumps(brief.document(), ensure_ascii=False)},
    )  # fmt: skip
    return made if isinstance(made, list) else [made]
