"""Chores of this slice: heads are exchanged each hour, and old ones thinned out."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Max
from django.db.models.functions import TruncDate

from comity.node.audit import browsing, heartbeat
from comity.node.audit.models import KeptHead, LedgerHead
from comity.node.chores import chore
from comity.node.runtime import clock, limits


@chore("audit.heartbeat", every=timedelta(minutes=limits().heartbeat_minutes))
def beat() -> int:
    """This function exchanges heads with every partner; the first time when the worker starts."""
    return heartbeat.exchange_all()


@chore("audit.browsing", every=timedelta(hours=4))
def look() -> int:
    """This function finds days on which somebody read far more than peers."""
    return browsing.look()


@chore("audit.thin", every=timedelta(days=1))
def thin() -> int:
    """This function removes heads past their days, but the last of each day, and of partners the newest."""
    until = clock().now() - timedelta(days=limits().heads_days)
    own = LedgerHead.objects.filter(time__lt=until)
    last = own.annotate(day=TruncDate("time")).values("log", "day").annotate(last=Max("id")).values("last")
    removed = own.exclude(id__in=list(last.values_list("last", flat=True))).delete()[0]
    kept = KeptHead.objects.filter(kept__lt=until)
    days = kept.annotate(day=TruncDate("kept")).values("partner", "log", "day").annotate(last=Max("id"))
    stays = list(days.values_list("last", flat=True))
    return removed + kept.exclude(current=True).exclude(id__in=stays).delete()[0]
