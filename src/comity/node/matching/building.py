"""Making indexes and deltas step by step: the worker does other things in between, and memory stays bounded."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from comity.crypto import oprf_batches
from comity.linkage import Delta, Index, Publication
from comity.linkage.deltas import KEPT, entering, write
from comity.linkage.entries import Sorter
from comity.linkage.publication import keys_digest
from comity.node.audit.operations import record
from comity.node.matching import files
from comity.node.matching.models import Epoch, IndexBuild, IssuedHandle, OwnIndex
from comity.node.matching.points import Points
from comity.node.matching.releasing import BATCH, Keyed, Source
from comity.node.partners.models import Partner
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock, limits


@dataclass(frozen=True, slots=True)
class As:
    """What an index is made of.

    Args:
        conditions: everything but the holdings that decides what is released.
        change: number of the last change of holdings before they are read.
        holdings: how many there are to look at, for the estimate; 0 where nobody waits.
    """

    conditions: str = ""
    change: int = 0
    holdings: int = 0


def _enter(
    epoch: Epoch, publications: Sequence[Publication], batch: Sequence[Keyed], points: Points | None
) -> list[bytes]:
    """This function lets holdings into the indexes of several partners with one evaluation of their keys."""
    if not batch:
        return [b"" for _ in publications]
    holdings, keys = [each.holding for each in batch], [each.ids for each in batch]
    fresh = [each.entering(holdings, keys, secrets.token_bytes) for each in publications]
    inputs = [data for each in batch for data in each.inputs]
    ids = [key for each in keys for key in each]
    known = points.of(ids, inputs) if points is not None else None

    def every(i: int, token: bytes) -> None:
        for each in fresh:
            each.then(i, token)

    then = fresh[0].then if len(fresh) == 1 else every
    made = oprf_batches.evaluate_inputs(files.secret_of(epoch.id), inputs, then, points=known)
    if points is not None and known is None:
        points.add(ids, made)
    return [each.done() for each in fresh]


def build(
    epoch: Epoch, partners: Sequence[Partner], source: Source, made_as: As, points: Points | None
) -> Iterator[None]:
    """This function makes the first full index of an epoch for partners, a step for each batch of holdings."""
    publications = [Publication(epoch.id, secrets.token_bytes(32)) for _ in partners]
    sorters = [Sorter() for _ in partners]
    progress, _ = IndexBuild.objects.update_or_create(
        epoch=epoch, defaults={"done": 0, "total": made_as.holdings, "began": clock().now(), "at": clock().now()}
    )
    for batch in source(None):
        for sorter, entries in zip(sorters, _enter(epoch, publications, batch, points), strict=True):
            sorter.add(entries)
        progress.done = min(progress.done + BATCH, progress.total)
        progress.at = clock().now()
        progress.save(update_fields=["done", "at"])
        yield
    for partner, publication, sorter in zip(partners, publications, sorters, strict=True):
        sorter.add(publication.fill(sorter.entries, secrets.token_bytes))
        count = sorter.entries
        files.keep_own(publication, partner.id, index=sorter.parts())
        _first(epoch, partner, publication, count, made_as)
        yield
    progress.delete()


def _first(epoch: Epoch, partner: Partner, publication: Publication, entries: int, made_as: As) -> None:
    with transaction.atomic():
        if not Epoch.objects.select_for_update().filter(id=epoch.id, ended=None).exists():
            files.forget_epoch(epoch.id)
            return
        OwnIndex.objects.create(
            epoch=epoch, partner=partner, salt=publication.salt.hex(), change=made_as.change,
            conditions=made_as.conditions, entries=entries, holdings=len(publication),
            left_out=publication.left_out, made=clock().now(),
        )  # fmt: skip
        details = {"entries": entries, "left_out": publication.left_out}
        record(actor=SYSTEM, event="matching.index.made", objects=[epoch.id, partner.id], details=details)


def follow(
    row: OwnIndex, source: Source, made_as: As, points: Points | None, changed: Sequence[str] | None
) -> Iterator[None]:
    """This function makes the next delta of a partner's index, a step for each batch of holdings.

    Args:
        row: of the index.
        source: of the holdings.
        made_as: what it is made of now.
        points: cached.
        changed: ids of the holdings that may have changed since; every holding is looked at where None.
    """
    epoch, partner, before = row.epoch, row.partner_id, row.sequence
    publication = files.own_state(epoch.id, partner, before)
    seen: set[str] = set()
    other: list[str] = []
    fresh: list[str] = []
    candidates = None if changed is None else list(dict.fromkeys([*changed, *row.waiting]))
    for batch in source(candidates) if candidates is None or candidates else ():
        digests = publication.digests([each.holding for each in batch])
        for each, digest in zip(batch, digests, strict=True):
            if digest is None:
                fresh.append(each.holding)
            else:
                seen.add(each.holding)
                if digest != keys_digest(each.ids):
                    other.append(each.holding)
            if points is not None and candidates is None:
                points.need(each.ids)
        yield
    there = publication.holdings() if candidates is None else candidates
    leave = [holding for holding in there if holding not in seen]
    # Who is new waits for company; what changed leaves at once, since a key that was taken back must not stay.
    comes = entering(len(fresh), limits())
    gone = publication.leave([*leave, *other])
    made, enter = [], [*other, *(fresh if comes else ())]
    for first in range(0, len(enter), BATCH):
        for batch in source(enter[first : first + BATCH]):
            made += _enter(epoch, [publication], batch, points)
            yield
    index = Index(epoch.id, publication.salt, files.own_index(epoch.id, partner, before))
    delta, after = publication.close(index, b"".join(made), gone, secrets.token_bytes)
    row.waiting = [] if comes else fresh
    _next(row, publication, delta, after, made_as)
    files.forget_own(epoch.id, partner, before, delta=max(delta.sequence - KEPT, 0))


def _next(row: OwnIndex, publication: Publication, delta: Delta, after: Index, made_as: As) -> None:
    files.keep_own(publication, row.partner_id, index=[after.body], delta=write([delta]))
    with transaction.atomic():
        if not Epoch.objects.select_for_update().filter(id=row.epoch_id, ended=None).exists():
            return
        row.sequence, row.entries, row.holdings = delta.sequence, len(after), len(publication)
        row.change, row.conditions, row.made = made_as.change, made_as.conditions, clock().now()
        row.left_out, row.root = publication.left_out, after.root
        row.save()
        IssuedHandle.objects.filter(epoch=row.epoch_id, partner_id=row.partner_id).delete()
        objects = [row.epoch_id, row.partner_id]
        record(actor=SYSTEM, event="matching.delta.made", objects=objects, details={"changes": len(delta)})
