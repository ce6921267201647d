"""What the owner signed of an item: made when an item of ours goes out, checked when another's comes and goes on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from comity.exchange import proofs
from comity.exchange.contents import ConsentProof
from comity.exchange.contents import Item as WireItem
from comity.exchange.proofs import Finding, Standing
from comity.kernel import InvalidInput, Refused
from comity.node.audit import directory
from comity.node.items.binding import words_of
from comity.node.items.models import Item, Signed
from comity.node.items.naming import agency, title
from comity.node.partners.models import Partner, PartnerState
from comity.node.partners.queries import signers
from comity.node.runtime import clock, keyring, limits, node_id


def keys_of(node: str) -> Iterable[bytes] | None:
    """This function returns the signing keys of a node that count here, replaced ones too; None for a stranger."""
    if node == node_id():
        return directory.own_keys()
    partner = Partner.objects.filter(id=node).exclude(state=PartnerState.PROPOSED).first()
    return signers(partner).values() if partner else None


def signed(given: WireItem) -> WireItem:
    """This function returns an item of ours as it goes out, signed."""
    return proofs.sign(given, keyring().signing, clock().now())


def examine(given: WireItem) -> Finding:
    """This function compares an item with what its owner signed."""
    return proofs.proven(given, keys_of, on=clock().now().date(), depth=limits().document_depth)


def check(given: WireItem, sender: str) -> Finding:
    """This function checks that an item which came is as its owner gave it.

    Args:
        given: as it came.
        sender: node id of who handed it over; what its owner sends itself needs no signature of its own.

    Raises:
        InvalidInput: it was altered, loosened, or came from another without its owner's signature.
    """
    found = examine(given)
    if found.standing is Standing.UNSIGNED and given.owner not in {sender, node_id()}:
        raise _wrong(given, f"it came without the signature of {agency(given.owner)}, whose it is said to be")
    if found.standing in proofs.WRONG:
        raise _wrong(given, why(given.owner, found))
    return found


def why(owner: str, found: Finding) -> str:
    """This function says in what an item is not as its owner signed it."""
    whose, what = agency(owner), ", ".join(found.what)
    if found.standing is Standing.ALTERED:
        return f"{whose} signed it otherwise: {what} changed on the way"
    if found.standing is Standing.LOOSENED:
        return f"{whose} signed it with stricter marks: {what} was loosened on the way, without its owner's consent"
    return f"no key of {whose} that counts here has signed it"


def kept(given: WireItem, found: Finding) -> dict[str, Any]:
    """This function returns what is kept of an owner's signature, as columns of an item."""
    return {
        "signed": Signed(found.standing.value),
        "owner_token": given.proof or "",
        "owner_consents": [each.document() for each in found.consents],
    }


def says(row: Item, given: WireItem) -> bool:
    """This function tells whether an item that came says what stands here under its name."""
    return all(getattr(row, name) == value for name, value in words_of(given).items())


def renew(row: Item, given: WireItem, found: Finding) -> None:
    """This function keeps what the owner signed last, of an item that came again and says the same."""
    before = proofs.signed_at(row.owner_token, depth=limits().document_depth) if row.owner_token else None
    if says(row, given) and found.signed_at and (before is None or before < found.signed_at):
        fresh = kept(given, found)
        Item.objects.filter(id=row.id).update(**fresh)
        row.refresh_from_db()


def leaving(item: Item, given: WireItem, recipients: Collection[str]) -> WireItem:
    """This function returns an item as it goes out: ours signed now, another's with its owner's signature as it came.

    Args:
        item: as it stands here.
        given: as it travels, with the consents that this node was given.
        recipients: node ids.

    Raises:
        Refused: it cannot be proven to be its owner's word, so that nobody could take it in its owner's name.
    """
    if item.is_ours:
        return signed(given)
    shown = [*(ConsentProof.model_validate(each) for each in item.owner_consents), *given.consents]
    consents = list({each.message: each for each in shown}.values())
    given = given.model_copy(update={"proof": item.owner_token or None, "consents": consents})
    if set(recipients) <= {item.owner}:
        return given
    if given.proof is None:
        raise Refused(
            title(item), f"{agency(item.owner)} gave it without signing it, and nobody could prove that it is its word",
            "Ask its owner to give it again", code="items.release.unsigned",
        )  # fmt: skip
    found = examine(given)
    if found.standing in proofs.WRONG:
        raise Refused(
            title(item), why(item.owner, found), "Ask its owner to give it again", code="items.release.unproven"
        )
    return given


def _wrong(given: WireItem, reason: str) -> InvalidInput:
    return InvalidInput(f"Item {given.id}", reason, "Hand it on as its owner gave it", code="items.take.unproven")
