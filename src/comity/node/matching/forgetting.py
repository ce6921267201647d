"""What was typed in for a check is erased once it serves nothing: what stays is that, when and why it was asked."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from comity.linkage.checks import State
from comity.node.audit.operations import record
from comity.node.matching.models import CheckedSubject, Hit, HitState, Inquiry
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock, limits


@transaction.atomic
def forget_typed() -> int:
    """This function erases what was typed in for checks that are over, and returns for how many subjects.

    A check without a hit that stands is over when no partner is still to answer and nothing of it is live; any other
    after `Limits.checked_days`. Holdings are not typed in; they have their own retention.
    """
    under_way = Inquiry.objects.filter(of=OuterRef("of")).filter(Q(live=True) | Q(state__in=[State.QUEUED, State.SENT]))
    standing = Hit.objects.filter(subject=OuterRef("pk"), state__in=[HitState.OPEN, HitState.CONFIRMED])
    old = clock().now() - timedelta(days=limits().checked_days)
    over = CheckedSubject.objects.filter(holding_id="").exclude(values=[])
    over = over.filter(Q(of__at__lt=old) | (~Exists(under_way) & ~Exists(standing)))
    found = list(over.values_list("id", "of_id")[:2000])
    if found:
        CheckedSubject.objects.filter(id__in=[row for row, _ in found]).update(values=[])
        objects = list(dict.fromkeys(of for _, of in found))
        record(actor=SYSTEM, event="matching.check.forgotten", objects=objects, frees_space=True)
    return len(found)
