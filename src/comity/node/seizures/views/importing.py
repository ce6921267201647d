"""Pages of imports: file and grounds, what the file would give, import, progress, undo."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.kernel import ComityError, InvalidInput, UnreadableFile
from comity.node.accounts.queries import names
from comity.node.errors import said
from comity.node.permissions import Action, require
from comity.node.requests import actor_of
from comity.node.seizures import operations, queries
from comity.node.seizures.forms.importing import IntakeForm
from comity.node.seizures.models import Intake, IntakeState
from comity.subjects.cells import neutralised

READ_AT_ONCE = 128 * 1024
"""A file of more bytes than this is read by the worker, and the page shows how far it is."""
AT_ONCE = 1_000
"""A file of more rows than this is imported by the worker."""
WAITING = frozenset({IntakeState.READING, IntakeState.QUEUED, IntakeState.RUNNING, IntakeState.UNDOING})
TO_RUN = frozenset({IntakeState.CHECKED, IntakeState.FAILED})
FIELDS = {"case": "ground", "source": "source", "retention": "retention_until"}


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """This function takes a file and what its rows have in common, and reads it without importing it."""
    actor = actor_of(request)
    require(actor, Action.SEIZURE_IMPORT, member=True)
    form = IntakeForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        small = file.size <= READ_AT_ONCE
        take = operations.receive_file if small else operations.hand_in
        try:
            made = take(actor=actor, file=file.file, grounds=form.grounds(), name=file.name)
            if small:
                operations.check_intake(actor=actor, intake_id=made.id)
            return redirect("seizures:report", made.id)
        except UnreadableFile as error:
            form.add_error("file", said(error))
        except InvalidInput as error:
            form.add_error(FIELDS.get(error.code.rpartition(".")[2]), said(error))
    return render(request, "seizures/import.html", {"form": form}, status=400 if form.errors else 200)


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists the files that were read."""
    page = Paginator(queries.intakes(actor_of(request)), 25).get_page(request.GET.get("page"))
    return render(request, "seizures/imports.html", {"page": page})


@require_GET
def report(request: HttpRequest, intake_id: str) -> HttpResponse:
    """This function shows what became, or would become, of a file's rows; asked by htmx, how far it is."""
    actor, asked_again = actor_of(request), bool(getattr(request, "htmx", False))
    made = queries.intake(actor, intake_id)
    if asked_again and made.state in WAITING:
        return render(request, "seizures/progress.html", {"made": made})
    number = request.GET.get("page", "")
    page = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1
    context: dict[str, Any] = {
        "made": made, "faults": queries.faults(actor, intake_id, page=page), "waits": made.state in WAITING,
        "by": names({made.by}).get(made.by, made.by), "can_run": made.state in TO_RUN,
        "can_undo": made.state == IntakeState.DONE,
    }  # fmt: skip
    answer = render(request, "seizures/report.html", context)
    if asked_again:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def run(request: HttpRequest, intake_id: str) -> HttpResponse:
    """This function imports a file that was read; a large one is left to the worker."""
    actor = actor_of(request)
    made = queries.intake(actor, intake_id)
    try:
        if made.rows > AT_ONCE:
            operations.leave_intake(actor=actor, intake_id=intake_id)
            messages.info(request, _("The worker imports the file; this page shows how far it is."))
        else:
            done = operations.run_intake(actor=actor, intake_id=intake_id)
            text = ngettext("%(count)d seizure is recorded.", "%(count)d seizures are recorded.", done.new)
            messages.success(request, text % {"count": done.new})
    except ComityError as error:
        if error.code.startswith(("permissions.", "seizures.intake.missing")):
            raise
        messages.error(request, said(error))
    return redirect("seizures:report", intake_id)


@require_POST
def undo(request: HttpRequest, intake_id: str) -> HttpResponse:
    """This function takes back every seizure that a file brought."""
    try:
        count = operations.undo_intake(actor=actor_of(request), intake_id=intake_id)
    except ComityError as error:
        if error.code.startswith(("permissions.", "seizures.intake.missing")):
            raise
        messages.error(request, said(error))
    else:
        text = ngettext("%(count)d seizure is taken back.", "%(count)d seizures are taken back.", count)
        messages.info(request, text % {"count": count})
    return redirect("seizures:report", intake_id)


@require_GET
def faults(request: HttpRequest, intake_id: str) -> StreamingHttpResponse:
    """This function sends everything that could not be read of a file, as CSV."""
    actor = actor_of(request)
    made, rows = queries.intake(actor, intake_id), queries.every_fault(actor, intake_id)
    head: list[list[Any]] = [["row", "column", "value", "reason", "row_left_out"]]
    told: Iterator[list[Any]] = (
        [f.row, f.column, f.value, f.reason, "yes" if f.left_out else "no"] for f in rows.iterator()
    )
    pieces = (_line(row) for row in chain(head, told))
    # The byte order mark makes spreadsheets read UTF-8.
    answer = StreamingHttpResponse(chain(["\ufeff"], pieces), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="unread-{_short(made)}.csv"'
    return answer


def _line(row: list[Any]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow([neutralised(cell) if isinstance(cell, str) else cell for cell in row])
    return stream.getvalue()


def _short(made: Intake) -> str:
    return made.id[-8:]
