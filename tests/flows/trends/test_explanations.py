import pytest

from comity.flows.trends import Circumstance, Kind, compare, explanations
from comity.flows.trends.explanations import Code
from comity.flows.trends.slopes import slope
from tests.flows.trends.made import FIRST, LAST_YEAR, series

pytest.importorskip("statsmodels", reason="needs the extra analysis")


def codes(found):
    return {each.code: each for each in found}


def test_every_verdict_is_told_of_enforcement_reporting_and_borders():
    for known in (True, False):
        found = explanations(compare(series(1, known=known), since=LAST_YEAR))
        assert len(found) == 3
        assert not codes(found)[Code.ENFORCEMENT].known
        assert not codes(found)[Code.BORDER].known
    assert Code.REPORTING_UNKNOWN in codes(found)


def test_what_is_known_is_named_with_its_months_on_both_sides():
    known = [
        Circumstance(Kind.CAMPAIGN, "Campaign 1", FIRST + 45, FIRST + 51),
        Circumstance(Kind.BORDER_CLOSED, "Poipet", LAST_YEAR, LAST_YEAR + 4),
        Circumstance(Kind.CAMPAIGN, "Long ago", FIRST - 20, FIRST),
    ]
    found = codes(explanations(compare(series(1), since=LAST_YEAR), known))
    campaign, border = found[Code.CAMPAIGN], found[Code.BORDER_CLOSED]
    assert (campaign.titles, dict(campaign.numbers)) == (("Campaign 1",), {"months_before": 3, "months_after": 3})
    assert (border.titles, dict(border.numbers)) == (("Poipet",), {"months_before": 0, "months_after": 4})


def test_reporting_that_moved_is_told_though_it_is_counted_in():
    shares = [0.95] * 48 + [0.6] * 12
    found = codes(explanations(compare(series(1, shares=shares), since=LAST_YEAR)))[Code.REPORTING_MOVED]
    assert found.known
    assert found.numbers["after"] == pytest.approx(0.6)
    assert Code.REPORTING_EQUAL in codes(explanations(compare(series(1), since=LAST_YEAR)))


def test_how_far_reporting_would_have_to_have_fallen_is_told():
    change = compare(series(1, ratio=0.5, known=False), since=LAST_YEAR)
    numbers = codes(explanations(change))[Code.REPORTING_UNKNOWN].numbers
    assert numbers["whole"] < numbers["shown"] < 1
    assert numbers["unknown_months"] == 60


def test_a_fall_that_began_before_is_said():
    means = [30 * 0.75 ** (month / 12) for month in range(60)]
    made = series(1, shares=[mean / 30 for mean in means], monthly=30)
    falling = type(made)(made.first, made.counts, (1.0,) * 60)
    change = compare(falling, since=LAST_YEAR)
    told = codes(explanations(change, (), slope(falling.between(FIRST, LAST_YEAR))))
    assert told[Code.TREND_BEFORE].numbers["ratio"] < 0.9
