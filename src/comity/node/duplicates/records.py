"""Records as finding duplicates sees them: subject, role, keys."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity import linkage
from comity.linkage import Key
from comity.node.holdings import keying
from comity.node.holdings.models import Holding, Statement
from comity.node.holdings.terms import full_names
from comity.node.runtime import limits
from comity.subjects import NEVER_INDEXED, Role, Schema, Subject, Value

AT_ONCE = 500
_COLUMNS = ("holding_id", "property", "value", "country", "owner", "handling", "tlp", "pap", "words")


@dataclass(frozen=True, slots=True)
class Record:
    """One holding with what is known of it.

    Args:
        id: of the holding.
        subject_id: of the subject that it stands under.
        role: in its case.
        subject: what its statements say.
        held: keys under which it is found.
        asked: keys that it asks others for.
    """

    id: str
    subject_id: str
    role: Role
    subject: Subject
    held: dict[int, Key]
    asked: dict[int, Key]

    @property
    def names(self) -> list[str]:
        """This function returns its full names."""
        return full_names((v.property, v.value) for v in self.subject.values)

    def may_join(self, other: Record) -> bool:
        """This function tells whether both could be records of one subject: never across protected roles."""
        kinds = {self.subject.schema, other.subject.schema}
        if self.subject_id == other.subject_id or (len(kinds) > 1 and Schema.UNKNOWN not in kinds):
            return False
        return self.role == other.role or not {self.role, other.role} & NEVER_INDEXED


def records(holding_ids: Iterable[str]) -> dict[str, Record]:
    """This function reads holdings that are there, victims' left out, with their keys.

    Args:
        holding_ids: which; those that are gone do not come.
    """
    ids, found = list(holding_ids), {}
    for first in range(0, len(ids), AT_ONCE):
        for each in _records(ids[first : first + AT_ONCE]):
            found[each.id] = each
    return found


def _records(ids: Sequence[str]) -> Iterable[Record]:
    # Nobody may merge records of victims, so they are proposed to nobody.
    there = list(Holding.objects.filter(id__in=ids).exclude(role=Role.VICTIM).select_related("subject"))
    said: dict[str, list[Value]] = {held.id: [] for held in there}
    columns = {held.id: (held.handling, held.tlp, held.pap, held.words) for held in there}
    apart: set[str] = set()
    rows = Statement.objects.filter(holding_id__in=list(said), withdrawn=None).order_by("id")
    for holding_id, prop, value, country, owner, *own in rows.values_list(*_COLUMNS):
        said[holding_id].append(Value(prop, value, value, country=country))
        if owner or tuple(own) != columns[holding_id]:
            apart.add(holding_id)
    now = keying.version()
    for held in there:
        role = Role(held.role)
        subject = Subject(held.id, Schema(held.subject.schema), tuple(said[held.id]), role)
        # What is kept for the index leaves out statements that are restricted apart or a partner's; here they count.
        kept = held.keyed == now and role not in NEVER_INDEXED and held.id not in apart
        keys = keying.unpacked(held.keys) if kept else linkage.keys_of(subject, limits=limits())
        asked = linkage.keys_of(subject, limits=limits(), asking=True)
        yield Record(held.id, held.subject_id, role, subject, _hashed(keys), _hashed(asked))


def _hashed(keys: Iterable[Key]) -> dict[int, Key]:
    return {hashed(key): key for key in keys}


def hashed(key: Key) -> int:
    """This function returns 64 bits, signed, that stand for a key in this node's own tables."""
    digest = hashlib.blake2b(f"{key.kind}\n{key.value}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
