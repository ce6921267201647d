import math
import re

from hypothesis import assume, given
from hypothesis import strategies as st

from comity.flows.maps.arcs import arc, ring
from comity.flows.maps.panel import THINNEST, Scale

POINTS = st.tuples(st.floats(0, 900), st.floats(0, 700))


def numbers(path):
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path)]


@given(start=POINTS, end=POINTS, width=st.floats(1.4, 18))
def test_an_arc_begins_at_its_origin_and_points_at_its_destination(start, end, width):
    assume(math.dist(start, end) > 2)
    shape = arc(start, end, width)
    assert math.dist(shape.way[0], start) < math.dist(shape.way[0], end)
    assert math.dist(shape.way[-1], end) < math.dist(shape.way[-1], start)
    assert all(math.isfinite(n) for n in numbers(shape.path))


@given(start=POINTS, end=POINTS, width=st.floats(1.4, 18))
def test_there_and_back_lie_apart(start, end, width):
    assume(math.dist(start, end) > 20)
    there, back = arc(start, end, width).top, arc(end, start, width).top
    assert math.dist(there, back) > 8


@given(start=POINTS, end=POINTS, width=st.floats(1.4, 18))
def test_several_arcs_between_the_same_places_lie_apart(start, end, width):
    assume(math.dist(start, end) > 20)
    tops = [arc(start, end, width, place_in_row=row).top for row in range(3)]
    assert math.dist(tops[0], tops[1]) >= width
    assert math.dist(tops[1], tops[2]) >= width


def test_an_arc_is_thin_where_it_begins_and_as_wide_as_it_says_before_its_head():
    path = arc((0, 0), (400, 0), 10, gap=0).path
    outline = numbers(path)
    begin, end = outline[:2], outline[-2:]
    neck = outline[4:6], outline[-6:-4]
    assert math.dist(begin, end) < 0.5 * math.dist(*neck)
    assert math.dist(*neck) == math.hypot(*(a - b for a, b in zip(*neck, strict=True)))
    assert abs(math.dist(*neck) - 10) < 0.3


def test_what_stays_is_a_ring_around_its_place():
    shape = ring((50, 50), 4)
    assert {round(math.dist(point, (50, 50)), 3) for point in shape.way} == {12.0}
    assert shape.path.count("a") == 4


def test_widths_are_as_values_and_never_too_thin():
    scale = Scale(200, 18)
    assert scale.width(200) == 18
    assert scale.width(100) == 9
    assert scale.width(1) == THINNEST
    assert scale.width(None) == THINNEST
    assert Scale(0, 18).width(0) == THINNEST
