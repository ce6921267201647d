"""What this node publishes: epochs, one index for each partner, and deltas on a fixed schedule, even when empty.

Only the worker publishes. Others end epochs (a suspended partner, another group); the worker begins the next.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from functools import partial

import structlog
from django.db import transaction

from comity import linkage
from comity.crypto import oprf
from comity.kernel.clock import timestamp
from comity.linkage.deltas import due
from comity.linkage.index import root
from comity.linkage.manifest import Canary, Manifest, canaries
from comity.linkage.padding import padded
from comity.node.audit.operations import record
from comity.node.holdings import queries as holdings
from comity.node.matching import files, releasing
from comity.node.matching.building import As, build, follow
from comity.node.matching.models import AnsweredCheck, Epoch, OwnIndex
from comity.node.matching.points import Points
from comity.node.matching.releasing import released
from comity.node.partners.models import Partner, VisibilityGroup
from comity.node.partners.queries import accepted
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock, config, limits, make_id, node_id

log = structlog.get_logger()


_MANY = 10
"""Where more than one in so many holdings changed, all are looked at instead of each that did."""
_under_way: dict[str, Iterator[None]] = {}
"""What was begun for a group and goes on when the worker comes back to it; a fresh process begins anew."""


def publish(*, seconds: float | None = None) -> int:
    """This function does everything that is due: ends epochs, begins new ones, makes indexes and deltas.

    Args:
        seconds: how long at most; the rest is done when it is called again. No end where None.

    Returns:
        epochs that ended and groups that were served, or are being served.
    """
    done, until = end_old_epochs(), None if seconds is None else time.monotonic() + seconds
    for group in VisibilityGroup.objects.filter(partners__in=accepted()).distinct():
        work = _under_way.get(group.id) or _due(group)
        if work is not None:
            done += 1
            _under_way[group.id] = work
            if _advance(group.id, work, until):
                break
    return done


def _advance(group_id: str, work: Iterator[None], until: float | None) -> bool:
    """This function goes on with a group's work and tells whether the time is over."""
    try:
        for _ in work:
            if until is not None and time.monotonic() >= until:
                return True
    except BaseException:
        _under_way.pop(group_id, None)
        raise
    del _under_way[group_id]
    return until is not None and time.monotonic() >= until


def _due(group: VisibilityGroup) -> Iterator[None] | None:
    partners = list(accepted().filter(group=group))
    epoch = Epoch.objects.filter(group=group, ended=None).first()
    now = clock().now()
    rows = (
        {row.partner_id: row for row in OwnIndex.objects.filter(epoch=epoch).select_related("epoch")} if epoch else {}
    )
    new = [p for p in partners if p.id not in rows]
    late = [rows[p.id] for p in partners if p.id in rows and due(rows[p.id].made, now, limits())]
    if not (group.released_roles or epoch) or not (new or late):
        return None
    return _serve(group, epoch or begin(group), new, late)


def _serve(group: VisibilityGroup, epoch: Epoch, new: Sequence[Partner], late: Sequence[OwnIndex]) -> Iterator[None]:
    points = Points(files.points(group.id), clock().now().date())
    source = partial(released, group)
    made_as = As(releasing.conditions(group), holdings.last_change(), holdings.count_indexable() if new else 0)
    whole = False
    if new:
        whole = True
        yield from build(epoch, new, source, made_as, points)
    for row in late:
        changed = _changed(row, made_as)
        whole = whole or changed is None
        yield from follow(row, source, made_as, points, changed)
    points.keep(whole=whole)


def _changed(row: OwnIndex, made_as: As) -> list[str] | None:
    """This function returns the holdings that changed since an index was made, or None where all are to be looked at.

    All are looked at once a day, since retention ends with days, and when the group's terms or partners changed.
    """
    if (
        row.conditions != made_as.conditions
        or made_as.change - row.change > row.holdings // _MANY + limits().delta_holdings
    ):
        return None
    return list(dict.fromkeys(each.holding_id for each in holdings.each_change(after=row.change)))


def begin(group: VisibilityGroup) -> Epoch:
    """This function begins an epoch of a group with a fresh secret."""
    secret, now, version = oprf.generate(), clock().now(), linkage.version()
    epoch = Epoch(
        id=make_id(), group=group, starts=now, ends=now + timedelta(days=limits().epoch_days), keys=version,
        public=secret.public.hex(), canaries=[asdict(c) for c in canaries(secret, version, secrets.token_bytes)],
    )  # fmt: skip
    files.keep_secret(epoch.id, secret)
    with transaction.atomic():
        epoch.save(force_insert=True)
        record(actor=SYSTEM, event="matching.epoch.begun", objects=[epoch.id, group.id])
    return epoch


def end_epoch(epoch: Epoch) -> None:
    """This function ends an epoch inside the caller's transaction; its secret is destroyed with the commit."""
    now = clock().now()
    epoch.ended, epoch.ends = now, min(now, epoch.ends)
    epoch.save(update_fields=["ended", "ends"])
    record(actor=SYSTEM, event="matching.epoch.ended", objects=[epoch.id])
    _under_way.pop(epoch.group_id, None)
    # Nothing is answered under an epoch that is over, so that nothing has to be repeated.
    AnsweredCheck.objects.filter(epoch=epoch).update(answer=None)
    transaction.on_commit(lambda: _destroy(epoch.id))


def _destroy(epoch: str) -> None:
    files.destroy_secret(epoch)
    files.end_epoch(epoch, OwnIndex.objects.filter(epoch=epoch).values_list("partner_id", "sequence"))


def end_old_epochs() -> int:
    """This function ends epochs whose time is over or whose keys are of another version, and cleans up after them.

    A secret that a crash left behind after its epoch ended is destroyed here.
    """
    now, done = clock().now(), 0
    for epoch in Epoch.objects.filter(ended=None):
        if epoch.ends <= now or epoch.keys != linkage.version():
            with transaction.atomic():
                end_epoch(epoch)
            done += 1
    grace = now - timedelta(days=limits().handle_grace_days)
    for epoch_id in list(Epoch.objects.filter(ended__lt=grace).values_list("id", flat=True)):
        Epoch.objects.filter(id=epoch_id).delete()
        files.forget_epoch(epoch_id)
    folder = config().folder / "keys" / "epochs"
    for path in folder.glob("*.key") if folder.is_dir() else ():
        if Epoch.objects.filter(id=path.stem).exclude(ended=None).exists():
            _destroy(path.stem)
    return done


def manifest(row: OwnIndex) -> Manifest:
    """This function writes the manifest of a partner's index as it is now."""
    epoch = row.epoch
    if not row.root:
        row.root = root(epoch.id, files.own_index(epoch.id, row.partner_id, row.sequence))
        OwnIndex.objects.filter(id=row.pk, sequence=row.sequence).update(root=row.root)
    return Manifest(
        owner=node_id(), partner=row.partner_id, epoch=epoch.id, starts=timestamp(epoch.starts),
        ends=timestamp(epoch.ends), keys=epoch.keys, public=epoch.public, salt=row.salt, sequence=row.sequence,
        entries=row.entries, root=row.root, holdings=padded(row.holdings),
        canaries=tuple(Canary(**c) for c in epoch.canaries),
    )  # fmt: skip


def on_partner_stopped(partner: Partner) -> None:
    """This function ends the epoch of a partner that was suspended or frozen; the others get a new one."""
    for row in OwnIndex.objects.filter(partner=partner, epoch__ended=None).select_related("epoch"):
        end_epoch(row.epoch)
    files.forget_partner_indexes(partner.id)


def on_partner_grouped(partner: Partner) -> None:
    """This function ends the epoch of a group that a partner has left."""
    for row in OwnIndex.objects.filter(partner=partner, epoch__ended=None).select_related("epoch"):
        if row.epoch.group_id != partner.group_id:
            end_epoch(row.epoch)
