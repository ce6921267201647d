"""Deadlines that two countries agreed for requests between their agencies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from comity.exchange.contents import Urgency
from comity.exchange.conversations import Hours, due, hours_between, pair
from comity.exchange.texts import fault_of
from comity.kernel import InvalidInput, Missing
from comity.node.audit.operations import record
from comity.node.messaging.deadline_models import AgreedDeadlines
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, config


@transaction.atomic
def agree_deadlines(
    *, actor: Actor, country: str, urgent_held: int, urgent: int, routine: int, source: str
) -> AgreedDeadlines:
    """This function keeps what this country and another agreed; it counts for what is asked from now on.

    Args:
        actor: a supervisor or administrator.
        country: the other country, ISO 3166-1 alpha-2.
        urgent_held: hours for what is urgent and directly held.
        urgent: hours for what is urgent otherwise.
        routine: hours for all else.
        source: where it is agreed.

    Raises:
        Refused: the role may not.
        InvalidInput: no country, no hours, or no source.
    """
    require(actor, Action.DEADLINE_WRITE)
    first, second = _named(country)
    Hours(urgent_held, urgent, routine)
    source = source.strip()
    if fault := fault_of(source, longest=300) or ("" if source else "it is empty"):
        raise InvalidInput("Source", fault, "Say where it is agreed", code="messaging.deadlines.source")
    row, _made = AgreedDeadlines.objects.update_or_create(
        first=first,
        second=second,
        defaults={
            "urgent_held": urgent_held, "urgent": urgent, "routine": routine, "source": source, "since": clock().now(),
        },
    )  # fmt: skip
    hours = [urgent_held, urgent, routine]
    details = {"countries": [first, second], "hours": hours, "source": source}
    record(actor=actor, event="messaging.deadlines.agreed", details=details)
    return row


@transaction.atomic
def end_agreement(*, actor: Actor, country: str) -> None:
    """This function lets the usual deadlines count again between this country and another.

    Raises:
        Refused: the role may not.
        Missing: nothing was agreed.
    """
    require(actor, Action.DEADLINE_WRITE)
    first, second = _named(country)
    ended, _rows = AgreedDeadlines.objects.filter(first=first, second=second).delete()
    if not ended:
        raise Missing("Deadlines", f"none are agreed with {country}", code="messaging.deadlines.missing")
    record(actor=actor, event="messaging.deadlines.ended", details={"countries": [first, second]})


def agreed(actor: Actor) -> QuerySet[AgreedDeadlines]:
    """This function returns what countries agreed, for who reads conversations or writes deadlines."""
    require(actor, Action.PARTNER_READ)
    return AgreedDeadlines.objects.all()


def hours_with(country: str) -> Hours:
    """This function returns within how many hours requests between this country and another are answered."""
    pairs = {
        frozenset({row.first, row.second}): Hours(row.urgent_held, row.urgent, row.routine)
        for row in AgreedDeadlines.objects.all()
    }
    return hours_between(config().country, country, pairs)


def due_with(countries: Iterable[str], urgency: Urgency) -> datetime:
    """This function returns until when all partners that are asked now answer: none of them earlier than agreed."""
    now = clock().now()
    return max(due(urgency, now, hours_with(each)) for each in countries)


def _named(country: str) -> tuple[str, str]:
    names = sorted(pair(config().country, country))
    return names[0], names[-1]
