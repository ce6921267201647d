"""What the demo measures at a node and no agency could: it looks into each node to compare hits with the truth."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from comity.cli.session import acting, open_node


def handles(folder: Path) -> dict[str, str]:
    """This function returns which record of the agency's own file stands behind each handle that the node gave out."""
    open_node(folder)
    from comity.node.holdings.models import Holding
    from comity.node.matching.handles import in_force

    references = dict(Holding.objects.values_list("id", "reference"))
    return {handle: references[holding] for handle, holding in in_force().items() if holding in references}


def references(folder: Path) -> dict[str, str]:
    """This function returns the number in the agency's own file of every holding whose role may be indexed."""
    open_node(folder)
    from comity.node.holdings.models import Holding
    from comity.subjects.model import NEVER_INDEXED

    rows = Holding.objects.exclude(role__in=[role.value for role in NEVER_INDEXED]).order_by("id")
    return dict(rows.values_list("id", "reference"))


def count(folder: Path) -> int:
    """This function returns how many holdings the node has."""
    open_node(folder)
    from comity.node.holdings.models import Holding

    return Holding.objects.count()


def published(folder: Path) -> int:
    """This function returns for how many partners the node has an index."""
    open_node(folder)
    from comity.node.matching.models import OwnIndex

    return OwnIndex.objects.filter(epoch__ended=None).count()


def propose_budget(folder: Path, user: str, partner: str, elements: str) -> dict[str, Any]:
    """This function proposes a budget to a partner and returns the signed statement, to be carried there by hand."""
    open_node(folder)
    from comity.node.matching import agreeing

    made = agreeing.propose(actor=acting(user), partner_id=partner, elements=int(elements), words="The demo.")
    return agreeing.statement(made)


def accept_budget(folder: Path, user: str, partner: str, said: str) -> dict[str, Any]:
    """This function accepts a budget that a partner proposed by hand and returns the signed statement of that."""
    open_node(folder)
    from comity.node.matching import agreeing
    from comity.node.partners.models import Partner

    row = agreeing.heard(Partner.objects.get(id=partner), json.loads(said))
    return agreeing.statement(agreeing.decide(actor=acting(user), agreement_id=row.id, accept=True))


def hear_budget(folder: Path, partner: str, said: str) -> str:
    """This function takes in what a partner decided about a budget, and returns how it stands."""
    open_node(folder)
    from comity.node.matching import agreeing
    from comity.node.partners.models import Partner

    return str(agreeing.heard(Partner.objects.get(id=partner), json.loads(said)).state)


def confirm(folder: Path, user: str, case: str, hit: str) -> str:
    """This function confirms a hit in the name of an officer, as the hit's page does, and returns its state."""
    open_node(folder)
    from comity.node.matching.operations import confirm_hit

    reason = "The names, dates and documents on both sides speak for it (demo)."
    return str(confirm_hit(actor=acting(user, case=case), hit_id=hit, reason=reason).state)


def behind(folder: Path, handle: str) -> str:
    """This function returns the holding that a handle names, which an officer sees beside the request."""
    open_node(folder)
    from comity.node.matching.handles import in_force

    return in_force()[handle]


def issued(folder: Path, partner: str) -> dict[str, str]:
    """This function returns the holding behind every handle that a partner has now."""
    open_node(folder)
    from comity.node.matching.handles import in_force

    return in_force(partner)


def receipts(folder: Path) -> dict[str, str]:
    """This function returns the outcome of the receipt of every message, ours and the partners', by message."""
    open_node(folder)
    from comity.node.messaging.models import Receipt

    return dict(Receipt.objects.values_list("message_id", "outcome"))


MEASURES: dict[str, Callable[..., Any]] = {
    "accept_budget": accept_budget, "behind": behind, "confirm": confirm, "count": count, "handles": handles,
    "hear_budget": hear_budget,    "issued": issued, "propose_budget": propose_budget,
    "published": published, "receipts": receipts, "references": references,
}  # fmt: skip
