import re

import pytest

from comity.flows.brief import Brief, Picture, Table, on_paper, pages, pdf
from comity.flows.brief.setting import FONTS
from comity.flows.maps import Period, timeline

pytest.importorskip("typst", reason="needs the extra analysis")
KHMER = "មិនបានរាយការណ៍"


def made(**said):
    given = {
        "language": "km", "title": "ការរឹបអូសគ្រឿងញៀន", "agency": "Agency", "made": "2026-05-01",
        "marks": ("H0", "TLP:AMBER"),
        "lead": ("ក្នុងឆ្នាំ ២០២៥",), "reasons_title": "Why", "reasons": ("one",), "charts": (),
        "tables": (Table("By drug", ("Drug", "2025"), (("អាភៀន", "12"),)),), "maps": (),
        "unknown_title": "Not known", "unknown": ("much",), "method_title": "Method", "method": ("counted",),
        "page": "{n} / {all}",
    }  # fmt: skip
    return Brief(**given | said)


def test_a_brief_is_set_and_is_the_same_again():
    assert pdf(made()).startswith(b"%PDF-")
    assert len(pages(made(), ppi=40)) == 1
    assert pages(made(), ppi=40) == pages(made(), ppi=40)


def test_the_fonts_that_ship_hold_every_letter_of_khmer_and_vietnamese():
    """A letter that no font has is drawn as an empty box, the same for each."""

    def drawn(text):
        return pages(made(title=text, lead=("x",), language="vi"), ppi=40)[0]

    boxes = drawn("ก" * 3)  # Thai does not ship
    assert boxes == drawn("ข" * 3)
    for text in ("ក" * 3, "ឱ" * 3, "ệ" * 3, "ữ" * 3, "Đ" * 3, "₫" * 3):
        assert drawn(text) != boxes, text


def test_fonts_are_small_and_have_their_licence():
    assert sum(each.stat().st_size for each in FONTS.glob("*.ttf")) < 400_000
    assert "SIL Open Font License" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_a_chart_comes_onto_paper_with_its_colours_and_scripts():
    from dataclasses import replace

    from comity.flows.maps import ENGLISH

    words = replace(ENGLISH, language="km", missing=KHMER)
    drawn = on_paper(timeline([Period("2024", 3), Period("2025", None)], words=words, theme="print"))
    assert "var(" not in drawn.svg
    assert "@media" not in drawn.svg
    assert "<text" not in drawn.svg
    assert re.search(r"\.cm-0 ?\{ ?fill: ?#[0-9a-f]{6}", drawn.svg)
    said = {label.words: label for label in drawn.labels}
    assert {"2024", "2025", KHMER} <= set(said)
    assert (said["2024"].anchor, said["2024"].size, said["2024"].halo) == ("middle", 11.5, False)
    assert len(pages(made(charts=(Picture("Chart", drawn),)), ppi=40)) == 1


def test_the_words_of_a_panel_lie_where_the_panel_lies():
    drawn = on_paper(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 390 900"><g><text x="5" y="6">one</text></g>'
        '<svg x="0" y="378" viewBox="0 0 390 340" width="390" height="340">'
        '<text x="5" y="6" class="cm-label">two</text>'
        "</svg></svg>"
    )
    assert [(each.words, each.x, each.y, each.bold) for each in drawn.labels] == [
        ("one", 5, 6, False), ("two", 5, 384, True),
    ]  # fmt: skip
    assert (drawn.width, drawn.height) == (390, 900)
