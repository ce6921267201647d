"""An analyst shows the minister the routes of 2016 and what is not known; labels fit the fonts of a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK, PHONE, browser
from tests.browser.conftest import sign_in, state_purpose
from tests.browser.desks import PASSWORD, Desk
from tests.browser.inspection import faults_of

ROOT = Path(__file__).resolve().parents[2]
FILL = """
from comity.node.upgrades import set_up
set_up()
from comity.node.accounts.models import User
from comity.node.cases.models import Case
from tests.node.picture.routed import fill
fill(Case.objects.first(), User.objects.get(username="officer").id)
"""
MEETING = """() => [...document.querySelectorAll('svg.cm-map')].filter((map) => map.getBoundingClientRect().width > 0)
  .flatMap((map) => [...map.querySelectorAll('svg')].flatMap((panel) => {
    const boxes = [...panel.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
    return boxes.flatMap(([said, a], i) => boxes.slice(i + 1).filter(([, b]) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5)
      .map(([other]) => `${said} | ${other}`));
  }))"""
"""Labels of a panel that cover each other, by more than the empty room above and below letters."""


def look(page: Page) -> list[str]:
    """This function returns what is wrong with the page; a thin arc is small, and the table has its link too."""
    return [each for each in faults_of(page) if '<a href="/picture/routes/records' not in each]


def fit(page: Page) -> None:
    """This function looks at the page on a phone and on a wide screen."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert look(page) == [], page.url


@pytest.fixture(scope="module")
def desk(desks: tuple[Desk, Desk]) -> Desk:
    """The first desk, with seizures of two years and an analyst."""
    first = desks[0]
    first.shell.run(
        "users", "add", "analyst", "--role", "analyst", "--name", "Maly Sok", "--as", "administrator", secret=PASSWORD
    )
    where = {**os.environ, "COMITY_NODE": str(first.folder)}
    subprocess.run([sys.executable, "-c", FILL], check=True, cwd=ROOT, env=where, timeout=120)
    return first


def test_an_analyst_shows_the_minister_the_routes_of_2016_and_what_is_not_known(desk: Desk, page: Page) -> None:
    sign_in(page, desk, "analyst")
    page.goto(desk.address + "/picture/routes")
    main = page.locator("main")
    expect(main).to_contain_text("The form that may be published.")
    expect(main).to_contain_text("Borders and names imply no opinion")
    fit(page)

    # Every record, of 2016: the page follows the choice by itself.
    page.get_by_role("link", name="Show every record, with all filters").click()
    expect(main).to_contain_text("Inside the agency.")
    page.locator("[name=year]").select_option("2016")
    expect(main).to_contain_text("67 of 87 seizures name departure and destination")
    assert "year=2016" in page.url
    expect(main).to_contain_text("seizures without a route; they may have gone any way")
    expect(main).to_contain_text("The 3 largest seizures")
    seen = page.locator("svg.cm-map.cm-map--wide")
    expect(seen).to_be_visible()
    expect(seen).to_contain_text("Route known for 67 of 87 seizures")
    fit(page)

    # Without the largest one, Viet Nam to Cambodia is a small route.
    row = page.get_by_role("row").filter(has_text="Vietnam → Cambodia")
    shares = row.locator("td").all_inner_texts()
    assert float(shares[3].split(" %")[0]) > 50
    assert float(shares[4].split(" %")[0]) < 10

    # By province, each leg; then the seizures behind an arc, which need a purpose.
    page.locator("[name=kind]").select_option("leg")
    expect(page.get_by_role("row").filter(has_text="Myanmar → Laos")).to_contain_text("37")
    page.locator("[name=level]").select_option("province")
    expect(seen).to_contain_text("Arcs join provinces")
    page.goto(desk.address + "/picture/routes?whole=1&year=2016")
    page.get_by_role("link", name="Laos → Australia", exact=True).click()
    assert "/period?next=" in page.url

    # The file for the minister stands alone; on paper the map is there and the filters are not.
    page.goto(desk.address + "/picture/routes?whole=1&year=2016")
    with page.expect_download() as file:
        page.get_by_role("link", name="for paper").click()
    assert file.value.suggested_filename == "routes-2016.svg"
    assert "<style>" in Path(file.value.path()).read_text(encoding="utf-8")
    page.emulate_media(media="print")
    expect(seen).to_be_visible()
    expect(page.locator("form.filters")).to_be_hidden()
    page.emulate_media(media="screen")


def test_an_arc_opens_its_seizures_for_an_officer_and_the_keyboard_reaches_it(desk: Desk, page: Page) -> None:
    sign_in(page, desk, "officer")
    state_purpose(page, desk)
    page.goto(desk.address + "/picture/routes?year=2016")
    arc = page.locator("svg.cm-map--wide a[href*='origin=LA'][href*='destination=AU']")
    arc.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Laos → Australia")
    expect(page.locator("main")).to_contain_text("14 seizures, of those that you may know of")
    fit(page)


@pytest.mark.parametrize("language", ["en", "km", "vi"])
def test_the_page_fits_and_its_labels_do_not_collide(desk: Desk, page: Page, language: str) -> None:
    sign_in(page, desk, "analyst", language)
    wrong = {}
    for path in ("/picture/routes", "/picture/routes?whole=1", "/picture/routes?whole=1&level=province&kind=leg"):
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            page.goto(desk.address + path)
            if found := [*look(page), *page.evaluate(MEETING)]:
                wrong[f"{path} {size['width']}"] = found
    assert wrong == {}


def test_it_works_in_the_dark_and_without_script(desk: Desk, playwright, tmp_path, faults) -> None:
    with browser(playwright, tmp_path / "plain", faults, scheme="dark", script=False) as context:
        page = context.pages[0]
        sign_in(page, desk, "analyst")
        page.goto(desk.address + "/picture/routes?whole=1")
        page.locator("[name=year]").select_option("2015")
        page.get_by_role("button", name="Show").click()
        assert "year=2015" in page.url
        expect(page.locator("main")).to_contain_text("67 of 87 seizures")
