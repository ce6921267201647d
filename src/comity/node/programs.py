"""What a program under ``/v1/`` is told where its request never reached a rule of ours: a code, as for any error.

Django and ninja answer some requests on their own: no such path, no such method, a forged form, a body too large, a
host that is not ours. They know no codes; `Coded` stands before them and gives every such answer one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

PREFIX = "/v1/"
Responder = Callable[[HttpRequest], HttpResponseBase]
WORDS: dict[int, tuple[str, str, str]] = {
    400: ("unreadable", "it cannot be read", "Send it in the form that /v1/desk/openapi.json describes"),
    401: ("person", "nobody is signed in", "Sign in first"),
    403: ("forged", "it does not carry the token of this session", "Send the header X-CSRFToken"),
    404: ("missing", "there is nothing under this path", "See /v1/desk/openapi.json"),
    405: ("method", "this path does not know the method", "See the header Allow"),
    413: ("size", "it is larger than this node reads", "Send less at once"),
    415: ("type", "its content type is another than this path takes", "Send application/json"),
    422: ("form", "a field is missing or wrong", "See what is said of each field"),
    500: ("fault", "the node has a fault", "Tell the administrator when it happened"),
}
"""By status: last part of the code, reason, way out."""


def told(status: int, *, headers: dict[str, str] | None = None, **more: Any) -> JsonResponse:
    """This function answers a program with a status and the words for it.

    Args:
        status: of the answer.
        headers: beside the usual ones.
        more: that the body says as well.
    """
    name, reason, way_out = WORDS.get(status) or WORDS[500 if status >= 500 else 400]
    body = {"code": f"desk.request.{name}", "thing": "the request", "reason": reason, "way_out": way_out}
    return JsonResponse(body | more, status=status, headers=headers)


def has_nul(request: HttpRequest) -> bool:
    """This function tells whether a NUL stands in the path or query of a request; no column takes it."""
    query = request.META.get("QUERY_STRING", "")
    return any(nul in text for text in (request.path_info, query) for nul in ("\x00", "%00"))


class Coded:
    """Every error under ``/v1/`` is JSON with a code, whoever answered."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """This function passes the request on and gives an answer without a code one."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if has_nul(request):
            return told(422)
        response = self.get_response(request)
        json = response.headers.get("Content-Type", "").startswith("application/json")
        if response.status_code < 400 or json or not isinstance(response, HttpResponse):
            return response
        kept = {name: response.headers[name] for name in ("Allow", "Connection") if name in response.headers}
        return told(response.status_code, headers=kept)
