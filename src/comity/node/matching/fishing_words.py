"""What signs of fishing say, in words that are translated."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import dateparse, formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from comity.linkage.fishing import Sign

SENTENCES: dict[str, str | Promise] = {
    Sign.NEAR_BUDGET: gettext_lazy(
        "On %(days)s of the last 28 days, three quarters or more of the %(ceiling)s elements a day were asked."
    ),
    Sign.ONE_CASE: gettext_lazy(
        "Under the one case %(case)s about %(subjects)s subjects were checked, and no request cites it."
    ),
    Sign.NIGHT: gettext_lazy(
        "In the night of %(day)s about %(subjects)s subjects were checked; in any other night at most %(usual)s."
    ),
    Sign.CHANGING_CASES: gettext_lazy(
        "On %(days)s of the last 28 days, most was asked under cases named on that day alone: %(cases)s cases."
    ),
    Sign.FEW_REQUESTS: gettext_lazy(
        "About %(subjects)s subjects were checked in %(days)s days, and %(requests)s requests followed."
    ),
    Sign.JOINT: gettext_lazy("%(checks)s joint checks were made in %(days)s days, and no request followed."),
}


def sentence(sign: str, figures: Mapping[str, object]) -> str:
    """This function says a sign in one plain sentence, with its numbers."""
    if sign not in SENTENCES:
        return sign
    return str(SENTENCES[sign]) % {name: _figure(value) for name, value in figures.items()}


def _figure(value: object) -> str:
    if isinstance(value, int):
        return str(formats.number_format(value, force_grouping=True))
    day = dateparse.parse_date(str(value)) if len(str(value)) == 10 else None
    return str(formats.date_format(day)) if day else str(value)
