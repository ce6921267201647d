"""What changes items; how is said in the files it comes from."""

from comity.node.items.ending import end, end_expired, forgets
from comity.node.items.giving import Recipient, note_releases, prepare, release
from comity.node.items.making import keep_ours, make, wire
from comity.node.items.reading import look, read
from comity.node.items.taking import take

__all__ = [
    "Recipient",
    "end",
    "end_expired",
    "forgets",
    "keep_ours",
    "look",
    "make",
    "note_releases",
    "prepare",
    "read",
    "release",
    "take",
    "wire",
]
