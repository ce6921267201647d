"""A name that a person types: how it is read, and which records have a name like it, each with why."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from comity import names
from comity.kernel import InvalidInput
from comity.names import Comparison, Name
from comity.node.audit.operations import record
from comity.node.holdings.access import readable, storable
from comity.node.holdings.models import Holding, Statement
from comity.node.holdings.queries import Row, rows
from comity.node.holdings.searching import ranked
from comity.node.holdings.terms import full_names, name_kind
from comity.node.permissions import Action, Actor, require

KINDS = ("person", "organisation", "place", "vessel")
LONGEST = 200
SHOWN = 25
LOOKED_AT = 200
"""The most records whose names are compared in full; searching gives the likeliest first."""


@dataclass(frozen=True, slots=True)
class Match:
    """A record with a name like the one that was typed.

    Args:
        row: the record as lists show it.
        name: that of its names which is most alike.
        comparison: how alike, and why.
    """

    row: Row
    name: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Matches:
    """The records whose names are most like a name, the likeliest first.

    Args:
        found: at most `SHOWN`.
        more: whether there may be others.
    """

    found: list[Match]
    more: bool


def read(text: str, kind: str = "person") -> Name:
    """This function returns how a name is read: script, repairs, tokens with their readings and weights.

    Raises:
        InvalidInput: there is no such kind, or the text cannot be kept.
    """
    return names.read(_checked(text, kind), kind)


def compare(one: str, other: str, kind: str = "person") -> Comparison:
    """This function returns how alike two names that a person typed are, and why.

    Raises:
        InvalidInput: there is no such kind, or a text cannot be kept.
    """
    return names.compare(_checked(one, kind), _checked(other, kind), kind)


@transaction.atomic
def matches(actor: Actor, text: str, kind: str = "person") -> Matches:
    """This function ranks records that the actor may know of by how like the text one of their names is.

    The ledger names the records that were shown, and the text.

    Raises:
        Refused: the actor may not list, or stated no purpose.
        InvalidInput: there is no such kind, or the text cannot be kept.
    """
    require(actor, Action.HOLDING_LIST)
    text = _checked(text, kind)
    ranking = ranked(Holding.objects.filter(readable(actor)), text)
    best = _best(text, kind, ranking.ids[:LOOKED_AT])
    order = sorted(best, key=lambda i: (-best[i][1].score, i))
    held = Holding.objects.in_bulk(order[:SHOWN])
    shown = {row.holding.id: row for row in rows(actor, held.values())}
    found = [Match(shown[i], *best[i]) for i in order[:SHOWN] if i in shown]
    record(
        actor=actor, event="holdings.names.matched", objects=[match.row.holding.id for match in found],
        details={"text": text, "kind": kind},
    )  # fmt: skip
    return Matches(found, ranking.cut or len(order) > SHOWN)


def _best(text: str, kind: str, ids: list[str]) -> dict[str, tuple[str, Comparison]]:
    said: dict[str, list[tuple[str, str]]] = {i: [] for i in ids}
    standing = Statement.objects.filter(holding_id__in=ids, withdrawn=None).order_by("id")
    for holding_id, prop, value in standing.values_list("holding_id", "property", "value"):
        said[holding_id].append((prop, value))
    schemas = dict(Holding.objects.filter(id__in=ids).values_list("id", "subject__schema"))
    best: dict[str, tuple[str, Comparison]] = {}
    for holding_id, schema in schemas.items():
        own = kind if kind in {"place", "vessel"} else name_kind(schema)
        compared = [(name, names.compare(text, name, own)) for name in full_names(said[holding_id])]
        if compared:
            best[holding_id] = max(compared, key=lambda pair: pair[1].score)
    return best


def _checked(text: str, kind: str) -> str:
    if kind not in KINDS:
        raise InvalidInput(
            "kind", f"there is no {kind!r}", f"Use one of {', '.join(KINDS)}", code="holdings.names.kind"
        )
    return storable(text.strip()[:LONGEST])
