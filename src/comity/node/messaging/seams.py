"""What messaging asks of the slices below it about hits, handles and holdings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.kernel import ComityError, Refused, Restriction
from comity.node.holdings.access import holding_for
from comity.node.holdings.queries import Detail, detail
from comity.node.matching.models import HitState
from comity.node.matching.operations import resolve_handle
from comity.node.matching.queries import hit, hit_for_request
from comity.node.messaging.models import THEIRS, Message
from comity.node.permissions import Action, Actor, may


@dataclass(frozen=True, slots=True)
class Held:
    """What this node holds under a handle that a partner cites.

    Args:
        handle: as cited.
        detail: the holding; None where the reader may not see it, or the handle names nothing.
        reason: why there is nothing to see, in words.
    """

    handle: str
    detail: Detail | None
    reason: str = ""


def check_hit(
    actor: Actor, hit_id: str, partner_ids: Sequence[str], subjects: Sequence[Mapping[str, Any]]
) -> Restriction | None:
    """This function checks what a request says that follows from a hit.

    Returns:
        the restriction of the holding that was checked, which travels with the request; None where there is none.

    Raises:
        Missing: no such hit for this actor.
        Refused: nobody confirmed it, it is another partner's, its handle is not cited, or more than the handle is said
            in a first request on a weak hit or a single key.
    """
    found = hit(actor, hit_id)
    if found.state != HitState.CONFIRMED or list(partner_ids) != [found.partner_id]:
        raise Refused(
            "Hit", "no person confirmed it with this partner", "Confirm it first", code="messaging.hit.unconfirmed"
        )
    if not any(each.get("handle") == found.handle for each in subjects):
        raise Refused("Request", "it does not cite the handle of the hit", code="messaging.hit.handle")
    first = not Message.objects.filter(
        conversation__hit_id=hit_id, direction=THEIRS, type="reply", state__in=["received", "read", "answered"]
    ).exists()
    says_more = any(any(each.get("properties", {}).values()) for each in subjects)
    if found.cites_handle_only and first and says_more:
        raise Refused(
            "Request",
            "a first request on a weak hit or on a single key cites the handle alone",
            "Leave everything else about the subject out until the partner has answered",
            code="messaging.hit.handle-only",
        )
    if not says_more or not found.subject.holding_id:
        return None
    return holding_for(actor, found.subject.holding_id, Action.HOLDING_READ).restriction


def from_hit(actor: Actor, hit_id: str) -> dict[str, Any]:
    """This function returns what a request begins with that follows from a confirmed hit.

    Raises:
        Missing: no such hit for this actor, or nobody confirmed it.
    """
    draft = hit_for_request(actor, hit_id)
    return {
        "hit_id": draft.hit_id,
        "partner_id": draft.partner_id,
        "handle": draft.handle,
        "handle_only": draft.handle_only,
        "subject": draft.subject,
        "keys": draft.keys,
    }


def held_under(actor: Actor, message: Message) -> list[Held]:
    """This function returns what this node holds under the handles that a partner's message cites."""
    if message.is_ours or message.type != "request" or not may(actor, Action.HOLDING_READ, member=True):
        return []
    subjects = message.content.get("subjects", [])
    handles = [s["handle"] for s in subjects if isinstance(s, dict) and isinstance(s.get("handle"), str)]
    return [_held(actor, message.partner_id, handle) for handle in dict.fromkeys(handles)]


def _held(actor: Actor, partner_id: str, handle: str) -> Held:
    try:
        return Held(handle, detail(actor, resolve_handle(partner_id=partner_id, handle=handle)))
    except ComityError as error:
        return Held(handle, None, error.reason)
