"""The first format of what an owner keeps of an index, one JSON document; read once when a node was upgraded."""

from __future__ import annotations

import json

import numpy as np

from comity.linkage.publication import ID, Publication
from comity.linkage.slots import key_numbers
from comity.linkage.tokens import HANDLE, KEY_ID, TAG


def read_first_format(data: bytes) -> Publication:
    """This function reads the first format.

    Raises:
        ValueError: it is another one.
    """
    raw = json.loads(data)
    if raw["format"] != 1:
        raise ValueError(f"the state of the index has format {raw['format']}")
    places = list(raw["places"].values())
    tags = [bytes.fromhex(place[1]) for place in places]
    used = [bytes.fromhex(key) for key in raw["used"]]
    numbers, counts = key_numbers(used), np.fromiter(raw["used"].values(), dtype=np.uint8, count=len(used))
    unique, where = np.unique(numbers, return_inverse=True)
    most = np.zeros(len(unique), dtype=np.uint8)
    np.maximum.at(most, where, counts)
    return Publication(
        raw["epoch"],
        bytes.fromhex(raw["salt"]),
        sequence=raw["sequence"],
        left_out=sum(raw["full"].values()),
        columns={
            "holdings": np.array([h.encode() for h in raw["places"]], dtype=f"S{ID}"),
            "handles": np.frombuffer(bytes.fromhex("".join(p[0] for p in places)), np.uint8).reshape(-1, HANDLE),
            "keys": np.frombuffer(bytes.fromhex("".join(p[2] for p in places)), np.uint8).reshape(-1, KEY_ID),
            "entries": np.array([len(each) // TAG for each in tags], dtype=np.uint8),
            "tags": np.frombuffer(b"".join(tags), dtype=">u8").astype(np.uint64),
            "slot-keys": unique,
            "slot-counts": most,
            "dummies": np.frombuffer(bytes.fromhex(raw["dummies"]), dtype=">u8").astype(np.uint64),
        },
    )
