from hypothesis import example, given
from hypothesis import strategies as st

from comity.subjects.cells import join_cell, neutralised, plain, split_cell

values = st.lists(st.text(min_size=1).map(str.strip).filter(bool), max_size=5)
RUNS = tuple("=+-@＝＋－＠")


@given(values)
@example(["=cmd|' /C calc'!A0", "+855 12", "a;=1", "\\;", "'=x", "''", "a\\", ";", "-;-"])
def test_a_cell_gives_back_its_values(given_values):
    assert split_cell(join_cell(given_values)) == given_values


@given(values)
@example(["a;=1"])
def test_no_piece_of_a_cell_is_a_formula_whatever_separator_the_spreadsheet_uses(given_values):
    assert not any(piece.startswith(RUNS) for piece in join_cell(given_values).split(";"))


@given(st.text())
def test_the_mark_comes_off_again(text):
    assert plain(neutralised(text)) == text


def test_a_plain_cell_is_split_at_semicolons():
    assert split_cell(" Sok Dara ;; សុខ ដារ៉ា;") == ["Sok Dara", "សុខ ដារ៉ា"]
    assert split_cell("AC\\DC") == ["AC\\DC"]
