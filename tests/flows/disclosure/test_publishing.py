import pytest

from comity.flows.disclosure import Cell, Cube, Dimension, Published, Shown, publish
from comity.kernel import InvalidInput

YEAR, DRUG, PLACE = Dimension("year", ("year",)), Dimension("drug", ("drug",)), Dimension("place", ("province",))


def cube(rows, **more):
    return Cube.of_counts("seizures", (YEAR, DRUG, PLACE), rows, **more)


def row(year, drug, province, seizures, kilograms=None):
    return {"year": year, "drug": drug, "province": province, "seizures": seizures, "kilograms": kilograms}


ROWS = [
    row(2016, "meth", "KH-12", 200, 1234.5),
    row(2016, "meth", "KH-2", 40, 55.0),
    row(2016, "heroin", "KH-12", 3, 1.0),
    row(2016, "heroin", "KH-2", 60, 9.0),
    row(2017, "meth", "KH-12", 30, 3.0),
    row(2019, "meth", "KH-12", 4, 3.0),
]


def test_small_cells_are_merged_and_shown_as_merged():
    published = publish(cube(ROWS, periods=(2018,), missing=(2020,)))
    table = published.table(("drug",), {"year": 2016})
    assert [(r.key["drug"], r.shown, r.count) for r in table.rows] == [
        ("heroin", Shown.EXACT, 63), ("meth", Shown.EXACT, 240),
    ]  # fmt: skip
    table = published.table(("province",), {"year": 2016, "drug": "heroin"}, domain=[{"province": "KH-12"}])
    assert [(r.shown, r.count, r.at_most) for r in table.rows] == [(Shown.MERGED, 0, 63)]
    table = published.table(("province",), {"year": 2016})
    assert [(r.key["province"], r.count, r.at_most) for r in table.rows] == [("KH-12", 200, 263), ("KH-2", 40, 103)]
    assert (table.merged.count, table.total.count, table.total.shown) == (63, 303, Shown.EXACT)


def test_zero_few_and_missing_are_told_apart():
    published = publish(cube(ROWS, periods=(2018,), missing=(2020,)))
    table = published.table(("year",))
    assert {r.key["year"]: (r.shown, r.count, r.at_most) for r in table.rows} == {
        2016: (Shown.EXACT, 303, 303),
        2017: (Shown.EXACT, 30, 30),
        2018: (Shown.ZERO, 0, 0),
        2019: (Shown.FEWER, 0, 10),
        2020: (Shown.MISSING, None, None),
    }
    assert table.missing == (2020,)
    zero = published.table(("province",), {"year": 2017, "drug": "heroin"}, domain=[{"province": "KH-12"}]).rows
    assert [(r.shown, r.count) for r in zero] == [(Shown.ZERO, 0)]


def test_a_place_that_counts_nothing_stays_zero_unless_small_ones_hide_among_it():
    lone = publish(cube([row(2016, "meth", "KH-12", 200), row(2016, "meth", "KH-2", 40)]))
    assert lone.table(("province",), domain=[{"province": "KH-3"}]).rows[-1].shown is Shown.ZERO
    hidden = publish(
        cube([row(2016, "meth", "KH-12", 200), row(2016, "meth", "KH-2", 4), row(2016, "meth", "KH-4", 40)])
    )
    rows = {r.key["province"]: r for r in hidden.table(("province",), domain=[{"province": "KH-3"}]).rows}
    assert (rows["KH-3"].shown, rows["KH-3"].at_most, rows["KH-12"].count) == (Shown.MERGED, 44, 200)


def test_amounts_have_three_figures_and_add_up():
    table = publish(cube(ROWS)).table(("province",), {"year": 2016, "drug": "meth"})
    assert [r.amounts["kilograms"] for r in table.rows] == [(1230.0, 1230.0), (55.0, 55.0)]
    assert table.total.amounts["kilograms"] == (1285.0, 1285.0)


def test_a_finer_place_says_the_coarser():
    place = Dimension("place", ("province", "district"))
    counts = {("KH-1", "KH-101"): 20, ("KH-1", "KH-102"): 30, ("KH-2", "KH-201"): 4, ("KH-3", "KH-301"): 40}
    rows = [{"year": 2016, "province": p, "district": d, "seizures": n} for (p, d), n in counts.items()]
    published = publish(Cube.of_counts("seizures", (YEAR, place), rows, measures=()))
    by_district = published.table(("district",)).rows
    assert [(r.key["district"], r.shown, r.count) for r in by_district] == [
        ("KH-101", Shown.EXACT, 20), ("KH-102", Shown.EXACT, 30),
    ]  # fmt: skip
    assert published.table((), {"district": "KH-101"}).total.at_most == 20


def test_what_was_published_is_read_again():
    published = publish(cube(ROWS, missing=(2020,)))
    assert Published.read(published.document()) == published
    assert publish(cube(ROWS, missing=(2020,)), earlier=Published.read(published.document())) == published


def test_lines_count_seizures_once_in_a_cell_and_leave_out_what_a_partner_counts():
    lines = [
        {"seizure_id": "a", "year": 2016, "drug": "meth", "province": None, "kilograms": 2.0, "counted": True},
        {"seizure_id": "a", "year": 2016, "drug": "meth", "province": None, "kilograms": 3.0, "counted": True},
        {"seizure_id": "b", "year": 2016, "drug": "meth", "province": None, "kilograms": None, "counted": True},
        {"seizure_id": "c", "year": 2016, "drug": "meth", "province": None, "kilograms": 9.0, "counted": False},
    ]
    (cell,) = Cube.of_lines("seizures", (YEAR, DRUG, PLACE), lines).cells.items()
    assert (cell[0], cell[1].count, cell[1].amounts["kilograms"].total) == ((2016, "meth", ""), 2, 5.0)
    assert cell[1].amounts["kilograms"].of == 1


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: publish(cube(ROWS), 1), "flows.disclosure.k"),
        (lambda: publish(cube(ROWS), 11, earlier=publish(cube(ROWS), 7)), "flows.disclosure.earlier"),
        (lambda: publish(cube(ROWS)).table(("district",)), "flows.published.level"),
        (lambda: Published.read({"name": "x"}), "flows.published.form"),
        (lambda: cube(ROWS, missing=(2016,)), "flows.cube.form"),
        (lambda: Cube("x", (YEAR, DRUG), {(2016, "meth"): Cell(3)}), "flows.cube.form"),
    ],
)
def test_faults(make, code):
    with pytest.raises(InvalidInput) as caught:
        make()
    assert caught.value.code == code
