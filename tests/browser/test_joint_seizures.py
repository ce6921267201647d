"""Two agencies agree that a seizure was joint, and one of them counts it; then a year goes to the partner."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.conftest import sign_in, state_purpose
from tests.browser.desks import Desk
from tests.browser.inspection import faults_of
from tests.browser.test_journey import reload_until

SEEN = 'found in a "bag"; <b>both</b> teams'


def fit(page: Page) -> None:
    """This function looks at the page that is shown, on a phone and on a wide screen."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert faults_of(page) == [], page.url


def record(page: Page, desk: Desk, day: str) -> str:
    """This function records three kilograms of heroin, and returns the address of the seizure."""
    page.goto(desk.address + "/seizures/new/")
    page.locator("[name=goods-0-said]").fill("heroin")
    page.locator("[name=goods-0-amount]").fill("3")
    page.locator("#goods-0").get_by_text("kg", exact=True).click()
    page.locator("[name=date]").fill(day)
    page.get_by_role("button", name="Record the seizure").click()
    page.wait_for_url(re.compile(r"/seizures/[0-9a-f-]{36}/$"))
    return page.url


def begin(page: Page, desk: Desk, name: str) -> None:
    """This function lets another person work at a desk."""
    page.context.clear_cookies()
    sign_in(page, desk, name)
    state_purpose(page, desk)


def test_two_agencies_agree_that_a_seizure_was_joint(
    desks: tuple[Desk, Desk], context: BrowserContext, page: Page
) -> None:
    cambodia, vietnam = desks

    # Both record the same heroin; Cambodia's officer says so, and that Viet Nam shall count it.
    begin(page, vietnam, "officer")
    theirs = record(page, vietnam, "2025-11-21")
    begin(page, cambodia, "officer")
    ours = record(page, cambodia, "2025-11-20")
    page.goto(ours + "joint/")
    fit(page)
    page.locator("[name=partner]").select_option(vietnam.node)
    page.locator("main").get_by_text("the partner", exact=True).click()
    page.locator("[name=words]").fill(SEEN)
    page.get_by_role("button", name="Propose").click()
    page.wait_for_url(re.compile("/seizures/joint/[0-9a-f-]{36}/$"))
    joint = page.url
    expect(page.locator("main")).to_contain_text("Nothing is counted otherwise before the partner agrees")
    fit(page)

    # Viet Nam's officer finds it among what waits, sees both beside each other, and agrees.
    begin(page, vietnam, "officer")
    page.goto(vietnam.address + "/seizures/joint/")
    reload_until(page, re.compile("proposed"))
    fit(page)
    page.locator("main tbody a, main .list a").first.click()
    expect(page.locator("main")).to_contain_text(SEEN)
    fit(page)
    page.get_by_text("yes, the same").click()
    page.locator("[name=seizure]").first.check()
    page.get_by_role("button", name="Answer").click()
    expect(page.locator("main")).to_contain_text("Agreed: this agency counts it")
    page.goto(theirs)
    expect(page.locator("main")).to_contain_text("agreed")

    # Both see it, and Cambodia's totals leave its own out.
    begin(page, cambodia, "officer")
    page.goto(joint)
    reload_until(page, re.compile("Agreed: the partner counts it"))
    fit(page)
    page.get_by_role("link", name="The conversation").click()
    expect(page.locator("main")).to_contain_text("Counted by")
    fit(page)

    # It was agreed too soon: Cambodia ends it, and each counts its own again.
    page.goto(joint)
    page.get_by_text("End it", exact=True).first.click()
    page.locator("[name=ground]").last.select_option("mistake")
    page.get_by_role("button", name="End it").click()
    expect(page.locator("main")).to_contain_text("Each side counts its own seizure again")
    begin(page, vietnam, "officer")
    page.goto(theirs)
    reload_until(page, re.compile("withdrawn"))


def test_a_year_goes_to_a_partner_after_a_supervisor_looked(
    desks: tuple[Desk, Desk], context: BrowserContext, page: Page
) -> None:
    cambodia, vietnam = desks
    cambodia.shell.run("cases", "join", "KH-2026-7", "supervisor", "--as", "officer")
    begin(page, cambodia, "officer")
    record(page, cambodia, "2024-03-01")
    begin(page, cambodia, "supervisor")
    page.goto(cambodia.address + "/picture/regional")
    fit(page)
    page.get_by_role("link", name="Contribute a year").click()
    page.locator("[name=year]").select_option("2024")
    page.locator("[name=words]").fill(SEEN)
    page.get_by_role("button", name="Show what would go out").click()
    expect(page.locator("main")).to_contain_text("fewer than 11 seizures; only that goes out")
    fit(page)
    page.locator("[name=partners]").first.check()
    page.get_by_role("button", name="Send what is shown").click()
    page.wait_for_url(cambodia.address + "/picture/regional")
    reload_until(page, re.compile("^delivered$"))

    begin(page, vietnam, "officer")
    page.goto(vietnam.address + "/picture/regional")
    main = page.locator("main")
    expect(main).to_contain_text("fewer than 11")
    expect(main).to_contain_text(SEEN)
    expect(main).to_contain_text("missing")
    fit(page)
