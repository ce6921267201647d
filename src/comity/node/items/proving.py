"""Whether an item was rightly handed onward to this node: the owner's consents that came with it are checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from comity.crypto.signatures import token_key_id, verify_document
from comity.exchange.contents import ConsentAnswer
from comity.exchange.contents import Item as WireItem
from comity.exchange.contents.items import ConsentProof
from comity.exchange.terms import Consent, Use, UseKind
from comity.exchange.uses import judge
from comity.kernel import ComityError, InvalidInput
from comity.node.items.binding import given_terms, purposes_of
from comity.node.items.models import Proof
from comity.node.items.naming import agency
from comity.node.partners.models import Partner
from comity.node.partners.queries import signers
from comity.node.runtime import clock, config, limits, node_id

GRANTED = "granted"


def proof_of(given: WireItem, sender: Partner, purpose: str) -> Proof:
    """This function checks that a partner may hand this node an item.

    Args:
        given: as it came.
        sender: who handed it over.
        purpose: of the message that brought it.

    Raises:
        InvalidInput: its owner did not consent where its handling needs that, or a consent is not what it should be.
    """
    if given.owner == sender.id:
        return Proof.DIRECT
    terms = given_terms(given)
    handed = Use(
        UseKind.FORWARD, by=sender.id, on=clock().now().date(), purpose=purpose, recipient=node_id(),
        domestic=sender.country == config().country,
    )  # fmt: skip
    if judge(terms, handed).allowed:
        return Proof.FREE
    owner = Partner.objects.filter(id=given.owner, state="accepted").first()
    if owner is None:
        if given.consents:
            return Proof.UNPROVED
        raise _unproved(given, "it came without the consent of its owner, which its handling needs")
    consents = frozenset(_proved(each, given, owner, sender) for each in given.consents)
    judgement = judge(replace(terms, consents=consents), handed)
    if not judgement.allowed:
        raise _unproved(given, f"{agency(given.owner)} did not consent to that: {judgement.sentence.removesuffix('.')}")
    return Proof.PROVED


def read_proof(token: str, owner: Partner) -> dict[str, Any]:
    """This function returns a message that an owner signed, whoever shows it.

    Raises:
        InvalidInput: the owner did not sign it with a key that counts.
    """
    public = signers(owner).get(token_key_id(token))
    if public is None:
        raise InvalidInput("Proof", f"no key of {owner} that counts has signed it", code="items.proof.key")
    return verify_document(token, public, depth=limits().document_depth)


def granted(document: dict[str, Any], name: tuple[str, str], by: str, to: str) -> ConsentAnswer:
    """This function returns the owner's answer that a signed message holds, if it grants something about an item.

    Args:
        document: the message, its signature checked.
        name: owner and id of the item.
        by: node that must have written it.
        to: node that it must be written to.

    Raises:
        InvalidInput: it is another message, about another item, of another node, or no grant.
    """
    answer = None
    if (document.get("type"), document.get("from"), document.get("to")) == ("consent-answer", by, to):
        try:
            answer = ConsentAnswer.model_validate(document.get("content"))
        except ValueError:
            answer = None
    if answer is None or answer.item.pair != name or answer.answer != GRANTED:
        raise InvalidInput(
            "Proof", "it is no consent of its owner to this, for this item, to this agency", code="items.proof.other"
        )
    return answer


def _proved(each: ConsentProof, given: WireItem, owner: Partner, sender: Partner) -> Consent:
    try:
        answer = granted(read_proof(each.token, owner), (given.owner, given.id), owner.id, sender.id)
    except ComityError as fault:
        raise _unproved(given, f"the proof of the consent does not hold: {fault.reason}") from None
    until = date.fromisoformat(answer.until) if answer.until else None
    kinds = set(UseKind)
    kind = UseKind(answer.use) if answer.use in kinds else UseKind.READ
    return Consent(each.message, owner.id, kind, purposes_of(answer.purposes), answer.recipient or "", until)


def _unproved(given: WireItem, reason: str) -> InvalidInput:
    return InvalidInput(
        f"Item {given.id}", reason, "Ask its owner for consent, and hand it on with that", code="items.take.consent"
    )
