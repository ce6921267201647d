"""The view behind ``/v1/peer``: bytes in, bytes out, and a 4xx with a code for whatever is no packet of a partner."""

from __future__ import annotations

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from comity.kernel import ComityError
from comity.node.partners import peer
from comity.node.partners.wire import TYPE
from comity.node.runtime import limits

log = structlog.get_logger()
_CHUNK = 65_536


@csrf_exempt
def gate(request: HttpRequest) -> HttpResponse:
    """This function answers a packet. No session, cookie or form is looked at."""
    if request.method != "POST":
        return _no(405, "exchange.method", {"Allow": "POST"})
    most = limits().packet_bytes
    declared = request.headers.get("Content-Length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > most:
        return _no(413, "exchange.packet.size", {"Connection": "close"})
    try:
        data = _read(request, most)
    except OSError:
        return _no(400, "exchange.packet.cut_off")
    if data is None:
        return _no(413, "exchange.packet.size", {"Connection": "close"})
    try:
        answer = peer.receive(data)
    except ComityError as error:
        return _no(403 if error.kind == "refused" else 400, error.code)
    return HttpResponse(answer, content_type=TYPE)


def _read(request: HttpRequest, most: int) -> bytes | None:
    parts, size = [], 0
    while part := request.read(_CHUNK):
        size += len(part)
        if size > most:
            return None
        parts.append(part)
    return b"".join(parts)


def _no(status: int, code: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return JsonResponse({"code": code}, status=status, headers=headers or {})
