import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.flows.maps.projection import EqualEarth, Lambert
from comity.flows.maps.views import VIEWS, Frame, narrowest

LATITUDES, LONGITUDES = st.floats(-75, 75), st.floats(-180, 180)
STEP = 1e-4


def area_kept(projection, latitude, longitude):
    """The area of a small piece on the page, as a share of that on the globe."""
    here = projection.at(latitude, longitude)
    north, east = projection.at(latitude + STEP, longitude), projection.at(latitude, longitude + STEP)
    (a, b), (c, d) = ((p[0] - here[0], p[1] - here[1]) for p in (east, north))
    return abs(a * d - b * c) / (math.radians(STEP) ** 2 * math.cos(math.radians(latitude)))


@given(latitude=st.floats(-55, 65), longitude=st.floats(50, 180))
def test_areas_are_true_on_a_part_of_the_globe(latitude, longitude):
    assert area_kept(Lambert(2, 122), latitude, longitude) == pytest.approx(1, abs=1e-3)


@given(latitude=LATITUDES, east=st.floats(-179, 179))
def test_areas_are_true_on_the_whole_of_it(latitude, east):
    assert area_kept(EqualEarth(150), latitude, east + 150) == pytest.approx(1, abs=2e-3)


def test_the_middle_lies_in_the_middle_and_north_is_above():
    for projection in (Lambert(16, 101.5), EqualEarth(101.5)):
        assert projection.at(projection.latitude if isinstance(projection, Lambert) else 0, 101.5) == pytest.approx(
            (0, 0)
        )
        assert projection.at(30, 101.5)[1] < projection.at(10, 101.5)[1]
        assert projection.at(16, 110)[0] > 0


def test_what_lies_on_the_far_side_of_the_globe_has_no_place():
    assert Lambert(16, 101.5).at(-16, -78.5) is None


@given(st.lists(st.floats(-60, 60), min_size=1, max_size=30), LONGITUDES, LATITUDES)
def test_a_line_over_the_edge_of_the_world_does_not_jump(turns, first, latitude):
    steps = [first]
    for turn in turns:
        steps.append((steps[-1] + turn + 180) % 360 - 180)
    drawn = EqualEarth(150).line((longitude, latitude) for longitude in steps)
    assert all(abs(x - z) < 1.0 for (x, _), (z, _) in pairwise(drawn))


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("size", [(960, 700), (390, 370)])
def test_a_frame_holds_all_corners_of_its_view(name, size):
    frame = Frame.fit(name, *size)
    assert all(frame.holds(frame.at(*corner), -0.01) for corner in VIEWS[name].corners)


def test_the_golden_triangle_australia_china_and_taiwan_are_in_one_picture():
    ends = [(20.4, 99.9), (-33.9, 151.2), (39.9, 116.4), (25.0, 121.5), (11.6, 104.9), (-36.8, 174.8)]
    frame = Frame.fit("region", 960, 700)
    assert all(frame.holds(frame.at(*end), 10) for end in ends)


def test_the_smallest_view_that_holds_nearly_everything_is_taken():
    shan, sydney, lagos, rai = (20.5, 98), (-33.9, 151.2), (6.5, 3.4), (19.9, 99.8)
    assert narrowest([(shan, rai, 5)], provinces=True) == "mekong"
    assert narrowest([(shan, rai, 5)]) == "region"
    assert narrowest([(shan, rai, 5), (shan, sydney, 5)], provinces=True) == "region"
    assert narrowest([(shan, rai, 95), (lagos, shan, 5)]) == "region"
    assert narrowest([(shan, rai, 5), (lagos, shan, 5)]) == "world"
    assert narrowest([]) == "region"


@given(x=st.floats(-2000, 3000), y=st.floats(-2000, 3000))
def test_what_is_outside_stands_at_the_edge(x, y):
    frame = Frame.fit("region", 960, 700)
    assert frame.holds(frame.at_edge((x, y), 10), 9.99)
