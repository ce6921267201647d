"""Items go to partners: every one is judged for every partner, and where it went is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from comity.exchange.contents import Item as WireItem
from comity.exchange.contents import WantedUse
from comity.exchange.contents.items import ConsentProof
from comity.exchange.terms import UseKind
from comity.exchange.uses import Judgement
from comity.kernel import ComityError, Missing, Refused
from comity.node.audit.operations import record
from comity.node.items.binding import Judging, judged, looser_than, own_terms, purposes_of
from comity.node.items.making import keep_ours, wire
from comity.node.items.models import Consent, ConsentState, Item, Release
from comity.node.items.naming import title
from comity.node.items.signing import leaving
from comity.node.partners.models import Partner
from comity.node.permissions import Action, Actor, Role, require
from comity.node.runtime import clock


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets items with one message.

    Args:
        partner: itself.
        purpose: of the message, for which it may use them.
        message_id: the message, as this node names it; empty before it is written.
    """

    partner: Partner
    purpose: str
    message_id: str = ""


@transaction.atomic
def prepare(
    *, actor: Actor, items: Sequence[WireItem], recipients: Sequence[Recipient], holding_ids: Sequence[str] = ()
) -> list[WireItem]:
    """This function checks that items may go to partners, and returns them as they travel, with their owners' proofs.

    An item of ours that is not here yet is kept. What another agency gave goes out as it stands here, whatever was
    written, unless that is stricter.

    Args:
        actor: who sends.
        items: as a person wrote or chose them.
        recipients: to whom, and why.
        holding_ids: the holdings that items of ours come from, one for each or empty.

    Raises:
        Refused: with every item that may not go, each with the reason in one sentence.
        Missing: an item names another owner and is not here.
    """
    ready, refused = [], []
    from_holdings = [*holding_ids, *[""] * len(items)]
    for given, holding_id in zip(items, from_holdings, strict=False):
        try:
            item = _row(actor, given, holding_id)
        except Refused as error:
            refused.append(error)
            continue
        judging = Judging(actor, [item])
        judgements = [judging(item, UseKind.FORWARD, each.partner, each.purpose) for each in recipients]
        refused += [
            j.refusal(f"{title(item)} → {each.partner}")
            for j, each in zip(judgements, recipients, strict=True) if not j.allowed
        ]  # fmt: skip
        if all(j.allowed for j in judgements):
            try:
                travelling = _with_proofs(item, given, judgements)
                ready.append(leaving(item, travelling, [each.partner.id for each in recipients]))
            except Refused as error:
                refused.append(error)
    if refused:
        raise refused[0] if len(refused) == 1 else _together(refused)
    return ready


def note_releases(*, by: str, items: Sequence[WireItem], recipients: Sequence[Recipient]) -> None:
    """This function keeps that items go to partners; call it in the transaction in which their messages leave.

    They are judged once more: between writing and approval a consent may have been withdrawn.

    Args:
        by: id of the person who wrote the messages.
        items: as `prepare` returned them.
        recipients: to whom, with the messages.

    Raises:
        Refused: with every item that may not go any more.
    """
    author = Actor(user_id=by, name="", role=Role.SYSTEM)
    refused = []
    for given in items:
        item = Item.objects.get(owner=given.owner, wire_id=given.id)
        judging = Judging(author, [item])
        for each in recipients:
            judgement = judging(item, UseKind.FORWARD, each.partner, each.purpose)
            if judgement.allowed:
                _note(by, item, each.partner, each.message_id, judgement)
            else:
                refused.append(judgement.refusal(f"{title(item)} → {each.partner}"))
    if refused:
        raise refused[0] if len(refused) == 1 else _together(refused)


@transaction.atomic
def release(*, actor: Actor, item_id: str, partner_id: str, message_id: str) -> Release:
    """This function lets one item go to a partner with a message.

    Raises:
        Refused: the actor may not, or the item's handling forbids it.
        Missing: no such item or partner.
    """
    require(actor, Action.ITEM_GIVE)
    item = Item.objects.filter(id=item_id).first()
    partner = Partner.objects.filter(id=partner_id).first()
    if item is None or partner is None:
        raise Missing("Item", "there is none with this id, or no such partner", code="items.missing")
    judgement = judged(actor, item, UseKind.FORWARD, partner)
    if not judgement.allowed:
        raise judgement.refusal(f"{title(item)} → {partner}")
    made = _note(actor.user_id, item, partner, message_id, judgement)
    record(actor=actor, event="items.item.released", objects=[item.id, item.wire_id, partner.id, message_id])
    return made


def _row(actor: Actor, given: WireItem, holding_id: str) -> Item:
    require(actor, Action.ITEM_GIVE)
    item = Item.objects.filter(owner=given.owner, wire_id=given.id).first()
    if item is None:
        return keep_ours(actor, given, holding_id)
    if not item.stands:
        return item
    terms = own_terms(item)
    least = looser_than(given.conditions.restriction(), item.restriction)
    if not least and (
        date.fromisoformat(given.retention_until) > item.retention_until
        or not purposes_of(given.permitted_purposes) <= terms.permitted_purposes
    ):
        least = f"{item.retention_until.isoformat()}; {', '.join(sorted(terms.permitted_purposes))}"
    if least:
        raise Refused(
            title(item), f"it would go out less restricted than it is ({least})",
            "Tighten it, or ask its owner for consent", code="items.release.looser",
        )  # fmt: skip
    return item


def _with_proofs(item: Item, given: WireItem, judgements: Sequence[Judgement]) -> WireItem:
    """This function returns an item as it stands here, with what the sender tightened and the consents it needs."""
    needed = sorted({consent for j in judgements for consent in j.opened_by})
    opened = Q(id__in=needed) | Q(use__in=[WantedUse.LOOSEN, WantedUse.KEEP], state=ConsentState.GRANTED)
    rows = Consent.objects.filter(opened, item=item, ours=True).exclude(proof="").order_by("asked", "id")
    proofs = [ConsentProof(message=row.answer, token=row.proof) for row in rows]
    tightened = {
        "conditions": given.conditions, "retention_until": given.retention_until,
        "permitted_purposes": given.permitted_purposes, "consents": proofs,
    }  # fmt: skip
    return wire(item).model_copy(update=tightened)


def _note(by: str, item: Item, partner: Partner, message_id: str, judgement: Judgement) -> Release:
    row, _made = Release.objects.get_or_create(
        item=item, partner=partner, message_id=message_id, defaults={"at": clock().now(), "by": by}
    )
    row.consents.set(Consent.objects.filter(id__in=judgement.opened_by))
    return row


def _together(refused: Sequence[ComityError]) -> Refused:
    reasons = "; ".join(f"{each.thing}: {each.reason}" for each in refused)
    return Refused("Items", reasons, refused[0].way_out, code=refused[0].code)
