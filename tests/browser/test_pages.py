"""Every page in three languages, on a phone and on a wide screen: nothing cut, nothing unnamed, nothing pale."""

from __future__ import annotations

import pytest

from tests.browser.chromium import DESK, PHONE, browser
from tests.browser.conftest import sign_in, state_purpose
from tests.browser.inspection import faults_of

PAGES = {
    "officer": [
        "/", "/period", "/cases/", "/cases/new", "/instruments/",
        "/instruments/allowed?kind=request&offence=fraud", "/emergencies/", "/emergencies/new",
        "/account/2fa/", "/account/password/change/",
        "/holdings/", "/holdings/new/", "/import/", "/imports/", "/names/", "/names/?name=Nuon+Bunny", "/duplicates/",
        "/check/", "/checks/", "/joint/", "/budgets/", "/hits/", "/partners/",
        "/conversations/", "/conversations/outbox", "/messages/new", "/conversations/ask", "/conversations/share",
        "/conversations/warn", "/conversations/propose", "/owed/", "/alerts/", "/alerts/?past=1", "/deadlines/",
        "/items/", "/recalls/", "/holdings/openings/", "/places/?country=VN", "/places/?text=Poipet", "/places/KH-0102",
        "/places/KH-01020101", "/picture/statistics", "/picture/statistics?drug=opioids&year=2025",
        "/picture/routes", "/picture/reporting", "/picture/regional", "/seizures/joint/", "/prosecutions/",
        "/prosecutions/?outcome=convicted&year=2026", "/prosecutions/new/", "/campaigns/",
    ],
    "supervisor": [
        "/duties/", "/duties/new", "/instruments/new", "/partners/add", "/partners/card", "/partners/groups",
        "/ledger/alarms", "/approvals/", "/ledger/browsing", "/places/lists/", "/picture/statistics?whole=1",
        "/picture/reporting?year=2025", "/picture/regional", "/picture/regional/contribute",
        "/campaigns/new/",
    ],
    "auditor": ["/ledger/", "/ledger/heads", "/ledger/story", "/ledger/browsing", "/emergencies/"],
    "chief": ["/people/", "/people/new", "/interfaces/", "/interfaces/tokens/new", "/interfaces/webhooks/new"],
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "km", "vi"])
def test_pages_fit_and_name_everything(desks, page, language):
    desk = desks[0]
    wrong: dict[str, list[str]] = {}
    for username, paths in PAGES.items():
        page.context.clear_cookies()
        sign_in(page, desk, username, language)
        if username == "officer":
            state_purpose(page, desk)
        for path in paths:
            answer = page.goto(desk.address + path)
            assert answer.status == 200, path
            assert page.locator("html").get_attribute("lang") == language
            for size in (PHONE, DESK):
                page.set_viewport_size(size)
                if found := faults_of(page):
                    wrong[f"{path} {size['width']}"] = found
    assert wrong == {}


def test_pages_can_be_read_in_the_dark(desks, playwright, tmp_path, faults):
    desk = desks[0]
    with browser(playwright, tmp_path / "dark", faults, scheme="dark") as context:
        page = context.pages[0]
        sign_in(page, desk, "officer")
        wrong = {}
        for path in ("/", "/period", "/cases/", "/cases/new", "/instruments/"):
            page.goto(desk.address + path)
            if found := faults_of(page):
                wrong[path] = found
        assert wrong == {}


def test_the_keyboard_reaches_the_page_and_the_menu_on_a_phone(desks, page):
    desk = desks[0]
    sign_in(page, desk, "officer")
    page.set_viewport_size(PHONE)
    page.goto(desk.address + "/cases/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    navigation = page.locator("#navigation")
    assert not navigation.is_visible()
    page.locator("[data-menu]").click()
    assert navigation.is_visible()
    navigation.get_by_role("link", name="Cases").click()
    assert page.url == desk.address + "/cases/"


def test_everything_works_without_script(desks, playwright, tmp_path, faults):
    desk = desks[0]
    with browser(playwright, tmp_path / "plain", faults, script=False) as context:
        page = context.pages[0]
        sign_in(page, desk, "officer", "vi")
        page.set_viewport_size(PHONE)
        page.goto(desk.address + "/period")
        assert page.locator("html").get_attribute("lang") == "vi"
        page.locator("[name=ground]").select_option(index=1)
        page.locator("[name=purpose]").select_option("investigation")
        page.click("main button")
        assert "KH-2026-7" in page.locator(".period").inner_text()
        page.locator(".period button").click()
        page.locator(".period--none").wait_for()


def test_motion_is_left_out_for_those_who_ask(desks, page):
    page.emulate_media(reduced_motion="reduce")
    page.goto(desks[0].address + "/account/login/")
    durations = page.evaluate("[...document.querySelectorAll('*')].map((e) => getComputedStyle(e).transitionDuration)")
    assert set(durations) == {"0s"}


def test_paper_carries_the_page_and_not_the_navigation(desks, page):
    desk = desks[0]
    sign_in(page, desk, "officer")
    page.goto(desk.address + "/cases/")
    page.emulate_media(media="print")
    assert not page.locator("#navigation").is_visible()
    assert page.locator("main h1").is_visible()
