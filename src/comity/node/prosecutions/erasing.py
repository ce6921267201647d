"""Prosecutions are erased when their retention ends: rows go, details in the ledger too, the proof stays."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from comity.node.audit.operations import erase_details, record
from comity.node.chores import chore
from comity.node.permissions import SYSTEM
from comity.node.prosecutions.models import Prosecution
from comity.node.prosecutions.revising import advance
from comity.node.runtime import clock

AT_ONCE = 500


@chore("prosecutions.retention", every=timedelta(hours=1))
@transaction.atomic
def erase_expired() -> int:
    """This function erases prosecutions whose retention has ended, and returns how many."""
    expired = Prosecution.objects.filter(retention_until__lt=clock().now().date()).order_by("retention_until")
    ids = list(expired.values_list("id", flat=True)[:AT_ONCE])
    if ids:
        advance()
        Prosecution.objects.filter(id__in=ids).delete()
        erase_details(actor=SYSTEM, object_ids=ids)
        record(
            actor=SYSTEM, event="prosecutions.retention.ended", objects=ids, details={"prosecutions": len(ids)},
            frees_space=True,
        )  # fmt: skip
    return len(ids)
