"""Two agencies find a subject that both know, ask, and get an answer: the whole main job, in the browser."""

from __future__ import annotations

import re
import time
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.conftest import end_period, sign_in, state_purpose
from tests.browser.desks import PASSPORT, Desk
from tests.browser.inspection import faults_of

EVIL = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
ASKED = "In which case do you know this person?"


def own_file(folder: Path) -> Path:
    """This function writes what the officer in Cambodia imports: three rows, one of them without anything usable."""
    rows = [
        "id,name,birthDate,nationality,passportNumber",
        f"K-1,នួន ប៊ុននី;Nuon Bunny,27/05/1993,KH,{PASSPORT}",
        f'K-2,"{EVIL.replace(chr(34), chr(34) * 2)}",1980,KH,',
        "K-3,,not a day,,",
    ]
    path = folder / "own.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def fit(page: Page) -> None:
    """This function looks at the page that is shown, on a phone and on a wide screen."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert faults_of(page) == [], page.url
    assert "taken" not in page.title()


def reload_until(page: Page, text: str | re.Pattern[str], seconds: float = 60) -> None:
    """This function loads the page again until it says something."""
    until = time.monotonic() + seconds
    while not page.locator("main").get_by_text(text).count():
        assert time.monotonic() < until, f"{page.url} never said {text!r}: {page.locator('main').inner_text()}"
        time.sleep(0.3)
        page.reload()


def test_two_agencies_find_a_subject_ask_and_get_an_answer(
    desks: tuple[Desk, Desk], context: BrowserContext, page: Page, tmp_path: Path
) -> None:
    cambodia, vietnam = desks
    vietnam.wait_for_index()

    # Records stay closed until purpose and case are stated; then the officer is back where she wanted to go.
    sign_in(page, cambodia, "officer")
    end_period(page, cambodia)
    page.goto(cambodia.address + "/holdings/")
    expect(page.locator("h1")).to_have_text("State purpose and case")
    page.get_by_label("Case or standing duty").select_option(index=1)
    page.get_by_label("Purpose").select_option("investigation")
    page.get_by_label(re.compile("Legal basis")).select_option(index=1)
    page.get_by_role("button", name="Begin to work").click()
    expect(page).to_have_url(cambodia.address + "/holdings/")
    expect(page.locator(".period")).to_contain_text("KH-2026-7")
    fit(page)

    # Import: first what the file gives, then the records.
    page.goto(cambodia.address + "/import/")
    fit(page)
    page.locator("[name=file]").set_input_files(own_file(tmp_path))
    page.locator("[name=source]").fill("Border post register")
    page.locator("[name=retention_until]").fill("2036-01-01")
    page.get_by_role("button", name="Read the file").click()
    fit(page)
    expect(page.locator("main")).to_contain_text("K-3")
    page.get_by_role("button", name=re.compile("^Import 2 records")).click()
    reload_until(page, re.compile("^imported$"))
    page.goto(cambodia.address + "/holdings/")
    expect(page.locator("main")).to_contain_text("នួន ប៊ុននី")
    expect(page.locator("main")).to_contain_text("<script>")
    assert page.locator("main bdi[lang=km]").count() > 0
    fit(page)
    page.get_by_role("link", name="នួន ប៊ុននី").click()
    expect(page.locator("main")).to_contain_text(PASSPORT)
    fit(page)

    # Check, and confirm the hit.
    page.goto(cambodia.address + "/check/")
    fit(page)
    page.locator("main form [name=name]").fill("នួន ប៊ុននី")
    page.locator("main form [name=birthDate]").fill("1993-05-27")
    page.locator("main form [name=passportNumber]").fill(PASSPORT)
    page.get_by_role("button", name="Check with partners").click()
    reload_until(page, re.compile("strong"))
    fit(page)
    page.goto(cambodia.address + "/")
    page.locator("main").get_by_role("link", name=re.compile("Hit|នួន")).first.click()
    expect(page.locator("main")).to_contain_text("the same passport number")
    fit(page)
    page.get_by_role("button", name="The same subject: confirm").click()
    page.get_by_role("link", name="Ask the partner").click()

    # Ask; what the hit says is filled in.
    expect(page.locator("[name=subjects-0-name]")).not_to_have_value("")
    fit(page)
    page.locator("[name=asked]").fill(ASKED)
    page.locator("[name=facts]").fill("Crossed the river at night. " + EVIL)
    page.locator("[name=link]").fill("Your agency holds a record that agrees.")
    page.locator("[name=foreseen_use]").fill("Intelligence in this case.")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("main")).to_contain_text(ASKED)
    reload_until(page, "delivered, with receipt")
    fit(page)
    conversation = page.url

    # Viet Nam: the request waits on Today; what the partner wrote is text; the officer answers.
    other = context.new_page()
    sign_in(other, vietnam, "officer", "vi")
    expect(other.locator("main")).to_contain_text(cambodia.agency)
    expect(other.locator("main")).not_to_contain_text(ASKED)
    fit(other)
    state_purpose(other, vietnam)
    other.locator("main a[href^='/conversations/']").filter(has_text=cambodia.agency).first.click()
    expect(other.locator("main")).to_contain_text("<script>document.title='taken'</script>")
    fit(other)
    other.locator("main a[href*='/answer']").click()
    fit(other)
    other.locator("[name=status]").select_option("full")
    other.locator("[name=text]").fill("Known from a case of drug trafficking. " + EVIL)
    other.locator("[name=items-0-text]").fill("Suspect in our case VN-2026-7.")
    other.locator("[name=permitted_use]").fill("Intelligence in your case.")
    other.locator("main form button.button--primary").last.click()
    expect(other.locator("main")).to_contain_text("Known from a case of drug trafficking.")
    fit(other)

    # Cambodia reads the reply.
    page.goto(cambodia.address + "/")
    reload_until(page, re.compile("Messages to read"))
    page.goto(conversation)
    expect(page.locator("main")).to_contain_text("Known from a case of drug trafficking. <script>")
    fit(page)

    # The auditor sees what happened, and holdings stay closed to him.
    page.context.clear_cookies()
    sign_in(page, cambodia, "auditor")
    page.goto(cambodia.address + "/ledger/")
    for said in ("A hit was confirmed", "A check was done"):
        expect(page.locator("main")).to_contain_text(re.compile(said.split()[1], re.IGNORECASE))
    fit(page)
    assert page.goto(cambodia.address + "/holdings/").status == 403
