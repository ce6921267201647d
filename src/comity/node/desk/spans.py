"""How long ago something was, or how long it is until then, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def length(span: timedelta) -> str:
    """This function writes the length of a span in its largest unit: days, hours or minutes."""
    span = abs(span)
    if span >= 2 * DAY:
        return ngettext("%(number)d day", "%(number)d days", span // DAY) % {"number": span // DAY}
    if span >= HOUR:
        return ngettext("%(number)d hour", "%(number)d hours", span // HOUR) % {"number": span // HOUR}
    minutes = max(1, span // MINUTE)
    return ngettext("%(number)d minute", "%(number)d minutes", minutes) % {"number": minutes}


def since(moment: datetime, now: datetime) -> str:
    """This function writes when a moment is, seen from now: just now, "3 hours ago" or "in 2 days"."""
    if abs(now - moment) < MINUTE:
        return _("just now")
    if moment <= now:
        return _("%(span)s ago") % {"span": length(now - moment)}
    return _("in %(span)s") % {"span": length(moment - now)}


def remaining(deadline: datetime, now: datetime) -> str:
    """This function writes how much time a deadline leaves, or by how much it has passed."""
    if deadline >= now:
        return _("%(span)s left") % {"span": length(deadline - now)}
    return _("%(span)s late") % {"span": length(now - deadline)}
