"""Rows of a form come and go with a press, and lose nothing that was written."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from comity.node.messaging.forms.rows import MOST, Rows, pressed
from comity.node.messaging.forms.setting import Setting
from comity.node.messaging.forms.subjects import SubjectRow
from comity.node.partners.models import Partner

SETTING = Setting(Partner.objects.none())


def sent(names, press=""):
    data = QueryDict(mutable=True)
    data["subjects-rows"] = str(len(names))
    data["facts"] = "Seen."
    for number, name in enumerate(names):
        data[f"subjects-{number}-name"] = name
        data[f"subjects-{number}-schema_name"] = "Person"
        data[f"subjects-{number}-role"] = "suspect"
    if press:
        what, value = press.split("=")
        data[what] = value
    return data


def names_in(data):
    return [row["name"].value() or "" for row in Rows(SubjectRow, "subjects", data, setting=SETTING)]


def test_sending_is_no_press():
    assert pressed(sent(["A"])) is None
    assert pressed(sent(["A"], "drop-row=nonsense")) is None


@given(st.lists(st.sampled_from(["A", "B", "C", ""]), min_size=1, max_size=6), st.data())
def test_a_row_more_or_less_keeps_the_others_in_order(names, data):
    assert names_in(pressed(sent(names, "add-row=subjects"))) == [*names, ""]
    gone = data.draw(st.integers(0, len(names) - 1))
    left = [name for place, name in enumerate(names) if place != gone]
    changed = pressed(sent(names, f"drop-row=subjects-{gone}"))
    assert names_in(changed) == (left or [""])
    assert changed["facts"] == "Seen."


def test_no_more_rows_than_a_message_carries():
    assert len(names_in(pressed(sent(["A"] * MOST, "add-row=subjects")))) == MOST
    data = sent(["A"])
    for lie in ("100000", "-3", "x", "", "٣"):
        data["subjects-rows"] = lie
        assert 1 <= len(names_in(data)) <= MOST


def test_blank_rows_are_passed_over_and_others_are_judged():
    rows = Rows(SubjectRow, "subjects", sent(["Chan Dara; Chan D.", "", "B"]), setting=SETTING)
    assert rows.is_valid()
    assert [row.values()["properties"] for row in rows.filled] == [{"name": ["Chan Dara", "Chan D."]}, {"name": ["B"]}]


@pytest.mark.parametrize("schema", ["Dragon", ""])
def test_a_row_says_what_is_wrong_with_it(schema):
    data = sent(["A"])
    data["subjects-0-schema_name"] = schema
    rows = Rows(SubjectRow, "subjects", data, setting=SETTING)
    assert not rows.is_valid()
    assert list(rows.forms[0].errors) == ["schema_name"]
