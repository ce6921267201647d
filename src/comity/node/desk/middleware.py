"""What stands before every page: content policy, who is there, and how an error is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from comity.kernel import ComityError, InvalidInput, Refused
from comity.node.accounts.models import User
from comity.node.desk.people import actor_of
from comity.node.errors import translated
from comity.node.programs import has_nul
from comity.node.runtime import clock

log = structlog.get_logger()
Responder = Callable[[HttpRequest], HttpResponseBase]

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
OPEN_PATHS = ("/account/", "/static/", "/v1/", "/health", "/metrics", "/taxii2/", "/language", "/offline")
"""Paths that look after themselves: they need no signing in, or have their own."""
STATUS = {
    "invalid": 400,
    "unreadable": 400,
    "refused": 403,
    "missing": 404,
    "conflict": 409,
    "exhausted": 429,
    "unreachable": 503,
}
STARTED, SEEN = "desk.started", "desk.seen"
IDLE = timedelta(minutes=60)
"""A session that is not used for this long ends; and each ends after `SESSION_COOKIE_AGE`, used or not."""
STEP = timedelta(minutes=1)


class ContentSecurityPolicy:
    """No script, style, frame or form but the node's own; pages are kept by no cache."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """This function adds the headers to every answer."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.method == "POST" and request.path == reverse("account_logout"):
            response.headers["Clear-Site-Data"] = '"storage"'  # what a page kept on the device goes with the person
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Person:
    """Every page needs signing in unless it looks after itself; a session ends after a working day whatever happens."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """This function ends old sessions, sends strangers to the sign-in page, and sets ``request.actor``."""
        user = request.user
        if isinstance(user, User):
            self._bound(request)
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        if not request.user.is_authenticated and not request.path.startswith(OPEN_PATHS):
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        return self.get_response(request)

    @staticmethod
    def _bound(request: HttpRequest) -> None:
        now = int(clock().now().timestamp())
        started = request.session.setdefault(STARTED, now)
        seen = request.session.setdefault(SEEN, now)
        if not 0 <= now - started < settings.SESSION_COOKIE_AGE or now - seen > IDLE.total_seconds():
            logout(request)
        elif now - seen >= STEP.total_seconds():
            request.session[SEEN] = now


class Errors:
    """Tells a person what went wrong, why, and what to do; a program is told by the API in its own way."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """This function passes the request on; errors come to `process_exception`."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        """This function refuses an address with a NUL, which no database column takes, before a page looks it up."""
        if not has_nul(request):
            return None
        return tell(request, InvalidInput("the address", "it has a NUL", "Follow a link of this desk instead"))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """This function turns an error of ours into a page."""
        if not isinstance(exception, ComityError) or request.path.startswith("/v1/"):
            return None
        log.info("desk.page.refused", code=exception.code, kind=exception.kind)
        if exception.code == "permissions.purpose":
            back = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/")
            return leave_for(request, f"{reverse('desk:period')}?{urlencode({'next': _own(back)})}")
        if isinstance(exception, Refused) and not request.user.is_authenticated:
            return redirect_to_login("/")
        return tell(request, exception)


def leave_for(request: HttpRequest, url: str) -> HttpResponseBase:
    """This function sends the reader to another page, also out of an htmx request."""
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def tell(request: HttpRequest, error: ComityError) -> HttpResponse:
    """This function shows an error as a page that names the thing, the reason and the way out."""
    status = STATUS.get(error.kind, 500)
    template = {403: "403.html", 404: "404.html"}.get(status, "desk/error.html")
    context: dict[str, Any] = {"error": error if status != 404 else None, "status": status, "said": translated(error)}
    return render(request, template, context, status=status)


def _own(address: str) -> str:
    """This function returns the path of an address of this node; any other becomes the first page."""
    path = "/" + address.split("://", 1)[-1].split("/", 1)[-1] if "://" in address else address
    return path if path.startswith("/") and not path.startswith("//") else "/"
