"""The page where a person types a name and sees how it is read, what it matches, and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from comity.node.holdings import naming
from comity.node.holdings.words import NAME_KINDS
from comity.node.permissions import Action, require
from comity.node.requests import actor_of


@require_GET
def names(request: HttpRequest) -> HttpResponse:
    """This function reads one name and ranks the records that match it, or compares two names."""
    actor = actor_of(request)
    require(actor, Action.HOLDING_LIST)
    asked = {name: request.GET.get(name, "").strip()[: naming.LONGEST] for name in ("name", "other")}
    kind = request.GET.get("kind", "person")
    typed = [text for text in (asked["name"], asked["other"]) if text]
    context: dict[str, Any] = {
        "asked": asked, "kind": kind, "kinds": NAME_KINDS.items(),
        "readings": [naming.read(text, kind) for text in typed],
    }  # fmt: skip
    if len(typed) == 2:
        context["comparison"] = naming.compare(typed[0], typed[1], kind)
    elif typed:
        context["matches"] = naming.matches(actor, typed[0], kind)
    return render(request, "holdings/names.html", context)
