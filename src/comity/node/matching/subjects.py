"""Checked subjects and their keys: typed in by a person, or a holding of this node."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from comity import linkage
from comity.exchange.terms import Use
from comity.linkage import Key, Rarity
from comity.linkage.rarity import name_of
from comity.node.holdings import handling
from comity.node.holdings.models import Holding, Statement, Term, TermKind
from comity.node.matching.models import CheckedSubject
from comity.node.partners.models import Partner
from comity.node.runtime import limits
from comity.subjects.model import Schema, Subject, Value

NAMES = ("name", "alias", "weakAlias")


@dataclass(frozen=True, slots=True)
class Asking:
    """A checked subject with what is asked for it."""

    number: int
    subject: Subject
    keys: tuple[Key, ...]
    holding: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """This function returns the subject's names as written."""
        given, family = self.subject.get("firstName"), self.subject.get("lastName")
        parts = (" ".join((*given[:1], *family[:1])),) if given or family else ()
        return (*self.subject.get(*NAMES), *parts)


def asking(rows: Iterable[CheckedSubject], *, names_alone: bool = False, wanted: Use | None = None) -> list[Asking]:
    """This function derives what is asked for checked subjects; holdings are read as they are now.

    Args:
        rows: checked subjects.
        names_alone: whether the partner agreed to find persons by their name alone.
        wanted: what is done with them; statements of partners that may not be used so are left out. None for showing
            them here.
    """
    every = list(rows)
    held = _holdings([row.holding_id for row in every if row.holding_id], wanted)
    out = []
    for row in every:
        subject = held.get(row.holding_id) if row.holding_id else typed(row.schema, row.values)
        keys = _keys(subject, names_alone=names_alone) if subject else ()
        out.append(Asking(row.number, subject or Subject(str(row.number)), keys))
    return out


def of_subject(number: int, holding: str, subject: Subject | None, *, names_alone: bool = False) -> Asking:
    """This function derives what is asked for a holding that was read; nothing where it is gone."""
    keys = _keys(subject, names_alone=names_alone) if subject else ()
    return Asking(number, subject or Subject(holding), keys, holding)


def _keys(subject: Subject, *, names_alone: bool) -> tuple[Key, ...]:
    return linkage.permitted(linkage.keys_of(subject, limits=limits(), asking=True), names_alone=names_alone)


def agrees_to_names_alone(partner: Partner) -> bool:
    """This function tells whether persons may be found with a partner by their name alone."""
    return partner.group is not None and partner.group.names_alone


def typed(schema: str, values: Sequence[Sequence[str]]) -> Subject:
    """This function makes a subject of properties and values that a person typed in."""
    return Subject("", Schema(schema), tuple(Value(p, v, v) for p, v in values))


def _holdings(ids: Sequence[str], wanted: Use | None) -> dict[str, Subject]:
    found: dict[str, Subject] = {}
    for first in range(0, len(ids), 500):
        part = ids[first : first + 500]
        said: dict[str, list[Value]] = {i: [] for i in part}
        standing = Statement.objects.filter(holding_id__in=part, withdrawn=None)
        for each in standing if wanted is None else handling.allowed(standing, wanted):
            said[each.holding_id].append(Value(each.property, each.value, each.as_written, each.note, each.country))
        for held in Holding.objects.filter(id__in=part).select_related("subject"):
            found[held.id] = Subject(held.id, Schema(held.subject.schema), tuple(said[held.id]))
    return found


def rarity(every: Sequence[Asking], found: Iterable[int]) -> Rarity:
    """This function counts how often names stand among this node's own holdings, and parts of names in a check.

    Args:
        every: all subjects of the check.
        found: numbers of those that were found; only their whole names are looked up.
    """
    with_hit = set(found)
    wanted = list(
        {name for each in every if each.number in with_hit for key in each.keys if (name := name_of(key)) is not None}
    )
    counts: dict[str, int] = {}
    for first in range(0, len(wanted), 500):
        rows = Term.objects.filter(kind=TermKind.KEY, value__in=wanted[first : first + 500])
        counts |= {row["value"]: row["n"] for row in rows.values("value").annotate(n=Count("holding_id"))}
    return Rarity.counted(counts, Holding.objects.count(), (each.keys for each in every))
