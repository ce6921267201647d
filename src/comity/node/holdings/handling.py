"""The terms of statements and holdings: each statement carries its own, and what leaves is judged one by one.

A statement that was derived from a partner's item is bound by that item's terms and by its owner's consents, which the
slice of items keeps; it stands above this one, and answers through `consents_by`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from comity.exchange.terms import EVERY_PURPOSE, Consent, Terms, Use, UseKind, combine, loosens
from comity.exchange.uses import Judgement, judge
from comity.node.holdings import changes, keying
from comity.node.holdings.grounds import restricted
from comity.node.holdings.models import ChangeKind, Holding, Statement
from comity.node.partners.models import Partner
from comity.node.permissions import Actor
from comity.node.runtime import clock, config, node_id
from comity.subjects.marks import NO_PURPOSE

Consents = Callable[[Collection[str]], Mapping[str, frozenset[Consent]]]
_registered: list[Consents] = []


def consents_by(answer: Consents) -> None:
    """This function sets who answers which consents this node was given about items, by the item's id here."""
    _registered[:] = [answer]


def consents_for(statements: Iterable[Statement]) -> Mapping[str, frozenset[Consent]]:
    """This function returns the consents that bind statements of partners' items, by the item's id."""
    wanted = {each.item for each in statements if each.item}
    return _registered[0](wanted) if wanted and _registered else {}


def terms_of(statement: Statement, consents: Mapping[str, frozenset[Consent]] | None = None) -> Terms:
    """This function returns what binds a statement.

    Args:
        statement: which.
        consents: what `consents_for` returned for it and others; looked up where None.
    """
    known = consents_for([statement]) if consents is None else consents
    return Terms(
        restriction=statement.restriction,
        owners=frozenset({statement.owner or node_id()}),
        retention_until=statement.retention_until,
        permitted_purposes=purposes_of(statement),
        consents=known.get(statement.item, frozenset()),
    )


def purposes_of(statement: Statement) -> frozenset[str]:
    """This function returns for which purposes a statement may be used."""
    codes = frozenset(statement.permitted_purposes.split())
    return codes & EVERY_PURPOSE if codes else EVERY_PURPOSE


def codes_of(purposes: frozenset[str]) -> tuple[str, ...]:
    """This function returns purposes as columns and files have them: none at all for every one."""
    return () if purposes >= EVERY_PURPOSE else tuple(sorted(purposes)) or (NO_PURPOSE,)


def use(actor: Actor, kind: UseKind, partner: Partner | None = None) -> Use:
    """This function returns a use of records as an actor makes it now."""
    return use_for(actor.purpose, kind, partner)


def use_for(purpose: str, kind: UseKind, partner: Partner | None = None) -> Use:
    """This function returns a use of records as it is made now, for a purpose."""
    return Use(
        kind, by=node_id(), on=clock().now().date(), purpose=purpose, recipient=partner.id if partner else "",
        domestic=bool(partner and partner.country == config().country), named=True,
    )  # fmt: skip


def allowed(statements: Iterable[Statement], wanted: Use) -> list[Statement]:
    """This function leaves out of statements those of partners that may not be used so."""
    every = list(statements)
    partners = judged((each for each in every if each.owner), wanted)
    refused = {each.id for each, judgement in partners if not judgement.allowed}
    return [each for each in every if each.id not in refused]


def first_refusal(statements: Iterable[Statement], wanted: Use) -> Judgement | None:
    """This function says why nothing is left of a record's statements for a use; None where something is."""
    judgements = [judgement for _each, judgement in judged(statements, wanted)]
    return None if not judgements or any(j.allowed for j in judgements) else judgements[0]


def judged(
    statements: Iterable[Statement], wanted: Use, consents: Mapping[str, frozenset[Consent]] | None = None
) -> list[tuple[Statement, Judgement]]:
    """This function judges a use of statements one by one."""
    every = list(statements)
    known = consents_for(every) if consents is None else consents
    found: dict[tuple[object, ...], Judgement] = {}
    for each in every:
        alike = _alike(each)
        if alike not in found:
            found[alike] = judge(terms_of(each, known), wanted)
    return [(each, found[_alike(each)]) for each in every]


def _alike(each: Statement) -> tuple[object, ...]:
    """This function returns what statements have in common that are judged alike."""
    return (
        each.owner, each.item, each.handling, each.tlp, each.pap, each.words, each.retention_until,
        each.permitted_purposes,
    )  # fmt: skip


def combined(statements: Iterable[Statement]) -> Terms | None:
    """This function returns what binds something made of statements; None of none."""
    every = list(statements)
    known = consents_for(every)
    return combine(*(terms_of(each, known) for each in every)) if every else None


def bind(statements: Iterable[Statement], terms: Terms, *, owner: str, item: str) -> None:
    """This function binds statements as the item that they were derived from."""
    ids = [each.id for each in statements]
    Statement.objects.filter(id__in=ids).update(owner=owner, item=item, **_columns(terms))


def rebind(item: str, before: Terms, after: Terms) -> None:
    """This function binds what was derived from an item anew, after the item's terms changed.

    What was as the item was becomes as the item is; what was tightened by itself stays at least as strict.
    """
    holdings = set()
    for each in Statement.objects.filter(item=item):
        own = replace(terms_of(each, {}), owners=before.owners)
        as_before = not loosens(own, replace(before, consents=own.consents)) and not loosens(
            replace(before, consents=own.consents), own
        )
        joint = after if as_before else combine(own, replace(after, consents=own.consents))
        Statement.objects.filter(id=each.id).update(**_columns(joint))
        holdings.add(each.holding_id)
    for held in Holding.objects.filter(id__in=holdings).exclude(owner=""):
        bound = combined(held.statements.filter(withdrawn=None))
        if bound is not None:
            Holding.objects.filter(id=held.id).update(
                **restricted(bound.restriction), retention_until=bound.retention_until
            )
    if holdings:
        keying.refresh(sorted(holdings))
        changes.note(ChangeKind.CHANGED, sorted(holdings))


def _columns(terms: Terms) -> dict[str, object]:
    return restricted(terms.restriction) | {
        "retention_until": terms.retention_until, "permitted_purposes": " ".join(codes_of(terms.permitted_purposes)),
    }  # fmt: skip
