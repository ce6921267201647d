"""Screenshots of every page of the demo's first desk, on a phone and on a wide screen, in every language.

    python bench/shots.py FOLDER [--demo DIR] [--language km] [--dark]

Without ``--demo`` a demo is made first, which takes a minute or two. Names of the files: page, width, language.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from comity.cli.demo.processes import Process, wait_until_answering  # noqa: E402
from tests.browser.chromium import DESK, PHONE, Faults, browser  # noqa: E402

LANGUAGES = ("en", "km", "vi")
OPEN = {"sign-in": "/account/login/", "offline": "/offline"}
PAGES = {
    "officer": {
        "today": "/", "period": "/period", "cases": "/cases/", "case-new": "/cases/new", "holdings": "/holdings/",
        "holding-new": "/holdings/new/", "import": "/import/", "imports": "/imports/",
        "names": "/names/?name=Sok+Dara", "names-two": "/names/?name=Sok+Dara&other=សុខ+ដារ៉ា",
        "duplicates": "/duplicates/",
        "check": "/check/", "checks": "/checks/", "hits": "/hits/", "conversations": "/conversations/",
        "outbox": "/conversations/outbox", "message-new": "/messages/new", "ask": "/conversations/ask",
        "share": "/conversations/share", "warn": "/conversations/warn", "propose": "/conversations/propose",
        "owed": "/owed/", "alerts": "/alerts/", "alerts-past": "/alerts/?past=1", "deadlines": "/deadlines/",
        "seizures": "/seizures/", "seizure-new": "/seizures/new/", "seizures-import": "/seizures/import/",
        "seizures-imports": "/seizures/imports/", "joint-seizures": "/seizures/joint/",
        "prosecutions": "/prosecutions/", "prosecution-new": "/prosecutions/new/", "campaigns": "/campaigns/",
        "items": "/items/", "recalls": "/recalls/", "openings": "/holdings/openings/",
        "places": "/places/", "places-found": "/places/?text=Poipet", "place": "/places/KH-0102",
        "village": "/places/KH-01020101",
        "allowed": "/instruments/allowed", "emergencies": "/emergencies/",
        "joint": "/joint/", "budgets": "/budgets/", "partners": "/partners/", "instruments": "/instruments/",
        "denied": "/people/", "nothing": "/cases/none", "security": "/account/2fa/",
    },
    "supervisor": {
        "routes": "/picture/routes", "routes-whole": "/picture/routes?whole=1",
        "routes-provinces": "/picture/routes?whole=1&level=province&kind=leg",
        "today-supervisor": "/", "duties": "/duties/", "duty-new": "/duties/new", "instrument-new": "/instruments/new",
        "partner-add": "/partners/add", "card": "/partners/card", "groups": "/partners/groups",
        "place-lists": "/places/lists/", "alarms": "/ledger/alarms", "approvals": "/approvals/",
        "campaign-new": "/campaigns/new/",
        "browsing": "/ledger/browsing",
    },
    "auditor": {"ledger": "/ledger/", "heads": "/ledger/heads", "story": "/ledger/story"},
    "demo": {"today-administrator": "/", "people": "/people/", "person-new": "/people/new",
             "interfaces": "/interfaces/", "token-new": "/interfaces/tokens/new",
             "webhook-new": "/interfaces/webhooks/new"},
}  # fmt: skip
FIRST = {
    "prosecution": ("/prosecutions/", "main tbody a"), "campaign": ("/campaigns/", "main tbody a"),
    "case": ("/cases/", "main tbody a"), "seizure": ("/seizures/", "main tbody a"),
    "holding": ("/holdings/", "main tbody a"),
    "report": ("/imports/", "main tbody a"), "checked": ("/checks/", "main tbody a"),
    "proposal": ("/duplicates/", "main tbody a"),
    "hit": ("/hits/", "main tbody a"), "conversation": ("/conversations/", "main tbody a"),
    "partner": ("/partners/", "main tbody a"), "entry": ("/ledger/", "main tbody a"),
}  # fmt: skip


def made_demo(folder: Path) -> Path:
    """This function makes a demo, with what its agencies found, asked and answered."""
    subprocess.run([sys.executable, "-m", "comity.cli.demo.entry", "demo", "--once", "--dir", str(folder)], check=True)
    return folder


def served(demo: Path, stack: ExitStack) -> str:
    """This function serves the demo's first two desks and returns the first one's address."""
    ports = json.loads((demo / "demo.json").read_text(encoding="utf-8"))["ports"]
    for country in ("VN", "KH"):
        folder = demo / country.lower()
        for what in ("serve", "worker"):
            process = Process([what, "--node", str(folder)], demo / "logs" / f"shots-{country}-{what}.log")
            process.start()
            stack.callback(process.stop)
            if what == "serve":
                wait_until_answering(f"http://127.0.0.1:{ports[country]}", process)
    return f"http://127.0.0.1:{ports['KH']}"


def choose(page: Page, address: str, language: str) -> None:
    """This function leaves nobody signed in and chooses the language of the pages."""
    page.context.clear_cookies()
    page.goto(f"{address}/account/login/")
    page.locator("header details").first.locator("summary").click()
    page.locator(f"header button[value={language}]").click()
    page.wait_for_selector(f"html[lang={language}]")


def sign_in(page: Page, address: str, username: str, password: str) -> None:
    """This function signs a person in and states a purpose where the role asks for one."""
    page.goto(f"{address}/account/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", password)
    page.click("main button")
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/period")
    if page.locator("[name=ground]").count():
        page.locator("[name=ground]").select_option(index=1)
        page.locator("[name=purpose]").select_option("investigation")
        page.locator("[name=instrument]").select_option(index=1)
        page.click("main form button")
        page.wait_for_url(f"{address}/")


def shots(page: Page, address: str, username: str, password: str, language: str) -> Iterator[str]:
    """This function goes to every page of a person and yields its name once it is shown."""
    choose(page, address, language)
    for name, path in OPEN.items() if username == "officer" else ():
        page.goto(address + path)
        yield name
    sign_in(page, address, username, password)
    for name, path in PAGES[username].items():
        page.goto(address + path)
        yield name
    for name, (path, link) in FIRST.items():
        if path in PAGES[username].values():
            page.goto(address + path)
            if page.locator(link).count():
                page.locator(link).first.click()
                page.wait_for_load_state()
                yield name


def main() -> None:
    """This function takes the screenshots and tells how many, and what the pages complained of."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--demo", type=Path, help="the folder of a demo that was made before")
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--dark", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    faults, taken = Faults(), 0
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comity-shots-")))
        demo = given.demo or made_demo(scratch / "demo")
        address = served(demo, stack)
        known = json.loads((demo / "demo.json").read_text(encoding="utf-8"))
        playwright = stack.enter_context(sync_playwright())
        scheme = "dark" if given.dark else "light"
        context = stack.enter_context(browser(playwright, scratch / "profile", faults, scheme=scheme))
        page = context.pages[0]
        for language in given.language or LANGUAGES:
            for username in PAGES:
                password = known["administrators"]["KH"] if username == "demo" else known["password"]
                for name in shots(page, address, username, password, language):
                    for size in (PHONE, DESK):
                        page.set_viewport_size(size)
                        page.screenshot(path=given.folder / f"{name}-{size['width']}-{language}.png", full_page=True)
                        taken += 1
    print(f"{taken} screenshots in {given.folder}")
    for fault in sorted({*faults.console, *faults.outside}):
        print(fault)


if __name__ == "__main__":
    main()
