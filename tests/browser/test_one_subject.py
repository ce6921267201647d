"""Two records of one subject: a large file is read, imported, its duplicates decided, and taken back."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in, state_purpose
from tests.browser.desks import Desk
from tests.browser.test_journey import fit, reload_until

NUMBER, OTHER = "P7770001", "P7770002"


def large_file(folder: Path) -> Path:
    """This function writes a register that the worker reads: two pairs of records look alike, one row is broken."""
    rows, seen = ["id,name,birthDate,nationality,passportNumber,gender,notes"], "Seen at the river. " * 60
    rows += [
        f"L-{i},Border crossing {i} Vong,{1930 + i % 60}-0{i % 9 + 1}-11,KH,Q{2000000 + i},male,{seen}"
        for i in range(250)
    ]
    rows += [f"A-1,ហេង សំណាង,1988-08-08,KH,{NUMBER},male,", f"A-2,Heng Samnang,1988-08-08,KH,{NUMBER},male,"]
    rows += [f"B-1,Keo Sophea,1979-03-04,KH,{OTHER},female,", f"B-2,Keo Sophea,1979-03-04,KH,{OTHER},male,"]
    rows += ["C-1,,1970-02-30,,,,"]
    path = folder / "large.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_a_large_file_is_read_imported_its_duplicates_decided_and_taken_back(
    desks: tuple[Desk, Desk], page: Page, tmp_path: Path
) -> None:
    desk = desks[0]
    sign_in(page, desk, "officer")
    state_purpose(page, desk)
    page.goto(desk.address + "/import/")
    page.locator("[name=file]").set_input_files(large_file(tmp_path))
    page.locator("[name=source]").fill("Border post register")
    page.locator("[name=retention_until]").fill("2036-01-01")
    page.get_by_role("button", name="Read the file").click()

    # The page follows the worker by itself, first while it reads, then while it imports.
    expect(page.locator("main")).to_contain_text("What the file gave", timeout=60_000)
    expect(page.locator("main")).to_contain_text("C-1")
    fit(page)
    report = page.url
    page.get_by_role("button", name=re.compile("^Import ")).click()
    expect(page.get_by_role("button", name="Undo the import")).to_be_visible(timeout=60_000)

    # The worker compares; each pair is decided with the keyboard alone.
    page.goto(desk.address + "/duplicates/")
    reload_until(page, "ហេង សំណាង")
    reload_until(page, "Keo Sophea")
    fit(page)
    page.get_by_role("link", name=re.compile("Heng Samnang")).click()
    expect(page.locator("main")).to_contain_text(NUMBER)
    expect(page.locator("main")).to_contain_text("the same passport number")
    fit(page)
    page.locator("[name=reason]").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Same subject: merge")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Both records stand under one subject now.")
    page.goto(desk.address + "/duplicates/")
    page.get_by_role("link", name=re.compile("Keo Sophea")).click()
    expect(page.locator("main")).to_contain_text("the genders differ")
    page.get_by_role("button", name="Not the same").focus()
    page.keyboard.press("Space")
    expect(page.locator("main")).to_contain_text("They stay apart, and are not proposed again.")
    page.goto(desk.address + "/duplicates/")
    expect(page.locator("main")).not_to_contain_text("Keo Sophea")

    # Undoing the import takes its records and its merge back.
    page.goto(report)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Undo the import").click()
    reload_until(page, re.compile("^undone$"))
    page.goto(desk.address + "/holdings/?text=" + NUMBER)
    expect(page.locator("main")).to_contain_text("Nothing is found")


def test_a_name_is_read_and_ranked_with_why(desks: tuple[Desk, Desk], page: Page) -> None:
    desk = desks[1]
    sign_in(page, desk, "officer")
    state_purpose(page, desk)
    page.goto(desk.address + "/names/")
    fit(page)
    page.get_by_label("Name", exact=True).fill("នួន ប៊ុននី")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("NUON BUNNY")
    expect(page.locator("main")).to_contain_text("Khmer")
    fit(page)
    page.get_by_label(re.compile("^Another name")).fill("Nuon Bunny")
    page.get_by_role("button", name="Read").click()
    expect(page.locator("main")).to_contain_text("How alike the two names are")
    fit(page)
