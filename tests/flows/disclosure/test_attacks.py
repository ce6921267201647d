"""Each way in which published numbers could be taken apart, with a solver as the attacker."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.flows.disclosure import Amount, Cell, Cube, Dimension, audit, moved, publish, step_of
from tests.flows.disclosure.attacker import Attacker, matching, small, told, universe

pytest.importorskip("scipy.optimize", reason="the extra analysis is not installed: pip install 'comity[analysis]'")
YEAR = Dimension("year", ("year",))
DRUG = Dimension("drug", ("drug_group", "drug"))
PLACE = Dimension("place", ("province", "district"))
DRUGS = {"ats": ("meth", "mdma"), "opioids": ("heroin", "opium")}
PLACES = {"KH-1": ("KH-101", "KH-102"), "KH-2": ("KH-201", "KH-202", "KH-203")}
K = 11
YEARS = (2015, 2016)
CELLS = universe((YEAR, DRUG, PLACE), (DRUGS, PLACES), YEARS)
COUNTS = st.one_of(st.just(0), st.integers(1, 10), st.integers(0, 60))
THOROUGH = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def cube(counts, *, cells=CELLS, dimensions=(YEAR, DRUG, PLACE), name="seizures", kilograms=None):
    made = {
        cell: Cell(count, {"kilograms": Amount((kilograms or {}).get(cell, float(count)), count)})
        for cell, count in zip(cells, counts, strict=True)
        if count
    }
    return Cube(name, dimensions, made, periods=tuple(sorted({c[0] for c in cells})))


cubes = st.lists(COUNTS, min_size=len(CELLS), max_size=len(CELLS)).map(cube)


def resists(attacker, targets, k=K):
    for target in targets:
        low, high = attacker.bounds(target)
        assert high - low + 1 >= k, (target, low, high)


@given(cubes)
@THOROUGH
def test_totals_against_cells_and_the_whole_table_against_filtered_ones(counted):
    published = publish(counted, K)
    attacker = Attacker(CELLS)
    for meant, low, high in told(published, CELLS):
        true = sum(counted.cells[c].count for c in meant if c in counted.cells)
        assert low <= true <= high
        attacker.learn(meant, low, high)
    resists(attacker, small(counted, CELLS, K))
    assert not [each for each in audit(published) if each.breaks(K)]


def test_the_attacker_gets_what_is_blanked_without_more():
    counted = cube([3 if c[2] == "heroin" and c[4] == "KH-101" else 20 for c in CELLS])
    attacker = Attacker(CELLS)
    attacker.learn(CELLS, sum(each.count for each in counted.cells.values()), 10**6)
    for cell in CELLS:
        if counted.cells[cell].count >= K:
            attacker.learn([cell], counted.cells[cell].count, counted.cells[cell].count)
    whole = matching(CELLS, counted.levels, {"year": 2016, "drug": "heroin"})
    attacker.learn(whole, 83, 83)
    assert attacker.bounds(small(counted, CELLS, K)[1]) == (3, 3)


@given(st.lists(COUNTS, min_size=len(CELLS), max_size=len(CELLS)))
@THOROUGH
def test_between_years(counts):
    """The years up to one, minus the years before it, and the same filter in both."""
    counted = cube(counts)
    published = publish(counted, K)
    attacker = Attacker(CELLS)
    for years in (YEARS, YEARS[:1], YEARS[1:]):
        for level in ("drug", "province", "district"):
            for value in sorted({c[counted.levels.index(level)] for c in CELLS}):
                row = published.table((), {"year": years, level: value}).total
                attacker.learn(
                    matching(CELLS, counted.levels, {"year": set(years), level: value}), row.count, row.at_most
                )
    resists(attacker, small(counted, CELLS, K))


@given(st.integers(1, 10), st.lists(st.integers(0, 40), min_size=4, max_size=4))
@settings(max_examples=40, deadline=None)
def test_province_against_district(few, others):
    counts = dict.fromkeys(CELLS, 0)
    districts = [(2016, "ats", "meth", "KH-2", d) for d in PLACES["KH-2"]]
    for cell, count in zip([*districts, *((2016, "ats", "meth", "KH-1", d) for d in PLACES["KH-1"])],
                           [few, *others], strict=True):  # fmt: skip
        counts[cell] = count
    counted = cube(counts.values())
    published = publish(counted, K)
    attacker = Attacker(CELLS)
    for by in (("province",), ("district",), ("province", "district"), ()):
        table = published.table(by, {"year": 2016}, domain=[dict(zip(counted.levels, c, strict=True)) for c in CELLS])
        for row in (*table.rows, table.total):
            attacker.learn(matching(CELLS, counted.levels, {"year": 2016, **row.key}), row.count, row.at_most)
    resists(attacker, [districts[:1]])


@given(cubes, st.randoms(use_true_random=False))
@THOROUGH
def test_count_against_kilograms(counted, chance):
    """Somebody knows that a seizure weighs from 10 g to a tonne, and reads kilograms beside counts."""
    weighed = {
        cell: sum(chance.choice((0.01, 0.5, 3.0, 400.0, 1000.0)) for _ in range(each.count))
        for cell, each in counted.cells.items()
    }
    counted = cube([counted.cells[c].count if c in counted.cells else 0 for c in CELLS], kilograms=weighed)
    published = publish(counted, K)
    attacker = Attacker([*CELLS, *(("kg", *c) for c in CELLS)])
    for cell in CELLS:
        attacker.learn([("kg", *cell), cell], 0, weights={cell: -0.01})
        attacker.learn([("kg", *cell), cell], -1e9, 0, weights={cell: -1000.0})
    domain = [dict(zip(counted.levels, c, strict=True)) for c in CELLS]
    for by in (("year",), ("year", "drug"), ("year", "province"), ("year", "drug", "district")):
        for row in published.table(by, domain=domain).rows:
            meant = matching(CELLS, counted.levels, row.key)
            attacker.learn(meant, row.count, row.at_most)
            if (amount := row.amounts["kilograms"]) is not None:
                low, high = amount
                true = sum(weighed.get(c, 0) for c in meant)
                assert low * 0.994 <= true <= high * 1.006
                attacker.learn([("kg", *c) for c in meant], low * 0.994, high * 1.006)
    resists(attacker, small(counted, CELLS, K, most=6))


def test_kilograms_that_few_said_are_not_shown():
    cell = (2016, "ats", "meth", "KH-1", "KH-101")
    lone = Cube("seizures", (YEAR, DRUG, PLACE), {cell: Cell(30, {"kilograms": Amount(512.0, 3)})}, periods=(2016,))
    row = publish(lone, K).table(("year",)).rows[0]
    assert (row.count, row.amounts["kilograms"]) == (30, None)
    other = (2016, "ats", "meth", "KH-1", "KH-102")
    two = {cell: Cell(30, {"kilograms": Amount(512.0, 3)}), other: Cell(30, {"kilograms": Amount(90.0, 30)})}
    table = publish(Cube("seizures", (YEAR, DRUG, PLACE), two, periods=(2016,)), K).table(("district",))
    assert not table.rows
    assert table.total.amounts["kilograms"] == (602.0, 602.0)


corrections = st.lists(
    st.tuples(st.sampled_from(range(len(CELLS))), st.one_of(st.integers(0, 12), st.integers(0, 70))),
    min_size=1, max_size=3,
)  # fmt: skip


@given(st.lists(COUNTS, min_size=len(CELLS), max_size=len(CELLS)), corrections)
@THOROUGH
def test_two_publications_of_the_same_year_after_a_correction(counts, changes):
    """The attacker knows the method, which cells changed (all others are as they were), and how each part moved."""
    later = list(counts)
    for at, count in changes:
        later[at] = count
    first, second = cube(counts), cube(later)
    before = publish(first, K)
    after = publish(second, K, earlier=before)
    changed = {CELLS[at] for at, _ in changes}
    attacker = Attacker([*CELLS, *(("later", *c) for c in changed)])

    def now(cells):
        return [("later", *c) if c in changed else c for c in cells]

    for meant, low, high in told(before, CELLS):
        attacker.learn(meant, low, high)
    for group in after.groups:
        meant = [c for c in CELLS if c[0] == group.period and all(
            x is None or (x.value == v if hasattr(x, "value") else v not in x.than)
            for x, v in zip(group.choices, c[1:], strict=True))]  # fmt: skip
        true = sum(second.cells[c].count for c in meant if c in second.cells)
        if group.count is None:
            assert true > 0
            attacker.learn(now(meant), 0, K - 1)
        elif not any(g.period == group.period for g in before.groups):
            assert group.count == true
            attacker.learn(now(meant), true, true)
        else:
            total = 0
            for part in group.parts:
                inside = [c for c in meant if part.has(c[1:])]
                count = sum(second.cells[c].count for c in inside if c in second.cells)
                same = [n for n in range(400) if moved(n, part.base, K) == moved(count, part.base, K)]
                attacker.learn(now(inside), min(same), max(same))
                meant = [c for c in meant if c not in inside]
                total += moved(count, part.base, K)
            new = sum(second.cells[c].count for c in meant if c in second.cells)
            same = [n for n in range(400) if moved(n, 0, K) == moved(new, 0, K)]
            if before.groups and meant:
                attacker.learn(now(meant), min(same), max(same))
            assert total + moved(new, 0, K) == group.count or (len(group.parts) == 1 and group.count == true)
    targets = [[c] for c in CELLS if 0 < (first.cells[c].count if c in first.cells else 0) < K][:6]
    targets += [now([c]) for c in changed if 0 < (second.cells[c].count if c in second.cells else 0) < K]
    resists(attacker, targets)
    assert not [each for each in audit(after) if each.breaks(K)]


@given(st.lists(COUNTS, min_size=len(CELLS), max_size=len(CELLS)), st.lists(corrections, max_size=4))
@settings(max_examples=60, deadline=None)
def test_groups_are_only_ever_joined_and_stay_near_the_truth(counts, rounds):
    counted = cube(counts)
    published = publish(counted, K)
    for changes in rounds:
        counts = list(counts)
        for at, count in changes:
            counts[at] = count
        counted, before = cube(counts), published
        published = publish(counted, K, earlier=before)
        for group in published.groups:
            assert group.count is None or group.count >= K
            old = [g for g in before.groups if g.period == group.period and g.count is not None]
            base = sum(part.base for part in group.parts)
            assert not old or group.count is None or (group.count - base) % step_of(K) == 0
    assert publish(counted, K, earlier=published) == published


PROVINCE, ROUTE = Dimension("province", ("province",)), Dimension("route", ("route",))


@given(st.data())
@THOROUGH
def test_two_tables_of_the_same_records_that_share_the_year_alone(data):
    """Seizures by drug and place, and the same seizures by route: the attacker has both."""
    places, routes = ("KH-1", "KH-2", "KH-3"), ("LA", "TH", "MM")
    joint = [(2016, g, d, p, r) for g, ds in DRUGS.items() for d in ds for p in places for r in routes]
    counts = data.draw(st.lists(COUNTS, min_size=len(joint), max_size=len(joint)))
    by_place, by_route = {}, {}
    for (year, group, drug, place, route), count in zip(joint, counts, strict=True):
        for found, path in ((by_place, (year, group, drug, place)), (by_route, (year, route))):
            cell = Cell(count, {"kilograms": Amount(float(count), count)})
            found[path] = found.get(path, Cell()) + cell
    attacker = Attacker(joint)
    cubes_ = []
    for cells, dimensions, at in ((by_place, (YEAR, DRUG, PROVINCE), (0, 1, 2, 3)), (by_route, (YEAR, ROUTE), (0, 4))):
        one = Cube(dimensions[-1].name, dimensions, cells, periods=(2016,))
        cubes_.append((one, at))
        own = sorted({tuple(c[i] for i in at) for c in joint})
        for meant, low, high in told(publish(one, K), own):
            attacker.learn([c for c in joint if tuple(c[i] for i in at) in meant], low, high)
    for one, at in cubes_:
        own = sorted({tuple(c[i] for i in at) for c in joint})
        targets = [[c for c in joint if tuple(c[i] for i in at) in meant] for meant in small(one, own, K, most=5)]
        resists(attacker, targets)


def test_order_of_records_does_not_matter():
    counts = [random.Random(5).randint(0, 30) for _ in CELLS]
    counted = cube(counts)
    shuffled = list(counted.cells.items())
    random.Random(6).shuffle(shuffled)
    again = Cube(counted.name, counted.dimensions, dict(shuffled), periods=counted.periods)
    assert publish(again, K).document() == publish(counted, K).document()
