"""What every page must keep to, looked at in the browser: names, headings, landmarks, width, readable text."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_LOOK, _CONTRAST = (
    Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("inspection.js", "contrast.js")
)


def faults_of(page: Page) -> list[str]:
    """This function returns what is wrong with the page that is shown, as far as a program can see it."""
    return [*page.evaluate(_LOOK), *(f"poor contrast: {each}" for each in page.evaluate(_CONTRAST))]
