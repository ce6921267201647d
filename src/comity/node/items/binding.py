"""Between rows and rules: the terms of an item as `exchange.uses` knows them, and a use as a person here makes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from comity.exchange.contents import Item as WireItem
from comity.exchange.terms import EVERY_PURPOSE, Consent, Terms, Use, UseKind, combine
from comity.exchange.uses import Judgement, judge
from comity.kernel import Restriction
from comity.node.cases.queries import is_member
from comity.node.holdings.grounds import restricted
from comity.node.items.models import Consent as ConsentRow
from comity.node.items.models import ConsentState, Item, ItemState
from comity.node.partners.models import Partner
from comity.node.permissions import Actor, Role
from comity.node.runtime import clock, config, node_id

NO_PURPOSE = "none"
"""Stands where owners' purposes have none in common."""
OTHER_STATES = frozenset({ItemState.WITHDRAWN, ItemState.DELETED, ItemState.EXPIRED})


def purposes_of(codes: Iterable[str]) -> frozenset[str]:
    """This function returns the purposes that a column or a message means: an empty one limits nothing."""
    given = frozenset(codes)
    return given & EVERY_PURPOSE if given else EVERY_PURPOSE


def codes_of(purposes: frozenset[str]) -> list[str]:
    """This function returns purposes as columns and messages have them."""
    return [] if purposes >= EVERY_PURPOSE else sorted(purposes) or [NO_PURPOSE]


def columns(terms: Terms) -> dict[str, Any]:
    """This function returns terms as the columns of an item."""
    return restricted(terms.restriction) | {
        "permitted_purposes": codes_of(terms.permitted_purposes),
        "retention_until": terms.retention_until,
    }


def given_terms(given: WireItem) -> Terms:
    """This function returns what binds an item as it travels."""
    return Terms(
        given.conditions.restriction(), frozenset({given.owner}), date.fromisoformat(given.retention_until),
        purposes_of(given.permitted_purposes),
    )  # fmt: skip


def terms_of(item: Item) -> Terms:
    """This function returns what binds an item, with the consents that its owner gave this node, as proved."""
    mine = own_terms(item)
    return combine(mine, *(terms_of(source) for source in item.sources.all())) if item.is_ours else mine


def own_terms(item: Item) -> Terms:
    """This function returns what binds an item by its own marks, without those of what it quotes."""
    given = ConsentRow.objects.filter(item=item, ours=True, state=ConsentState.GRANTED)
    return Terms(
        restriction=item.restriction,
        owners=frozenset({item.owner}),
        retention_until=item.retention_until,
        permitted_purposes=purposes_of(item.permitted_purposes),
        consents=frozenset(consent for row in given if (consent := consent_of(row)) is not None),
        withdrawn=item.state in OTHER_STATES,
    )


def consent_of(row: ConsentRow) -> Consent | None:
    """This function returns a consent as the rules know it; None for one that changes terms and opens no use."""
    if row.use not in set(UseKind):
        return None
    return Consent(row.id, row.item.owner, UseKind(row.use), purposes_of(row.purposes), row.recipient, row.until)


def use(
    actor: Actor, kind: UseKind, item: Item | None = None, partner: Partner | None = None, purpose: str = ""
) -> Use:
    """This function returns a use as an actor makes it now.

    Args:
        actor: with a purpose stated, or it is refused.
        kind: what is done.
        item: with which, where it matters whether the actor is one of those whom it was given to.
        partner: to whom, for a use that goes to one.
        purpose: why; the actor's where empty.
    """
    return Use(
        kind=kind,
        by=node_id(),
        on=clock().now().date(),
        purpose=purpose or actor.purpose,
        recipient=partner.id if partner else "",
        domestic=bool(partner and partner.country == config().country),
        named=item is not None and is_named(actor, item),
    )


def is_named(actor: Actor, item: Item) -> bool:
    """This function tells whether an item was given to a person: as its author, on its case, or by name.

    What belongs to no case yet is open to supervisors, who put it to one.
    """
    if actor.user_id in {item.made_by, *item.readers}:
        return True
    if item.case_id:
        return is_member(actor, item.case_id)
    return actor.role is Role.SUPERVISOR


def judged(actor: Actor, item: Item, kind: UseKind, partner: Partner | None = None, purpose: str = "") -> Judgement:
    """This function decides whether an actor may use an item so now, for its own purpose or another."""
    return judge(terms_of(item), use(actor, kind, item, partner, purpose))


def looser_than(given: Restriction, bound: Restriction) -> str:
    """This function says what a restriction would have to be at least, where it is looser; else an empty text."""
    if given.covers(bound):
        return ""
    return ", ".join([bound.code, f"TLP {bound.tlp.label}", f"PAP {bound.pap.name}"])
