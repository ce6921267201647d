"""Which pages there are, and who may open them. A slice that is not there yet has no link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.node.messaging import counting
from comity.node.permissions import MAY, Action, Actor

LANGUAGES = (("en", "English"), ("km", "ភាសាខ្មែរ"), ("vi", "Tiếng Việt"))
"""The languages of the pages, each by its own name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation.

    Args:
        route: name of the URL.
        title: what it is called.
        icon: which sign stands before it.
        action: who may do this sees the entry; None: everybody.
        waiting: counts what waits there for this actor.
    """

    route: str
    title: str | Promise
    icon: str
    action: Action | None = None
    waiting: Callable[[Actor], int] | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one person sees it on one page."""

    url: str
    title: str | Promise
    icon: str
    count: int
    current: str


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading."""

    title: str | Promise
    links: list[Link]


ENTRIES: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    ("", (Entry("desk:today", _("Today"), "today"),)),
    (
        _("Find"),
        (
            Entry("holdings:list", _("Holdings"), "holdings", Action.HOLDING_LIST),
            Entry("holdings:import", _("Import"), "import", Action.HOLDING_IMPORT),
            Entry("holdings:names", _("Names"), "names", Action.HOLDING_LIST),
            Entry("duplicates:list", _("Duplicates"), "pair", Action.HOLDING_MERGE),
            Entry("matching:check", _("Check a subject"), "check", Action.CHECK),
            Entry("matching:hits", _("Hits"), "hit", Action.HIT_DECIDE),
        ),
    ),
    (
        _("Drugs"),
        (
            Entry("seizures:list", _("Seizures"), "holdings", Action.SEIZURE_READ),
            Entry("prosecutions:list", _("Prosecutions"), "case", Action.PROSECUTION_READ),
            Entry("campaigns:list", _("Campaigns"), "today", Action.CAMPAIGN_READ),
            Entry("picture:routes", _("Routes"), "pair", Action.PICTURE_READ),
            Entry("picture:statistics", _("Statistics"), "ledger", Action.PICTURE_READ),
            Entry("picture:regional", _("Regional picture"), "partner", Action.PICTURE_READ),
            Entry("places:list", _("Places"), "names", Action.PLACE_READ),
        ),
    ),
    (
        _("Ask and answer"),
        (
            Entry("messaging:new", _("New message"), "plus", Action.REPLY_SEND),
            Entry("messaging:list", _("Conversations"), "conversation", Action.CONVERSATION_READ, counting.unread),
            Entry("messaging:owed", _("Owed"), "queued", Action.CONVERSATION_READ, counting.owing),
            Entry("messaging:alerts", _("Alerts"), "alarm", Action.CONVERSATION_READ, counting.unread_alerts),
            Entry("messaging:approvals", _("Approvals"), "read", Action.REQUEST_APPROVE, counting.to_approve),
            Entry("items:list", _("Items"), "draft", Action.ITEM_READ),
            Entry("partners:list", _("Partners"), "partner", Action.PARTNER_READ),
        ),
    ),
    (
        _("Order"),
        (
            Entry("desk:cases", _("Cases"), "case", Action.CASE_LIST),
            Entry("desk:instruments", _("Legal basis"), "law"),
            Entry("audit:ledger", _("Ledger"), "ledger", Action.LEDGER_READ),
            Entry("audit:browsing", _("Browsing"), "names", Action.BROWSING_READ),
            Entry("desk:people", _("People"), "people", Action.USER_MANAGE),
            Entry("interfaces:list", _("Interfaces"), "key", Action.INTERFACE_MANAGE),
        ),
    ),
)


def _link(entry: Entry, actor: Actor, path: str) -> Link | None:
    if entry.action is not None and actor.role not in MAY[entry.action]:
        return None
    try:
        url = reverse(entry.route)
    except NoReverseMatch:
        return None
    current = "page" if path == url else "true" if url != "/" and path.startswith(url) else ""
    return Link(url, entry.title, entry.icon, entry.waiting(actor) if entry.waiting else 0, current)


def groups(actor: Actor, path: str) -> list[Group]:
    """This function returns the navigation for a person on a page."""
    found = [
        Group(title, [link for entry in entries if (link := _link(entry, actor, path))]) for title, entries in ENTRIES
    ]
    return [group for group in found if group.links]
