"""What the bench measures: keys straight from memory, through the same publication, calls and look-ups as holdings.

A throw-away node of the bench calls this; nothing else does.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from hashlib import sha256

import numpy as np

from comity import linkage
from comity.linkage import Key, function_input, key_id
from comity.linkage.checks import Asker, Statement, most_keys
from comity.linkage.index import Index
from comity.linkage.manifest import Manifest
from comity.linkage.pending import Pending
from comity.node.matching import fetching, publishing
from comity.node.matching.building import As, build, follow
from comity.node.matching.calls import CHECK
from comity.node.matching.flow import pipelined
from comity.node.matching.models import OwnIndex
from comity.node.matching.releasing import Keyed
from comity.node.partners import peer
from comity.node.partners.models import Partner
from comity.node.partners.peer import Answer
from comity.node.permissions import SYSTEM, Action, require
from comity.node.runtime import limits, make_id, node_id

BATCH = 6_000
SINGLE_KEYS = 16


class Memory:
    """Holdings of one key each, in memory: what an index is made of where there is no database of subjects.

    Args:
        values: of the keys; the place of a key names its holding.
    """

    def __init__(self, values: Sequence[str]) -> None:
        self._values = values

    def __call__(self, holding_ids: Sequence[str] | None) -> Iterator[list[Keyed]]:
        """This function gives holdings in batches: all, or those named; a holding without a value is gone."""
        version = linkage.version()
        for first in range(0, len(self._values if holding_ids is None else holding_ids), BATCH):
            if holding_ids is None:
                part = [(str(first + i), value) for i, value in enumerate(self._values[first : first + BATCH])]
            else:
                numbers = [int(i) for i in holding_ids[first : first + BATCH]]
                part = [(str(n), self._values[n]) for n in numbers if self._values[n]]
            batch = []
            for holding, value in part:
                data = function_input(Key("bench", value), version)
                batch.append(Keyed(holding, (data,), (key_id(data),)))
            yield batch


def publish(partner: Partner, values: Sequence[str]) -> OwnIndex:
    """This function makes an index of keys for a partner."""
    require(SYSTEM, Action.NODE_OPERATE)
    assert partner.group is not None  # noqa: S101 -- the bench has put it there
    for _ in build(publishing.begin(partner.group), [partner], Memory(values), As(), None):
        pass
    return OwnIndex.objects.get(partner=partner)


def update(row: OwnIndex, values: Sequence[str], changed: Sequence[int]) -> OwnIndex:
    """This function makes a delta after some holdings changed.

    Args:
        row: of the index.
        values: of the keys as they are now; empty for a holding that is gone.
        changed: which changed, as the log of changes says it in use.
    """
    require(SYSTEM, Action.NODE_OPERATE)
    for _ in follow(row, Memory(values), As(), None, [str(i) for i in changed]):
        pass
    return OwnIndex.objects.get(id=row.pk)


def ask(partner: Partner, values: Sequence[str], *, single: bool = False) -> list[int]:
    """This function checks keys with a partner and returns the places of those that were found, in order."""
    require(SYSTEM, Action.CHECK, member=True)
    _, manifest, index = fetching.present(partner)
    asker = Asker(manifest, secrets.token_bytes)
    step = SINGLE_KEYS if single else most_keys(limits().batch_elements)
    threads = 1 if len(values) > step or single else None

    def prepare(first: int) -> Pending:
        part = values[first : first + step]
        inputs = [function_input(Key("bench", value), manifest.keys) for value in part]
        return asker.prepare(inputs, single=single, threads=threads)

    def send(_first: int, pending: Pending) -> bytes:
        return _send(partner, manifest, pending).body

    def finish(first: int, pending: Pending, evaluated: bytes) -> list[int]:
        return _found(index, asker, pending, evaluated, first, threads)

    found: list[int] = []
    if len(values) <= step:
        pending = prepare(0)
        return finish(0, pending, send(0, pending))
    for _, part in pipelined(range(0, len(values), step), prepare=prepare, send=send, finish=finish):
        found += part
    return found


def _found(
    index: Index, asker: Asker, pending: Pending, evaluated: bytes, first: int, threads: int | None
) -> list[int]:
    tokens = asker.finish(pending, evaluated, threads=threads)
    positions = [entry.position for entry in index.look_up_tags(tokens.tags, tokens.tokens.__getitem__)]
    return [first + int(position) for position in np.unique(np.array(positions, dtype=np.int64))]


def _send(partner: Partner, manifest: Manifest, pending: Pending) -> Answer:
    statement = Statement(
        id=make_id(), asker=node_id(), responder=partner.id, epoch=manifest.epoch, keys=manifest.keys,
        purpose="detection", case="BENCH", legal_basis="AGREED", elements=len(pending.body) // 32,
        body=sha256(pending.body).hexdigest(),
    )  # fmt: skip
    answer = peer.send(partner, CHECK, statement.document(), pending.body, timeout=120)
    fetching.take_head(partner, answer)
    return answer
