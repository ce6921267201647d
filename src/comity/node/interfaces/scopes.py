"""What a token may be good for, and which call needs which scope. A call that is not in the table is not open."""

from __future__ import annotations

import re

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token lets a system do."""

    HOLDINGS_READ = "holdings:read", _("find and read holdings")
    HOLDINGS_WRITE = "holdings:write", _("record and import holdings")
    MESSAGES_READ = "messages:read", _("read conversations")
    MESSAGES_SEND = "messages:send", _("write requests and answers")
    SEIZURES_READ = "seizures:read", _("find and read seizures")
    SEIZURES_WRITE = "seizures:write", _("record and import seizures")
    PROSECUTIONS_READ = "prosecutions:read", _("find and read prosecutions")
    PROSECUTIONS_WRITE = "prosecutions:write", _("record prosecutions, hearings and outcomes")
    CAMPAIGNS_READ = "campaigns:read", _("read campaigns and their results")
    CAMPAIGNS_WRITE = "campaigns:write", _("record activities of campaigns")
    ALERTS_READ = "alerts:read", _("read alerts")
    TAXII_READ = "taxii:read", _("read what may leave, over TAXII")


FOR_PARTNERS = frozenset({Scope.TAXII_READ})
"""The only scopes of a token that a partner's program holds."""
_CALLS: tuple[tuple[str, str, Scope], ...] = (
    ("GET", r"holdings(/.*)?", Scope.HOLDINGS_READ),
    ("POST", r"holdings", Scope.HOLDINGS_WRITE),
    ("POST", r"imports", Scope.HOLDINGS_WRITE),
    ("GET", r"imports/.*", Scope.HOLDINGS_READ),
    ("GET", r"seizures(/.*)?", Scope.SEIZURES_READ),
    ("POST", r"seizures|seizures/[^/]+/(corrections|exhibits|photos)", Scope.SEIZURES_WRITE),
    ("POST", r"seizures/exhibits/[^/]+/steps|seizures/intakes(/[^/]+/run)?", Scope.SEIZURES_WRITE),
    ("GET", r"prosecutions(/.*)?", Scope.PROSECUTIONS_READ),
    ("POST", r"prosecutions|prosecutions/[^/]+/(corrections|hearings)", Scope.PROSECUTIONS_WRITE),
    ("GET", r"campaigns(/.*)?", Scope.CAMPAIGNS_READ),
    ("POST", r"campaigns/[^/]+/activities", Scope.CAMPAIGNS_WRITE),
    ("GET", r"alerts", Scope.ALERTS_READ),
    ("GET", r"conversations(/.*)?", Scope.MESSAGES_READ),
    ("GET", r"owed|reminders", Scope.MESSAGES_READ),
    ("POST", r"conversations|messages", Scope.MESSAGES_SEND),
    ("POST", r"messages/[^/]+/answer", Scope.MESSAGES_SEND),
    ("POST", r"messages/[^/]+/read", Scope.MESSAGES_READ),
)


def needed(method: str, path: str) -> Scope | None:
    """This function returns the scope that a call needs; None where no token may make it.

    Args:
        method: of HTTP.
        path: below ``/v1/desk/``.
    """
    for one, pattern, scope in _CALLS:
        if one == method and re.fullmatch(pattern, path):
            return scope
    return None
