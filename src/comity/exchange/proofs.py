"""What the owner of an item signed of it, so that who hands it onward can change nothing unseen.

Rules:

1. An owner signs what names an item, the digests of its words, and its terms (`ItemProof`). It signs the item as it
   goes out, so that each recipient holds a proof of what it was given, and of nothing looser.
2. Who hands the item onward passes the proof on as it is. Words, evaluation and date stay; what binds the item may be
   tightened outside the proof.
3. Outside the proof it is looser only as a consent of the owner says that comes along, until that consent ends.
4. A key that its owner replaced proves on, a revoked one does not.
5. Where no key of the owner is known, the item is compared with what is shown as the owner's word; that proves nothing.

The handle of a subject is left out: it names a holding of one recipient, and is its sender's word.

Which keys are a node's, and what is done with what is not as its owner signed it, is the caller's business.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field, ValidationError

from comity.crypto import SigningKey, canonical
from comity.crypto.encoding import encode
from comity.exchange import tokens
from comity.exchange.contents.base import Content
from comity.exchange.contents.consents import ConsentAnswer, Consented, WantedUse
from comity.exchange.contents.fields import Day, EvaluationCode, Hash, ItemId, Moment, NodeId, PartialDay, PurposeCode
from comity.exchange.contents.items import AskedSubject, Conditions, ConsentProof, Item
from comity.exchange.terms import EVERY_PURPOSE, Terms, loosens
from comity.kernel import Restriction
from comity.kernel.clock import parse_timestamp, timestamp

Keys = Callable[[str], Iterable[bytes] | None]
"""Gives the public signing keys of a node that count here; None for a stranger."""


class ItemProof(Content):
    """What the owner of an item signs of it.

    Args:
        format: of this document.
        owner: node id of the agency that first gave it.
        id: of the item.
        signed_at: when, by the owner's clock.
        text: digest of what it says.
        subject: digest of whom or what it is about; left out where it names nobody.
        permitted_use: digest of the permitted use in words.
        evaluation: 4×4.
        date_of_data: when what it says was so.
        conditions: handling codes, TLP and PAP.
        permitted_purposes: for which it may be used; empty for every one.
        retention_until: the last day on which it may be kept.
    """

    format: Literal["comity-item/1"]
    owner: NodeId
    id: ItemId
    signed_at: Moment
    text: Hash
    subject: Hash | None = None
    permitted_use: Hash
    evaluation: EvaluationCode
    date_of_data: PartialDay
    conditions: Conditions
    permitted_purposes: list[PurposeCode] = Field(max_length=20)
    retention_until: Day


class Standing(StrEnum):
    """How an item stands to what its owner signed."""

    PROVEN = "proven"
    """It is as its owner signed it."""
    TIGHTENED = "tightened"
    """Its words are, and it is bound more strictly."""
    CONSENTED = "consented"
    """Its words are, and it is bound less strictly, as the owner consented."""
    UNSIGNED = "unsigned"
    """It came without a proof."""
    UNKNOWN_OWNER = "unknown-owner"
    """No key of its owner is known here."""
    FALSE = "false"
    """What came as its proof is none: no key of its owner that counts signed it."""
    ALTERED = "altered"
    """It says other than what its owner signed."""
    LOOSENED = "loosened"
    """It is bound less strictly than its owner signed, and no consent says so."""


SOUND = frozenset({Standing.PROVEN, Standing.TIGHTENED, Standing.CONSENTED})
"""Its words are its owner's, as proven."""
WRONG = frozenset({Standing.FALSE, Standing.ALTERED, Standing.LOOSENED})
"""It is not what its owner gave."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the proof of an item shows.

    Args:
        standing: how the item stands to it.
        what: the fields that were altered, or the marks that were loosened, as they were signed.
        signed_at: when the owner signed, by its clock; None where there is no proof that can be read.
        consents: without which it would be looser than its owner allows.
    """

    standing: Standing
    what: tuple[str, ...] = ()
    signed_at: datetime | None = None
    consents: tuple[ConsentProof, ...] = ()


def sign(item: Item, key: SigningKey, at: datetime) -> Item:
    """This function returns an item with its owner's proof.

    Args:
        item: as it goes out.
        key: the owner's signing key.
        at: now, by the owner's clock.
    """
    said = ItemProof(
        format="comity-item/1",
        owner=item.owner,
        id=item.id,
        signed_at=timestamp(at),
        conditions=item.conditions,
        permitted_purposes=sorted(item.permitted_purposes),
        retention_until=item.retention_until,
        **_words(item),
    )
    return item.model_copy(update={"proof": key.sign_document(said.document())})


def proven(item: Item, keys_of: Keys, *, on: date, depth: int) -> Finding:
    """This function compares an item with what its owner signed.

    Args:
        item: as it came.
        keys_of: the keys that count.
        on: today; a consent that has ended allows nothing.
        depth: the deepest nesting of a signed document that is accepted.
    """
    keys = keys_of(item.owner)
    known = None if keys is None else tuple(keys)
    if item.proof is None:
        return Finding(Standing.UNSIGNED if known is not None else Standing.UNKNOWN_OWNER)
    said = _read(item.proof, known, depth)
    if said is None:
        return Finding(Standing.FALSE)
    at = parse_timestamp(said.signed_at)
    if altered := tuple(_altered(item, said)):
        return Finding(Standing.ALTERED, altered, at)
    found = _bound(item, said, tuple(_consents(item, known, on, depth)))
    if known is None and found.standing is not Standing.LOOSENED:
        return Finding(Standing.UNKNOWN_OWNER, (), at, found.consents)
    return replace(found, signed_at=at)


def signed_at(token: str, *, depth: int) -> datetime | None:
    """This function returns when a proof says that it was signed, whoever signed it; None where it is none."""
    said = _read(token, None, depth)
    return parse_timestamp(said.signed_at) if said else None


def _words(item: Item) -> dict[str, Any]:
    """This function returns what must stay as it is, as it is signed."""
    return {
        "text": _digest(item.text),
        "subject": _digest(_subject(item.subject)) if item.subject else None,
        "permitted_use": _digest(item.permitted_use),
        "evaluation": item.evaluation,
        "date_of_data": item.date_of_data,
    }


def _subject(subject: AskedSubject) -> dict[str, Any]:
    return {name: value for name, value in subject.document().items() if name != "handle"}


def _digest(value: Any) -> str:
    return encode(hashlib.sha256(canonical(value)).digest())


def _read(token: str, known: tuple[bytes, ...] | None, depth: int) -> ItemProof | None:
    try:
        return ItemProof.model_validate(_document(token, known, depth))
    except ValidationError:
        return None


def _document(token: str, known: tuple[bytes, ...] | None, depth: int) -> dict[str, Any] | None:
    """This function reads a signed document; that of a stranger as it claims to be."""
    return tokens.claimed(token, depth=depth) if known is None else tokens.proven(token, known, depth=depth)


def _altered(item: Item, said: ItemProof) -> Iterator[str]:
    is_now = {"owner": item.owner, "id": item.id, **_words(item)}
    return (name.replace("_", " ") for name, value in is_now.items() if getattr(said, name) != value)


def _bound(item: Item, said: ItemProof, consents: tuple[tuple[ConsentProof, ConsentAnswer], ...]) -> Finding:
    """This function compares what binds an item with what its owner signed, and with what it consented to."""
    signed, outside = _terms(said), _terms(item)
    if not loosens(signed, outside):
        return Finding(Standing.TIGHTENED if loosens(outside, signed) else Standing.PROVEN)
    lighter: list[tuple[tuple[ConsentProof, ...], Terms]] = [((), signed)]
    longer: list[tuple[tuple[ConsentProof, ...], date]] = [((), signed.retention_until)]
    for proof, answer in consents:
        if answer.conditions:
            lighter.append(((proof,), replace(signed, restriction=answer.conditions.restriction())))
        if answer.retention_until:
            longer.append(((proof,), max(signed.retention_until, date.fromisoformat(answer.retention_until))))
    for by, terms in lighter:
        for until_by, until in longer:
            if not loosens(replace(terms, retention_until=until), outside):
                return Finding(Standing.CONSENTED, consents=by + until_by)
    return Finding(Standing.LOOSENED, tuple(_looser(signed, outside)))


def _looser(signed: Terms, outside: Terms) -> Iterator[str]:
    """This function names the marks that were loosened, as they were signed."""
    was, looser = signed.restriction, loosens(signed, outside)
    for code in sorted(was.handling - outside.restriction.handling):
        yield f"handling code {code}"
    names = {
        "words": "words of H3",
        "TLP": f"TLP {was.tlp.label}",
        "PAP": f"PAP {was.pap.name}",
        "purposes": "permitted purposes",
        "retention": f"retention until {signed.retention_until.isoformat()}",
    }
    yield from (name for respect, name in names.items() if respect in looser)


def _terms(of: Item | ItemProof) -> Terms:
    restriction: Restriction = of.conditions.restriction()
    purposes = frozenset(of.permitted_purposes) or EVERY_PURPOSE
    return Terms(restriction, frozenset({of.owner}), date.fromisoformat(of.retention_until), purposes)


def _consents(
    item: Item, known: tuple[bytes, ...] | None, on: date, depth: int
) -> Iterator[tuple[ConsentProof, ConsentAnswer]]:
    """This function returns the consents of the owner that change what binds an item, whomever they were written to."""
    for proof in item.consents:
        document = _document(proof.token, known, depth)
        if document is None or (document.get("type"), document.get("from")) != ("consent-answer", item.owner):
            continue
        try:
            answer = ConsentAnswer.model_validate(document.get("content"))
        except ValidationError:
            continue
        changes = answer.answer == Consented.GRANTED and answer.use in {WantedUse.LOOSEN, WantedUse.KEEP}
        in_time = answer.until is None or on <= date.fromisoformat(answer.until)
        if changes and in_time and answer.item.pair == item.name.pair:
            yield proof, answer
