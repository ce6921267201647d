"""How two countries stand to conventions, and which exchange goes through which channel."""

from dataclasses import replace
from datetime import date

import pytest

from comity.cooperation import Channel, ExchangeKind, InstrumentKind, Question, answer_of
from comity.cooperation.conventions import conventions
from comity.cooperation.coverage import Standing, coverage, matrix, place
from comity.kernel.purposes import Offence
from tests.cooperation.test_allowing import BOUND, DAY, TREATY, thai


@pytest.mark.parametrize(
    ("instrument", "country", "standing", "since"),
    [
        (BOUND, "TH", Standing.BOUND, date(2021, 1, 1)),
        (BOUND, "LA", Standing.OUTSIDE, None),
        (thai(bound_from=None), "TH", Standing.UNKNOWN, None),
        (thai(joined=False, signed=date(2019, 1, 1), bound_from=None), "TH", Standing.SIGNED, date(2019, 1, 1)),
        (thai(bound_from=date(2027, 1, 1)), "TH", Standing.NOT_YET, date(2027, 1, 1)),
        (thai(bound_to=date(2025, 1, 1)), "TH", Standing.NO_LONGER, date(2021, 1, 1)),
        (replace(BOUND, kind=InstrumentKind.STANDARD), "TH", Standing.COMMITTED, date(2021, 1, 1)),
        (replace(BOUND, kind=InstrumentKind.STANDARD), "LA", Standing.OUTSIDE, None),
    ],
)
def test_how_a_country_stands(instrument, country, standing, since):
    found = place(instrument, country, DAY)
    assert (found.standing, found.since) == (standing, since)


def test_a_pair_is_covered_where_both_are_bound():
    both, lao = coverage([BOUND, TREATY], "KH", "TH", DAY)[0], coverage([BOUND], "KH", "LA", DAY)[0]
    assert both.binds_both
    assert both.missing == ()
    assert not lao.binds_both
    assert lao.missing == ("LA",)


def test_the_matrix_says_the_same_as_each_question():
    question = Question("KH", "VN", date(2026, 1, 1), ExchangeKind.CHECK, offence=Offence.TRAFFICKING_IN_PERSONS)
    shipped = conventions()
    found = matrix(shipped, question)
    assert [row.kind for row in found] == list(ExchangeKind)
    for row in found:
        assert [cell.channel for cell in row.cells] == list(Channel)
        for cell in row.cells:
            asked = replace(question, kind=row.kind, channel=cell.channel, dual_stated=True)
            allowed = tuple(each.reference for each in shipped if answer_of(each, asked).allows)
            assert cell.references == allowed
    evidence = next(row for row in found if row.kind is ExchangeKind.EVIDENCE)
    assert {cell.channel for cell in evidence.cells if cell.references} == {Channel.JUDICIAL}
