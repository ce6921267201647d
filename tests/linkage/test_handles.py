"""Handles: who may resolve them, and for how long; every other case looks the same."""

from datetime import timedelta

import pytest

from comity.kernel import InvalidInput, Limits, Missing
from comity.linkage.handles import Issued, parse, resolve
from tests.linkage.conftest import NOW, PARTNER

ISSUED = Issued(PARTNER, "holding", NOW)


def ask(issued, *, partner=PARTNER, days=0):
    return resolve(issued, partner=partner, now=NOW + timedelta(days=days), limits=Limits())


def test_a_handle_resolves_for_its_epoch_and_37_days_after():
    assert ask(ISSUED) == "holding"
    assert ask(ISSUED, days=37) == "holding"


def test_everything_else_gets_one_uniform_answer():
    answers = set()
    for issued, changed in [
        (None, {}),
        (ISSUED, {"partner": "cccccccccccccccc"}),
        (ISSUED, {"days": 38}),
        (Issued(PARTNER, "holding", NOW, removed=True), {}),
    ]:
        with pytest.raises(Missing) as error:
            ask(issued, **changed)
        answers.add((error.value.code, str(error.value)))
    assert answers == {("linkage.handle.unknown", "the handle: nothing held")}


@pytest.mark.parametrize("text", ["", "zz", "ab", "AB" * 12, "ab" * 13, " " + "ab" * 12, "é" * 24])
def test_what_is_no_handle_is_invalid(text):
    with pytest.raises(InvalidInput):
        parse(text)
    assert parse("ab" * 12) == b"\xab" * 12
