"""An item of a partner's message becomes a row: under the name that its owner gave it, bound as its owner bound it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from comity.exchange.contents import Item as WireItem
from comity.exchange.proofs import SOUND
from comity.exchange.terms import Terms, combine, loosens
from comity.kernel import InvalidInput
from comity.node.audit.operations import record
from comity.node.cases.models import Case
from comity.node.holdings import handling
from comity.node.items import signing, treating
from comity.node.items.binding import columns, given_terms, own_terms, words_of
from comity.node.items.models import Arrival, Item, ItemState, Signed
from comity.node.items.proving import proof_of
from comity.node.partners.models import Partner
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock, node_id


def take(
    *, partner: Partner, message_id: str, items: Iterable[WireItem], purpose: str, case: Case | None = None
) -> list[Item]:
    """This function keeps the items of a partner's message; call it inside the transaction that receives it.

    An item that is here already stays as it is, but for terms: the strictest hold. One that its owner took back, or
    that was kept to its day, does not come back by another way. What an agency vouched for gives way to what its owner
    signed. An item of ours that comes home is only compared.

    Args:
        partner: who sent them.
        message_id: the message, as this node names it.
        items: as they came.
        purpose: of the message.
        case: that the message belongs to here.

    Returns:
        the rows, in the order of the message.

    Raises:
        InvalidInput: an item says other than what its owner gave under this name, or is bound less, claims to be ours
            and is not, or came without the signature or the consent of its owner.
    """
    taken = [_take(partner, message_id, each, purpose, case) for each in items]
    for row in taken:
        Arrival.objects.get_or_create(
            item=row, message_id=message_id, defaults={"partner": partner, "at": clock().now()}
        )
    return taken


def _take(partner: Partner, message_id: str, given: WireItem, purpose: str, case: Case | None) -> Item:
    row = Item.objects.select_for_update().filter(owner=given.owner, wire_id=given.id).first()
    found = signing.check(given, partner.id)
    if given.owner == node_id():
        return _come_home(row, given)
    proof = proof_of(given, partner, purpose)
    terms = given_terms(given)
    if row is None:
        return Item.objects.create(
            owner=given.owner, wire_id=given.id, message_id=message_id, came_from=partner, proof=proof, case=case,
            made=clock().now(), **words_of(given), **columns(terms), **signing.kept(given, found),
        )  # fmt: skip
    vouched = row.state == ItemState.IN_FORCE and row.signed == Signed.UNKNOWN and found.standing in SOUND
    if vouched and not signing.says(row, given):
        terms = _owners_word(row, given, message_id)
    if row.state == ItemState.IN_FORCE and row.text != given.text:
        raise InvalidInput(
            f"Item {given.id}", "it says other than what came under its name before",
            "Its owner corrects an item by a correction", code="items.take.changed",
        )  # fmt: skip
    if row.stands:
        signing.renew(row, given, found)
        before = own_terms(row)
        strict = combine(before, replace(terms, owners=before.owners, consents=before.consents))
        if loosens(strict, before):
            Item.objects.filter(id=row.id).update(**columns(strict))
            row.refresh_from_db()
            handling.rebind(row.id, before, strict)
    return row


def _owners_word(row: Item, given: WireItem, message_id: str) -> Terms:
    """This function lets an item say what its owner signed, where somebody only vouched for it; terms stay strict."""
    was = own_terms(row)
    told = treating.correct(row, given.document())
    record(
        actor=SYSTEM, event="items.item.treated", objects=[row.id, row.wire_id, message_id],
        details={"kind": "owner's word", "copies": [copy.document() for copy in told]}, frees_space=True,
    )  # fmt: skip
    return combine(was, replace(given_terms(given), consents=was.consents))


def _come_home(row: Item | None, given: WireItem) -> Item:
    if row is None or (row.stands and row.state != ItemState.CORRECTED and row.text != given.text):
        raise InvalidInput(
            f"Item {given.id}", "it claims to be ours, and we never gave it so",
            "Name the agency that gave it", code="items.take.ours",
        )  # fmt: skip
    return row
