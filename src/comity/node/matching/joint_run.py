"""Carrying out a joint check: batch after batch, so that it goes on where it was broken off, whenever that was.

Before a batch is sent, its bytes, blinds and holdings are a file and its row says so; the place in the holdings moves
in the same transaction. After a kill a batch that was under way is sent again with the same id and bytes, which the
partner charges once; what was only prepared is prepared anew. Nothing of a joint check stays live.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

import structlog
from django.db import transaction

from comity import linkage
from comity.kernel import ComityError, InvalidInput, Refused
from comity.linkage import joint
from comity.linkage.checks import Asker, State, Statement, Tokens, most_keys
from comity.linkage.index import Index
from comity.linkage.joint import JointState
from comity.linkage.live import Asked
from comity.linkage.manifest import Manifest
from comity.linkage.pending import Pending
from comity.node.cases.models import Case, Duty
from comity.node.holdings import queries as holdings
from comity.node.matching import fetching, files, hits, joining
from comity.node.matching.calls import CHECK
from comity.node.matching.flow import pipelined
from comity.node.matching.models import CheckedSubject, Inquiry, JointCheck
from comity.node.matching.subjects import Asking, agrees_to_names_alone, of_subject
from comity.node.partners import peer
from comity.node.runtime import clock, limits, make_id, node_id
from comity.subjects import Subject

log = structlog.get_logger()
READ = 200
"""Holdings that are read at a time."""
TIMEOUT = 120.0
_STALE = frozenset({"linkage.check.epoch", "linkage.check.id", "linkage.pending.format", "matching.file.missing"})
_PAUSE = timedelta(seconds=30)


@dataclass(slots=True)
class Batch:
    """Holdings that are asked about together.

    Args:
        number: of the first among all that are asked about.
        every: with their keys; a holding without keys is among them.
        inputs: function inputs, each once.
        inquiry: the row, once there is one.
        pending: as it was sent before, where it was.
    """

    number: int
    every: list[Asking] = field(default_factory=list)
    inputs: dict[bytes, None] = field(default_factory=dict)
    inquiry: Inquiry | None = None
    pending: Pending | None = None


def advance(joint_id: str, *, seconds: float | None = None) -> int:
    """This function goes on with a joint check of ours and returns how many subjects were answered.

    Args:
        joint_id: which; another process that is at it keeps it.
        seconds: how long about; to the end where None.
    """
    with files.held_inquiry(joint_id, wait=False) as held:
        if not held:
            return 0
        row = JointCheck.objects.select_related("partner", "check_made").get(id=joint_id, ours=True)
        if row.state == JointState.ACCEPTED:
            joining.move(row, JointState.RUNNING)
        if row.state != JointState.RUNNING:
            return 0
        before = row.done
        try:
            if _reason_is_over(row):
                joining.move(row, JointState.STOPPED, "its case or duty is over")
            else:
                _run(row, seconds)
        except ComityError as error:
            _after(row, error)
        return JointCheck.objects.values_list("done", flat=True).get(id=joint_id) - before


def _reason_is_over(row: JointCheck) -> bool:
    check = row.check_made
    if check is None:
        return True
    if check.case_id:
        return not Case.objects.filter(id=check.case_id, closed=None).exists()
    return not Duty.objects.filter(id=check.duty_id).exclude(valid_to__lte=clock().now()).exists()


def _after(row: JointCheck, error: ComityError) -> None:
    """This function decides whether a joint check that failed waits or has ended."""
    log.info("matching.joint.waits", joint=row.id, code=error.code)
    ends = error.code in {"linkage.check.canary", "linkage.joint.exhausted", "linkage.check.keys_version"}
    if ends:
        joining.move(row, JointState.STOPPED, str(error))
    elif error.code == "matching.joint.ended":
        joining.tell(row)
        if row.state == JointState.RUNNING:
            joining.move(row, JointState.STOPPED, str(error))
    else:
        pause = timedelta() if error.code in _STALE else _PAUSE
        JointCheck.objects.filter(id=row.id).update(fault=str(error)[:500], due=clock().now() + pause)


def _run(row: JointCheck, seconds: float | None) -> None:
    _, manifest, index = fetching.present(row.partner)
    version = linkage.version()
    if manifest.keys != version:
        raise Refused(
            str(row.partner), f"its keys are of version {manifest.keys}, and version {version} is used here",
            "Upgrade the older node", code="linkage.check.keys_version",
        )  # fmt: skip
    run = _Run(row, manifest, index, None if seconds is None else time.monotonic() + seconds)
    for batch, (tokens, positions) in pipelined(run.batches(), prepare=run.prepare, send=run.send, finish=run.finish):
        run.keep(batch, tokens, positions)
    row.refresh_from_db()
    if row.state == JointState.RUNNING and run.read_all:
        joining.move(row, JointState.DONE)
        joining.tell(row)


class _Run:
    """One stretch of work on a joint check."""

    def __init__(self, row: JointCheck, manifest: Manifest, index: Index, until: float | None) -> None:
        self.row, self.manifest, self.index, self._until = row, manifest, index, until
        self._asker = Asker(manifest, secrets.token_bytes)
        self._since = time.monotonic()
        self.read_all = False

    def batches(self) -> Iterator[Batch]:
        """This function gives what is to be sent: first what was under way, then the next holdings."""
        for inquiry in self.row.batches.filter(state__in=[State.QUEUED, State.SENT]).order_by("first"):
            yield self._under_way(inquiry)
        most, batch = most_keys(limits().batch_elements), Batch(self.row.sent)
        for found in holdings.indexable(batch=READ, after=self.row.cursor):
            for each in found:
                asked = self._asking(batch.number + len(batch.every), each.holding_id, each.subject)
                fresh = [data for key in asked.keys if (data := self._input(key)) not in batch.inputs]
                if len(batch.inputs) + len(fresh) > most or len(batch.every) >= most:
                    yield batch
                    if not self._may_go_on():
                        return
                    batch = Batch(batch.number + len(batch.every))
                    fresh = [self._input(key) for key in asked.keys]
                batch.every.append(asked)
                batch.inputs.update(dict.fromkeys(fresh))
        if batch.every:
            yield batch
        self.read_all = True

    @property
    def _names_alone(self) -> bool:
        return agrees_to_names_alone(self.row.partner)

    def _asking(self, number: int, holding: str, subject: Subject | None) -> Asking:
        return of_subject(number, holding, subject, names_alone=self._names_alone)

    def _input(self, key: linkage.Key) -> bytes:
        return linkage.function_input(key, self.manifest.keys)

    def _may_go_on(self) -> bool:
        if self._until is not None and time.monotonic() >= self._until:
            return False
        return JointCheck.objects.filter(id=self.row.id, state=JointState.RUNNING).exists()

    def _under_way(self, inquiry: Inquiry) -> Batch:
        ids = json.loads(files.inquiry(inquiry.id, "subjects"))
        subjects = {each.holding_id: each.subject for found in holdings.indexable(ids) for each in found}
        every = [self._asking(inquiry.first + i, holding, subjects.get(holding)) for i, holding in enumerate(ids)]
        batch = Batch(inquiry.first, every, inquiry=inquiry)
        if inquiry.epoch == self.manifest.epoch and inquiry.message:
            try:
                batch.pending = Pending.from_bytes(files.inquiry(inquiry.id, "batch"))
            except ComityError as error:
                if error.code not in _STALE:
                    raise
        if batch.pending is None:
            batch.inputs = dict.fromkeys(self._input(key) for each in every for key in each.keys)
        return batch

    def prepare(self, batch: Batch) -> Pending | None:
        """This function blinds a batch; what was sent before stays what it was."""
        if batch.pending is not None or not batch.inputs:
            return batch.pending
        return self._asker.prepare(list(batch.inputs), single=False, threads=1)

    def send(self, batch: Batch, pending: Pending | None) -> bytes:
        """This function keeps a batch, sends it and returns the partner's evaluation."""
        inquiry = self._kept(batch, pending)
        if pending is None:
            return b""
        row = self.row
        statement = Statement(
            id=inquiry.message, asker=node_id(), responder=row.partner_id, epoch=self.manifest.epoch,
            keys=self.manifest.keys, purpose=row.purpose, case=row.reference, legal_basis=row.legal_basis,
            elements=inquiry.elements, body=sha256(pending.body).hexdigest(), joint=row.id,
        )  # fmt: skip
        try:
            answer = peer.send(row.partner, CHECK, statement.document(), pending.body, timeout=TIMEOUT)
        except ComityError as error:
            if error.code in _STALE:
                fetching.forget_epoch(row.partner)
                files.forget_inquiry(inquiry.id, "batch")
                Inquiry.objects.filter(id=inquiry.id).update(message="", state=State.QUEUED)
            raise
        fetching.take_head(row.partner, answer)
        if answer.document.get("id") != statement.id:
            raise InvalidInput("the partner's answer", "it is to another check", code="matching.answer.form")
        return answer.body

    def _kept(self, batch: Batch, pending: Pending | None) -> Inquiry:
        if batch.inquiry is not None and batch.pending is not None:
            return batch.inquiry
        row, fresh = self.row, batch.inquiry is None
        assert row.check_made is not None  # noqa: S101 -- without it nothing runs
        inquiry = batch.inquiry or Inquiry(
            id=make_id(), of=row.check_made, joint=row, partner=row.partner, legal_basis=row.legal_basis[:60],
            first=batch.number, last=batch.number + len(batch.every) - 1,
        )  # fmt: skip
        inquiry.message, inquiry.epoch, inquiry.state = make_id(), self.manifest.epoch, State.SENT
        inquiry.elements = len(pending.body) // 32 if pending else 0
        files.keep_inquiry(inquiry.id, "subjects", json.dumps([each.holding for each in batch.every]).encode())
        if pending is not None:
            files.keep_inquiry(inquiry.id, "batch", pending.to_bytes())
        with transaction.atomic():
            held = JointCheck.objects.select_for_update(of=("self",)).get(id=row.id)
            held.spent = joint.debit(held.elements, held.spent, inquiry.elements)
            if fresh:
                held.cursor, held.sent = batch.every[-1].holding, batch.number + len(batch.every)
            held.save(update_fields=["spent", "cursor", "sent"])
            inquiry.save(force_insert=fresh)
        batch.inquiry = inquiry
        return inquiry

    def finish(self, batch: Batch, pending: Pending | None, evaluated: bytes) -> tuple[Tokens, list[int]]:
        """This function takes the blinds off, tests the canaries and looks up; places of the keys that were found."""
        if pending is None:
            return Tokens([], b""), []
        tokens = self._asker.finish(pending, evaluated, threads=1)
        found = self.index.look_up_tags(tokens.tags, tokens.tokens.__getitem__)
        batch.inputs = dict.fromkeys(pending.inputs[: len(tokens.tokens)])
        return tokens, sorted({entry.position for entry in found})

    def keep(self, batch: Batch, tokens: Tokens, positions: Sequence[int]) -> None:
        """This function keeps the hits of a batch, and that it is done."""
        inquiry, now = batch.inquiry, clock().now()
        assert inquiry is not None  # noqa: S101 -- it was sent
        inputs = list(batch.inputs)
        found, token_of = {inputs[i] for i in positions}, dict(zip(inputs, tokens.tokens, strict=True))
        every = [each for each in batch.every if any(self._input(key) in found for key in each.keys)]
        asked = [
            Asked(each.number, key, token_of[data])
            for each in every for key in each.keys if (data := self._input(key)) in token_of
        ]  # fmt: skip
        spent, self._since = time.monotonic() - self._since, time.monotonic()
        with transaction.atomic():
            CheckedSubject.objects.bulk_create([
                CheckedSubject(of_id=inquiry.of_id, number=e.number, holding_id=e.holding, schema=e.subject.schema)
                for e in every
            ], batch_size=500, ignore_conflicts=True)  # fmt: skip
            inquiry.state, inquiry.answered = State.ANSWERED, now
            number = hits.weigh_and_keep(inquiry, every, asked, self.index, self.manifest.holdings)
            inquiry.warning = "unusual-rate" if hits.unusual(inquiry, number) else ""
            inquiry.save(update_fields=["state", "answered", "warning"])
            held = JointCheck.objects.select_for_update(of=("self",)).get(id=self.row.id)
            held.done, held.active, held.fault = held.done + len(batch.every), held.active + spent, ""
            held.save(update_fields=["done", "active", "fault"])
        for what in ("batch", "subjects"):
            files.forget_inquiry(inquiry.id, what)


def carry_on(*, seconds: float | None = None) -> int:
    """This function tells partners what they do not know yet and goes on with every joint check that may run."""
    done, now = joining.expire(), clock().now()
    for row in JointCheck.objects.filter(ours=True, partner__state="accepted").select_related("partner"):
        if row.due is not None and now < row.due:
            continue
        state = JointState(row.state)
        if state is JointState.PROPOSED or (state not in joint.OPEN and not row.told):
            done += joining.tell(row)
        elif state in {JointState.ACCEPTED, JointState.RUNNING}:
            done += advance(row.id, seconds=seconds)
    return done
