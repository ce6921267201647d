"""Places that words may mean, for a form that is filled in without script."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language

from comity.node.places import queries as places
from comity.node.requests import actor_of
from comity.node.seizures.forms.recording import RecordingForm

FIND = "find-place"
"""The button that looks for a place; it sends the form, which is shown again with what was found."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place that the words may mean, with those above it."""

    code: str
    label: str


def asked(request: HttpRequest) -> bool:
    """This function tells whether the page is asked to look a place up."""
    return request.method == "POST" and FIND in request.POST


def found_places(request: HttpRequest, form: RecordingForm) -> list[Found] | None:
    """This function returns the places that the form's words may mean, best first; None if it was not asked."""
    if not asked(request):
        return None
    words = str(form["place"].value() or "")
    found = places.search(actor_of(request), words, top=8) if words.strip() else []
    return [Found(each.place.code, label(each.place.code)) for each in found]


def label(code: str) -> str:
    """This function returns a place with those above it, the smallest first, in the reader's language."""
    return places.full_name(code, (get_language() or "en").split("-")[0])
