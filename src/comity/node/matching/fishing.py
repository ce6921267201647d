"""What is seen of who asks: of a partner that asks this node, and of this node by the same function.

Requests that followed are known to messaging, which registers itself in `REQUESTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from comity.kernel import InvalidInput, Missing
from comity.linkage.checks import State
from comity.linkage.fishing import LONG, Batch, Picture, Request, look
from comity.node.audit.operations import record
from comity.node.matching import debits
from comity.node.matching.budget_models import FishingSign
from comity.node.matching.models import AnsweredCheck, Inquiry
from comity.node.partners.queries import accepted
from comity.node.permissions import SYSTEM, Action, Actor, require
from comity.node.runtime import clock

REQUESTS: list[Callable[[str, bool, datetime], Iterable[Request]]] = []
"""Each takes a partner's id, whether this node asked, and since when, and gives the requests that were sent."""


def picture(partner_id: str, *, asked_by_us: bool) -> Picture:
    """This function returns what a partner shows of itself by asking, or what this node shows the partner."""
    now = clock().now()
    since = now - LONG
    return look(
        _sent(partner_id, since) if asked_by_us else _answered(partner_id, since),
        [request for source in REQUESTS for request in source(partner_id, asked_by_us, since)],
        now=now, ceiling=debits.agreed(partner_id).ceiling, zone=timezone.get_current_timezone(),
    )  # fmt: skip


def _answered(partner_id: str, since: datetime) -> list[Batch]:
    rows = AnsweredCheck.objects.filter(partner=partner_id, at__gte=since).order_by()
    return [Batch(*row) for row in rows.values_list("at", "elements", "purpose", "case", "joint")]


def _sent(partner_id: str, since: datetime) -> list[Batch]:
    rows = Inquiry.objects.filter(partner=partner_id, state=State.ANSWERED, answered__gte=since).order_by()
    fields = rows.values_list("answered", "elements", "of__purpose", "of__reference", "joint_id")
    return [Batch(at, elements, purpose, case, joint or "") for at, elements, purpose, case, joint in fields if at]


def look_again() -> int:
    """This function keeps the signs that are new, and returns how many; what was looked into waits for 28 days."""
    now, new = clock().now(), 0
    for partner in accepted():
        for each in picture(partner.id, asked_by_us=False).signs:
            rows = FishingSign.objects.filter(partner=partner, kind=each.sign)
            if rows.filter(reviewed=None).update(figures=dict(each.figures), seen=now):
                continue
            if rows.filter(reviewed__gte=now - LONG / 3).exists():
                continue
            with transaction.atomic():
                row = FishingSign.objects.create(
                    partner=partner, kind=each.sign, figures=dict(each.figures), found=now, seen=now
                )
                record(
                    actor=SYSTEM, event="matching.fishing.found", objects=[partner.id],
                    details={"sign": row.kind, "figures": row.figures},
                )  # fmt: skip
            new += 1
    return new


@transaction.atomic
def review(*, actor: Actor, sign_id: str, words: str) -> FishingSign:
    """This function keeps what a supervisor found out about a sign.

    Raises:
        Refused: the role may not.
        Missing: there is none that waits.
        InvalidInput: no words.
    """
    require(actor, Action.FISHING_REVIEW)
    waiting = FishingSign.objects.select_for_update().filter(reviewed=None)
    known = sign_id.isascii() and sign_id.isdigit() and len(sign_id) < 19
    row = waiting.filter(id=int(sign_id)).first() if known else None
    if row is None:
        raise Missing("sign", "none with this id waits", "Look at the list", code="matching.fishing.missing")
    words = " ".join(words.replace("\0", "").split())[:500]
    if not words:
        raise InvalidInput("Words", "none are given", "Say what you found out", code="audit.browsing.words")
    row.reviewed, row.reviewed_by, row.words = clock().now(), actor.user_id, words
    row.save(update_fields=["reviewed", "reviewed_by", "words"])
    record(
        actor=actor, event="matching.fishing.reviewed", objects=[row.partner_id],
        details={"sign": row.kind, "words": words},
    )  # fmt: skip
    return row
