"""An officer at a border post records a seizure on a phone: with one hand, and while the line is gone."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.chromium import DESK, PHONE, Faults, browser
from tests.browser.conftest import sign_in, state_purpose
from tests.browser.desks import Desk
from tests.browser.inspection import faults_of

BAVET = {"latitude": 11.0802, "longitude": 105.8042, "accuracy": 12}
AWAY = "ERR_INTERNET_DISCONNECTED"
MOST_TAPS = 12
"""A tap and a word take an officer a few seconds each; this many leave two minutes half unused."""
DRAWN = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 2400, height: 1800 });
  canvas.getContext("2d").fillRect(300, 300, 900, 900);
  return canvas.toDataURL("image/jpeg").split(",")[1];
}"""
LOOKED_AFTER = """() => new Promise((done) => {
  if (navigator.serviceWorker.controller) done();
  else navigator.serviceWorker.addEventListener("controllerchange", () => done());
})"""
LEFT = """async () => [
  (await indexedDB.databases()).length, Object.keys(localStorage).length, (await caches.keys()).length,
]"""


@dataclass
class Thumb:
    """A thumb on a phone: it counts what it presses."""

    page: Page
    taps: int = 0

    def tap(self, what: Locator) -> None:
        self.taps += 1
        what.click()

    def write(self, where: Locator, text: str) -> None:
        self.tap(where)
        self.page.keyboard.type(text)


@pytest.fixture
def noted() -> Iterator[Faults]:
    """What pages must not do; that the line was gone is no fault of theirs."""
    faults = Faults()
    yield faults
    assert faults.outside == []
    assert [each for each in faults.console if AWAY not in each] == []


@pytest.fixture
def phone(playwright, tmp_path: Path, noted: Faults) -> Iterator[BrowserContext]:
    with browser(playwright, tmp_path / "phone", noted) as context:
        context.pages[0].set_viewport_size(PHONE)
        yield context


def photo(folder: Path, page: Page) -> Path:
    """This function makes a photo of three million points, as a camera gives it."""
    path = folder / "packets.jpg"
    path.write_bytes(base64.b64decode(page.evaluate(DRAWN)))
    return path


def begin(phone: BrowserContext, desk: Desk, language: str = "") -> Page:
    """This function signs an officer in on a phone that may tell where it is, with a purpose stated."""
    phone.grant_permissions(["geolocation"], origin=desk.address)
    phone.set_geolocation(BAVET)
    page = phone.pages[0]
    sign_in(page, desk, "officer", language)
    state_purpose(page, desk)
    page.goto(desk.address + "/seizures/new/")
    return page


def fit(page: Page) -> None:
    """This function looks at the page that is shown, on a wide screen and on a phone, and stays on the phone."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert faults_of(page) == [], page.url


def test_an_officer_at_a_border_post_records_a_seizure_on_a_phone(
    desks: tuple[Desk, Desk], phone: BrowserContext, tmp_path: Path
) -> None:
    page = begin(phone, desks[0])
    fit(page)
    picture = photo(tmp_path, page)
    page.evaluate(LOOKED_AFTER)
    thumb = Thumb(page)

    thumb.tap(page.get_by_text("Methamphetamine tablets (yaba)"))
    thumb.write(page.locator("[name=goods-0-amount]"), "12000")
    thumb.tap(page.locator("#goods-0").get_by_text("tablets", exact=True))
    with page.expect_file_chooser() as chosen:
        thumb.tap(page.locator("[name=photos]"))
    chosen.value.set_files(str(picture))
    expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    thumb.tap(page.get_by_role("button", name="Take my position"))
    expect(page.locator("[data-part=position]")).to_contain_text("12 metres")
    thumb.tap(page.get_by_role("button", name=re.compile("^It was at: Svay Rieng")))
    expect(page.locator("[name=place]")).to_have_value("Svay Rieng")
    thumb.tap(page.get_by_text("border crossing"))

    # The line goes. What was written stays on the phone, also when the page is opened again without a line.
    expect(page.locator("[data-part=status]")).to_contain_text("Kept on this phone")
    page.wait_for_timeout(500)  # a hand takes longer to the next thing
    phone.set_offline(True)
    page.reload()
    expect(page.locator("[name=goods-0-amount]")).to_have_value("12000")
    expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    expect(page.locator("[data-part=position]")).to_contain_text("12 metres")
    thumb.write(page.locator("[name=arrests-0-number]"), "2")
    thumb.tap(page.get_by_role("button", name="Record the seizure"))
    waiting = page.locator("[data-part=waiting]")
    expect(waiting).to_contain_text("Not sent yet")
    expect(waiting).to_contain_text("Methamphetamine tablets (yaba), 12000 tablets, Svay Rieng")
    assert thumb.taps <= MOST_TAPS
    fit(page)

    # It comes back, and the seizure goes out by itself: once, however often it is sent.
    phone.set_offline(False)
    sent = page.locator("[data-part=sent]")
    expect(sent).to_contain_text("Sent and recorded")
    expect(waiting).to_be_hidden()
    sent.get_by_role("link").click()
    main = page.locator("main")
    for words in ("Methamphetamine tablets (yaba)", "12,000 tablets", "estimated", "Svay Rieng", "border crossing"):
        expect(main).to_contain_text(words)
    for words in ("11.08020, 105.80420", "2 persons were arrested", "The route is not known"):
        expect(main).to_contain_text(words)
    shown = page.locator(".photo-grid img")
    assert shown.evaluate("(e) => e.decode().then(() => [e.naturalWidth, e.naturalHeight])") == [1600, 1200]
    fit(page)
    page.goto(desks[0].address + "/seizures/?province=KH-20&drug=methamphetamine")
    assert page.locator("main tbody tr").count() == 1
    fit(page)


def test_what_the_node_finds_wrong_stands_beside_its_field_and_nothing_is_lost(
    desks: tuple[Desk, Desk], phone: BrowserContext, tmp_path: Path, noted: Faults
) -> None:
    page = begin(phone, desks[0], "en")
    page.locator("[name=photos]").set_input_files(str(photo(tmp_path, page)))
    page.locator("[name=goods-0-said]").fill("white powder in a tin")
    page.locator("[name=goods-0-amount]").fill("1,250")
    page.get_by_role("button", name="Another thing").click()
    page.locator("[name=goods-1-amount]").fill("a lot")
    page.locator("[name=date]").fill("2099-01-01")
    page.get_by_role("button", name="Record the seizure").click()
    summary = page.locator("#form-errors")
    expect(summary).to_contain_text("fields need mending")
    assert summary.get_by_role("link").count() == 4
    expect(page.locator("#goods-0")).to_contain_text("two ways")
    expect(page.locator("#goods-1")).to_contain_text("no amount")
    expect(page.locator("[name=goods-0-said]")).to_have_value("white powder in a tin")
    expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    fit(page)
    page.locator("[name=goods-0-amount]").fill("1250")
    page.locator("#goods-0").get_by_text("g", exact=True).click()
    page.locator("#goods-1").get_by_role("button", name="Leave this one out").click()
    page.locator("[name=date]").fill("2026-05-12")
    page.get_by_role("button", name="Record the seizure").click()
    page.wait_for_url(re.compile(r"/seizures/[0-9a-f-]{36}/$"))
    expect(page.locator("main")).to_contain_text("white powder in a tin")
    expect(page.locator("main .photo-grid li")).to_have_count(1)
    noted.console[:] = [each for each in noted.console if "400 (Bad Request)" not in each]


def test_who_signs_out_leaves_nothing_on_the_phone(
    desks: tuple[Desk, Desk], phone: BrowserContext, noted: Faults
) -> None:
    page = begin(phone, desks[0])
    page.evaluate(LOOKED_AFTER)
    page.locator("[name=goods-0-amount]").fill("3")
    expect(page.locator("[data-part=status]")).to_contain_text("Kept on this phone")
    phone.set_offline(True)
    page.get_by_role("button", name="Record the seizure").click()
    expect(page.locator("[data-part=waiting]")).to_contain_text("Not sent yet")
    page.on("dialog", lambda dialog: dialog.accept())
    phone.route("**/seizures/new/", lambda route: route.abort())
    phone.set_offline(False)
    page.goto(desks[0].address + "/cases/")
    expect(page.locator("#unsent")).to_contain_text("not sent yet")
    page.locator("header details").nth(1).locator("summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/account/"))
    assert page.evaluate(LEFT) == [0, 0, 0]
    noted.console[:] = [each for each in noted.console if "ERR_FAILED" not in each]  # the test held it back


def test_another_person_on_the_same_phone_does_not_get_the_form_of_the_first(
    desks: tuple[Desk, Desk], phone: BrowserContext
) -> None:
    page = begin(phone, desks[0])
    page.evaluate(LOOKED_AFTER)
    page.wait_for_function("async () => (await caches.keys()).length === 1")
    phone.clear_cookies()  # the session ended, and nobody signed out
    sign_in(page, desks[0], "supervisor", "en")
    page.goto(desks[0].address + "/cases/")
    page.wait_for_function("async () => (await caches.keys()).length === 0")


def test_a_seizure_is_recorded_without_script(
    desks: tuple[Desk, Desk], playwright, tmp_path: Path, faults: Faults
) -> None:
    with browser(playwright, tmp_path / "plain", faults, script=False) as context:
        page = context.pages[0]
        sign_in(page, desks[0], "officer", "en")
        state_purpose(page, desks[0])
        page.set_viewport_size(PHONE)
        page.goto(desks[0].address + "/seizures/new/")
        page.get_by_text("Ketamine").click()
        page.locator("[name=goods-0-amount]").fill("2.5")
        page.locator("#goods-0").get_by_text("kg", exact=True).click()
        page.locator("[name=place]").fill("Bavet")
        page.get_by_role("button", name="Look this place up").click()
        page.get_by_text("Bavet, Svay Rieng").first.click()
        page.get_by_role("button", name="Another thing").click()
        page.locator("[name=goods-1-said]").fill("Cash in a bag")
        page.locator("[name=goods-1-amount]").fill("500")
        page.locator("#goods-1").get_by_text("USD", exact=True).click()
        page.get_by_role("button", name="Record the seizure").last.click()
        expect(page.locator("main")).to_contain_text("2.5 kg")
        expect(page.locator("main")).to_contain_text("500 USD")
        expect(page.locator("main")).to_contain_text("Bavet, Svay Rieng")
