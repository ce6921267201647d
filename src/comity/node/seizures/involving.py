"""Persons of the agency's records, and items of partners, are tied to a seizure, and untied again."""

from __future__ import annotations

from django.db import transaction

from comity.exchange.terms import UseKind
from comity.kernel import InvalidInput, Missing, Refused
from comity.node.audit.operations import record
from comity.node.holdings.access import PROTECTED, holding_for
from comity.node.items.binding import judged
from comity.node.items.models import Item
from comity.node.permissions import Action, Actor
from comity.node.runtime import clock
from comity.node.seizures.access import in_force, seizure_for, storable
from comity.node.seizures.models import Involvement, Quote
from comity.subjects import Role

LONGEST = 300


@transaction.atomic
def involve(*, actor: Actor, seizure_id: str, holding_id: str, role: Role, words: str = "") -> Involvement:
    """This function ties a record of a subject to a seizure, in a role; once tied, the role and words are replaced.

    Args:
        actor: who does it.
        seizure_id: which seizure.
        holding_id: a record that the actor may read. Records of victims and witnesses stay by themselves.
        role: in this seizure.
        words: how, in words.

    Raises:
        Refused: the actor may not, or the record is protected.
        Missing: no such seizure or record that the actor may see.
        Conflicting: the seizure was withdrawn.
        InvalidInput: the role or the words are wrong.
    """
    seizure = in_force(seizure_for(actor, seizure_id, Action.SEIZURE_WRITE))
    held = holding_for(actor, holding_id, Action.HOLDING_READ)
    if held.role in PROTECTED or role in PROTECTED:
        raise Refused(
            "Record", "records of victims and witnesses are tied to nothing", "Leave it out",
            code="seizures.involve.protected",
        )  # fmt: skip
    bare = words.strip()
    if len(bare) > LONGEST or "\x00" in bare:
        raise InvalidInput("words", f"they have at most {LONGEST} characters", "Shorten them", code="seizures.involve")
    tied, _new = Involvement.objects.update_or_create(
        seizure=seizure, holding=held,
        defaults={"role": Role(role).value, "words": bare, "by": actor.user_id, "at": clock().now()},
    )  # fmt: skip
    record(actor=actor, event="seizures.person.tied", objects=[seizure.id, held.id], details={"role": tied.role})
    return tied


@transaction.atomic
def release(*, actor: Actor, seizure_id: str, holding_id: str) -> None:
    """This function unties a record of a subject from a seizure; the ledger keeps that it was tied.

    Raises:
        Refused: the actor may not.
        Missing: no such seizure that the actor may see, or the record is not tied to it.
    """
    seizure = seizure_for(actor, seizure_id, Action.SEIZURE_WRITE)
    gone = 0
    if storable(holding_id):
        gone, _models = Involvement.objects.filter(seizure=seizure, holding_id=holding_id).delete()
    if not gone:
        raise Missing("person", "no such record is tied to this seizure", code="seizures.involve.missing")
    record(actor=actor, event="seizures.person.untied", objects=[seizure.id, holding_id])


@transaction.atomic
def quote_item(*, actor: Actor, seizure_id: str, item_id: str) -> Quote:
    """This function says that a seizure rests on an item; from then on the item's terms bind where it may go.

    Raises:
        Refused: the actor may not, or the item may not be read here.
        Missing: no such seizure or item.
        Conflicting: the seizure was withdrawn.
    """
    seizure = in_force(seizure_for(actor, seizure_id, Action.SEIZURE_WRITE))
    item = Item.objects.filter(id=item_id).first() if storable(item_id) else None
    if item is None or not item.stands:
        raise Missing("item", "there is none with this id", code="items.missing")
    judgement = judged(actor, item, UseKind.READ)
    if not judgement.allowed:
        raise judgement.refusal("Item")
    quote, new = Quote.objects.get_or_create(
        seizure=seizure, item=item, defaults={"by": actor.user_id, "at": clock().now()}
    )
    if new:
        record(actor=actor, event="seizures.item.quoted", objects=[seizure.id, item.id, item.wire_id])
    return quote
