"""What changes items; how is said in the files it comes from.

- `making`, `taking`: an item of ours, an item of a partner's;
- `giving`: items go to partners;
- `signing`: what an item's owner signed of it;
- `deriving`, `carrying`: an item becomes a record, goes onto paper or into a file;
- `loosening`, `consenting`: its terms change, and its owner is asked;
- `reading`, `ending`: it is read, and kept no longer.
"""

from comity.node.items.carrying import export, put_on_paper
from comity.node.items.consenting import answer, answered_to_us, ask, asked_of_us
from comity.node.items.deriving import derive
from comity.node.items.ending import end, end_expired, forgets
from comity.node.items.giving import Recipient, note_releases, prepare, release
from comity.node.items.loosening import loosen, tighten
from comity.node.items.making import keep_ours, make, wire
from comity.node.items.packing import export_as
from comity.node.items.reading import listed, look, read
from comity.node.items.taking import take

__all__ = [
    "Recipient",
    "answer",
    "answered_to_us",
    "ask",
    "asked_of_us",
    "derive",
    "end",
    "end_expired",
    "export",
    "export_as",
    "forgets",
    "keep_ours",
    "listed",
    "look",
    "loosen",
    "make",
    "note_releases",
    "prepare",
    "put_on_paper",
    "read",
    "release",
    "take",
    "tighten",
    "wire",
]
