"""What an import joined is separated again before the import goes.

A merge came from an import where it moved records of the file under another subject, or other records under a subject
that the file brought. Both kinds are taken back, the latest first; merges in which no record of the file had a part
stay.
"""

from __future__ import annotations

from django.db.models import QuerySet

from comity.node.holdings import changes
from comity.node.holdings.models import ChangeKind, Holding, Import, Merge, Subject
from comity.node.runtime import clock


def separate(made: Import) -> list[str]:
    """This function takes back the merges that came from an import, inside the caller's transaction; it returns them.

    Whoever may undo the import may do this: it leaves records of other cases as they were before the import.
    """
    taken: list[str] = []
    while merges := [merge for merge in _around(made) if _of_file(made, merge.moved)]:
        taken += [_take_back(merge) for merge in merges]
    return taken + [_take_back(merge) for merge in list(_around(made))]


def _around(made: Import) -> QuerySet[Merge]:
    """This function returns the standing merges of subjects that records of the file stand under, the latest first."""
    subjects = Holding.every.filter(imported=made).values("subject_id")
    return Merge.objects.filter(kept__in=subjects, undone=None).order_by("-at", "-id")


def _of_file(made: Import, holding_ids: list[str]) -> bool:
    return any(
        Holding.every.filter(imported=made, id__in=holding_ids[first : first + 500]).exists()
        for first in range(0, len(holding_ids), 500)
    )


def _take_back(merge: Merge) -> str:
    moved: list[str] = []
    for first in range(0, len(merge.moved), 500):
        there = Holding.every.filter(id__in=merge.moved[first : first + 500], subject=merge.kept_id)
        moved += there.values_list("id", flat=True)
    for first in range(0, len(moved), 500):
        Holding.every.filter(id__in=moved[first : first + 500]).update(subject=merge.absorbed_id)
    Subject.objects.filter(id=merge.absorbed_id).update(merged_into=None)
    Merge.objects.filter(id=merge.id).update(undone=clock().now())
    changes.note(ChangeKind.CHANGED, moved)
    return merge.id
