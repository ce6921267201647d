"""Which holdings a visibility group may see, with their keys, in batches that fit into memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from comity import linkage
from comity.linkage import Candidate, Terms
from comity.node.holdings import queries as holdings
from comity.node.partners.models import VisibilityGroup
from comity.node.partners.queries import accepted
from comity.node.runtime import clock

BATCH = 500


class Keyed(NamedTuple):
    """A holding that a group may see, with its function inputs and their ids."""

    holding: str
    inputs: Sequence[bytes]
    ids: Sequence[bytes]


Source = Callable[[Sequence[str] | None], Iterator[list[Keyed]]]
"""Gives holdings with their keys in batches: all of them for None, else those among some ids that are released."""


def terms_of(group: VisibilityGroup) -> Terms:
    """This function returns what the indexes of a group's partners may hold."""
    return Terms(group.released_roles, group.tlp, group.handling_codes, group.names_alone)


def countries_of(group: VisibilityGroup) -> frozenset[str]:
    """This function returns the countries of a group's accepted partners."""
    return frozenset(accepted().filter(group=group).values_list("country", flat=True))


def conditions(group: VisibilityGroup) -> str:
    """This function names everything but the holdings that decides what is released."""
    terms = terms_of(group)
    said = (
        sorted(terms.roles), int(terms.tlp), sorted(terms.handling), sorted(countries_of(group)),
        clock().now().date().isoformat(), terms.names_alone,
    )  # fmt: skip
    return sha256(repr(said).encode()).hexdigest()[:32]


def released(group: VisibilityGroup, holding_ids: Sequence[str] | None = None) -> Iterator[list[Keyed]]:
    """This function gives the holdings that a group may see now, with their keys, in batches; none without a key."""
    terms, today, countries = terms_of(group), clock().now().date(), countries_of(group)
    if not terms.roles:
        return
    version = linkage.version()
    for batch in holdings.keyed(holding_ids, batch=BATCH):
        found = []
        for each in batch:
            candidate = Candidate(each.role, frozenset(each.releasable_to), each.restriction)
            if linkage.admits(terms, group.id, countries, candidate, today):
                keys = linkage.permitted(each.keys, names_alone=terms.names_alone)
                inputs = [linkage.function_input(key, version) for key in keys]
                if inputs:
                    found.append(Keyed(each.holding_id, inputs, [linkage.key_id(i) for i in inputs]))
        yield found


def may_see(group: VisibilityGroup, holding_id: str) -> bool:
    """This function tells whether a group may see a holding now."""
    return any(released(group, [holding_id]))
