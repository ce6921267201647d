"""The statistics in words and plain tables, in the language that is set: one source for the page and every file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.flows.disclosure import Row, Shown
from comity.flows.trends import Verdict, month_text
from comity.kernel import Restriction, Tlp
from comity.node.picture import trend_words
from comity.node.picture.route_words import number, percent, place, weight
from comity.node.picture.statistics import Figures
from comity.node.picture.tables import KILOGRAMS, K
from comity.node.prosecutions.models import Outcome
from comity.node.seizures import naming

Cell = int | float | str
STEP = 20
"""In the published form shares are rounded to the twentieth part, so that no small number can be read from them."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a table.

    Args:
        code: of the province or group; empty: the rest, or what is not stated.
        name: as it is shown.
        cells: a number where it is shown whole, else words.
        verdict: None where none may be given.
    """

    code: str
    name: str
    cells: tuple[Cell, ...]
    verdict: trend_words.Said | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in words.

    Args:
        key: which, for programs.
        title: what it counts.
        heads: of the columns with numbers.
        lines: in order.
        head: of the column of names.
        note: how it was counted.
        judged: whether lines have verdicts.
        folded: whether a page shows it only when it is asked for.
    """

    key: str
    title: str
    head: str
    heads: tuple[str, ...]
    lines: tuple[Told, ...]
    note: str = ""
    judged: bool = False
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Presented:
    """Everything that is said.

    Args:
        title: with what was chosen.
        lead: what happened, in one or two sentences.
        verdict: of everything that was chosen; None where the numbers that it would rest on are not shown.
        further: the steady trend, and when the level changed.
        sheets: the tables.
        unknown: what is not known.
        method: how it was counted.
        marks: the restriction that every file carries.
    """

    title: str
    lead: str
    verdict: trend_words.Said | None
    further: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    unknown: tuple[str, ...]
    method: tuple[str, ...]
    marks: Restriction


def presented(figures: Figures) -> Presented:
    """This function says in words what was counted."""
    change = figures.total.change
    return Presented(
        title=_("Drug seizures: %(chosen)s") % {"chosen": ", ".join(_chosen(figures))},
        lead=_lead(figures),
        verdict=trend_words.said(change, figures.total.reasons) if change else None,
        further=tuple(
            each
            for each in (
                trend_words.by_year(figures.trend) if figures.trend else "", trend_words.levels(figures.points)
            )
            if each
        ),
        sheets=tuple(_sheets(figures)) if figures.years else (),
        unknown=tuple(_unknown(figures)),
        method=tuple(_method(figures)),
        marks=Restriction(tlp=Tlp.AMBER_STRICT if figures.asked.whole else Tlp.AMBER),
    )  # fmt: skip


def cell(row: Row) -> Cell:
    """This function returns a count, or in words what is shown of it."""
    if row.shown in {Shown.EXACT, Shown.ZERO}:
        return row.count or 0
    if row.shown is Shown.MISSING:
        return _("not reported")
    if row.shown is Shown.FEWER or (not row.count and (row.at_most or 0) < K):
        return _("fewer than %(number)s") % {"number": K}
    return _("%(low)s to %(high)s") % {"low": number(row.count or 0), "high": number(row.at_most or 0)}


def heavy(row: Row) -> Cell:
    """This function returns kilograms, or in words what is shown of them."""
    amount = row.amounts.get(KILOGRAMS)
    if row.shown is Shown.ZERO:
        return 0.0
    if amount is None:
        return "–"
    low, high = amount
    return low if low == high else _("%(low)s to %(high)s") % {"low": number(low), "high": number(high)}


def _chosen(figures: Figures) -> list[str]:
    asked = figures.asked
    return [
        str(figures.year or ""),
        naming.group(asked.drug) if asked.drug else _("all drugs"),
        place(asked.province) if asked.province else _("the whole country"),
    ]


def _lead(figures: Figures) -> str:
    if figures.year is None:
        return _("No seizure of drugs is recorded yet.")
    row = figures.total.numbers[-1]
    values = {"year": figures.year, "count": number(row.count or 0), "words": cell(row)}
    if row.shown not in {Shown.EXACT, Shown.ZERO}:
        return _("In %(year)s there were %(words)s seizures; the exact number is not shown.") % values
    found = ngettext(
        "In %(year)s %(count)s seizure was recorded.", "In %(year)s %(count)s seizures were recorded.", row.count or 0
    ) % values  # fmt: skip
    change = figures.total.change
    if change is None or change.rate_before is None:
        return found
    before = _("From %(begin)s until then it was %(rate)s a year.") % {
        "begin": month_text(change.begin), "rate": number(round(change.rate_before))
    }  # fmt: skip
    return f"{found} {before}"


def _sheets(figures: Figures) -> list[Sheet]:
    judged = _("The lines of this table were judged together (Holm): one wrong verdict of change in 20 such tables.")
    whole = figures.asked.whole
    seizures, kilograms = _("seizures"), _("kilograms")
    made = []
    for key, title, head, lines, merged, name in (
        ("drugs", _("By drug"), _("Drug"), figures.drugs, figures.merged_drugs, naming.group),
        ("provinces", _("By province"), _("Province"), figures.provinces, figures.merged_provinces, place),
    ):
        own = [line for line in lines if whole or _says_something(line.numbers)]
        left = [name(line.code) for line in lines if line not in own]
        rest = () if whole or not any(row.at_most for row in merged) else tuple(merged)
        note = _("Shown together only: %(names)s.") % {"names": ", ".join(left)} if left else ""
        heads = tuple(str(year) for year in figures.years)
        verdicts = any(line.change for line in own)
        said = judged if verdicts else _("A line has no verdict where a range stands.") if own else ""
        for measure, of in ((cell, seizures), (heavy, kilograms)):
            told = [
                Told(
                    line.code, name(line.code) if line.code else _("not stated"), tuple(map(measure, line.numbers)),
                    trend_words.said(line.change, line.reasons) if line.change and measure is cell else None,
                )
                for line in own
            ]  # fmt: skip
            if measure is cell and rest:
                told.append(Told("", _("shown together only"), tuple(map(_most, rest))))
            made.append(
                Sheet(
                    f"{key}-{'seizures' if measure is cell else KILOGRAMS}", f"{title}: {of}", head, heads,
                    tuple(told), f"{said} {note}".strip() if measure is cell else "",
                    judged=verdicts and measure is cell, folded=measure is heavy,
                )
            )  # fmt: skip
    return [*made, *(_courts(figures) if figures.courts else [])]


def _says_something(numbers: Sequence[Row]) -> bool:
    """Whether at least half of what may belong to a line is known to."""
    known = sum(row.count or 0 for row in numbers)
    return known > 0 and 2 * known >= sum(row.at_most or 0 for row in numbers)


def _courts(figures: Figures) -> list[Sheet]:
    found = figures.courts
    if found is None:
        return []
    note = _(
        "Persons charged with trafficking in drugs or with precursors, by the year of the charge, whatever the drug; "
        "the outcome is the one known today, so that recent years change."
    )
    heads = tuple(str(year) for year in figures.years)
    made = []
    for key, title, head, lines, merged, name in (
        ("outcomes", _("Persons charged, by outcome"), _("Outcome"), found.outcomes, found.merged_outcomes, _outcome),
        ("courts", _("Persons charged, by province"), _("Province"), found.provinces, found.merged_provinces, place),
    ):
        told = [Told(code, name(code) if code else _("not stated"), tuple(map(cell, rows))) for code, rows in lines]
        if any(row.at_most for row in merged):
            told.append(Told("", _("shown together only"), tuple(map(_most, merged))))
        if key == "outcomes":
            told.append(Told("total", _("All"), tuple(map(cell, found.total))))
        made.append(Sheet(key, title, head, heads, tuple(told), note))
    return made


def _outcome(code: str) -> str:
    return str(Outcome(code).label) if code in Outcome.values else code


def _most(row: Row) -> Cell:
    """What is shown of no line alone: so many over several lines."""
    return row.at_most or 0 if row.shown is not Shown.FEWER else cell(row)


def _unknown(figures: Figures) -> list[str]:
    told = [_("How much was never found is not known: seizures say what was found.")]
    if figures.year is None:
        return told
    whole, change = figures.asked.whole, figures.total.change
    if change is not None and not change.reporting_known:
        months = change.unknown_months
        told.append(
            ngettext(
                "How much was reported is not known for %(months)s month, so that nothing is said to have decreased or "
                "increased.",
                "How much was reported is not known for %(months)s months, so that nothing is said to have decreased "
                "or increased.",
                months,
            )
            % {"months": number(months)}
        )
    if figures.with_route is not None and (whole or figures.seizures >= K * 2):
        told.append(
            _("The route is known for %(share)s of the seizures.") % {"share": _share(figures.with_route, whole=whole)}
        )
    if figures.imputed:
        told.append(
            _("%(share)s of the kilograms rest on an average weight for a tablet, a plant or another piece.")
            % {"share": _share(figures.imputed, whole=whole)}
        )
    for count, words in (
        (figures.unweighed, _("Things without any weight in kilograms: %(number)s.")),
        (figures.without_month, _("Seizures without a month, which no verdict counts: %(number)s.")),
        (figures.undated, _("Seizures without a year, which stand in no table: %(number)s.")),
    ):
        if count:
            shown = number(count) if whole or count >= K else _("fewer than %(number)s") % {"number": K}
            told.append(words % {"number": shown})
    return told


def _share(share: float, *, whole: bool) -> str:
    return percent(share) if whole else _("about %(share)s") % {"share": percent(round(share * STEP) / STEP)}


def _method(figures: Figures) -> list[str]:
    return [
        _(
            "A seizure is counted once by year, province and drug; one with two drugs stands with both, so that drugs "
            "do not add up to the total. A joint seizure is counted by the agency that both agreed on."
        ),
        _("These are whole numbers, for use inside the agency only.")
        if figures.asked.whole
        else _(
            "Fewer than %(number)s seizures are never shown alone: they are merged with others, and a range says "
            "between what the number lies."
        )
        % {"number": K},
        _(
            "Kilograms come from the amount and a factor for its unit; what has no factor is not in them. A few very "
            "large seizures decide them, so that no verdict rests on kilograms."
        ),
        _(
            "Verdicts: the months of the year against those of up to four years before, by negative binomial "
            "regression. Months are weighed by their days and, where known, by the share of the expected reports that "
            "came."
        ),
        _(
            "“%(decreased)s” is said only where reporting is known for every month, and where chance alone would show "
            "such a difference in fewer than 5 of 100 cases."
        )
        % {"decreased": trend_words.LABELS[Verdict.DECREASED]},
        _("Borders and names imply no opinion on the status of any country or territory."),
    ]  # fmt: skip


def rows_of(sheet: Sheet) -> Sequence[Sequence[Cell]]:
    """This function returns the cells of a table with its names, and its verdicts where it has them."""
    return [
        [line.name, *line.cells, *([line.verdict.label if line.verdict else ""] if sheet.judged else [])]
        for line in sheet.lines
    ]


def in_words(value: Cell) -> str:
    """This function writes a cell as people read it."""
    return value if isinstance(value, str) else weight(value) if isinstance(value, float) else number(value)
