"""Reading holdings. Every read names its purpose, and stands in the ledger with the ids that it returned.

`indexable`, `changes` and `last_change` serve the index of keys and are not for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from comity.exchange.terms import Consent, Use, UseKind
from comity.exchange.uses import Judgement
from comity.kernel import Missing
from comity.node.audit.operations import record
from comity.node.cases.models import Case
from comity.node.holdings import handling
from comity.node.holdings.access import (
    PROTECTED,
    grounds_known,
    holding_for,
    readable,
    storable,
    visible,
    works_on,
)
from comity.node.holdings.changes import Changed, changes, each_change, last_change
from comity.node.holdings.indexing import Indexable, KeyedHolding, count_indexable, indexable, keyed, keyed_since
from comity.node.holdings.listing import COUNTED, likeliest, newest
from comity.node.holdings.models import Holding, Import, Merge, Statement
from comity.node.holdings.searching import ranked
from comity.node.holdings.terms import NAMES, full_names
from comity.node.holdings.words import ORDER
from comity.node.permissions import Action, Actor, require
from comity.subjects import Role

__all__ = [
    "Changed",
    "Detail",
    "Found",
    "Indexable",
    "KeyedHolding",
    "Row",
    "any_held",
    "changes",
    "count",
    "count_indexable",
    "detail",
    "each_change",
    "import_report",
    "imports",
    "indexable",
    "keyed",
    "keyed_since",
    "last_change",
    "search",
]
PAGE = 25


@dataclass(frozen=True, slots=True)
class Row:
    """A holding as lists show it: its names, and the statements that tell it from others."""

    holding: Holding
    names: list[str] = field(default_factory=list)
    facts: list[Statement] = field(default_factory=list)
    ground: str = ""
    """Reference of its case or duty; empty where the reader does not work on it."""
    closed: bool = False
    """Whether it is protected, and no second person opened it for the reader."""

    @property
    def title(self) -> str:
        """This function returns the first name, or what else the record is known by."""
        if self.closed:
            return gettext("Protected record")
        if self.names:
            return self.names[0]
        return self.facts[0].value if self.facts else self.holding.reference or self.holding.id


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything about a holding that its reader may see."""

    row: Row
    statements: list[Statement]
    withdrawn: list[Statement]
    others: list[Row]
    """The other holdings of the same subject."""
    merges: list[Merge]
    member: bool
    unread: dict[int, Judgement] = field(default_factory=dict)
    """By the statement's id: why it is not shown; its value is empty then."""
    unprinted: dict[int, Judgement] = field(default_factory=dict)
    """By the statement's id: why it does not go onto paper."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of holdings.

    Args:
        rows: in order.
        count: how many there are in all, of those that the actor may know of.
        more: whether there are more than ``count``, which then is where counting or searching stopped.
        before: place to ask for the page before; empty on the first.
        after: place to ask for the page after; empty on the last.
    """

    rows: list[Row]
    count: int
    more: bool
    before: str
    after: str


@transaction.atomic
def search(
    actor: Actor, *, text: str = "", case_id: str = "", role: str = "", before: str = "", after: str = "",
    size: int = PAGE,
) -> Found:  # fmt: skip
    """This function finds holdings, the likeliest or else the newest first; the ledger names those that it returned.

    Args:
        actor: who reads, with purpose and case.
        text: a name in any script, a part of a name, a date of birth, an identifier, or the source's reference; all
            where empty.
        case_id: only of this case.
        role: only in this role.
        before: place in the list, as a page gave it, to see what comes before.
        after: place in the list to see what comes after.
        size: of a page.

    Raises:
        Refused: the actor may not list, or stated no purpose.
    """
    require(actor, Action.HOLDING_LIST)
    for asked in (text, case_id, role, before, after):
        storable(asked)
    sought = text.strip()[:200]
    # What a text finds would tell what a protected record says: those are found once they are open.
    found = Holding.objects.filter(readable(actor) if sought else visible(actor))
    if case_id:
        found = found.filter(case=case_id)
    if role:
        found = found.filter(role=role)
    if sought:
        chosen = likeliest(ranked(found, sought), before=before, after=after, size=size)
    else:
        chosen = newest(found, before=before[:36], after=after[:36], size=size)
    shown = Holding.objects.in_bulk(chosen.ids)
    page = rows(actor, [shown[holding_id] for holding_id in chosen.ids if holding_id in shown])
    record(
        actor=actor, event="holdings.list.read", objects=[row.holding.id for row in page],
        details={"text": text[:200], "case": case_id, "role": role, "after": after[:36], "before": before[:36]},
    )  # fmt: skip
    return Found(page, chosen.count, chosen.more, chosen.before, chosen.after)


@transaction.atomic
def detail(actor: Actor, holding_id: str) -> Detail:
    """This function returns a holding with its statements and history, and the subject's other holdings.

    Raises:
        Refused: the actor may not read, or stated no purpose.
        Missing: no such holding, or not for this actor.
    """
    held = holding_for(actor, holding_id, Action.HOLDING_READ)
    said = sorted(held.statements.all(), key=lambda s: (ORDER.get(s.property, len(ORDER)), s.property, s.id))
    others = rows(actor, Holding.objects.filter(visible(actor), subject=held.subject_id).exclude(id=held.id)[:50])
    joined = Merge.objects.filter(Q(kept=held.subject_id) | Q(absorbed=held.subject_id))
    consents = handling.consents_for(said)
    unread = _refused(said, handling.use(actor, UseKind.READ), consents)
    unprinted = _refused(said, handling.use(actor, UseKind.PRINT), consents)
    for each in said:
        if each.id in unread:
            each.value = each.original = each.note = each.country = ""
    record(actor=actor, event="holdings.holding.read", objects=[held.id, *(row.holding.id for row in others)])
    return Detail(
        row=rows(actor, [held])[0],
        statements=[s for s in said if s.withdrawn is None],
        withdrawn=[s for s in said if s.withdrawn is not None],
        others=others,
        merges=list(joined),
        member=works_on(actor, held),
        unread=unread,
        unprinted=unprinted,
    )


def _refused(
    statements: Iterable[Statement], wanted: Use, consents: Mapping[str, frozenset[Consent]]
) -> dict[int, Judgement]:
    judged = handling.judged(statements, wanted, consents)
    return {each.id: judgement for each, judgement in judged if not judgement.allowed}


def rows(actor: Actor, holdings: Iterable[Holding]) -> list[Row]:
    """This function puts to holdings their names and what tells them apart; the caller records the read."""
    every = list(holdings)
    known = grounds_known(actor, every)
    closed = _closed(actor, every)
    ids = [held.id for held in every if held.id not in closed]
    shown = ("birthDate", "nationality", "country", "passportNumber", "idNumber", "phone", "registrationNumber", "iban")
    said: dict[str, list[Statement]] = {held.id: [] for held in every}
    wanted_properties = (*NAMES, "firstName", "secondName", "middleName", "lastName", *shown)
    standing = Statement.objects.filter(holding_id__in=ids, withdrawn=None, property__in=wanted_properties)
    for each in handling.allowed(standing, handling.use(actor, UseKind.READ)):
        said[each.holding_id].append(each)
    grounds = {h.id: h for h in Holding.objects.filter(id__in=said).select_related("subject", "case", "duty")}
    return [
        Row(
            grounds[held.id],
            full_names((s.property, s.value) for s in said[held.id]),
            [s for p in shown for s in said[held.id] if s.property == p],
            known.get(held.case_id or held.duty_id or "", ""),
            held.id in closed,
        )
        for held in every
    ]


def _closed(actor: Actor, holdings: Iterable[Holding]) -> set[str]:
    protected = {held.id for held in holdings if held.role in PROTECTED}
    if not protected:
        return set()
    return protected - set(Holding.objects.filter(readable(actor), id__in=protected).values_list("id", flat=True))


def count(actor: Actor, case_id: str) -> tuple[int, bool]:
    """This function counts the holdings of a case that the actor may know of; a number is no read of a record.

    Returns:
        how many, and whether there are more and counting stopped there.

    Raises:
        Refused: the actor may not list.
    """
    require(actor, Action.CASE_LIST)
    counted = Holding.objects.filter(visible(actor), case=case_id).order_by()[: COUNTED + 1].count()
    return min(counted, COUNTED), counted > COUNTED


def imports(actor: Actor) -> QuerySet[Import]:
    """This function returns the imports into cases and duties that the actor works on, newest first.

    Raises:
        Refused: the actor's role imports nothing.
    """
    require(actor, Action.HOLDING_IMPORT, member=True)
    mine = Q(case__in=Case.objects.filter(casemember__user_id=actor.user_id)) | Q(duty__members__id=actor.user_id)
    return Import.objects.filter(mine).select_related("case", "duty").distinct()


def import_report(actor: Actor, import_id: str) -> Import:
    """This function returns an import with its counts; its faults stand in ``faults``.

    Raises:
        Refused: the actor's role imports nothing.
        Missing: no such import, or not for this actor.
    """
    found = imports(actor).filter(id=import_id).first() if "\x00" not in import_id else None
    if found is None:
        raise Missing("import", "there is none with this id that you may see", code="holdings.import.missing")
    if found.role == Role.VICTIM:
        require(actor, Action.VICTIM_READ, member=works_on(actor, found))
    return found


@transaction.atomic
def read_report(actor: Actor, import_id: str) -> Import:
    """This function returns an import whose rows are shown, with one ledger entry; it raises as `import_report`."""
    found = import_report(actor, import_id)
    record(actor=actor, event="holdings.report.read", objects=[found.id])
    return found


def any_held() -> bool:
    """This function tells whether the agency has any record but a victim's, for Today."""
    return Holding.objects.exclude(role=Role.VICTIM).exists()
