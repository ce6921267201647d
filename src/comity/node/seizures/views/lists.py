"""The list of seizures, with filters, and its export."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from comity.node.permissions import MAY, Action, Actor
from comity.node.requests import actor_of
from comity.node.runtime import clock
from comity.node.seizures import operations, queries
from comity.node.seizures.forms import choices
from comity.node.seizures.forms.filters import FilterForm

FORMATS = (("csv", "CSV"), ("xlsx", "XLSX"))
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def rights(actor: Actor) -> dict[str, bool]:
    """This function tells a page which buttons make sense; whether they work is decided when they are pressed."""
    named = {
        "write": Action.SEIZURE_WRITE, "verify": Action.SEIZURE_VERIFY, "import": Action.SEIZURE_IMPORT,
        "export": Action.SEIZURE_EXPORT, "custody": Action.CUSTODY_WRITE, "join": Action.JOINT_SEIZURE_SEND,
    }  # fmt: skip
    return {name: actor.role in MAY[action] for name, action in named.items()}


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists seizures, the latest first."""
    actor = actor_of(request)
    form = FilterForm(request.GET)
    found = queries.find(actor, form.wanted(), page=_number(request.GET.get("page", "")))
    context: dict[str, Any] = {
        "form": form, "found": found, "formats": FORMATS, "may": rights(actor), "countries": choices.country_names(),
        "before": _turned(request, found.page - 1) if found.page > 1 else "",
        "after": _turned(request, found.page + 1) if found.page < found.pages else "",
        "asked": _turned(request, 1).partition("?")[2],
    }  # fmt: skip
    return render(request, "seizures/list.html", context)


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """This function sends the seizures of a list as CSV or XLSX."""
    actor, form = actor_of(request), request.POST.get("format", "csv")
    wanted = FilterForm(request.GET).wanted()
    name = f"seizures-{clock().now().date().isoformat()}"
    if form == "xlsx":
        answer: HttpResponseBase = HttpResponse(operations.export_xlsx(actor=actor, wanted=wanted), content_type=SHEET)
    else:
        pieces = operations.export_csv(actor=actor, wanted=wanted)
        # The byte order mark makes spreadsheets read UTF-8.
        answer = StreamingHttpResponse(chain(["\ufeff"], pieces), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{"xlsx" if form == "xlsx" else "csv"}"'
    return answer


def _turned(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
