"""A node's own list of places: what is read, and every fault at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.flows import gazetteer
from comity.flows.gazetteer.reading import read_list

HEAD = "code,country,level,parent,name,name:vi,latitude,longitude\n"


def read(text):
    return read_list(text.encode(), gazetteer.get)


def test_rows_become_places_that_lie_over_what_ships():
    found = read("\ufeff" + HEAD + "VN-991,VN,1,,An Giang (2025),An Giang,10.5,105.1\nKH-0110,KH,2,,,Poi Pết,,\n")
    assert found.faults == ()
    new, known = found.places
    assert dict(new.names) == {"und": "An Giang (2025)", "vi": "An Giang"}
    assert (new.parent, new.position_of) == ("VN", "VN-991")
    assert (known.parent, dict(known.names), known.latitude) == ("KH-1", {"vi": "Poi Pết"}, None)
    laid = gazetteer.standard().over(found.places)
    assert laid.get("KH-0110").names["km"] == "ប៉ោយប៉ែត"
    assert laid.match("An Giang (2025)", country="VN")[0].place.code == "VN-991"
    assert laid.get("TH-10") == gazetteer.get("TH-10")
    assert len(laid.children("VN")) == 64


@pytest.mark.parametrize(("text", "fault"), [
    ("", (1, "code", "missing-column")),
    ("code,country,level,name,colour\nKH-991,KH,1,A,red\n", (1, "colour", "unknown-column")),
    ("code,country,level\nKH-991,KH,1\n", (1, "name", "missing-column")),
    (HEAD, (1, "", "empty")),
    (HEAD + "KH-991,KH,1,,,,,\n", (2, "name", "no-name")),
    (HEAD + "KH-991,KH,1,,A,,,,more\n", (2, "", "columns")),
    (HEAD + f"KH-991,KH,1,,{'a' * 201},,,\n", (2, "name", "name-too-long")),
    (HEAD + "KH-991,KH,2,KH-0102,A,,,\n", (2, "parent", "parent-level")),
    (HEAD + "KH-991,KH,2,TH-10,A,,,\n", (2, "parent", "parent-unknown")),
    (HEAD + "ZZ-991,ZZ,1,,A,,,\n", (2, "country", "country")),
    (HEAD + "kh-991,KH,1,,A,,,\n", (2, "code", "code")),
    (HEAD + "KH-991,KH,1,,A,,11,nan\n", (2, "longitude", "longitude")),
    (HEAD + "KH-991,KH,1,,A,,1e1,104\n", (2, "latitude", "latitude")),
])  # fmt: skip
def test_what_is_wrong_is_named(text, fault):
    found = read(text)
    assert fault in [(f.line, f.column, f.reason) for f in found.faults]


def test_a_file_that_is_no_text_is_refused():
    assert read_list(b"\xff\xfe\x00", gazetteer.get).faults[0].reason == "not-utf-8"


@given(st.lists(st.lists(st.text(max_size=8), max_size=9), max_size=4))
def test_no_file_breaks_it(rows):
    found = read(HEAD + "\n".join(",".join(row) for row in rows))
    assert found.places or found.faults
