import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from comity.flows.maps import Bar, Period, Share, bars, share_bar, timeline

SVG = "{http://www.w3.org/2000/svg}"


def parsed(text):
    return ET.fromstring(text)  # noqa: S314 -- what is parsed was written here


def rects(root, name):
    return [each for each in root.iter(f"{SVG}rect") if name in each.get("class", "").split()]


def test_a_missing_month_is_striped_and_a_zero_is_not():
    periods = [
        Period("1", 5),
        Period("2", 0),
        Period("3", None, said="March: not reported"),
        Period("4", None, hidden=True),
    ]
    root = parsed(timeline(periods))
    drawn = rects(root, "cm-bar")
    assert [float(each.get("height")) > 0 for each in drawn] == [True, False, True]
    assert drawn[2].get("fill") == "url(#timeline-stripes)"
    assert len([each for each in root.iter(f"{SVG}circle") if each.get("class") == "cm-hidden"]) == 2  # with the key
    words = ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]
    assert "not reported" in words
    assert "hidden, too few" in words
    assert "March: not reported" in [each.text for each in root.iter(f"{SVG}title")]


def test_nothing_missing_needs_no_key():
    words = [each.text for each in parsed(timeline([Period("1", 5)])).iter(f"{SVG}text")]
    assert "not reported" not in words


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e9)), max_size=60), st.sampled_from(["wide", "narrow"]))
def test_bars_are_as_high_as_values(values, size):
    root = parsed(timeline([Period(str(i), value) for i, value in enumerate(values)], size=size))
    heights = [float(each.get("height")) for each in rects(root, "cm-0")]
    known = [value for value in values if value is not None]
    assert len(heights) == len(known)
    if known and max(known) > 0:
        assert max(heights) <= 120
        tallest = heights[known.index(max(known))]
        for height, value in zip(heights, known, strict=True):
            assert abs(height - tallest * value / max(known)) < 0.2


def test_shares_stand_beside_each_other_with_their_bounds():
    rows = [
        Bar("A → B", (Share(0.3, 0.2, 0.4), Share(0.5, 0.1, 0.9))),
        Bar("C → D", (Share(0.1), Share(None)), "/x?a=1&b=2"),
    ]
    for size in ("wide", "narrow"):
        root = parsed(bars(rows, ("number", "quantity"), size=size))
        found = [float(each.get("width")) for each in rects(root, "cm-bar")]
        assert len(found) == 3
        assert abs(found[0] / found[1] - 0.6) < 0.02
        assert len([each for each in root.iter(f"{SVG}path") if each.get("class") == "cm-whisker"]) == 2
        words = ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]
        assert {"number", "quantity", "30 %", "50 %", "hidden, too few"} <= set(words)
        assert next(root.iter(f"{SVG}a")).get("href") == "/x?a=1&b=2"


def test_a_share_in_a_cell_is_hidden_from_readers_of_the_table():
    assert parsed(share_bar(Share(0.3, 0.2, 0.4))).get("aria-hidden") == "true"
