"""A call with a token: whose it is, whether it may, and as whom it acts."""

from __future__ import annotations

import hmac
import re
from datetime import timedelta

import structlog
from django.db import transaction

from comity.kernel import Exhausted, Refused
from comity.node.audit.operations import record
from comity.node.interfaces.models import Token
from comity.node.interfaces.scopes import Scope
from comity.node.interfaces.tokens import PREFIX, digest_of
from comity.node.permissions import Actor, Role
from comity.node.runtime import clock, limits

log = structlog.get_logger()
_FORM = re.compile(rf"{PREFIX}_([0-9a-f-]{{36}})_([A-Za-z0-9_-]{{43}})")
MINUTE = timedelta(minutes=1)


@transaction.atomic
def enter(text: str, scope: Scope | None, call: str) -> tuple[Token, Actor] | None:
    """This function returns the token of a call, and as whom it acts; None where the text is no valid token.

    The call is counted and written in the ledger.

    Args:
        text: the token as it was shown once.
        scope: that the call needs; None where no token may make it.
        call: method and path of the call, without anything that names a record.

    Raises:
        Refused: the token's scopes or its standing duty do not allow the call.
        Exhausted: too many calls in this minute.
    """
    match = _FORM.fullmatch(text)
    known = Token.objects.select_for_update(of=("self",)).select_related("duty", "partner")
    found = known.filter(id=match[1]).first() if match else None
    now = clock().now()
    if match is None or found is None or not hmac.compare_digest(found.digest, digest_of(match[2])):
        log.info("interfaces.token.unknown")
        return None
    if not found.stands(now) or (found.partner is not None and not found.partner.is_accepted):
        log.info("interfaces.token.ended", token=found.id)
        return None
    if scope is None or scope not in found.scopes:
        raise Refused(
            "token", "it was not made for this", f"Make one that may {scope}" if scope else "Sign in instead",
            code="interfaces.token.scope",
        )  # fmt: skip
    duty = found.duty
    if duty.valid_to is not None and duty.valid_to <= now:
        raise Refused(
            "token", "its standing duty has ended", "Make one on a duty that is valid", code="interfaces.token.duty"
        )
    _count(found)
    actor = Actor(
        user_id=found.account_id, name=found.name, role=Role.OFFICER, purpose=found.purpose, duty_id=duty.id,
        instrument_id=found.instrument_id,
    )  # fmt: skip
    record(actor=actor, event="interfaces.token.used", objects=[found.id], details={"call": call, "scope": scope.value})
    return found, actor


def _count(found: Token) -> None:
    now = clock().now()
    if found.minute is None or not timedelta() <= now - found.minute < MINUTE:
        found.minute, found.calls = now, 0
    if found.calls >= limits().token_calls_minute:
        raise Exhausted(
            "token", f"it made {found.calls} calls in this minute", "Wait a minute", code="interfaces.token.rate"
        )
    found.calls += 1
    found.last_used = now
    found.save(update_fields=["minute", "calls", "last_used"])
