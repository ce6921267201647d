"""Verdicts and what may explain them, as sentences in the reader's language.

The word "decreased" stands in no sentence but that of `Verdict.DECREASED`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from comity.flows.maps import Words
from comity.flows.trends import Change, Explanation, Verdict, month_text
from comity.flows.trends.explanations import Code
from comity.flows.trends.regression import Effect
from comity.node.picture.route_words import number, percent

LABELS: dict[Verdict, str | Promise] = {
    Verdict.DECREASED: gettext_lazy("Decreased"),
    Verdict.INCREASED: gettext_lazy("Increased"),
    Verdict.FEWER_RECORDED: gettext_lazy("Fewer recorded"),
    Verdict.MORE_RECORDED: gettext_lazy("More recorded"),
    Verdict.NO_CHANGE_SHOWN: gettext_lazy("No change shown"),
    Verdict.NOT_ENOUGH_DATA: gettext_lazy("Not enough data"),
}
TONES = {
    Verdict.DECREASED: "go", Verdict.INCREASED: "go", Verdict.FEWER_RECORDED: "warn", Verdict.MORE_RECORDED: "warn",
    Verdict.NO_CHANGE_SHOWN: "wait", Verdict.NOT_ENOUGH_DATA: "wait",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict in words.

    Args:
        label: in two or three words.
        tone: of the pill that shows it.
        sentence: with how sure it is.
        reasons: what may explain it, one sentence each; always at least three.
    """

    label: str
    tone: str
    sentence: str
    reasons: tuple[str, ...]


def said(change: Change, reasons: Sequence[Explanation]) -> Said:
    """This function says a verdict and what may explain it."""
    told = tuple(_REASONS[each.code](each) for each in reasons)
    return Said(str(LABELS[change.verdict]), TONES[change.verdict], sentence(change), told)


def sentence(change: Change) -> str:
    """This function says what the data support, with the interval."""
    effect = change.effect
    if effect is None:
        return _("There are not enough months or events to tell whether anything changed.")
    if change.verdict is Verdict.NOT_ENOUGH_DATA:
        return _("There are not enough data to tell: with so few, even a halving would often not be found.")
    if change.verdict is Verdict.NO_CHANGE_SHOWN:
        return _(
            "No change is shown: the difference of %(change)s may be chance (95 %% interval: %(low)s to %(high)s)."
        ) % {"change": signed(effect.ratio), "low": signed(effect.low), "high": signed(effect.high)}
    return _CHANGED[change.verdict]() % _interval(effect)


def by_year(effect: Effect) -> str:
    """This function says a steady trend."""
    values = {"change": signed(effect.ratio), "low": signed(effect.low), "high": signed(effect.high)}
    return _("Over all years together: %(change)s a year (95 %% interval: %(low)s to %(high)s).") % values


def chart_words() -> Words:
    """This function returns the words of the chart of years or months."""
    return Words(
        title=_("Seizures over time"), described=_("The table below the chart says the same in numbers."),
        language=(get_language() or "en").split("-")[0], nothing=_("Nothing is recorded"), missing=_("not reported"),
        hidden_cell=_("hidden, too few"), number=number, percent=percent,
    )  # fmt: skip


def levels(months: Sequence[int]) -> str:
    """This function says when a level changed; empty where none did."""
    if not months:
        return ""
    listed = ", ".join(month_text(each) for each in months)
    return _("The level seems to have changed with these months: %(months)s.") % {"months": listed}


def signed(ratio: float) -> str:
    """This function writes a ratio as a change in per cent with its sign."""
    if ratio == float("inf"):
        return _("without limit")
    return f"{'+' if ratio > 1 else '−' if ratio < 1 else ''}{percent(abs(ratio - 1))}"


def _interval(effect: Effect) -> dict[str, str]:
    ends = sorted((abs(effect.low - 1), abs(effect.high - 1)))
    low, high = (percent(each) if each != float("inf") else _("without limit") for each in ends)
    return {"change": percent(abs(effect.ratio - 1)), "low": low, "high": high}


_CHANGED: dict[Verdict, Callable[[], str]] = {
    Verdict.DECREASED: lambda: _(
        "They decreased by %(change)s (95 %% interval: %(low)s to %(high)s), what was reported counted in."
    ),
    Verdict.INCREASED: lambda: _(
        "They increased by %(change)s (95 %% interval: %(low)s to %(high)s), what was reported counted in."
    ),
    Verdict.FEWER_RECORDED: lambda: _(
        "Fewer were recorded, by %(change)s (95 %% interval: %(low)s to %(high)s). Whether fewer happened is not "
        "known, since it is not known how much was reported."
    ),
    Verdict.MORE_RECORDED: lambda: _(
        "More were recorded, by %(change)s (95 %% interval: %(low)s to %(high)s). Whether more happened is not "
        "known, since it is not known how much was reported."
    ),
}


def _campaign(reason: Explanation) -> str:
    return _(
        "Enforcement: %(titles)s ran for %(after)s months of the period and %(before)s months before it. What is found "
        "follows how much is searched."
    ) % _months(reason)


def _closed(reason: Explanation) -> str:
    return _(
        "Borders: %(titles)s was closed in %(after)s months of the period and %(before)s months before it. A closed "
        "border moves routes elsewhere."
    ) % _months(reason)


def _months(reason: Explanation) -> dict[str, str]:
    numbers = reason.numbers
    return {
        "titles": ", ".join(reason.titles), "after": number_format(int(numbers["months_after"])),
        "before": number_format(int(numbers["months_before"])),
    }  # fmt: skip


def _enforcement(_reason: Explanation) -> str:
    return _(
        "Enforcement: no campaign is known here in these years. What is found follows how much is searched, which is "
        "not recorded."
    )


def _border(_reason: Explanation) -> str:
    return _("Borders: whether a crossing was closed is not recorded here. A closed border moves routes elsewhere.")


def _reporting(reason: Explanation) -> str:
    values = {"after": percent(reason.numbers["after"]), "before": percent(reason.numbers["before"])}
    told = _(
        "Reporting: %(after)s of the expected reports came in the period and %(before)s before it; the numbers are "
        "held against that."
    )
    if left_out := int(reason.numbers["left_out"]):
        told += " " + ngettext(
            "%(months)s month without any report is left out.", "%(months)s months without any report are left out.",
            left_out,
        )  # fmt: skip
        values["months"] = number_format(left_out)
    return told % values


def _unreported(reason: Explanation) -> str:
    numbers = reason.numbers
    months = int(numbers["unknown_months"])
    told = ngettext(
        "Reporting: how much was reported is not known for %(months)s month.",
        "Reporting: how much was reported is not known for %(months)s months.", months,
    ) % {"months": number_format(months)}  # fmt: skip
    if "whole" not in numbers:
        return told
    return f"{told} " + _(
        "Reporting alone would explain it all if it became %(whole)s of what it was; at %(shown)s nothing would be "
        "shown any more."
    ) % {"whole": percent(numbers["whole"]), "shown": percent(numbers["shown"])}


def _before(reason: Explanation) -> str:
    return _("It began earlier: in the years before the period it was %(change)s a year already.") % {
        "change": signed(reason.numbers["ratio"])
    }


_REASONS: dict[Code, Callable[[Explanation], str]] = {
    Code.CAMPAIGN: _campaign, Code.ENFORCEMENT: _enforcement, Code.REPORTING_EQUAL: _reporting,
    Code.REPORTING_MOVED: _reporting, Code.REPORTING_UNKNOWN: _unreported, Code.BORDER_CLOSED: _closed,
    Code.BORDER: _border, Code.TREND_BEFORE: _before,
}  # fmt: skip
