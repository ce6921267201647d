"""Two agencies warn, share, answer and agree in the browser: on a phone, and without script."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chromium import DESK, PHONE, Faults, browser
from tests.browser.conftest import sign_in, state_purpose
from tests.browser.desks import Desk
from tests.browser.inspection import faults_of
from tests.browser.test_journey import EVIL, reload_until

LONG = "ការស៊ើបអង្កេតអំពីការដឹកជញ្ជូនសារធាតុគីមីផ្សំដែលលាក់ក្នុងរថយន្តដឹកអង្ករ"


def fit(page: Page) -> None:
    """This function looks at the page that is shown, on a phone and on a wide screen, and stays on the phone."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert faults_of(page) == [], page.url
    assert "taken" not in page.title()


def test_an_alert_is_written_on_a_phone_and_read_by_the_partner(
    desks: tuple[Desk, Desk], context: BrowserContext, page: Page
) -> None:
    cambodia, vietnam = desks
    sign_in(page, cambodia, "officer")
    state_purpose(page, cambodia)
    page.set_viewport_size(PHONE)
    page.goto(cambodia.address + "/messages/new")
    page.get_by_role("link", name=re.compile("^Warn")).click()

    # Everything that is missing is said at once; each name leads to its field. Enter sends, and adds no row.
    page.locator("[name=contact]").press("Enter")
    expect(page.locator("[name=items-1-text]")).to_have_count(0)
    summary = page.locator("#form-errors")
    for said in ("What it is", "What to do", "What not to do", "Where it holds", "Valid until"):
        expect(summary.get_by_role("link", name=said, exact=True)).to_be_visible()
    fit(page)
    summary.get_by_role("link", name="What to do", exact=True).click()
    assert page.url.endswith("#id_what_to_do")

    page.get_by_label(re.compile("^What it is")).fill(LONG + " " + EVIL)
    page.get_by_label("It is about a").select_option("vehicle")
    page.get_by_label(re.compile("^What to do")).fill("Note the plate.")
    page.get_by_label(re.compile("^What not to do")).fill("Do not tell the driver.")
    page.get_by_label("known", exact=True).check()
    page.get_by_label(re.compile("^What the danger is")).fill("Armed.")
    page.get_by_label(re.compile("^Where it holds")).fill("Bavet")
    page.locator("[name=valid_to]").fill("2099-01-01T10:00")
    page.get_by_role("button", name="Send the alert").click()
    expect(page.locator("#form-errors")).to_have_count(1)
    page.locator("[name=valid_to]").fill((datetime.now(UTC) + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Send the alert").click()
    expect(page.locator("main h1")).to_contain_text("ការស៊ើបអង្កេត")
    fit(page)
    page.goto(cambodia.address + "/alerts/")
    expect(page.locator("main")).to_contain_text("Do not tell the driver.")
    fit(page)

    other = context.new_page()
    sign_in(other, vietnam, "officer", "vi")
    state_purpose(other, vietnam)
    other.goto(vietnam.address + "/alerts/")
    reload_until(other, re.compile("Note the plate"))
    expect(other.locator("main")).to_contain_text("<script>")
    fit(other)
    other.locator("main article a[href*='/conversations/']").first.click()
    fit(other)


def test_rows_come_and_go_without_script(desks: tuple[Desk, Desk], playwright, tmp_path, faults: Faults) -> None:
    cambodia, vietnam = desks
    with browser(playwright, tmp_path / "plain", faults, script=False) as context:
        page = context.pages[0]
        sign_in(page, cambodia, "officer", "km")
        state_purpose(page, cambodia)
        page.set_viewport_size(PHONE)
        page.goto(cambodia.address + "/conversations/share")
        page.locator("[name=reason]").fill("A person moves to your side.")
        page.locator("[name=link]").fill("A house in your province.")
        page.locator("[name=subjects-0-name]").fill("Chan Dara")
        page.locator("[name=items-0-text]").fill(LONG)
        page.locator("button[name=add-row][value=items]").click()
        assert page.url.endswith("#items-1")
        page.locator("[name=items-1-text]").fill("Second.")
        page.locator("button[name=add-row][value=items]").click()
        page.locator("[name=items-2-text]").fill("Third.")
        page.locator("button[name=drop-row][value=items-1]").click()
        expect(page.locator("[name=items-1-text]")).to_have_value("Third.")
        expect(page.locator("[name=items-0-text]")).to_have_value(LONG)
        page.locator("[name=permitted_use]").fill("Intelligence.")
        page.locator("main form button.button--primary").click()
        expect(page.locator("main .item")).to_have_count(2)

        partner = context.new_page()
        sign_in(partner, vietnam, "officer", "vi")
        state_purpose(partner, vietnam)
        partner.goto(vietnam.address + "/conversations/")
        reload_until(partner, re.compile("A person moves to your side"))
        partner.get_by_role("link", name=re.compile("A person moves to your side")).click()
        expect(partner.locator("main .item")).to_have_count(2)
        partner.locator("main .item a[href*='/feedback']").first.click()
        partner.locator("[name=useful][value=yes]").check()
        partner.locator("[name=used_in]").select_option("operation")
        partner.locator("[name=outcome]").fill("She was met.")
        partner.locator("main form button.button--primary").click()
        expect(partner.locator("main")).to_contain_text("She was met.")


def test_a_proposal_is_agreed_between_two_desks(desks: tuple[Desk, Desk], context: BrowserContext, page: Page) -> None:
    cambodia, vietnam = desks
    sign_in(page, cambodia, "officer", "vi")
    state_purpose(page, cambodia)
    page.goto(cambodia.address + "/conversations/propose")
    for name, text in {
        "title": "River 7", "proposal": "Both sides look out.", "our_part": "We watch.", "parts-0-role": "You stop it.",
        "begins": "2027-12-01", "ends": "2027-12-05", "area": "The river", "legal_basis": "MOU-KH-VN",
        "answer_by": "2027-11-28T10:00",
    }.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=kind]").select_option("joint-operation")
    page.locator("[name=parts-0-node]").select_option(index=1)
    page.locator("main form button.button--primary").click()
    expect(page.locator("main")).to_contain_text("You stop it.")
    fit(page)
    thread = page.url

    other = context.new_page()
    sign_in(other, vietnam, "officer", "en")
    state_purpose(other, vietnam)
    other.goto(vietnam.address + "/owed/")
    reload_until(other, re.compile("River 7"))
    fit(other)
    other.get_by_role("link", name="River 7").first.click()
    other.get_by_role("link", name="Agree or decline").click()
    fit(other)
    other.get_by_label("agree", exact=True).check()
    other.get_by_role("button", name="Answer").click()
    fit(other)

    page.goto(thread)
    until = page.locator("main a[href*='/plan']")
    for _ in range(60):
        if until.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    until.first.click()
    expect(page.locator("[name=our_part]")).to_have_value("We watch.")
    fit(page)
