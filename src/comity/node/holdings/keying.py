"""Linkage keys and terms of holdings: derived when a holding is stored or changed, kept, and made anew with the rules.

Which keys a holding has follows from what it says itself, but for statements that are more restricted than the holding,
past their time, or another agency's: what a partner gave is found by nobody through this node's index. Roles that are
never indexed have no linkage keys, so that none can leak from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from time import monotonic

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from comity import linkage
from comity.linkage import Key
from comity.node.chores import chore
from comity.node.holdings import deriving
from comity.node.holdings.models import Holding, Statement, Term, restriction_of
from comity.node.holdings.rows import Rows
from comity.node.holdings.terms import terms
from comity.node.runtime import clock, limits
from comity.subjects import Role, Schema, Subject, Value

RULES = "1"
"""Version of what this file and `terms` do; keys and names have their own."""
BATCH = 500
TURN = 5.0
"""Seconds that one run of the chore works before others have their turn."""


def version() -> str:
    """This function names the way in which keys and terms are derived here."""
    return f"{linkage.version()}/{limits().keys_per_subject}/{RULES}"


def packed(subject: Subject, role: Role) -> str:
    """This function derives the linkage keys of a subject and writes them one a line; none for protected roles."""
    return deriving.packed(subject, role, limits())


def unpacked(text: str) -> tuple[Key, ...]:
    """This function reads linkage keys as `packed` wrote them."""
    pairs = (line.split("\t", 1) for line in text.split("\n")) if text else ()
    return tuple(Key(kind, value) for kind, value in pairs)


def subjects(holdings: Sequence[Holding]) -> dict[str, Subject]:
    """This function returns holdings, with their ``subject`` at hand, as subjects of what may be indexed of them."""
    restrictions = {held.id: held.restriction for held in holdings}
    columns = {held.id: (held.handling, held.tlp, held.pap, held.words) for held in holdings}
    said: dict[str, list[Value]] = {held.id: [] for held in holdings}
    wanted = ("holding_id", "property", "value", "original", "note", "country", "handling", "tlp", "pap", "words")
    standing = Statement.objects.filter(
        holding_id__in=list(said), withdrawn=None, owner="", retention_until__gte=clock().now().date()
    )
    for holding_id, prop, value, original, note, country, *own in standing.order_by("id").values_list(*wanted):
        if tuple(own) == columns[holding_id] or restrictions[holding_id].covers(restriction_of(*own)):
            said[holding_id].append(Value(prop, value, original or value, note, country))
    return {
        held.id: Subject(held.id, Schema(held.subject.schema), tuple(said[held.id]), Role(held.role))
        for held in holdings
    }


def refresh(holding_ids: Sequence[str]) -> None:
    """This function derives keys and terms of holdings anew, inside the caller's transaction, after they changed."""
    for first in range(0, len(holding_ids), BATCH):
        _refresh(list(Holding.every.filter(id__in=holding_ids[first : first + BATCH]).select_related("subject")))


def _refresh(holdings: Sequence[Holding]) -> None:
    now = version()
    found = subjects(holdings)
    table = connection.ops.quote_name(Holding._meta.db_table)  # noqa: SLF001 -- Django's own public name for it
    with connection.cursor() as cursor:
        # Not bulk_update, which makes an expression for each value of each row.
        cursor.executemany(
            f"UPDATE {table} SET keys = %s, keyed = %s WHERE id = %s",  # noqa: S608 -- a name of ours
            [(packed(found[held.id], Role(held.role)), now, held.id) for held in holdings],
        )
    ids = [held.id for held in holdings]
    said: dict[str, list[tuple[str, str]]] = {i: [] for i in ids}
    standing = Statement.objects.filter(holding_id__in=ids, withdrawn=None).order_by("id")
    for holding_id, prop, value in standing.values_list("holding_id", "property", "value"):
        said[holding_id].append((prop, value))
    Term.objects.filter(holding_id__in=ids).delete()
    Rows(Term, ("holding", "kind", "value")).insert(
        (held.id, kind, value) for held in holdings for kind, value in terms(held.subject.schema, said[held.id])
    )


def outdated() -> QuerySet[Holding]:
    """This function returns holdings whose keys are of another version."""
    # Two ranges, and not a difference, since an index finds ranges.
    now = version()
    return Holding.every.filter(Q(keyed__lt=now) | Q(keyed__gt=now))


def progress() -> tuple[int, int]:
    """This function returns how many holdings have keys of this version, and how many there are; both are counted."""
    left = outdated().count()
    every = Holding.every.count() if left else 0
    return every - left, every


@chore("holdings.keys", every=timedelta(seconds=5))
def rebuild() -> int:
    """This function derives keys and terms anew where their version is another, for a turn, and returns of how many.

    Nobody waits: a batch is a short transaction, and what it has not reached is found by its old terms meanwhile.
    """
    until, done = monotonic() + TURN, 0
    while batch := _outdated_batch():
        done += batch
        if monotonic() >= until:
            break
    return done


def _outdated_batch() -> int:
    now = version()
    for side in (Q(keyed__lt=now), Q(keyed__gt=now)):
        with transaction.atomic():
            found = Holding.every.filter(side).order_by("keyed", "id").select_related("subject")[:BATCH]
            batch: Iterable[Holding] = found.select_for_update(of=("self",))
            if held := list(batch):
                _refresh(held)
                return len(held)
    return 0
