"""Writing messages: what an officer can begin, and what belongs to a conversation; every form works alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from comity.kernel import Conflicting, InvalidInput, Refused
from comity.node.errors import said
from comity.node.messaging import offering
from comity.node.messaging.forms import MessageForm, Setting, pressed
from comity.node.messaging.models import Conversation, Message
from comity.node.messaging.views import basis
from comity.node.permissions import MAY, Action, Actor

FIND = "find-record"
"""The button that looks for a record of ours; it sends the form, which is shown again with what was found."""
_HOLDING = re.compile(r"items-\d{1,2}-holding")
Send = Callable[[MessageForm], Sequence[Message]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page on which a message is written.

    Args:
        title: its heading.
        lead: a sentence under it.
        button: what the button says.
        setting: what the form offers.
        send: what is done with a valid form.
        back: where the way back leads, and what it is called.
        conversation: that the message belongs to, or None where it begins one.
        initial: what the form begins with.
        rows: what its rows begin with, by prefix.
        beside: more for the template: what is answered, what is cited.
        icon: the sign on the button.
    """

    title: str | Promise
    button: str | Promise
    setting: Setting
    send: Send
    back: tuple[str, str]
    lead: str | Promise = ""
    conversation: Conversation | None = None
    initial: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    beside: Mapping[str, Any] = field(default_factory=dict)
    icon: str = "sent"


def written(request: HttpRequest, actor: Actor, kind: type[MessageForm], page: Page) -> HttpResponse:
    """This function shows a form, changes its rows, or sends what it says; every fault stands at its field at once."""
    posted = request.method == "POST"
    changed = pressed(request.POST) if posted else None
    data = changed if changed is not None else request.POST if posted else None
    records = _records(request, actor) if "items" in kind.kinds else []
    setting = replace(page.setting, holdings=list(dict([*page.setting.holdings, *records]).items()))
    form = kind(data, setting=setting, initial=page.initial, rows=page.rows)
    if changed is not None or FIND in request.POST:
        form.calm()
    elif request.method == "POST" and form.is_valid():
        made = _sent(form, page.send)
        if made:
            messages.success(request, _done(made))
            return redirect("messaging:conversation", made[0].conversation_id)
    context = {
        "form": form,
        "page": page,
        "sought": request.POST.get("record", ""),
        "found": len(records) if FIND in request.POST else None,
        "may_find": actor.role in MAY[Action.HOLDING_LIST],
        "bases": basis.towards(actor, page.setting.partners, form.message_type, page.conversation),
        **page.beside,
    }
    return render(request, "messaging/write.html", context)


def _records(request: HttpRequest, actor: Actor) -> list[tuple[str, str]]:
    """This function returns the records that are chosen in items, and those that were looked for."""
    names = [name for name in request.POST if _HOLDING.fullmatch(name)]
    chosen = {request.POST[name] for name in names} - {""}
    kept = [choice for one in sorted(chosen) for choice in offering.choice_of_holding(actor, one)]
    sought = request.POST.get("record", "").strip() if FIND in request.POST else ""
    return [*kept, *(offering.found_holdings(actor, sought) if sought else ())]


def _sent(form: MessageForm, send: Send) -> Sequence[Message]:
    try:
        return send(form)
    except (InvalidInput, Conflicting) as error:
        form.add_error(None, said(error))
    except Refused as error:
        if error.code.startswith("permissions."):
            raise
        form.add_error(None, said(error))
    return ()


def _done(made: Sequence[Message]) -> str:
    if made[0].state == "awaiting-approval":
        return _("It waits for a supervisor's approval.")
    return _("It is queued and goes out at once.")
