"""A budget is raised by two supervisors at two desks, and lowered by one; on a phone and on a wide screen."""

from __future__ import annotations

from tests.browser.chromium import DESK, PHONE
from tests.browser.conftest import sign_in
from tests.browser.inspection import faults_of


def open_budget(page, desk):
    page.context.clear_cookies()
    sign_in(page, desk, "supervisor")
    page.goto(f"{desk.address}/budgets/")
    page.locator("main a[href^='/budgets/']").first.click()
    page.wait_for_url("**/budgets/*/")


def looked_at(page):
    found = {}
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        if wrong := faults_of(page):
            found[size["width"]] = wrong
    return found


def test_two_supervisors_agree_on_a_budget_and_one_lowers_it(desks, page):
    kh, vn = desks
    open_budget(page, kh)
    wrong = [looked_at(page)]
    form = page.locator("form[action$='/propose/']")
    form.locator("[name=elements]").fill("60000")
    form.locator("[name=words]").fill("The operation of December.")
    form.locator("button").click()
    page.wait_for_url("**/budgets/*/")
    open_budget(page, vn)
    assert "The operation of December." in page.inner_text("main")
    wrong.append(looked_at(page))
    page.locator("form[action$='/accept/'] button").click()
    page.wait_for_url("**/budgets/*/")
    open_budget(page, kh)
    page.locator("form[action$='/compare/'] button").click()
    page.wait_for_url("**/budgets/*/")
    lower = page.locator("form[action$='/lower/']")
    lower.locator("[name=elements]").fill("9000")
    lower.locator("button").click()
    page.wait_for_url("**/budgets/*/")
    assert "agreed" in page.inner_text("main")
    assert "at most 9" in page.inner_text("main")
    wrong.append(looked_at(page))
    assert wrong == [{}, {}, {}]
