"""Pages of stories; they call queries and hold no rules."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from comity.kernel import ComityError
from comity.node.audit import directory
from comity.node.errors import said
from comity.node.permissions import Action, require
from comity.node.requests import actor_of
from comity.node.stories import extracts, queries
from comity.node.stories.words import ACTS, FINDINGS

LONGEST = 120


@require_GET
def story(request: HttpRequest) -> HttpResponse:
    """This function shows what this node alone knows of a conversation, message or item."""
    actor = actor_of(request)
    require(actor, Action.LEDGER_READ)
    asked = request.GET.get("id", "").replace("\0", "").strip()[:LONGEST]
    context: dict[str, object] = {"asked": asked, "tab": "story"}
    if asked:
        try:
            told = queries.own_story(actor=actor, asked=asked)
        except ComityError as error:
            if error.kind != "missing":
                raise
            context["none"] = said(error)
        else:
            names = directory.names()
            context |= {
                "story": told,
                "lines": [
                    (
                        line, ACTS.get(line.act, line.event), line.entry.split("/"),
                        [names.get(each, each) for each in line.partners],
                    )
                    for line in told.lines
                ],
                "findings": [(each, FINDINGS[each.kind], each.entry.split("/")) for each in told.findings
                             if each.kind in FINDINGS],
            }  # fmt: skip
    return render(request, "stories/story.html", context)


@require_POST
def extract(request: HttpRequest) -> HttpResponse:
    """This function hands over a signed extract as a file."""
    asked = request.POST.get("id", "").replace("\0", "").strip()[:LONGEST]
    content = request.POST.get("content") == "on"
    try:
        made = extracts.make(actor=actor_of(request), asked=[asked], content=content)
    except ComityError as error:
        messages.error(request, said(error))
        return redirect(f"{reverse('stories:story')}?{urlencode({'id': asked})}")
    response = HttpResponse(json.dumps(made, indent=1), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="extract.json"'
    return response
