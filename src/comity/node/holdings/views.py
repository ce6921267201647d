"""Pages of holdings: list, record, its changes; views hold no rules."""

from __future__ import annotations

from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.kernel import Refused
from comity.node.cases.queries import cases
from comity.node.holdings import keying, openings, operations, packing, queries
from comity.node.holdings.forms import (
    BY_HAND,
    ChangeForm,
    CorrectionForm,
    MergeForm,
    ReasonForm,
    RecordForm,
    StatementForm,
)
from comity.node.holdings.models import ROLES
from comity.node.holdings.requests import attempt
from comity.node.holdings.views_openings import closed
from comity.node.permissions import MAY, Action, Actor
from comity.node.requests import actor_of
from comity.node.runtime import clock
from comity.subjects import Role, Schema


def rights(actor: Actor) -> dict[str, bool]:
    """This function tells a page which buttons make sense; whether they work is decided when they are pressed."""
    named = {"import": Action.HOLDING_IMPORT, "write": Action.HOLDING_WRITE, "export": Action.HOLDING_EXPORT}
    named |= {"merge": Action.HOLDING_MERGE, "erase": Action.HOLDING_ERASE}
    return {name: actor.role in MAY[action] for name, action in named.items()}


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists holdings, found by name in any script, identifier, case and role."""
    actor = actor_of(request)
    asked = {name: request.GET.get(name, "") for name in ("text", "case", "role")}
    found = queries.search(
        actor, text=asked["text"], case_id=asked["case"], role=asked["role"], before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )  # fmt: skip
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "found": found, "before": urlencode({**kept, "before": found.before}) if found.before else "",
        "after": urlencode({**kept, "after": found.after}) if found.after else "", "first": urlencode(kept),
        "rebuilt": keying.progress(), "asked": asked, "roles": ROLES, "cases": cases(actor).distinct()[:200],
        "may": rights(actor),
        "filtered": any(asked.values()), "has_case": bool(actor.case_id), "to_open": openings.to_decide(actor).count(),
    }  # fmt: skip
    return render(request, "holdings/list.html", context)


@require_GET
def one(request: HttpRequest, holding_id: str) -> HttpResponse:
    """This function shows a holding, or how a protected one is opened."""
    try:
        return _show(request, holding_id)
    except Refused as error:
        if error.code != "holdings.closed":
            raise
        return closed(request, holding_id)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """This function records a subject by hand."""
    actor = actor_of(request)
    form = RecordForm(request.POST or None, actor=actor)
    made: list[str] = []

    def act() -> None:
        held = operations.record_holding(
            actor=actor, grounds=form.grounds(), schema=Schema(form.cleaned_data["schema"]), values=form.values(),
            reference=form.cleaned_data["reference"],
        )  # fmt: skip
        made.append(held.id)

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("The record is kept."))
        return redirect("holdings:detail", made[0])
    said = [form[prop] for prop in BY_HAND if prop != "notes"]
    return render(request, "holdings/new.html", {"form": form, "said": said}, status=400 if form.errors else 200)


@require_POST
def add(request: HttpRequest, holding_id: str) -> HttpResponse:
    """This function adds a statement."""
    form = StatementForm(request.POST)

    def act() -> None:
        operations.add_statement(actor=actor_of(request), holding_id=holding_id, **form.cleaned_data)

    if attempt(form, act):
        messages.success(request, _("The statement is added."))
        return redirect("holdings:detail", holding_id)
    return _show(request, holding_id, status=400, statement_form=form)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, holding_id: str, statement_id: int) -> HttpResponse:
    """This function corrects or withdraws a statement."""
    actor = actor_of(request)
    form = CorrectionForm(request.POST or None)

    def act() -> None:
        operations.correct_statement(actor=actor, holding_id=holding_id, statement_id=statement_id, **form.cleaned_data)

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("The statement is corrected; what it said before stays readable."))
        return redirect("holdings:detail", holding_id)
    found = queries.detail(actor, holding_id)
    statement = next((s for s in found.statements if s.id == statement_id), None)
    context = {"row": found.row, "statement": statement, "form": form}
    return render(request, "holdings/correct.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, holding_id: str) -> HttpResponse:
    """This function changes role, evaluation, handling, release and retention of a holding."""
    actor = actor_of(request)
    form = ChangeForm(request.POST) if request.method == "POST" else None

    def act() -> None:
        if form is not None:
            operations.change_holding(
                actor=actor, holding_id=holding_id, role=Role(form.cleaned_data["role"]), evaluation=form.evaluation,
                restriction=form.cleaned_data["restriction"], releasable_to=form.countries,
                retention_until=form.cleaned_data["retention_until"],
            )  # fmt: skip

    if form is not None and attempt(form, act):
        messages.success(request, _("The record is changed."))
        return redirect("holdings:detail", holding_id)
    row = queries.detail(actor, holding_id).row
    shown = form if form is not None else ChangeForm(initial=ChangeForm.of(row.holding))
    return render(request, "holdings/change.html", {"row": row, "form": shown}, status=400 if form else 200)


@require_POST
def erase(request: HttpRequest, holding_id: str) -> HttpResponse:
    """This function erases a holding before its time."""
    operations.erase_holding(actor=actor_of(request), holding_id=holding_id)
    messages.info(request, _("The record is erased. That it was there stays in the ledger."))
    return redirect("holdings:list")


@require_POST
def merge(request: HttpRequest, holding_id: str) -> HttpResponse:
    """This function puts another record under the same subject."""
    form = MergeForm(request.POST)

    def act() -> None:
        operations.merge(
            actor=actor_of(request), kept_holding=holding_id, absorbed_holding=form.cleaned_data["other"],
            reason=form.cleaned_data["reason"],
        )  # fmt: skip

    if attempt(form, act):
        messages.success(request, _("Both records stand under one subject now."))
        return redirect("holdings:detail", holding_id)
    return _show(request, holding_id, status=400, merge_form=form)


@require_POST
def unmerge(request: HttpRequest, merge_id: str) -> HttpResponse:
    """This function takes a merge back."""
    form = ReasonForm(request.POST)
    back = request.POST.get("holding", "")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    operations.unmerge(actor=actor_of(request), merge_id=merge_id, reason=reason)
    messages.success(request, _("The merge is taken back."))
    return redirect("holdings:detail", back) if back and "/" not in back else redirect("holdings:list")


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """This function sends the holdings of the present case as CSV, or in a format that carries marks."""
    form = request.POST.get("format", "csv")
    if form != "csv":
        packed = packing.export_as(actor=actor_of(request), form=form)
        for reason, count in packed.left_out.items():
            words = ngettext("%(count)s statement was left out.", "%(count)s statements were left out.", count)
            messages.warning(request, f"{words % {'count': count}} {reason}")
        sent = HttpResponse(packed.text, content_type=packed.type)
        sent["Content-Disposition"] = f'attachment; filename="{packed.name}"'
        return sent
    pieces = operations.export_csv(actor=actor_of(request))
    day = clock().now().date().isoformat()
    # The byte order mark makes spreadsheets read UTF-8.
    response = StreamingHttpResponse(chain(["\ufeff"], pieces), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="holdings-{day}.csv"'
    return response


def _show(request: HttpRequest, holding_id: str, status: int = 200, **forms: Any) -> HttpResponse:
    actor = actor_of(request)
    found = queries.detail(actor, holding_id)
    context = {
        "found": found, "row": found.row, "held": found.row.holding, "may": rights(actor),
        "statement_form": StatementForm(), "merge_form": MergeForm(), "reason_form": ReasonForm(),
    }  # fmt: skip
    return render(request, "holdings/detail.html", context | forms, status=status)
