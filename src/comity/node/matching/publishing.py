"""What this node publishes: epochs, one index for each partner, and deltas on a fixed schedule, even when empty.

Only the worker publishes. Others end epochs (a suspended partner, another group); the worker begins the next.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import NamedTuple

import structlog
from django.db import transaction

from comity import linkage
from comity.crypto import oprf
from comity.linkage import Candidate, Entrant, Index, Publication, Terms
from comity.linkage.deltas import KEPT, due, entering, write
from comity.linkage.manifest import Canary, Manifest, canaries, manifest_of
from comity.linkage.points import Points
from comity.linkage.publication import keys_digest
from comity.node.audit.operations import record
from comity.node.holdings import queries as holdings
from comity.node.matching import files
from comity.node.matching.models import Epoch, IssuedHandle, OwnIndex
from comity.node.partners.models import Partner, VisibilityGroup
from comity.node.partners.queries import accepted
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock, config, limits, make_id, node_id

log = structlog.get_logger()


class Keyed(NamedTuple):
    """A holding that a group may see, with its function inputs and their ids."""

    holding: str
    inputs: Sequence[bytes]
    ids: Sequence[bytes]


def terms_of(group: VisibilityGroup) -> Terms:
    """This function returns what the indexes of a group's partners may hold."""
    return Terms(group.released_roles, group.tlp, group.handling_codes)


def visible(group: VisibilityGroup, holding_ids: Sequence[str] | None = None) -> dict[str, Keyed]:
    """This function returns the holdings that a group may see now, with their keys; none without a key."""
    terms, today = terms_of(group), clock().now().date()
    countries = frozenset(accepted().filter(group=group).values_list("country", flat=True))
    found: dict[str, Keyed] = {}
    if not terms.roles:
        return found
    version = linkage.version()
    for batch in holdings.indexable(holding_ids):
        for each in batch:
            candidate = Candidate(each.role, frozenset(each.releasable_to), each.restriction)
            if linkage.admits(terms, group.id, countries, candidate, today):
                keys = linkage.keys_of(each.subject, limits=limits())
                inputs = [linkage.function_input(key, version) for key in keys]
                if inputs:
                    found[each.holding_id] = Keyed(each.holding_id, inputs, [linkage.key_id(i) for i in inputs])
    return found


def publish() -> int:
    """This function does everything that is due: ends epochs, begins new ones, makes indexes and deltas."""
    done, used, groups = end_old_epochs(), set[bytes](), 0
    every = list(VisibilityGroup.objects.filter(partners__in=accepted()).distinct())
    for group in every:
        done += (made := _publish_for(group, used))
        groups += bool(made)
    if groups == len(every) > 0:
        points = files.points()
        points.keep(used)
        files.keep_points(points)
    return done


def _publish_for(group: VisibilityGroup, used: set[bytes]) -> int:
    partners = list(accepted().filter(group=group))
    epoch = Epoch.objects.filter(group=group, ended=None).first()
    now = clock().now()
    rows = {row.partner_id: row for row in OwnIndex.objects.filter(epoch=epoch)} if epoch else {}
    new = [p for p in partners if p.id not in rows]
    late = [p for p in partners if p.id in rows and due(rows[p.id].made, now, limits())]
    if not group.released_roles and epoch is None:
        return 0
    if not new and not late:
        return 0
    epoch = epoch or begin(group)
    change, seen, points = holdings.last_change(), visible(group), files.points()
    for partner in new:
        first(epoch, partner, seen, change, points)
    for partner in late:
        follow(rows[partner.id], seen, change, points)
    files.keep_points(points)
    used.update(key for each in seen.values() for key in each.ids)
    return len(new) + len(late)


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


def _entrants(epoch: Epoch, keyed: Sequence[Keyed], points: Points) -> list[Entrant]:
    inputs = [data for each in keyed for data in each.inputs]
    tokens = iter(linkage.own_tokens(files.secret_of(epoch.id), inputs, points.of(inputs)))
    return [Entrant(each.holding, each.ids, [next(tokens) for _ in each.ids]) for each in keyed]


def first(epoch: Epoch, partner: Partner, seen: dict[str, Keyed], change: int, points: Points) -> None:
    """This function makes the first full index of an epoch for a partner."""
    publication = Publication(epoch.id, secrets.token_bytes(32))
    index = publication.publish(_entrants(epoch, list(seen.values()), points), secrets.token_bytes)
    files.keep_own(epoch.id, partner.id, 0, index=index.body, state=publication.to_bytes(), delta=None)
    with transaction.atomic():
        if not Epoch.objects.select_for_update().filter(id=epoch.id, ended=None).exists():
            return
        OwnIndex.objects.create(
            epoch=epoch,
            partner=partner,
            salt=publication.salt.hex(),
            change=change,
            entries=len(index),
            holdings=len(publication.places),
            left_out=sum(publication.full.values()),
            made=clock().now(),
        )
        _issue(epoch, partner.id, publication, list(publication.places))
        details = {"entries": len(index), "left_out": sum(publication.full.values())}
        record(actor=SYSTEM, event="matching.index.made", objects=[epoch.id, partner.id], details=details)


def _issue(epoch: Epoch, partner: str, publication: Publication, ids: Sequence[str]) -> None:
    IssuedHandle.objects.bulk_create(
        [
            IssuedHandle(handle=publication.places[i].handle.hex(), partner_id=partner, epoch=epoch, holding_id=i)
            for i in ids
        ],
        batch_size=2000,
    )


def follow(row: OwnIndex, seen: dict[str, Keyed], change: int, points: Points) -> None:
    """This function makes the next delta of a partner's index."""
    epoch, partner, before = row.epoch, row.partner_id, row.sequence
    publication = Publication.from_bytes(files.own_state(epoch.id, partner, before))
    index = Index(epoch.id, publication.salt, files.own_index(epoch.id, partner, before))
    places = publication.places
    leave = [holding for holding in places if holding not in seen]
    changed = [
        each.holding for each in seen.values()
        if each.holding in places and places[each.holding].keys != keys_digest(each.ids)
    ]  # fmt: skip
    fresh = [each for each in seen.values() if each.holding not in places]
    # Who is new waits for company; what changed leaves at once, since a key that was taken back must not stay.
    enter = [*(fresh if entering(len(fresh), limits()) else ()), *(seen[h] for h in changed)]
    left = [places[h].handle.hex() for h in (*leave, *changed)]
    delta, after = publication.change(index, _entrants(epoch, enter, points), [*leave, *changed], secrets.token_bytes)
    files.keep_own(
        epoch.id, partner, delta.sequence, index=after.body, state=publication.to_bytes(), delta=write([delta])
    )
    with transaction.atomic():
        row.sequence, row.change, row.entries = delta.sequence, change, len(after)
        row.holdings, row.made = len(publication.places), clock().now()
        row.left_out = sum(publication.full.values())
        row.save()
        IssuedHandle.objects.filter(handle__in=left).update(removed=True)
        _issue(epoch, partner, publication, [each.holding for each in enter])
        record(actor=SYSTEM, event="matching.delta.made", objects=[epoch.id, partner], details={"changes": len(delta)})
    files.forget_own(epoch.id, partner, before, delta=max(delta.sequence - KEPT, 0))


def end_epoch(epoch: Epoch) -> None:
    """This function ends an epoch inside the caller's transaction; its secret is destroyed with the commit."""
    now = clock().now()
    epoch.ended, epoch.ends = now, min(now, epoch.ends)
    epoch.save(update_fields=["ended", "ends"])
    record(actor=SYSTEM, event="matching.epoch.ended", objects=[epoch.id])
    transaction.on_commit(lambda: _destroy(epoch.id))


def _destroy(epoch: str) -> None:
    files.destroy_secret(epoch)
    files.forget_epoch(epoch)


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
    Epoch.objects.filter(ended__lt=grace).delete()
    folder = config().folder / "keys" / "epochs"
    for path in folder.glob("*.key") if folder.is_dir() else ():
        if Epoch.objects.filter(id=path.stem).exclude(ended=None).exists():
            _destroy(path.stem)
    return done


def manifest(row: OwnIndex) -> Manifest:
    """This function writes the manifest of a partner's index as it is now."""
    epoch = row.epoch
    body = files.own_index(epoch.id, row.partner_id, row.sequence)
    return manifest_of(
        Index(epoch.id, bytes.fromhex(row.salt), body), owner=node_id(), partner=row.partner_id, starts=epoch.starts,
        ends=epoch.ends, keys=epoch.keys, public=bytes.fromhex(epoch.public), sequence=row.sequence,
        holdings=row.holdings, made=tuple(Canary(**c) for c in epoch.canaries),
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
