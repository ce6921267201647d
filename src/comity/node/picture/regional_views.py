"""The regional page, and what goes out for it; views hold no rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from comity.flows.disclosure import Row, Shown
from comity.flows.maps import Flow, Known, flow_map
from comity.kernel import ComityError
from comity.node.errors import said as said_of
from comity.node.partners.queries import accepted
from comity.node.permissions import MAY, Action, require
from comity.node.picture import aggregating, contributing, regional
from comity.node.picture import route_words as words
from comity.node.picture.contributing import Draft
from comity.node.picture.presenting import cell, heavy, in_words
from comity.node.picture.regional import Regional, Way
from comity.node.picture.regional_forms import ContributionForm, RecipientsForm, RegionalForm
from comity.node.picture.routes import Asked
from comity.node.requests import actor_of
from comity.node.runtime import clock
from comity.node.seizures import naming

TABLE = 60
HEADS = {
    "drug_group": gettext_lazy("Group of drugs"), "drug": gettext_lazy("Drug"), "province": gettext_lazy("Province"),
    "departure": gettext_lazy("Departed from"), "destination": gettext_lazy("Was going to"),
}  # fmt: skip
LEVELS = {"drug_group": naming.group, "drug": naming.substance, "province": words.place}


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """This function shows what each agency counts, the routes that they name, and who contributed what and when."""
    actor = actor_of(request)
    require(actor, Action.PICTURE_READ)
    chosen = RegionalForm(request.GET).chosen()
    found = regional.read(actor, year=chosen[0], drug=chosen[1])
    context: dict[str, Any] = {
        "form": RegionalForm({"year": found.year or "", "drug": found.drug}, found.every_year), "found": found,
        "lines": [(line.source, [(year, _cell(row), _weight(row), row.shown.value)
                                 for year, row in zip(found.years, line.rows, strict=True)]) for line in found.lines],
        "ways": [(way, words.way(way.origin, way.destination), _many(way)) for way in found.ways[:TABLE]],
        "more": max(0, len(found.ways) - TABLE), "map": _map(found), "k": aggregating.K,
        "known": (_range(*found.known), _range(*found.seizures)), "may_share": actor.role in MAY[Action.PICTURE_SHARE],
        "chosen": f"{found.year}, {_('all drugs')}",
    }  # fmt: skip
    return render(request, "picture/regional.html", context)


@require_http_methods(["GET", "POST"])
def contribute(request: HttpRequest) -> HttpResponse:
    """This function shows a supervisor exactly what would go out of a year, and sends just that."""
    actor = actor_of(request)
    require(actor, Action.PICTURE_SHARE)
    data = request.POST if request.method == "POST" else request.GET
    over = [year for year in aggregating.years() if year < clock().now().year]
    form = ContributionForm(data if "year" in data else None, over)
    status, drafts = 200, None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        said = {"year": given["year"], "completeness": given["completeness"], "words": given["words"]}
        try:
            if request.method == "POST":
                contributing.contribute(
                    actor=actor, partner_ids=request.POST.getlist("partners"), digest=request.POST.get("digest", ""),
                    **said,
                )  # fmt: skip
                messages.success(request, _("It is on its way. The page shows when each partner has it."))
                return redirect("picture:regional")
        except ComityError as error:
            messages.error(request, said_of(error))
            status = 400
        drafts = contributing.look(actor=actor, **said)
    elif form.is_bound:
        status = 400
    context = {
        "form": form, "drafts": drafts, "recipients": RecipientsForm(accepted()), "over": over, "k": aggregating.K,
        "shown": [(draft, _heads(draft), _rows(draft)) for draft in drafts.drafts] if drafts else [],
    }  # fmt: skip
    return render(request, "picture/contribute.html", context, status=status)


def _cell(row: Row) -> str:
    return pgettext("contribution", "missing") if row.shown is Shown.MISSING else in_words(cell(row))


def _weight(row: Row) -> str:
    return "" if row.shown is Shown.MISSING else in_words(heavy(row))


def _range(low: int, high: int) -> str:
    if low == high:
        return words.number(low)
    return _("%(low)s to %(high)s") % {"low": words.number(low), "high": words.number(high)}


def _many(way: Way) -> str:
    return _range(way.count, way.at_most)


def _map(found: Regional) -> tuple[SafeString, ...]:
    """The map, wide and for a phone; its texts are escaped where it is drawn."""
    if not found.ways:
        return ()
    flows = [
        Flow(
            way.origin,
            way.destination,
            float(way.count),
            said=f"{words.way(way.origin, way.destination)}: {_many(way)}",
        )
        for way in found.ways
    ]
    said = replace(
        words.map_words(Asked(year=found.year)),
        title=_("Regional picture: %(chosen)s") % {"chosen": f"{found.year}, {_('all drugs')}"},
    )
    exact = found.known[0] == found.known[1] and found.seizures[0] == found.seizures[1]
    known = Known(found.known[0], found.seizures[0], 0, aggregating.K) if exact else Known(smallest=aggregating.K)
    drawn = []
    for size in ("wide", "narrow"):
        borrowed = "regional-wide" if size == "narrow" else ""
        drawn.append(
            flow_map(flows, {}, words=said, known=known, size=size, alone=False, name=f"regional-{size}",
                     ground_of=borrowed)
        )  # fmt: skip
    return tuple(map(SafeString, drawn))


def _heads(draft: Draft) -> list[str]:
    return [str(HEADS.get(level["name"], level["name"])) for level in draft.content["levels"]]


def _rows(draft: Draft) -> list[tuple[tuple[str, ...], str, str]]:
    """Every row exactly as it goes out: what it is of each level, count, kilograms."""
    rows = []
    for row in draft.content["rows"]:
        chosen = [
            _chosen(level["name"], each) for level, each in zip(draft.content["levels"], row["chosen"], strict=True)
        ]
        amount = row["amounts"][0]
        rows.append((tuple(chosen), words.number(row["count"]), "–" if amount is None else words.number(amount)))
    return rows


def _chosen(level: str, chosen: dict[str, Any] | None) -> str:
    if chosen is None:
        return _("all")
    name = LEVELS.get(level, words.place)
    if "one" in chosen and chosen["one"] is not None:
        return name(chosen["one"]) if chosen["one"] else _("not stated")
    return _("others than %(names)s") % {"names": _several(name(each) if each else _("not stated")
                                                          for each in chosen["others"])}  # fmt: skip


def _several(names: Iterable[str]) -> str:
    return ", ".join(names)
