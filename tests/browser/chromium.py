"""Debian's Chromium, driven by playwright, with a profile of its own; it notes whatever a page must not do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Playwright

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions", "--no-pings",
]  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def program() -> str | None:
    """This function returns where Chromium is, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Faults:
    """What pages did that they must not do."""

    console: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """This function listens to a page."""
        page.on("console", lambda m: self.console.append(f"{page.url}: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: self.console.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self._look(request.url))

    def _look(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.hostname not in {"127.0.0.1", "localhost"}:
            self.outside.append(url)


@contextmanager
def browser(
    playwright: Playwright, profile: Path, faults: Faults, *, scheme: str = "light", script: bool = True
) -> Iterator[BrowserContext]:
    """This function opens Chromium with a fresh profile and closes it again."""
    # A browser without a home, D-Bus or GPU still starts; nothing of the person who runs the tests is touched.
    context = playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=program(),
        headless=True,
        args=ARGUMENTS,
        viewport=DESK,
        color_scheme=scheme,
        java_script_enabled=script,
        locale="en-GB",
        env={**os.environ, "HOME": str(profile)},
    )
    context.set_default_timeout(15_000)
    context.on("page", faults.watch)
    for page in context.pages:
        faults.watch(page)
    try:
        yield context
    finally:
        context.close()
