"""Which holding may enter the index of which partner. The default is none.

Victims, witnesses and persons of unknown role are never in an index: no setting reaches that rule, and a role that this
version does not know counts as unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comity.kernel import Handling, Limits, Refused, Restriction, Tlp
from comity.linkage.keys import NAMES_ALONE, Key
from comity.linkage.padding import padded
from comity.linkage.publication import RESERVE
from comity.subjects.model import NEVER_INDEXED, Role

INDEXABLE = frozenset(Role) - NEVER_INDEXED


@dataclass(frozen=True, slots=True)
class Terms:
    """What a partner's index may hold, as a person set it.

    Args:
        roles: of the holdings; empty, the default, lets none in.
        tlp: the strictest label that still enters.
        handling: codes that may stand on a holding that enters.
        names_alone: whether persons may be found by their name alone; both agencies have to set it.
    """

    roles: frozenset[Role] = frozenset()
    tlp: Tlp = Tlp.AMBER
    handling: frozenset[Handling] = frozenset({Handling.H0, Handling.H1})
    names_alone: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is asked of a holding before it may enter.

    Args:
        role: in its case, as stored.
        releasable: countries (alpha-2) and ids of visibility groups to which it may be shown; empty: nobody.
        restriction: handling, TLP and PAP that stand on it.
        retained_until: last day on which it is kept, or None.
    """

    role: str
    releasable: frozenset[str]
    restriction: Restriction
    retained_until: date | None = None


def admits(terms: Terms, group: str, countries: frozenset[str], candidate: Candidate, today: date) -> bool:
    """This function tells whether a holding may enter the indexes of a visibility group's partners.

    Args:
        terms: of the group.
        group: its id.
        countries: of all its partners; a holding that is releasable to countries has to be so to every one of them.
        candidate: the holding.
        today: the present day.
    """
    if candidate.role not in INDEXABLE:
        return False
    return (
        Role(candidate.role) in terms.roles
        and (group in candidate.releasable or (bool(countries) and countries <= candidate.releasable))
        and candidate.restriction.tlp <= min(terms.tlp, Tlp.AMBER_STRICT)
        and candidate.restriction.handling <= terms.handling | {Handling.H0}
        and (candidate.retained_until is None or candidate.retained_until >= today)
    )


def permitted(keys: Iterable[Key], *, names_alone: bool) -> tuple[Key, ...]:
    """This function leaves out the keys of names alone where they were not agreed to."""
    return tuple(key for key in keys if names_alone or key.kind not in NAMES_ALONE)


def largest_index(holdings: int, limits: Limits) -> int:
    """This function returns how many entries an index of so many declared holdings may have at most."""
    entries = holdings * limits.keys_per_subject
    return padded(padded(entries + max(RESERVE, entries // 10)) * 11 // 10)


def check_index_size(entries: int, declared: int, agreed: int, limits: Limits) -> None:
    """This function refuses an index that is larger than its owner's holdings can make it.

    Args:
        entries: in the index.
        declared: holdings that the manifest declares.
        agreed: the most holdings that this node accepts from the partner.
        limits: keys a subject.

    Raises:
        Refused: ``linkage.index.size``: a phone book as an index would harvest requests.
    """
    if declared > agreed or entries > largest_index(declared, limits):
        raise Refused(
            "the partner's index",
            f"{entries} entries for {declared} declared holdings, of which at most {agreed} are agreed",
            "Ask the partner what it holds, and raise the number that is agreed if that is right",
            code="linkage.index.size",
        )
