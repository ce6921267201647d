"""Tokens are made and revoked by an administrator. A secret is shown once and kept by nobody."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction

from comity.kernel import InvalidInput, Missing
from comity.kernel.purposes import Purpose
from comity.node.accounts.operations import create_account_of_system
from comity.node.audit.operations import record
from comity.node.cases.models import Duty, Instrument
from comity.node.interfaces.models import Token
from comity.node.interfaces.scopes import FOR_PARTNERS, Scope
from comity.node.partners.queries import accepted
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, make_id

LONGEST_DAYS = 366
PREFIX = "comity"


@transaction.atomic
def make_token(
    *, actor: Actor, name: str, duty_id: str, purpose: str, scopes: Collection[str], days: int,
    instrument_id: str | None = None, partner_id: str | None = None,
) -> tuple[Token, str]:  # fmt: skip
    """This function makes a token with an account of its own, and returns it with the text that is shown once.

    Args:
        actor: an administrator.
        name: of the system.
        duty_id: the standing duty that it works on; its account joins it.
        purpose: why it reads and writes.
        scopes: what it may do.
        days: how long it is valid, at most a year.
        instrument_id: the legal basis of what it sends, or None.
        partner_id: whose program it is; None for a system of this agency.

    Raises:
        Refused: the actor may not.
        InvalidInput: something is missing or wrong; all of it is said.
    """
    require(actor, Action.INTERFACE_MANAGE)
    now = clock().now()
    duty = Duty.objects.filter(id=duty_id).exclude(valid_to__lte=now).first()
    partner = accepted().filter(id=partner_id).first() if partner_id else None
    instrument = Instrument.objects.filter(id=instrument_id).first() if instrument_id else None
    chosen = [scope for scope in Scope if scope in set(scopes)]
    wrong = [
        said for said, is_wrong in (
            ("its name has 1 to 80 characters", not 1 <= len(name.strip()) <= 80 or "\x00" in name),
            ("the standing duty is one that is valid now", duty is None),
            ("the purpose is one of the list", purpose not in set(Purpose)),
            ("it may do at least one thing of the list", not chosen or len(chosen) < len(set(scopes))),
            (f"it is valid for 1 to {LONGEST_DAYS} days", not 1 <= days <= LONGEST_DAYS),
            ("the legal basis is one that is recorded", bool(instrument_id) and instrument is None),
            ("the partner is one that is accepted", bool(partner_id) and partner is None),
            ("a partner's program reads over TAXII and does nothing else",
             bool(partner_id) and not set(chosen) <= FOR_PARTNERS),
        ) if is_wrong
    ]  # fmt: skip
    if wrong or duty is None:
        raise InvalidInput("token", "; ".join(wrong), "Mend these fields", code="interfaces.token.invalid")
    account = create_account_of_system(name=name.strip())
    duty.members.add(account)
    secret = secrets.token_urlsafe(32)
    made = Token.objects.create(
        id=make_id(), name=name.strip(), account=account, duty=duty, purpose=purpose, instrument=instrument,
        partner=partner, scopes=[s.value for s in chosen], digest=digest_of(secret), made=now, made_by=actor.user_id,
        expires=now + timedelta(days=days),
    )  # fmt: skip
    record(
        actor=actor, event="interfaces.token.made", objects=[made.id, account.id, duty.id, *filter(None, [partner_id])],
        details={"scopes": made.scopes, "purpose": purpose, "expires": made.expires.isoformat()},
    )  # fmt: skip
    return made, f"{PREFIX}_{made.id}_{secret}"


@transaction.atomic
def revoke_token(*, actor: Actor, token_id: str) -> None:
    """This function ends a token at once; its account leaves the standing duty.

    Raises:
        Refused: the actor may not.
        Missing: no such token, or it was revoked already.
    """
    require(actor, Action.INTERFACE_MANAGE)
    found = Token.objects.select_for_update().filter(id=token_id, revoked=None).first()
    if found is None:
        raise Missing("token", "there is none with this id that is not revoked", code="interfaces.token.missing")
    found.revoked = clock().now()
    found.save(update_fields=["revoked"])
    found.duty.members.remove(found.account)
    record(actor=actor, event="interfaces.token.revoked", objects=[found.id, found.account_id])


def digest_of(secret: str) -> str:
    """This function returns what is kept of a secret: it has 256 random bits, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
