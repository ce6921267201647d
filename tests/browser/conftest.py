"""A browser and two desks, once for all journeys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from tests.browser.chromium import Faults, browser
from tests.browser.desks import PASSWORD, Desk, missing_parts, must_run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    mine = [item for item in items if here in item.path.parents]
    lacking = missing_parts()
    for item in mine:
        item.add_marker(pytest.mark.browser)
        if lacking and not must_run():
            item.add_marker(pytest.mark.skip(reason=lacking))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if lacking := missing_parts():
        pytest.fail(lacking)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Desk]]:
    """Cambodia's and Viet Nam's desks; each accepted the other's card."""
    root = tmp_path_factory.mktemp("desks")
    pair = (
        Desk(root / "kh", "ការិយាល័យប្រឆាំងឧក្រិដ្ឋកម្មឆ្លងដែន", "KH"),
        Desk(root / "vn", "Cục Điều tra Biên giới", "VN"),
    )
    try:
        for desk in pair:
            desk.found()
        for desk, other in (pair, pair[::-1]):
            desk.meet(other)
        pair[1].fill(releasable_to="KH")
        for desk in pair:
            desk.start()
        for desk in pair:
            desk.wait()
        yield pair
    finally:
        for desk in pair:
            desk.stop()


@pytest.fixture
def faults() -> Iterator[Faults]:
    """What pages must not do; looked at when the test is over."""
    noted = Faults()
    yield noted
    assert noted.outside == []
    assert [each for each in noted.console if "403 (Forbidden)" not in each] == []


@pytest.fixture
def context(playwright: Playwright, tmp_path: Path, faults: Faults) -> Iterator[BrowserContext]:
    with browser(playwright, tmp_path / "profile", faults) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.pages[0]


def sign_in(page: Page, desk: Desk, username: str, language: str = "") -> None:
    """This function signs a person in at a desk, and chooses a language first where one is given."""
    page.goto(f"{desk.address}/account/login/")
    if language:
        page.locator("header details").first.locator("summary").click()
        page.locator(f"header button[value={language}]").click()
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{desk.address}/")


def state_purpose(page: Page, desk: Desk) -> None:
    """This function states the first case, an investigation and the first legal basis."""
    page.goto(f"{desk.address}/period")
    page.locator("[name=ground]").select_option(index=1)
    page.locator("[name=purpose]").select_option("investigation")
    page.locator("[name=instrument]").select_option(index=1)
    page.click("main form button")
    page.wait_for_url(f"{desk.address}/")


def end_period(page: Page, desk: Desk) -> None:
    """This function ends the working period that an earlier journey began, if there is one."""
    page.goto(f"{desk.address}/")
    ending = page.locator("form[action='/period/end'] button")
    if ending.count():
        ending.first.click()
        page.wait_for_load_state()
