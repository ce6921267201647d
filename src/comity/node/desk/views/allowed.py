"""Is it allowed? Which instruments allow an exchange between two countries, and what is missing for the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from comity.cooperation import Answer, Channel, Condition, ConditionKind, ExchangeKind, Question, instead
from comity.cooperation import Instrument as Terms
from comity.cooperation.conventions import MAIN, conventions
from comity.cooperation.coverage import coverage, matrix
from comity.kernel.purposes import Offence, Purpose
from comity.node.cases.bases import answers_for
from comity.node.cases.models import Instrument
from comity.node.cases.words import CHANNEL_NAMES, CONDITION_NAMES, EXCHANGE_NAMES, in_words
from comity.node.desk.countries import choices, known_countries, partners_countries
from comity.node.desk.legal_forms import AllowedForm
from comity.node.runtime import clock, config


@dataclass(frozen=True, slots=True)
class Shown:
    """One instrument's answer as the page shows it."""

    instrument: Instrument
    allows: bool
    article: str
    reasons: tuple[str, ...]
    minding: tuple[str, ...]
    conditions: tuple[str, ...]


@require_GET
def allowed(request: HttpRequest) -> HttpResponse:
    """This function says which instruments allow an exchange, why the others do not, and what could be used instead."""
    known = known_countries()
    initial = _initial(known)
    given = request.GET.copy() if request.GET else None
    if given is not None:
        for name, value in initial.items():
            given.setdefault(name, str(value))
    form = AllowedForm(given, initial=initial, countries=choices(known))
    context: dict[str, Any] = {"form": form, "asked": False}
    if form.is_bound and form.is_valid():
        context |= _found(_question(form.cleaned_data, initial["on"]))
    return render(request, "desk/allowed.html", context)


def _initial(known: list[str]) -> dict[str, Any]:
    others = partners_countries() or [code for code in known if code != config().country] or [config().country]
    return {
        "first": config().country, "second": others[0], "kind": ExchangeKind.REQUEST.value,
        "channel": config().channel, "on": clock().now().date(),
    }  # fmt: skip


def _question(data: dict[str, Any], today: date) -> Question:
    return Question(
        first=data["first"],
        second=data["second"],
        on=data["on"] or today,
        kind=ExchangeKind(data["kind"]),
        offence=Offence(data["offence"]) if data["offence"] else None,
        purpose=Purpose(data["purpose"]) if data["purpose"] else None,
        channel=Channel(data["channel"]) if data["channel"] else None,
        dual_stated=data["dual_stated"],
    )


def _found(question: Question) -> dict[str, Any]:
    found = answers_for(question)
    shown = [_shown(row, answer) for row, answer in found]
    recorded = [answer.instrument for _row, answer in found]
    return {
        "asked": True,
        "question": question,
        "kind_name": EXCHANGE_NAMES[question.kind],
        "allowing": [each for each in shown if each.allows],
        "others": [each for each in shown if not each.allows],
        "instead": [in_words(each) for each in instead(answer for _row, answer in found)],
        "covers": _covers(recorded, question),
        "channels": list(CHANNEL_NAMES.values()),
        "matrix": [
            (EXCHANGE_NAMES[row.kind], [(CHANNEL_NAMES[cell.channel], cell) for cell in row.cells])
            for row in matrix(recorded, question)
        ],
    }


def _shown(row: Instrument, answer: Answer) -> Shown:
    return Shown(
        instrument=row,
        allows=answer.allows,
        article=answer.article,
        reasons=tuple(in_words(gap) for gap in answer.gaps),
        minding=tuple(in_words(each) for each in answer.cautions),
        conditions=tuple(_condition(each) for each in answer.instrument.conditions),
    )


def _condition(condition: Condition) -> str:
    other = condition.kind is ConditionKind.OTHER and condition.words
    return condition.words.rstrip(".") if other else str(CONDITION_NAMES[condition.kind])


def _covers(recorded: Sequence[Terms], question: Question) -> list[dict[str, Any]]:
    """This function returns how both countries stand to the main conventions, as recorded here, or as they ship."""
    shipped = {each.reference: each for each in conventions()}
    here = {each.reference: each for each in recorded}
    main = [here.get(name) or shipped[name] for name in MAIN]
    return [
        {
            "instrument": cover.instrument,
            "recorded": cover.instrument.reference in here,
            "places": [cover.first, cover.second],
            "both": cover.binds_both,
            "missing": cover.missing,
        }
        for cover in coverage(main, question.first, question.second, question.on)
    ]
