"""Between rows and rules: the terms of an item as `exchange.uses` knows them, and a use as a person here makes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import F

from comity.exchange.contents import Item as WireItem
from comity.exchange.terms import EVERY_PURPOSE, Consent, Terms, Use, UseKind, combine
from comity.exchange.uses import Judgement, judge
from comity.kernel import Restriction
from comity.node.cases.queries import is_member, working_on
from comity.node.holdings.grounds import restricted
from comity.node.items.models import Consent as ConsentRow
from comity.node.items.models import ConsentState, Item
from comity.node.partners.models import Partner
from comity.node.permissions import Actor, Role
from comity.node.runtime import clock, config, node_id

NO_PURPOSE = "none"
"""Stands where owners' purposes have none in common."""


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


def words_of(given: WireItem) -> dict[str, Any]:
    """This function returns what an item says, as it travels, as the columns of an item."""
    return {
        "text": given.text, "subject": given.subject.document() if given.subject else None,
        "evaluation": given.evaluation, "permitted_use": given.permitted_use, "date_of_data": given.date_of_data,
    }  # fmt: skip


def given_terms(given: WireItem) -> Terms:
    """This function returns what binds an item as it travels."""
    return Terms(
        given.conditions.restriction(), frozenset({given.owner}), date.fromisoformat(given.retention_until),
        purposes_of(given.permitted_purposes),
    )  # fmt: skip


def terms_of(item: Item) -> Terms:
    """This function returns what binds an item, with the consents that its owner gave this node, as proved."""
    return all_terms([item])[item.id]


def all_terms(items: Iterable[Item]) -> dict[str, Terms]:
    """This function returns what binds items, as `terms_of` does, by their ids; the database is asked once for all."""
    rows = {item.id: item for item in items}
    known = consents_by_item(rows)
    found = {item_id: own_terms(row, known) for item_id, row in rows.items()}
    if ours := [item_id for item_id, row in rows.items() if row.is_ours]:
        quoted = list(Item.objects.filter(quoted_in__in=ours).annotate(quoting=F("quoted_in")))
        theirs = all_terms(quoted) if quoted else {}
        for item_id in ours:
            found[item_id] = combine(found[item_id], *(theirs[row.id] for row in quoted if row.quoting == item_id))
    return found


def own_terms(item: Item, consents: Mapping[str, frozenset[Consent]] | None = None) -> Terms:
    """This function returns what binds an item by its own marks, without those of what it quotes.

    Args:
        item: which.
        consents: what `consents_by_item` returned for it and others; looked up where None.
    """
    known = consents_by_item([item.id]) if consents is None else consents
    return Terms(
        restriction=item.restriction,
        owners=frozenset({item.owner}),
        retention_until=item.retention_until,
        permitted_purposes=purposes_of(item.permitted_purposes),
        consents=known.get(item.id, frozenset()),
        withdrawn=not item.stands,
    )


def consents_by_item(item_ids: Collection[str]) -> Mapping[str, frozenset[Consent]]:
    """This function returns the consents that owners gave this node, by the item's id (`holdings.handling`)."""
    rows = ConsentRow.objects.select_related("item").filter(
        item_id__in=list(item_ids), ours=True, state=ConsentState.GRANTED
    )
    found: dict[str, set[Consent]] = {}
    for row in rows:
        if (known := consent_of(row)) is not None:
            found.setdefault(row.item_id, set()).add(known)
    return {item_id: frozenset(several) for item_id, several in found.items()}


def consent_of(row: ConsentRow) -> Consent | None:
    """This function returns a consent as the rules know it; None for one that changes terms and opens no use."""
    if row.use not in set(UseKind):
        return None
    return Consent(row.id, row.item.owner, UseKind(row.use), purposes_of(row.purposes), row.recipient, row.until)


def use(actor: Actor, kind: UseKind, partner: Partner | None = None, purpose: str = "", *, named: bool = False) -> Use:
    """This function returns a use as an actor makes it now.

    Args:
        actor: with a purpose stated, or it is refused.
        kind: what is done.
        partner: to whom, for a use that goes to one.
        purpose: why; the actor's where empty.
        named: whether the actor is one of those whom the item was given to.
    """
    return Use(
        kind=kind,
        by=node_id(),
        on=clock().now().date(),
        purpose=purpose or actor.purpose,
        recipient=partner.id if partner else "",
        domestic=bool(partner and partner.country == config().country),
        named=named,
    )


def is_named(actor: Actor, item: Item, cases: Collection[str] | None = None) -> bool:
    """This function tells whether an item was given to a person: as its author, on its case, or by name.

    What belongs to no case yet is open to supervisors, who put it to one.

    Args:
        actor: the person.
        item: which.
        cases: those of the item and others that the person works on; looked up where None.
    """
    if actor.user_id in {item.made_by, *item.readers}:
        return True
    if item.case_id:
        return is_member(actor, item.case_id) if cases is None else item.case_id in cases
    return actor.role is Role.SUPERVISOR


def judged(actor: Actor, item: Item, kind: UseKind, partner: Partner | None = None, purpose: str = "") -> Judgement:
    """This function decides whether an actor may use an item so now, for its own purpose or another."""
    return Judging(actor, [item])(item, kind, partner, purpose)


class Judging:
    """Decides about several uses of items, or of one; the database is asked when it is made, and once for all.

    Args:
        actor: who uses them.
        items: those that it is called with.
    """

    def __init__(self, actor: Actor, items: Iterable[Item]) -> None:
        """This function looks up what binds the items, and which of them were given to the actor."""
        rows = list(items)
        cases = working_on(actor, {row.case_id for row in rows if row.case_id})
        self._actor = actor
        self._terms = all_terms(rows)
        self._named = {row.id for row in rows if is_named(actor, row, cases)}

    def __call__(self, item: Item, kind: UseKind, partner: Partner | None = None, purpose: str = "") -> Judgement:
        """This function decides whether the actor may use an item so now, for its own purpose or another."""
        wanted = use(self._actor, kind, partner, purpose, named=item.id in self._named)
        return judge(self._terms[item.id], wanted)


def looser_than(given: Restriction, bound: Restriction) -> str:
    """This function says what a restriction would have to be at least, where it is looser; else an empty text."""
    if given.covers(bound):
        return ""
    return ", ".join([bound.code, f"TLP {bound.tlp.label}", f"PAP {bound.pap.name}"])
