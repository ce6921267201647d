"""Positions: points, whose they are is said, and the nearest one is only the nearest one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.flows import gazetteer
from comity.flows.gazetteer.nearness import kilometres

WHERE = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_a_village_stands_where_its_province_is_known_and_says_so():
    at = gazetteer.position("KH-01020101")
    assert (at.of, at.source) == ("KH-1", "label")
    assert (at.latitude, at.longitude) == (13.7359, 102.8733)
    assert gazetteer.get("KH-01020101").position_of == ""
    assert gazetteer.get("KH-1").position_of == "KH-1"


def test_every_province_of_the_region_has_a_point_but_those_that_are_younger_than_the_map():
    for country, without in (("KH", []), ("TH", []), ("VN", []), ("LA", ["LA-XS"]), ("MM", [])):
        places = gazetteer.children(country)
        assert [p.code for p in places if p.latitude is None] == without, country
    assert gazetteer.position("LA-XS").of == "LA"


def test_countries_have_a_point_in_the_middle():
    for code in ("KH", "CN", "TW", "AU", "HK", "SG", "MM", "US"):
        assert gazetteer.position(code).source == "middle", code


@pytest.mark.parametrize(("latitude", "longitude", "code"), [
    (11.5625, 104.916, "KH-12"), (13.36, 103.86, "KH-17"), (13.10, 103.20, "KH-2"), (10.62, 103.52, "KH-18"),
])  # fmt: skip
def test_a_town_is_near_its_own_province(latitude, longitude, code):
    near = gazetteer.nearest(latitude, longitude)
    assert near[0].place.code == code
    assert [n.kilometres for n in near] == sorted(n.kilometres for n in near)
    assert len({n.place.code for n in near}) == 3


def test_nearest_keeps_to_a_country():
    assert {n.place.country for n in gazetteer.nearest(13.65, 102.55, "TH", 5)} == {"TH"}


@given(WHERE, WHERE)
def test_distance_is_the_same_both_ways_and_never_more_than_half_the_earth(a, b):
    assert kilometres(a, b) == pytest.approx(kilometres(b, a))
    assert 0 <= kilometres(a, b) <= 20016
    assert kilometres(a, a) == 0


def test_a_degree_at_the_equator_is_as_long_as_it_is():
    assert kilometres((0, 0), (0, 1)) == pytest.approx(111.19, abs=0.01)
