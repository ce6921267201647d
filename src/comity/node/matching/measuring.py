"""What the bench measures: keys straight from memory, through the same publication, calls and look-ups as holdings.

A throw-away node of the bench calls this; nothing else does.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from hashlib import sha256

from comity import linkage
from comity.linkage import Key, function_input, key_id
from comity.linkage.checks import Asker, Statement
from comity.linkage.index import Index
from comity.linkage.manifest import Manifest
from comity.linkage.points import Points
from comity.node.matching import fetching, publishing
from comity.node.matching.answering import CHECK
from comity.node.matching.models import OwnIndex
from comity.node.matching.publishing import Keyed
from comity.node.partners import peer
from comity.node.partners.models import Partner
from comity.node.permissions import SYSTEM, Action, require
from comity.node.runtime import make_id, node_id

PART = 50_000
"""The most keys that go into one batch."""
_EACH = 12


def keyed(values: Sequence[str]) -> dict[str, Keyed]:
    """This function makes holdings of 12 keys each."""
    version, found = linkage.version(), {}
    for first in range(0, len(values), _EACH):
        inputs = [function_input(Key("bench", value), version) for value in values[first : first + _EACH]]
        holding = f"{first:036}"
        found[holding] = Keyed(holding, inputs, [key_id(data) for data in inputs])
    return found


def publish(partner: Partner, values: Sequence[str]) -> OwnIndex:
    """This function makes an index of keys for a partner."""
    require(SYSTEM, Action.NODE_OPERATE)
    assert partner.group is not None  # noqa: S101 -- the bench has put it there
    epoch = publishing.begin(partner.group)
    publishing.first(epoch, partner, keyed(values), 0, Points())
    return OwnIndex.objects.get(partner=partner)


def update(row: OwnIndex, values: Sequence[str]) -> OwnIndex:
    """This function makes a delta that leads to other keys."""
    require(SYSTEM, Action.NODE_OPERATE)
    publishing.follow(row, keyed(values), 0, Points())
    return OwnIndex.objects.get(id=row.pk)


def ask(partner: Partner, values: Sequence[str]) -> set[str]:
    """This function checks keys with a partner and returns those that were found."""
    require(SYSTEM, Action.CHECK, member=True)
    _, manifest, index = fetching.present(partner)
    asker = Asker(manifest, secrets.token_bytes)
    found: set[str] = set()
    for first in range(0, len(values), PART):
        found |= _part(partner, manifest, index, asker, values[first : first + PART])
    return found


def _part(partner: Partner, manifest: Manifest, index: Index, asker: Asker, values: Sequence[str]) -> set[str]:
    inputs = [function_input(Key("bench", value), manifest.keys) for value in values]
    pending = asker.prepare(inputs, single=len(values) <= _EACH)
    statement = Statement(
        id=make_id(), asker=node_id(), responder=partner.id, epoch=manifest.epoch, keys=manifest.keys,
        purpose="detection", case="BENCH", legal_basis="AGREED", elements=len(pending.body) // 32,
        body=sha256(pending.body).hexdigest(),
    )  # fmt: skip
    answer = peer.send(partner, CHECK, statement.document(), pending.body, timeout=120)
    fetching.take_head(partner, answer)
    tokens = asker.finish(pending, answer.body)
    return {values[entry.position] for entry in index.look_up([tokens[data] for data in inputs])}
