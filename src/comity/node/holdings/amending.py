"""A holding of a list follows a newer version of it: statement by statement, with history; and back again.

Statements that people added or corrected stay as they are. An entry that is no longer on the list keeps its record,
says so in its status, and is released to nobody, so that it leaves every index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from comity.kernel import Conflicting
from comity.node.holdings import changes, keying
from comity.node.holdings.grounds import restricted
from comity.node.holdings.models import ChangeKind, Holding, Import, ImportState, Statement
from comity.node.holdings.version_models import ListChange, ListChangeKind, ListVersion
from comity.node.runtime import clock
from comity.subjects import Value

GONE = "no longer on the list"
_BATCH = 500
Said = tuple[str, str, str, str]


@dataclass(slots=True)
class Listed:
    """What a holding has from its list.

    Args:
        held: the holding.
        standing: statements from the list that stand, by what they say.
        refused: what the list said and a person has withdrawn.
        before: what newer versions did to it so far, the earliest first.
    """

    held: Holding
    standing: dict[Said, list[int]] = field(default_factory=dict)
    refused: set[Said] = field(default_factory=set)
    before: list[ListChange] = field(default_factory=list)

    @property
    def gone(self) -> bool:
        """This function tells whether the last version that said anything of it no longer had it."""
        said = [change.kind for change in self.before if change.kind != ListChangeKind.AMENDED]
        return bool(said) and said[-1] == ListChangeKind.REMOVED


def listed(holdings: Sequence[Holding]) -> dict[str, Listed]:
    """This function returns what some hundred holdings have from their list, by the holding's id."""
    found = {held.id: Listed(held) for held in holdings}
    by_list: dict[str, set[int]] = defaultdict(set)
    taken: dict[str, set[int]] = defaultdict(set)
    for change in ListChange.objects.filter(holding_id__in=list(found)).order_by("id"):
        found[change.holding_id].before.append(change)
        by_list[change.holding_id] |= set(change.added)
        taken[change.holding_id] |= set(change.withdrawn)
    for each in Statement.objects.filter(holding_id__in=list(found)).order_by("id"):
        mine = found[each.holding_id]
        if each.recorded != mine.held.recorded and each.id not in by_list[each.holding_id]:
            continue
        said = (each.property, each.value, each.note, each.country)
        if each.withdrawn is None:
            mine.standing.setdefault(said, []).append(each.id)
        elif each.id not in taken[each.holding_id]:
            mine.refused.add(_source_of(each))
    return found


def _source_of(each: Statement) -> Said:
    """This function returns what a withdrawn statement said before a person's reason was put to its note."""
    return each.property, each.value, "", each.country


def amend(made: Import, mine: Listed, values: Iterable[Value]) -> ListChangeKind | None:
    """This function lets a holding say what the newer version says, and returns what was done, or None for nothing."""
    incoming = {(v.property, v.value, v.note, v.country): v for v in values}
    fresh = [
        value for said, value in incoming.items()
        if said not in mine.standing and (said[0], said[1], "", said[3]) not in mine.refused
    ]  # fmt: skip
    stale = [number for said, numbers in mine.standing.items() if said not in incoming for number in numbers]
    if not (fresh or stale or mine.gone):
        return None
    kind = ListChangeKind.RETURNED if mine.gone else ListChangeKind.AMENDED
    held = mine.held
    before = list(held.releasable_to)
    if mine.gone:
        held.releasable_to = next(c for c in reversed(mine.before) if c.kind == ListChangeKind.REMOVED).releasable_to
        Holding.objects.filter(id=held.id).update(releasable_to=held.releasable_to)
    _keep(made, held, kind, fresh, stale, before)
    return kind


def retire(made: Import, mine: Listed) -> None:
    """This function closes a holding whose entry is no longer on the list."""
    held = mine.held
    before = list(held.releasable_to)
    Holding.objects.filter(id=held.id).update(releasable_to=[])
    _keep(made, held, ListChangeKind.REMOVED, [Value("status", GONE, GONE, f"since {made.file_name}")], [], before)


def refuse_older(made: Import) -> None:
    """This function refuses to undo an import while a newer version of its list stands.

    Raises:
        Conflicting: one stands.
    """
    newer = ListVersion.objects.filter(replaces=made, of__state=ImportState.DONE).select_related("of").first()
    if newer is not None:
        raise Conflicting(
            made.file_name, f"a newer version of the list stands: {newer.of.file_name}", "Undo that one first",
            code="holdings.import.newer",
        )  # fmt: skip


def take_back(made: Import) -> int:
    """This function undoes what a version did to holdings of older ones, and returns to how many."""
    ids: list[str] = []
    for change in ListChange.objects.filter(of=made).select_related("holding").order_by("-id"):
        Statement.objects.filter(id__in=change.added).delete()
        Statement.objects.filter(id__in=change.withdrawn).update(withdrawn=None, replaced_by=None)
        if change.kind != ListChangeKind.AMENDED:
            Holding.every.filter(id=change.holding_id).update(releasable_to=change.releasable_to)
        ids.append(change.holding_id)
    ListChange.objects.filter(of=made).delete()
    noted(ids)
    return len(ids)


def noted(holding_ids: Sequence[str]) -> None:
    """This function derives keys of changed holdings anew and numbers the changes, inside the caller's transaction."""
    for first in range(0, len(holding_ids), _BATCH):
        keying.refresh(holding_ids[first : first + _BATCH])
    if holding_ids:
        changes.note(ChangeKind.CHANGED, holding_ids)


def _keep(
    made: Import, held: Holding, kind: ListChangeKind, fresh: Sequence[Value], stale: Sequence[int], before: list[str]
) -> None:
    now = clock().now()
    added = Statement.objects.bulk_create([
        Statement(
            holding=held, property=v.property, value=v.value, original="" if v.original == v.value else v.original,
            note=v.note, country=v.country, source=held.source, evaluation=held.evaluation,
            retention_until=held.retention_until, recorded=now, **restricted(held.restriction),
        )
        for v in fresh
    ])  # fmt: skip
    Statement.objects.filter(id__in=stale).update(withdrawn=now)
    ListChange.objects.create(
        of=made, holding=held, kind=kind, added=[each.id for each in added], withdrawn=list(stale), releasable_to=before
    )
