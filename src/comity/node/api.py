"""The officers' API under ``/v1/desk``: the slices' routers on one surface, errors as codes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import django_auth

from comity import __version__
from comity.kernel import ComityError
from comity.node.audit.api import router as audit
from comity.node.cases.api import router as cases
from comity.node.holdings.api import router as holdings
from comity.node.matching.api import router as matching
from comity.node.messaging.api import router as messaging

STATUS = {
    "invalid": 422,
    "unreadable": 422,
    "refused": 403,
    "missing": 404,
    "conflict": 409,
    "exhausted": 429,
    "unreachable": 503,
}

api = NinjaAPI(title="Comity desk", version=__version__, urls_namespace="desk-api", auth=django_auth)


@api.exception_handler(ComityError)
def explain(request: HttpRequest, error: ComityError) -> HttpResponse:
    """This function answers with the error's code, thing, reason and way out."""
    body = {"code": error.code, "thing": error.thing, "reason": error.reason, "way_out": error.way_out}
    return api.create_response(request, body, status=STATUS.get(error.kind, 400))


for router in (cases, holdings, matching, messaging, audit):
    api.add_router("", router)
