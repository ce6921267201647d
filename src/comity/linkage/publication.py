"""What an owner knows of one index that it gives to one partner: handles, slots, dummies.

A slot of a key is never used twice in an epoch, so that nobody without the token can see that a holding came back.
Dummies are random entries; the owner knows their tags so that it can take them out again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from comity.linkage.index import ENTRY, Index, sort_entries
from comity.linkage.padding import SMALLEST, padded
from comity.linkage.tokens import HANDLE, HIDDEN, KEY_ID, SLOTS, TAG, epoch_bytes, hide, mask, slot_tags

Randomness = Callable[[int], bytes]
FORMAT = 1
RESERVE = 256


@dataclass(frozen=True, slots=True)
class Entrant:
    """A holding that enters the index.

    Args:
        holding: its id at this node.
        keys: the key ids (`tokens.key_id`).
        tokens: the function's output for each.
    """

    holding: str
    keys: Sequence[bytes]
    tokens: Sequence[bytes]


@dataclass(slots=True)
class Place:
    """Where a holding stands in the index: its handle, the tags of its entries, and which keys it had."""

    handle: bytes
    tags: list[bytes]
    keys: bytes = b""


@dataclass(frozen=True, slots=True)
class Delta:
    """A change of the index.

    Args:
        sequence: 1 for the first after the full index, then one more each.
        additions: entries, sorted.
        removals: tags, sorted.
        root: of the index after it.
    """

    sequence: int
    additions: bytes
    removals: bytes
    root: str

    def __len__(self) -> int:
        """This function returns how many entries come and go."""
        return len(self.additions) // ENTRY + len(self.removals) // TAG


@dataclass(slots=True)
class Publication:
    """The owner's side of one partner's index in one epoch.

    Args:
        epoch: its id.
        salt: 32 random bytes.
        sequence: of the last delta.
        places: by holding.
        used: how many slots of a key were ever used in this epoch.
        dummies: tags of the dummies that are in the index.
        full: key ids of which a holding was left out because all slots were used, with how often.
    """

    epoch: str
    salt: bytes
    sequence: int = 0
    places: dict[str, Place] = field(default_factory=dict)
    used: dict[bytes, int] = field(default_factory=dict)
    dummies: list[bytes] = field(default_factory=list)
    full: dict[bytes, int] = field(default_factory=dict)

    def publish(self, entrants: Sequence[Entrant], randomness: Randomness) -> Index:
        """This function makes the first full index of the epoch."""
        entries = self._enter(entrants, randomness)
        count = len(entries) // ENTRY
        size = padded(count + _reserve(count))
        return Index(self.epoch, self.salt, sort_entries(entries + self._more_dummies(size - count, randomness)))

    def change(
        self, index: Index, enter: Sequence[Entrant], leave: Sequence[str], randomness: Randomness
    ) -> tuple[Delta, Index]:
        """This function makes the next delta, empty or not, and the index after it.

        Additions and removals are padded each on its own. Dummies leave so that dummies can come: an empty delta
        moves as many as a small one.
        """
        gone = b"".join(b"".join(self.places.pop(holding).tags) for holding in leave if holding in self.places)
        entries = self._enter(enter, randomness)
        removed, added = len(gone) // TAG, len(entries) // ENTRY
        leaving = min(padded(removed) - removed, len(self.dummies))
        gone += b"".join(self._drawn(leaving, randomness))
        missing = _reserve(len(index)) - len(self.dummies)
        coming = padded(added + max(missing, 0)) - added
        additions = sort_entries(entries + self._more_dummies(coming, randomness))
        tags = sorted(gone[i : i + TAG] for i in range(0, len(gone), TAG))
        after = index.changed(additions, b"".join(tags))
        self.sequence += 1
        return Delta(self.sequence, additions, b"".join(tags), after.root), after

    def _enter(self, entrants: Sequence[Entrant], randomness: Randomness) -> bytes:
        """This function gives each entrant a handle and the next free slot of each of its keys."""
        epoch, salt, used = epoch_bytes(self.epoch), self.salt, self.used
        handles = randomness(HANDLE * len(entrants))
        out: list[bytes] = []
        for i, entrant in enumerate(entrants):
            if entrant.holding in self.places:
                raise ValueError(f"{entrant.holding} is in the index")
            place = Place(handles[HANDLE * i : HANDLE * (i + 1)], [], keys_digest(entrant.keys))
            for key, token in zip(entrant.keys, entrant.tokens, strict=True):
                slot = used.get(key, 0)
                if slot == SLOTS:
                    self.full[key] = self.full.get(key, 0) + 1
                    continue
                used[key] = slot + 1
                tag = slot_tags(salt, epoch, (token,))[TAG * slot : TAG * (slot + 1)]
                place.tags.append(tag)
                out.append(tag + hide(place.handle, mask(salt, epoch, slot, token)))
            self.places[entrant.holding] = place
        return b"".join(out)

    def _more_dummies(self, count: int, randomness: Randomness) -> bytes:
        drawn = randomness(ENTRY * count)
        self.dummies += [drawn[i : i + TAG] for i in range(0, len(drawn), ENTRY)]
        return drawn

    def _drawn(self, count: int, randomness: Randomness) -> list[bytes]:
        """This function takes dummies out, chosen at random."""
        chosen = []
        for _ in range(count):
            at = int.from_bytes(randomness(8), "big") % len(self.dummies)
            self.dummies[at], self.dummies[-1] = self.dummies[-1], self.dummies[at]
            chosen.append(self.dummies.pop())
        return chosen

    def to_bytes(self) -> bytes:
        """This function writes the state for keeping at rest, under lock, since it names holdings by handle."""
        return json.dumps(
            {
                "format": FORMAT,
                "epoch": self.epoch,
                "salt": self.salt.hex(),
                "sequence": self.sequence,
                "places": {
                    holding: [p.handle.hex(), b"".join(p.tags).hex(), p.keys.hex()]
                    for holding, p in self.places.items()
                },
                "used": {key.hex(): n for key, n in self.used.items()},
                "dummies": b"".join(self.dummies).hex(),
                "full": {key.hex(): n for key, n in self.full.items()},
            }
        ).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Publication:
        """This function reads what `to_bytes` wrote."""
        raw = json.loads(data)
        if raw["format"] != FORMAT:
            raise ValueError(f"the state of the index has format {raw['format']}")
        return cls(
            epoch=raw["epoch"],
            salt=bytes.fromhex(raw["salt"]),
            sequence=raw["sequence"],
            places={h: Place(bytes.fromhex(p[0]), _cut(p[1]), bytes.fromhex(p[2])) for h, p in raw["places"].items()},
            used={bytes.fromhex(k): n for k, n in raw["used"].items()},
            dummies=_cut(raw["dummies"]),
            full={bytes.fromhex(k): n for k, n in raw["full"].items()},
        )


def keys_digest(keys: Sequence[bytes]) -> bytes:
    """This function names a set of keys, so that a holding whose keys changed is known."""
    return sha256(b"".join(sorted(keys))).digest()[:KEY_ID]


def _cut(tags: str) -> list[bytes]:
    data = bytes.fromhex(tags)
    return [data[i : i + TAG] for i in range(0, len(data), TAG)]


def _reserve(count: int) -> int:
    """This function returns how many dummies an index keeps, so that removals can always be padded."""
    return max(RESERVE, count // 10, SMALLEST)


assert ENTRY == TAG + HIDDEN  # noqa: S101 -- the layout that the slicing above relies on
