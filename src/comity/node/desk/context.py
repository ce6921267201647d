"""What every page knows: who reads it, why, and what the node has to say."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from comity import __version__
from comity.node.accounts.models import ROLE_NAMES, User
from comity.node.cases.queries import open_period
from comity.node.desk.banners import banners
from comity.node.desk.navigation import LANGUAGES, groups
from comity.node.desk.people import actor_of
from comity.node.permissions import MAY, Action
from comity.node.runtime import config


def desk(request: HttpRequest) -> dict[str, Any]:
    """This function returns what `base.html` shows on every page."""
    settings = config()
    context: dict[str, Any] = {
        "node_agency": settings.agency,
        "node_country": settings.country,
        "version": __version__,
        "languages": LANGUAGES,
        "language_name": dict(LANGUAGES).get(get_language() or "en", ""),
        "here": request.get_full_path() if request.method == "GET" else "/",
        "person": None,
    }
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return context
    actor = actor_of(request)
    return context | {
        "person": {
            "id": user.id,
            "name": actor.name,
            "role": actor.role.value,
            "role_name": ROLE_NAMES[actor.role],
            "works_on_cases": actor.role in MAY[Action.CASE_LIST],
        },
        "period": open_period(user),
        "navigation": groups(actor, request.path),
        "banners": banners(actor),
    }
