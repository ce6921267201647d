"""Words of places for people: their levels, how a position is known, what is wrong with a list."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise
LEVELS: Mapping[int, Words] = {
    0: _("Country or territory"),
    1: pgettext_lazy("level of places", "Province"),
    2: pgettext_lazy("level of places", "District"),
    3: pgettext_lazy("level of places", "Commune"),
    4: pgettext_lazy("level of places", "Village"),
}
BELOW: Mapping[int, Words] = {
    0: _("Provinces"),
    1: _("Districts"),
    2: _("Communes"),
    3: _("Villages"),
}
"""What the places below a level are called together. Other countries call them otherwise; the level is the same."""
FIRST_LEVELS: Words = _("First levels")
SOURCES: Mapping[str, Words] = {
    "label": _("the point where maps write its name"),
    "town": _("its chief town"),
    "middle": _("a point in the middle of it"),
    "own": _("a position from this node's own list"),
}
WHY: Mapping[str, Words] = {
    "code": _("the code"),
    "written": _("written so"),
    "begins": _("begins so"),
    "sound": _("sounds alike"),
    "kind": _("of the level that was named"),
    "within": _("in the place that was named"),
    "part": _("a part of the words is not known"),
}
FAULTS: Mapping[str, Words] = {
    "not-utf-8": _("the file is not UTF-8 text"),
    "not-csv": _("the file is not CSV"),
    "empty": _("there is no row"),
    "too-long": _("there are too many rows"),
    "missing-column": _("this column is missing"),
    "unknown-column": _("no such column is known"),
    "columns": _("more values than columns"),
    "code": _("not a code: country, hyphen, letters and digits"),
    "code-twice": _("the code stands in an earlier row"),
    "country": _("not the country of the code"),
    "level": _("not a level from 1 to 4"),
    "level-changed": _("this place has another level already"),
    "parent-unknown": _("the place above it is not known"),
    "parent-level": _("the place above it is not of a higher level"),
    "no-name": _("no name is given"),
    "name-too-long": _("the name is too long"),
    "latitude": _("not degrees north, from -90 to 90"),
    "longitude": _("not degrees east, from -180 to 180"),
    "half-position": _("a position needs both numbers"),
}
"""By the reasons of `comity.flows.gazetteer.reading`."""
