"""Signing in and out stands in the ledger."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from comity.node.accounts.models import User
from comity.node.audit.operations import record
from comity.node.cases.queries import actor_for
from comity.node.desk.middleware import STARTED
from comity.node.runtime import clock


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """This function records that a person signed in, and when the session began."""
    request.session[STARTED] = int(clock().now().timestamp())
    with transaction.atomic():
        record(actor=actor_for(user), event="desk.session.opened", objects=[user.id])


@receiver(user_logged_out)
def signed_out(user: User | None, **_kwargs: Any) -> None:
    """This function records that a person signed out, or was signed out."""
    if user is not None:
        with transaction.atomic():
            record(actor=actor_for(user), event="desk.session.closed", objects=[user.id])
