"""Pages of imports: file and grounds, dry run with its report, import, undo."""

from __future__ import annotations

import csv
from itertools import chain
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.kernel import ComityError
from comity.node.accounts.queries import names
from comity.node.errors import said
from comity.node.holdings import files, jobs, operations, queries, reports, versions
from comity.node.holdings.erasing import AT_ONCE as ERASED_AT_ONCE
from comity.node.holdings.forms import ImportForm
from comity.node.holdings.models import ImportState
from comity.node.holdings.requests import attempt
from comity.node.holdings.version_models import ListVersion
from comity.node.permissions import MAY, Action, require
from comity.node.requests import actor_of

READ_AT_ONCE = 256 * 1024
"""A file of more bytes than this is read by the worker, and the page shows how far it is."""
AT_ONCE = 5_000
"""An import of more rows than this is left to the worker."""

WAITING = frozenset({ImportState.READING, ImportState.QUEUED, ImportState.RUNNING, ImportState.UNDOING})


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """This function takes a file and what its rows have in common, and reads it without importing it."""
    actor = actor_of(request)
    require(actor, Action.HOLDING_IMPORT, member=True)
    form = ImportForm(request.POST or None, request.FILES or None, actor=actor)
    made: list[str] = []

    def act() -> None:
        file = form.cleaned_data["file"]
        take = operations.check_file if file.size <= READ_AT_ONCE else operations.receive_file
        report = take(
            actor=actor, file=form.content(), grounds=form.grounds(), name=file.name,
            format=None if form.cleaned_data["mapping"] else form.cleaned_data["format"] or None,
        )  # fmt: skip
        if report.state == ImportState.READING:
            jobs.leave_reading(actor, report.id)
        made.append(report.id)

    if request.method == "POST" and attempt(form, act):
        return redirect("holdings:report", made[0])
    return render(request, "holdings/import.html", {"form": form}, status=400 if form.errors else 200)


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists the imports."""
    page = Paginator(queries.imports(actor_of(request)), 25).get_page(request.GET.get("page"))
    return render(request, "holdings/imports.html", {"page": page})


@require_GET
def report(request: HttpRequest, import_id: str) -> HttpResponse:
    """This function shows what became, or would become, of a file's rows; asked by htmx, how far it is."""
    actor = actor_of(request)
    made = queries.import_report(actor, import_id)
    if getattr(request, "htmx", False) and made.state in WAITING:
        return render(request, "holdings/progress.html", {"made": made, "done": made.stored})
    made = queries.read_report(actor, import_id)
    page = Paginator(made.faults.all(), 50).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "made": made, "page": page, "by": names({made.by}).get(made.by, made.by), "done": made.stored,
        "waits": made.state in WAITING, "findings": made.findings.all()[:200],
        "can_run": made.state == ImportState.CHECKED or (made.state == ImportState.FAILED and files.is_kept(made.id)),
        "older": versions.held_version(made) if made.state == ImportState.CHECKED else None,
        "taken": ListVersion.objects.filter(of=made).select_related("replaces").first(),
        "can_undo": made.state == ImportState.DONE, "may_merge": actor.role in MAY[Action.HOLDING_MERGE],
    }  # fmt: skip
    if context["older"] and "compare" in request.GET:
        context["outcome"] = versions.preview(actor=actor, import_id=made.id, replaces_id=context["older"].id)
    response = render(request, "holdings/report.html", context)
    if getattr(request, "htmx", False):
        response["HX-Refresh"] = "true"
    return response


@require_POST
def run(request: HttpRequest, import_id: str) -> HttpResponse:
    """This function imports a file that was checked; a large one is left to the worker."""
    actor = actor_of(request)
    made = queries.import_report(actor, import_id)
    if made.rows > AT_ONCE:
        jobs.leave_import(actor, import_id)
        messages.info(request, _("The worker imports the file; this page shows how far it is."))
        return redirect("holdings:report", import_id)
    try:
        done = operations.run_checked(actor=actor, import_id=import_id)
    except ComityError as error:
        if error.code.startswith("permissions."):
            raise
        messages.error(request, said(error))
    else:
        text = ngettext("%(count)d record is imported.", "%(count)d records are imported.", done.read)
        messages.success(request, text % {"count": done.read})
    return redirect("holdings:report", import_id)


@require_POST
def take_version(request: HttpRequest, import_id: str) -> HttpResponse:
    """This function takes a checked file as the newer version of a list that is held; a large one the worker takes."""
    actor = actor_of(request)
    made = queries.import_report(actor, import_id)
    older = versions.held_version(made)
    if older is None:
        messages.error(request, _("No older version of this list is held any more."))
    elif made.rows > AT_ONCE:
        jobs.leave_version(actor, import_id, older.id)
        messages.info(request, _("The worker brings the list up to date; this page shows when it is done."))
    else:
        try:
            versions.run_version(actor=actor, import_id=import_id, replaces_id=older.id)
        except ComityError as error:
            if error.code.startswith("permissions."):
                raise
            messages.error(request, said(error))
        else:
            messages.success(request, _("The list is up to date."))
    return redirect("holdings:report", import_id)


@require_POST
def undo(request: HttpRequest, import_id: str) -> HttpResponse:
    """This function erases everything that an import brought."""
    count = operations.undo_import(actor=actor_of(request), import_id=import_id)
    text = (
        ngettext("%(count)d record is erased again.", "%(count)d records are erased again.", count)
        if count <= ERASED_AT_ONCE
        else ngettext(
            "%(count)d record is taken back; the worker erases it.",
            "%(count)d records are taken back; the worker erases them.",
            count,
        )
    )
    messages.info(request, text % {"count": count})
    return redirect("holdings:report", import_id)


@require_GET
def faults(request: HttpRequest, import_id: str) -> StreamingHttpResponse:
    """This function sends the whole report as CSV."""
    made = queries.read_report(actor_of(request), import_id)
    writer = csv.writer(_Echo())
    # The byte order mark makes spreadsheets read UTF-8.
    lines = chain(["\ufeff"], (writer.writerow(row) for row in reports.of(made)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="report-{made.id}.csv"'
    return response


class _Echo:
    """A file that gives back what is written to it, line by line."""

    def write(self, line: str) -> str:
        """This function returns the line."""
        return line
