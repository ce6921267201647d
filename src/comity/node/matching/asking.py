"""Carrying out an inquiry: prepare a batch, send it, test the answer, look up, weigh.

A batch under way is kept with its blinds, so that the same id with the same bytes can be sent again after a crash: the
partner charges it once. When the partner is away the inquiry waits and is tried again; a person sees that.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

import structlog
from django.db import transaction
from django.db.models import F

from comity import linkage
from comity.exchange.terms import UseKind
from comity.kernel import ComityError, Exhausted, InvalidInput, Refused, Unreachable
from comity.linkage.checks import Asker, State, Statement
from comity.linkage.index import Index
from comity.linkage.live import Asked, to_bytes
from comity.linkage.manifest import Manifest
from comity.linkage.pending import Pending
from comity.node.audit.operations import record
from comity.node.holdings import handling
from comity.node.matching import debits, fetching, files, hits
from comity.node.matching.calls import CHECK
from comity.node.matching.models import Inquiry, PartnerIndex
from comity.node.matching.subjects import Asking, agrees_to_names_alone, asking
from comity.node.partners import peer
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock, limits, make_id, node_id

log = structlog.get_logger()
_STALE = {"linkage.check.epoch", "linkage.check.id", "linkage.pending.format"}
_PAUSES = (10, 30, 60, 300, 900, 3600)
TIMEOUT = 120.0


def attempt(inquiry_id: str, *, wait: bool = True) -> State:
    """This function tries to carry out an inquiry once and returns where it stands then.

    Args:
        inquiry_id: which.
        wait: whether to wait where another process or thread is at it, or to leave it to that one.
    """
    with files.held_inquiry(inquiry_id, wait=wait) as held:
        if not held:
            return State(Inquiry.objects.values_list("state", flat=True).get(id=inquiry_id))
        return _attempt(inquiry_id)


def _attempt(inquiry_id: str) -> State:
    inquiry = Inquiry.objects.select_related("of", "partner").get(id=inquiry_id)
    if inquiry.state not in {State.QUEUED, State.SENT}:
        return State(inquiry.state)
    try:
        return _carry_out(inquiry)
    except ComityError as error:
        return _after(inquiry, error)


def _after(inquiry: Inquiry, error: ComityError) -> State:
    """This function decides whether an inquiry that failed waits for another attempt or has ended."""
    if error.code in _STALE and inquiry.attempts < len(_PAUSES):
        if error.code == "linkage.check.epoch" and inquiry.message and inquiry.attempts == 0:
            with transaction.atomic():
                debits.give_back(inquiry.partner_id, inquiry.of.purpose, inquiry.elements)
        _forget_batch(inquiry)
        PartnerIndex.objects.filter(partner=inquiry.partner, epoch=inquiry.epoch).update(epoch="")
        return _wait(inquiry, error)
    if isinstance(error, Unreachable):
        return _wait(inquiry, error)
    if isinstance(error, Exhausted):
        return _wait(inquiry, error, pause=timedelta(hours=1))
    if error.code == "matching.index.none":
        return _wait(inquiry, error, pause=timedelta(minutes=5))
    return _end(inquiry, State.VOID if error.code == "linkage.check.canary" else State.REFUSED, error)


def _carry_out(inquiry: Inquiry) -> State:
    _, manifest, index = fetching.present(inquiry.partner)
    if manifest.keys != linkage.version():
        raise Refused(
            str(inquiry.partner),
            f"its keys are of version {manifest.keys}, and version {linkage.version()} is used here",
            "Upgrade the older node",
            code="linkage.check.keys_version",
        )
    chosen = inquiry.of.checked.filter(number__gte=inquiry.first, number__lte=inquiry.last)
    wanted = handling.use_for(inquiry.of.purpose, UseKind.CHECK, inquiry.partner)
    every = asking(chosen, names_alone=agrees_to_names_alone(inquiry.partner), wanted=wanted)
    if inquiry.message and inquiry.epoch != manifest.epoch:
        _forget_batch(inquiry)
    asker = Asker(manifest, secrets.token_bytes)
    if inquiry.message:
        pending = Pending.from_bytes(files.inquiry(inquiry.id, "batch"))
    else:
        pending = _prepare(inquiry, asker, manifest, every)
    statement = Statement(
        id=inquiry.message, asker=node_id(), responder=inquiry.partner_id, epoch=manifest.epoch, keys=manifest.keys,
        purpose=inquiry.of.purpose, case=inquiry.of.reference, legal_basis=inquiry.legal_basis,
        elements=inquiry.elements, body=sha256(pending.body).hexdigest(),
    )  # fmt: skip
    answer = peer.send(inquiry.partner, CHECK, statement.document(), pending.body, timeout=TIMEOUT)
    fetching.take_head(inquiry.partner, answer)
    if answer.document.get("id") != statement.id:
        raise InvalidInput("the partner's answer", "it is to another check", code="matching.answer.form")
    tokens = dict(zip(pending.inputs, asker.finish(pending, answer.body).tokens, strict=False))
    return _keep(inquiry, tokens, every, index, manifest.holdings)


def _prepare(inquiry: Inquiry, asker: Asker, manifest: Manifest, every: list[Asking]) -> Pending:
    version = manifest.keys
    inputs = list(dict.fromkeys(linkage.function_input(key, version) for each in every for key in each.keys))
    pending = asker.prepare(inputs, single=inquiry.of.subjects == 1)
    inquiry.message, inquiry.epoch, inquiry.elements = make_id(), manifest.epoch, len(pending.body) // 32
    files.keep_inquiry(inquiry.id, "batch", pending.to_bytes())
    with transaction.atomic():
        debits.debit(inquiry.partner_id, inquiry.of.purpose, inquiry.elements, asked_by_us=True)
        inquiry.state = State.SENT
        inquiry.save(update_fields=["message", "epoch", "elements", "state"])
    return pending


def _keep(inquiry: Inquiry, tokens: dict[bytes, bytes], every: list[Asking], index: Index, holdings: int) -> State:
    version = linkage.version()
    asked = [
        Asked(each.number, key, tokens[data])
        for each in every
        for key in each.keys
        if (data := linkage.function_input(key, version)) in tokens
    ]
    files.keep_inquiry(inquiry.id, "live", to_bytes(asked))
    row = PartnerIndex.objects.get(partner=inquiry.partner)
    with transaction.atomic():
        now = clock().now()
        inquiry.state, inquiry.answered, inquiry.live, inquiry.reason = State.ANSWERED, now, True, ""
        inquiry.code, inquiry.due, inquiry.looked_at = "", None, row.sequence
        found = hits.weigh_and_keep(inquiry, every, asked, index, holdings)
        inquiry.warning = "unusual-rate" if hits.unusual(inquiry, found) else ""
        inquiry.save()
        record(
            actor=SYSTEM, event="matching.check.done", objects=[inquiry.of_id, inquiry.partner_id, inquiry.message],
            details={"elements": inquiry.elements, "hits": found},
        )  # fmt: skip
    files.forget_inquiry(inquiry.id, "batch")
    return State.ANSWERED


def _wait(inquiry: Inquiry, error: ComityError, pause: timedelta | None = None) -> State:
    now = clock().now()
    if now - inquiry.of.at > timedelta(days=limits().message_days):
        return _end(inquiry, State.EXPIRED, error)
    wait = pause or timedelta(seconds=_PAUSES[min(inquiry.attempts, len(_PAUSES) - 1)])
    if error.code in _STALE and inquiry.attempts == 0:
        wait = timedelta()
    Inquiry.objects.filter(id=inquiry.id).update(
        state=State.QUEUED, attempts=F("attempts") + 1, due=now + wait, reason=str(error)[:500], code=error.code
    )
    log.info("matching.inquiry.waiting", inquiry=inquiry.id, code=error.code)
    return State.QUEUED


def _end(inquiry: Inquiry, state: State, error: ComityError) -> State:
    with transaction.atomic():
        Inquiry.objects.filter(id=inquiry.id).update(state=state, reason=str(error)[:500], code=error.code, due=None)
        record(
            actor=SYSTEM, event=f"matching.check.{state}", objects=[inquiry.of_id, inquiry.partner_id],
            details={"code": error.code},
        )  # fmt: skip
    files.forget_inquiry(inquiry.id, "batch")
    return state


def _forget_batch(inquiry: Inquiry) -> None:
    files.forget_inquiry(inquiry.id, "batch")
    Inquiry.objects.filter(id=inquiry.id).update(message="")
    inquiry.message = ""
