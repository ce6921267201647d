"""The tables of the maps are what the publisher's files give."""

from bench.map_shapes import SCALE, _arcs, _cut, _simplified, main


def test_the_tables_are_compiled_from_natural_earth(shared_data):
    assert main([str(shared_data / "geometry"), "--check"]) == 0


def test_neighbours_share_their_border_once():
    lands = {"A": [[(0, 0), (10, 0), (10, 10), (0, 10)]], "B": [[(10, 0), (20, 0), (20, 10), (10, 10)]]}
    made = _arcs(lands, "world", set())
    assert sorted(made["styles"]) == ["b", "c", "c"]
    border = made["styles"].index("b")
    assert sum(border in {ref, ~ref} for rings in made["lands"].values() for ring in rings for ref in ring) == 2
    assert _arcs(lands, "world", {"B"})["styles"].count("d") == 1


def test_simplifying_keeps_the_ends_and_stays_near():
    line = [(x, x % 2) for x in range(20)]
    assert _simplified(line, 2) == [line[0], line[-1]]
    assert _simplified(line, 0.1) == line


def test_a_ring_is_cut_at_the_box():
    ring = [[100.0, -50.0], [200.0, -50.0], [200.0, 10.0], [100.0, 10.0]]
    assert all(76 <= x <= 126 and -6 <= y <= 38 for x, y in _cut(ring))
    assert _cut([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]) == []
    assert SCALE["mekong"] > SCALE["world"]
