"""The officers' API under ``/v1/desk``: the slices' routers on one surface, errors as codes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import django_auth
from ninja.types import DictStrAny

from comity import __version__
from comity.kernel import ComityError
from comity.node.audit.api import router as audit
from comity.node.campaigns.api import router as campaigns
from comity.node.cases.api import router as cases
from comity.node.duplicates.api import router as duplicates
from comity.node.holdings.api import router as holdings
from comity.node.interfaces.bearer import Bearer
from comity.node.matching.api import router as matching
from comity.node.messaging.api import router as messaging
from comity.node.messaging.api_owing import router as owing
from comity.node.messaging.api_sending import router as sending
from comity.node.places.api import router as places
from comity.node.programs import told
from comity.node.prosecutions.api import router as prosecutions
from comity.node.seizures.api import router as seizures

STATUS = {
    "invalid": 422,
    "unreadable": 422,
    "refused": 403,
    "missing": 404,
    "conflict": 409,
    "exhausted": 429,
    "unreachable": 503,
}
MOST = 100
"""Faults that one answer names."""


class Strict(Parser):
    """JSON as the standard has it, and only text that every database column takes."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """This function reads a body; ninja answers with 400 whatever it raises."""
        data = json.loads(request.body, parse_constant=_no_number)
        for text in _texts(data):
            text.encode()
            if "\x00" in text:
                raise ValueError("a NUL")
        return cast("DictStrAny", data)


def _no_number(text: str) -> None:
    raise ValueError(text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)


api = NinjaAPI(
    title="Comity desk", version=__version__, urls_namespace="desk-api", auth=[Bearer(), django_auth], parser=Strict()
)


@api.exception_handler(ComityError)
def explain(request: HttpRequest, error: ComityError) -> HttpResponse:
    """This function answers with the error's code, thing, reason and way out."""
    body = {"code": error.code, "thing": error.thing, "reason": error.reason, "way_out": error.way_out}
    return api.create_response(request, body, status=STATUS.get(error.kind, 400))


@api.exception_handler(ValidationError)
def name_the_fields(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001 -- ninja gives it
    """This function answers with what is wrong with each field, and repeats none of their values."""
    faults = [{"field": ".".join(str(part) for part in e["loc"]), "reason": e["msg"]} for e in error.errors[:MOST]]
    return told(422, faults=faults)


@api.exception_handler(HttpError)
def give_a_code(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001 -- ninja gives it
    """This function answers for what ninja refuses on its own."""
    return told(error.status_code)


def _tells(status: int) -> Callable[[HttpRequest, Exception | type[Exception]], HttpResponse]:
    return lambda _request, _error: told(status)


for raised, status in (
    (Http404, 404), (RequestDataTooBig, 413), (SuspiciousOperation, 400), (MultiPartParserError, 400),
    (UnreadablePostError, 400), (RawPostDataException, 415),
):  # fmt: skip
    api.add_exception_handler(raised, _tells(status))
for router in (
    cases, holdings, matching, duplicates, messaging, sending, owing, audit, places, seizures, prosecutions, campaigns,
):  # fmt: skip
    api.add_router("", router)
