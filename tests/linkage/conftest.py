"""Two nodes in one process, with chance under control."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from comity.crypto import oprf
from comity.kernel import Limits
from comity.linkage import Entrant, Index, Key, Manifest, Publication, function_input, key_id, own_tokens
from comity.linkage.manifest import canaries, manifest_of

VERSION = "1/test"
EPOCH = "019ab000-0000-7000-8000-000000000001"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
OWNER, PARTNER = "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"


def inputs_of(*values: str, kind: str = "phone") -> list[bytes]:
    return [function_input(Key(kind, value), VERSION) for value in values]


@dataclass
class Owner:
    """An owner with one partner."""

    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def __post_init__(self):
        self.secret = oprf.generate(self.chance.randbytes)
        self.publication = Publication(EPOCH, self.chance.randbytes(32))
        self.canaries = canaries(self.secret, VERSION, self.chance.randbytes)

    def entrant(self, holding: str, *values: str) -> Entrant:
        inputs = inputs_of(*values)
        return Entrant(holding, [key_id(i) for i in inputs], own_tokens(self.secret, inputs))

    def manifest(self, index: Index, **changed) -> Manifest:
        known = {
            "owner": OWNER,
            "partner": PARTNER,
            "starts": NOW,
            "ends": NOW + timedelta(days=30),
            "keys": VERSION,
            "public": self.secret.public,
            "sequence": self.publication.sequence,
            "holdings": len(self.publication),
            "made": self.canaries,
        }
        return manifest_of(index, **{**known, **changed})

    def handles(self) -> dict[bytes, str]:
        return {handle: holding for holding, handle in self.publication.handles().items()}

    def tags(self, holding: str) -> list[bytes]:
        columns = self.publication.columns()
        row = int(self.publication.rows([holding])[0])
        first, count = int(columns["entries"][:row].sum()), int(columns["entries"][row])
        return [int(tag).to_bytes(8, "big") for tag in columns["tags"][first : first + count]]


@pytest.fixture
def owner() -> Owner:
    return Owner()


@pytest.fixture
def limits() -> Limits:
    return Limits()
