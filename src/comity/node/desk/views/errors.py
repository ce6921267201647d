"""What Django calls where no view is found or a request cannot be read, also when its form cannot be read either."""

from __future__ import annotations

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.views import defaults


def bad(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django gives them
    """This function says that a request cannot be read; it does not try to read it again."""
    return HttpResponseBadRequest(render_to_string("400.html"))


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This function says that nothing is there; Django's own would break on a form that cannot be read."""
    try:
        return defaults.page_not_found(request, exception)
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError) as error:
        return bad(request, error)
