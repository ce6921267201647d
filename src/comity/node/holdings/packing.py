"""Holdings of a case leave as STIX, MISP or FollowTheMoney, with marks on each record and statement.

What a statement's handling does not let into a file is left out; the file's cover and the caller are told how many
there were and why.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TextIO

from django.db import transaction

from comity.exchange.terms import UseKind
from comity.kernel import Exhausted, InvalidInput, Missing
from comity.node.audit.operations import record
from comity.node.cases.models import Case, Duty
from comity.node.holdings import handling
from comity.node.holdings.exporting import may_leave
from comity.node.holdings.marking import subject_of
from comity.node.holdings.models import Holding, Statement
from comity.node.permissions import Actor
from comity.node.runtime import clock, config, make_id, node_id
from comity.subjects import Subject
from comity.subjects.cover import Cover
from comity.subjects.writers import write_ftm, write_misp, write_stix

MOST = 20_000
"""Records of one such file; its whole is held in memory."""
BATCH = 500
Write = Callable[[Iterable[Subject], TextIO, Cover], int]


@dataclass(frozen=True, slots=True)
class Form:
    """A format that carries marks.

    Args:
        type: media type.
        suffix: of the file's name.
        write: writes subjects under a cover.
    """

    type: str
    suffix: str
    write: Write


FORMS: Mapping[str, Form] = MappingProxyType({
    "stix": Form("application/stix+json;version=2.1", "stix.json", write_stix),
    "misp": Form("application/json", "misp.json", write_misp),
    "ftm": Form("application/x-ndjson", "ftm.jsonl", lambda subjects, stream, _cover: write_ftm(subjects, stream)),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of holdings.

    Args:
        name: of the file.
        type: media type.
        text: of the file.
        holdings: how many are in it.
        left_out: why statements are not in it, each with how many.
    """

    name: str
    type: str
    text: str
    holdings: int
    left_out: Mapping[str, int]


def export_as(*, actor: Actor, form: str) -> Packed:
    """This function writes the holdings of the actor's case or duty in a format that carries marks.

    Records of victims are in no export.

    Raises:
        Refused: the actor may not: this is a permission of its own.
        InvalidInput: no such format.
        Missing: there is nothing that may leave.
        Exhausted: there are too many records for one such file.
    """
    leaving = may_leave(actor)
    if form not in FORMS:
        raise InvalidInput("format", f"there is none called {form[:20]!r}", f"Formats: {', '.join(FORMS)}, csv",
                           code="holdings.export.format")  # fmt: skip
    held = leaving.select_related("subject").defer("keys").order_by("id")
    if held.count() > MOST:
        raise Exhausted("export", f"the case has more than {MOST:,} records", "Export it as CSV",
                        code="holdings.export.many")  # fmt: skip
    packing = _Packing(actor)
    subjects = [subject for batch in _batches(list(held)) for subject in packing.subjects(batch)]
    if not subjects:
        raise Missing("export", "the case has no record that may leave", code="holdings.export.empty")
    cover = _cover(actor, packing.left_out)
    stream = io.StringIO()
    FORMS[form].write(subjects, stream, cover)
    with transaction.atomic():
        record(
            actor=actor, event="holdings.exported", objects=[cover.name, *(s.id for s in subjects[:1000])],
            details={"holdings": len(subjects), "format": form, "left_out": dict(packing.codes)},
        )  # fmt: skip
    name = f"holdings-{clock().now().date().isoformat()}.{FORMS[form].suffix}"
    return Packed(name, FORMS[form].type, stream.getvalue(), len(subjects), dict(packing.left_out))


class _Packing:
    """Chooses of some holdings the statements that may go into a file, and counts the others by reason."""

    def __init__(self, actor: Actor) -> None:
        self.use = handling.use(actor, UseKind.EXPORT)
        self.left_out: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()

    def subjects(self, batch: list[Holding]) -> Iterable[Subject]:
        """This function gives the holdings of which something may go."""
        going: dict[str, list[Statement]] = {held.id: [] for held in batch}
        standing = Statement.objects.filter(holding__in=list(going), withdrawn=None).order_by("id")
        for each, judgement in handling.judged(standing, self.use):
            if judgement.allowed:
                going[each.holding_id].append(each)
            else:
                self.left_out[f"{judgement.sentence} {judgement.way_out}"] += 1
                self.codes[judgement.code] += 1
        return (subject_of(held, going[held.id]) for held in batch if going[held.id])


def _batches(held: list[Holding]) -> Iterable[list[Holding]]:
    return (held[first : first + BATCH] for first in range(0, len(held), BATCH))


def _cover(actor: Actor, left_out: Mapping[str, int]) -> Cover:
    ground = (
        Case.objects.filter(id=actor.case_id).first() if actor.case_id
        else Duty.objects.filter(id=actor.duty_id).first()
    )  # fmt: skip
    words = [f"Left out: {count} statements. {reason}" for reason, count in left_out.items()]
    return Cover(
        ground.reference if ground else "export", clock().now(), config().agency, node_id(), "\n".join(words), make_id()
    )
