"""The page of one seizure: what it says, what was done with it, and what may be done now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comity.kernel import ComityError
from comity.node.errors import said
from comity.node.requests import actor_of
from comity.node.runtime import make_id
from comity.node.seizures import operations, queries
from comity.node.seizures.forms.acting import (
    ExhibitForm,
    InvolveForm,
    PhotosForm,
    ReasonForm,
    WithdrawForm,
    WordsForm,
)
from comity.node.seizures.models import Good
from comity.node.seizures.panels import panels
from comity.node.seizures.templatetags.seizures import good_name
from comity.node.seizures.views.attempts import attempt
from comity.node.seizures.views.changes import told
from comity.node.seizures.views.routes import stops
from comity.subjects import Role


@require_GET
def one(request: HttpRequest, seizure_id: str) -> HttpResponse:
    """This function shows a seizure."""
    return _show(request, seizure_id)


@require_POST
def verify(request: HttpRequest, seizure_id: str) -> HttpResponse:
    """This function states that a second person compared the seizure with its papers."""
    form = WordsForm(request.POST)

    def act() -> None:
        operations.verify_seizure(actor=actor_of(request), seizure_id=seizure_id, **form.cleaned_data)

    if attempt(form, act):
        messages.success(request, _("The seizure is verified."))
        return redirect("seizures:detail", seizure_id)
    return _show(request, seizure_id, verify_form=form)


@require_POST
def withdraw(request: HttpRequest, seizure_id: str) -> HttpResponse:
    """This function states that the seizure was recorded by mistake."""
    form = WithdrawForm(request.POST)

    def act() -> None:
        operations.withdraw_seizure(actor=actor_of(request), seizure_id=seizure_id, **form.cleaned_data)

    if attempt(form, act, lambda code: "reason" if code == "seizures.reason" else None):
        messages.info(request, _("The seizure is withdrawn: it counts nowhere any more, and stays readable."))
        return redirect("seizures:detail", seizure_id)
    return _show(request, seizure_id, withdraw_form=form)


@require_POST
def add_photos(request: HttpRequest, seizure_id: str) -> HttpResponse:
    """This function adds photos; what one of them lacks is told, the others stay."""
    actor, form = actor_of(request), PhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, seizure_id, photos_form=form)
    data, kept = form.cleaned_data, 0
    for number, file in enumerate(data["photos"], 1):
        try:
            operations.add_photo(
                actor=actor, seizure_id=seizure_id, file=file.file, caption=data["caption"],
                key=f"{data['key']}/photo-{number}" if data["key"] else "",
            )  # fmt: skip
            kept += 1
        except ComityError as error:
            if error.code.startswith(("permissions.", "seizures.missing")):
                raise
            form.add_error("photos", f"{file.name[:60]}: {said(error)}")
    if form.errors:
        return _show(request, seizure_id, photos_form=form)
    messages.success(request, _("The photos are kept."))
    return redirect("seizures:detail", seizure_id)


@require_POST
def involve(request: HttpRequest, seizure_id: str) -> HttpResponse:
    """This function ties a record of a subject to the seizure."""
    form = InvolveForm(request.POST)

    def act() -> None:
        data = form.cleaned_data
        operations.involve(
            actor=actor_of(request), seizure_id=seizure_id, holding_id=data["holding"], role=Role(data["role"]),
            words=data["words"],
        )  # fmt: skip

    if attempt(form, act, lambda code: "holding" if code.startswith("holdings.") else None):
        messages.success(request, _("The record is tied to the seizure."))
        return redirect("seizures:detail", seizure_id)
    return _show(request, seizure_id, involve_form=form)


@require_POST
def release(request: HttpRequest, seizure_id: str, holding_id: str) -> HttpResponse:
    """This function unties a record of a subject."""
    operations.release(actor=actor_of(request), seizure_id=seizure_id, holding_id=holding_id)
    messages.info(request, _("The record is not tied to the seizure any more; the ledger keeps that it was."))
    return redirect("seizures:detail", seizure_id)


@require_POST
def add_exhibit(request: HttpRequest, seizure_id: str) -> HttpResponse:
    """This function begins an exhibit."""
    actor = actor_of(request)
    form = ExhibitForm(request.POST, goods=named(queries.detail(actor, seizure_id).goods))
    made: list[str] = []

    def act() -> None:
        made.append(operations.record_exhibit(actor=actor, seizure_id=seizure_id, **form.cleaned_data).id)

    if attempt(form, act, lambda code: "label" if code == "seizures.exhibit.label" else None):
        messages.success(request, _("The exhibit is begun. Say now who has it."))
        return redirect("seizures:exhibit", made[0])
    return _show(request, seizure_id, exhibit_form=form)


def named(goods: list[Good]) -> list[tuple[Good, str]]:
    """This function returns things with what they are called."""
    return [(each, good_name(each)) for each in goods]


def _show(request: HttpRequest, seizure_id: str, **forms: Any) -> HttpResponse:
    actor = actor_of(request)
    found = queries.detail(actor, seizure_id)
    seizure = found.seizure
    begun = {"revision": seizure.revision}
    context = {
        "found": found, "seizure": seizure, "stops": stops(found), "changes": told(found),
        "panels": panels(actor, seizure),
        "verify_form": WordsForm(initial=begun), "withdraw_form": WithdrawForm(initial=begun),
        "photos_form": PhotosForm(initial={"key": make_id()}), "involve_form": InvolveForm(),
        "exhibit_form": ExhibitForm(
            goods=named(found.goods),
            initial={"key": make_id(), "label": f"{seizure.reference}/{len(found.exhibits) + 1}"[:60]},
        ),
        "reason_form": ReasonForm(), "arrested": sum(each.number for each in found.arrests),
        "described": [each for each in found.arrests if each.nationality or each.sex or each.age_band or each.words],
    }  # fmt: skip
    return render(request, "seizures/detail.html", context | forms, status=400 if forms else 200)
