"""What waits for a person, slice by slice: requests, hits, messages, imports, partners."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.exchange.conversations import Notice, State
from comity.linkage.evidence import Strength
from comity.node.audit import browsing
from comity.node.desk.today import LIMIT, Item, Section, section
from comity.node.duplicates import queries as pairs
from comity.node.holdings import openings
from comity.node.holdings import queries as holdings
from comity.node.holdings.models import ImportState
from comity.node.items import recall_queries
from comity.node.matching import budget_queries, joint_queries
from comity.node.matching import queries as matching
from comity.node.matching.fishing_words import sentence
from comity.node.matching.models import HitState
from comity.node.messaging import queries as messaging
from comity.node.messaging.models import Conversation, Message
from comity.node.messaging.words import KINDS
from comity.node.partners import queries as partners
from comity.node.partners.models import PartnerState
from comity.node.permissions import Action, Actor


def _conversation(row: Conversation, state: str, *, due: bool = True) -> Item:
    what = f"{row.partner.agency}: {_kind(row)}"
    deadline = row.deadline if due else None
    return Item(reverse("messaging:conversation", args=[row.id]), what, state, due=deadline, since=row.last)


@section(Action.REPLY_SEND)
def owing(actor: Actor) -> Section:
    """This function returns what partners wait for, the nearest deadline first."""
    return _owed(actor, gettext_lazy("Partners wait for us"), by_us=True)


@section(Action.RECALL_SEND)
def recalls(actor: Actor) -> Section:
    """This function returns the nodes that have not proved that every copy of what was recalled is treated."""
    rows = recall_queries.waiting(actor)
    late = [
        Item(
            reverse("messaging:recall", args=[row.recall.item_id]),
            f"{row.partner.agency}: {row.get_state_display()}",
            due=row.recall.confirm_by, since=row.asked or row.recall.began,
        )
        for row in rows[:LIMIT]
    ]  # fmt: skip
    title, url = gettext_lazy("Recalls not proven yet"), reverse("messaging:recalls")
    return Section(title, "back", tuple(late), rows.count(), url)


@section(Action.CONVERSATION_READ)
def alerts(actor: Actor) -> Section:
    """This function returns the alerts in force that nobody here has read."""
    rows = messaging.unread_alerts(actor)
    items = tuple(
        Item(reverse("messaging:alerts") + f"#alert-{row.message_id}", _what(row.message), "in-force", due=row.valid_to)
        for row in rows[:LIMIT]
    )
    return Section(gettext_lazy("New alerts"), "alarm", items, rows.count(), reverse("messaging:alerts"), "attention")


@section(Action.REQUEST_APPROVE)
def approvals(actor: Actor) -> Section:
    """This function returns what needs a second person's approval before it leaves."""
    rows = messaging.overview(actor, waiting=True).filter(to_approve__gt=0).order_by("last")  # type: ignore[misc]
    items = tuple(_conversation(row, "awaiting-approval", due=False) for row in rows[:LIMIT])
    title = gettext_lazy("To approve")
    return Section(title, "conversation", items, rows.count(), reverse("messaging:approvals"), "attention")


@section(Action.CONVERSATION_READ)
def escalations(actor: Actor) -> Section:
    """This function returns what is late and was told to this person."""
    rows = messaging.reminders(actor).exclude(kind=Notice.REMINDER)
    items = tuple(
        Item(reverse("messaging:conversation", args=[row.message.conversation_id]), _what(row.message), due=row.due)
        for row in rows[:LIMIT]
    )
    return Section(gettext_lazy("Late"), "alarm", items, rows.count(), reverse("messaging:owed"), "bad")


@section(Action.CONVERSATION_READ)
def unread(actor: Actor) -> Section:
    """This function returns the conversations in which something of a partner is unread."""
    rows = messaging.overview(actor, waiting=True).filter(to_read__gt=0).order_by("last")  # type: ignore[misc]
    items = tuple(_conversation(row, "received", due=False) for row in rows[:LIMIT])
    url = reverse("messaging:list") + "?waiting=1"
    return Section(gettext_lazy("Messages to read"), "conversation", items, rows.count(), url)


@section(Action.CONVERSATION_READ)
def awaited(actor: Actor) -> Section:
    """This function returns what partners owe us, the nearest deadline first."""
    return _owed(actor, gettext_lazy("We wait for partners"), by_us=False)


def _owed(actor: Actor, title: Promise, *, by_us: bool) -> Section:
    rows = messaging.owing(actor, by_us=by_us)
    items = tuple(
        Item(
            reverse("messaging:conversation", args=[row.conversation.id]),
            f"{row.partner.agency}: {_kind(row.conversation)}",
            due=row.deadline,
            since=row.since,
        )
        for row in rows[:LIMIT]
    )
    return Section(title, "queued", items, rows.count(), reverse("messaging:owed"), "attention" if by_us else "")


@section(Action.HIT_DECIDE)
def hits(actor: Actor) -> Section | None:
    """This function returns the hits that a person confirms or dismisses; without a purpose they stay closed."""
    if not actor.has_purpose:
        return None
    total = matching.hits_to_decide(actor).count()
    rows = matching.hits(actor, state=HitState.OPEN, most=LIMIT) if total else []
    titles = matching.titles(actor, rows)
    items = tuple(
        Item(
            reverse("matching:hit", args=[row.id]),
            _("%(subject)s, at %(agency)s")
            % {"subject": titles.get(row.subject_id) or _("A record"), "agency": row.partner.agency},
            strength=row.strength,
            since=row.found,
        )
        for row in rows
        if row.strength != Strength.WEAK
    )
    return Section(gettext_lazy("Hits to confirm"), "hit", items, total, reverse("matching:hits"), "attention")


@section(Action.GROUP_WRITE)
def joint_checks(actor: Actor) -> Section:
    """This function returns the joint checks that partners propose and nobody has decided."""
    rows = joint_queries.to_decide(actor)
    items = tuple(
        Item(reverse("matching:joint", args=[row.id]), row.partner.agency, row.state, since=row.at)
        for row in rows[:LIMIT]
    )
    title = gettext_lazy("Joint checks to decide")
    return Section(title, "pair", items, rows.count(), reverse("matching:joint-checks"), "attention")


@section(Action.GROUP_WRITE)
def budgets(actor: Actor) -> Section:
    """This function returns the budgets that partners propose and nobody has decided."""
    rows = budget_queries.to_decide(actor)
    items = tuple(
        Item(reverse("matching:budget", args=[row.partner_id]), row.partner.agency, row.state, since=row.at)
        for row in rows[:LIMIT]
    )
    title = gettext_lazy("Budgets to decide")
    return Section(title, "pair", items, rows.count(), reverse("matching:budgets"), "attention")


@section(Action.FISHING_REVIEW)
def fishing(actor: Actor) -> Section:
    """This function returns the signs that partners fish, and that nobody looked into."""
    rows = budget_queries.signs(actor)
    items = tuple(
        Item(
            reverse("matching:budget", args=[row.partner_id]) + "#signs",
            f"{row.partner.agency}: {sentence(row.kind, row.figures)}",
            since=row.found,
        )
        for row in rows[:LIMIT]
    )
    title = gettext_lazy("Signs of fishing to look into")
    return Section(title, "hit", items, rows.count(), reverse("matching:budgets"), "attention")


@section(Action.HOLDING_MERGE)
def duplicates(actor: Actor) -> Section | None:
    """This function returns the pairs of records that may be of one subject; without a purpose they stay closed."""
    if not actor.has_purpose:
        return None
    rows = pairs.waiting(actor, LIMIT)
    items = tuple(
        Item(
            reverse("duplicates:proposal", args=[each.proposal.id]),
            _("%(one)s and %(other)s: one subject?") % {"one": each.first.title, "other": each.second.title},
            strength=each.proposal.strength,
            since=each.proposal.found,
        )
        for each in rows
    )
    total = pairs.count(actor)
    return Section(gettext_lazy("Duplicates to decide"), "pair", items, total, reverse("duplicates:list"))


@section(Action.CONVERSATION_READ)
def undelivered(actor: Actor) -> Section:
    """This function returns the messages that their partner has not acknowledged."""
    rows = messaging.outbox(actor)
    items = tuple(_message(row.message) for row in rows[:LIMIT])
    title = gettext_lazy("Messages under way")
    return Section(title, "sent", items, rows.count(), reverse("messaging:outbox"))


def _message(row: Message) -> Item:
    state = State(row.state).value
    return Item(reverse("messaging:conversation", args=[row.conversation_id]), _what(row), state, since=row.made)


def _what(row: Message) -> str:
    return f"{row.partner.agency}: {_kind(row.conversation)}"


def _kind(row: Conversation) -> str:
    """This function names a conversation without what it is about, which is read on its own page, on record."""
    named = str(KINDS.get(row.kind, row.kind))
    return f"{named}, {row.case.reference}" if row.case else named


@section(Action.HOLDING_IMPORT)
def imports(actor: Actor) -> Section | None:
    """This function returns the imports that wait for a person or for the worker."""
    if not actor.has_purpose:
        return None
    waiting = [ImportState.READING, ImportState.CHECKED, ImportState.QUEUED, ImportState.RUNNING]
    rows = holdings.imports(actor).filter(state__in=waiting)
    items = tuple(
        Item(reverse("holdings:report", args=[row.id]), row.file_name, row.state, since=row.at) for row in rows[:LIMIT]
    )
    return Section(gettext_lazy("Imports"), "import", items, rows.count(), reverse("holdings:imports"))


@section(Action.OPENING_DECIDE)
def openings_to_decide(actor: Actor) -> Section | None:
    """This function returns the protected records that wait for a second person."""
    if not actor.has_purpose:
        return None
    rows = openings.to_decide(actor)
    url = reverse("holdings:openings")
    items = tuple(
        Item(url, _("%(name)s asks to read a protected record") % {"name": each.name}, since=each.opening.asked)
        for each in openings.shown(actor, list(rows[:LIMIT]))
    )
    return Section(gettext_lazy("Protected records to open"), "denied", items, rows.count(), url, "attention")


@section(Action.BROWSING_REVIEW)
def unusual_browsing(actor: Actor) -> Section:
    """This function returns the days on which somebody read far more than peers, and nobody looked into it."""
    rows, url = browsing.to_review(actor), reverse("audit:browsing")
    items = tuple(
        Item(url, _("%(name)s read far more than others") % {"name": name}, since=row.found)
        for row, name in browsing.named(list(rows[:LIMIT]))
    )
    return Section(gettext_lazy("Browsing to look into"), "names", items, rows.count(), url, "attention")


@section(Action.PARTNER_ACCEPT)
def channels(actor: Actor) -> Section:
    """This function returns the partners whose fingerprint is not compared yet, and the frozen channels."""
    rows = partners.partners(actor).filter(state__in=[PartnerState.PROPOSED, PartnerState.FROZEN])
    items = tuple(
        Item(reverse("partners:partner", args=[row.id]), row.agency, row.state)
        for row in rows.order_by("state")[:LIMIT]
    )
    tone = "bad" if rows.filter(state=PartnerState.FROZEN).exists() else "attention"
    title = gettext_lazy("Partners that need a decision")
    return Section(title, "partner", items, rows.count(), reverse("partners:list"), tone)
