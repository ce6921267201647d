"""What waits for the reader, the choice of language, and the page for when the node is away."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from comity.node.desk.navigation import LANGUAGES
from comity.node.desk.people import actor_of
from comity.node.desk.today import sections, steps


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """This function shows what waits for the reader."""
    actor = actor_of(request)
    return render(request, "desk/today.html", {"sections": sections(actor), "steps": steps(actor)})


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """This function says that the node cannot be reached; a proxy may keep it for that hour."""
    return render(request, "desk/offline.html")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """This function keeps the reader's choice of language in a cookie."""
    wanted = request.POST.get("next", "/")
    back = wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()) else "/"
    response = HttpResponseRedirect(back)
    code = request.POST.get("language", "")
    if code in dict(LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 24 * 3600,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    return response
