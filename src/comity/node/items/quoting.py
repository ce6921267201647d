"""What an item of ours repeats of partners' items: a record may hold both, and what a partner gave keeps its terms."""

from __future__ import annotations

from dataclasses import replace

from comity.exchange.contents import Item as WireItem
from comity.exchange.terms import UseKind, loosens
from comity.kernel import Refused
from comity.node.holdings.models import Holding, Statement
from comity.node.items.binding import judged, own_terms, terms_of
from comity.node.items.models import Item
from comity.node.items.naming import agency
from comity.node.permissions import Actor

SHORTEST = 4
"""Characters of a value that is looked for in a text; shorter ones stand in any text by chance."""


def quoted(held: Holding, given: WireItem) -> list[Item]:
    """This function returns the partners' items whose statements in a holding an item of ours repeats."""
    properties = given.subject.properties.values() if given.subject else ()
    said = _plain(" ".join([given.text, *(value for values in properties for value in values)]))
    theirs = Statement.objects.filter(holding=held, withdrawn=None).exclude(item="")
    repeated = {
        each.item for each in theirs
        if any(len(text) >= SHORTEST and text in said for text in (_plain(each.value), _plain(each.as_written)))
    }  # fmt: skip
    return list(Item.objects.filter(id__in=repeated).order_by("id"))


def check_sources(actor: Actor, item: Item, sources: list[Item]) -> None:
    """This function refuses an item of ours that is looser than what it repeats.

    Raises:
        Refused: it is, or what it repeats may not be used here.
    """
    mine = own_terms(item)
    for source in sources:
        judgement = judged(actor, source, UseKind.READ)
        if not judgement.allowed:
            raise judgement.refusal("Item")
        looser = loosens(terms_of(source), replace(mine, owners=frozenset({source.owner}), consents=frozenset()))
        if looser:
            raise Refused(
                "Item", f"it repeats what {agency(source.owner)} gave, and its {', '.join(looser)} would be looser",
                "Bind it as strictly, or ask the owner for consent", code="items.make.source",
            )  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
