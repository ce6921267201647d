"""Words, tone and sign of every state, strength and code that pages show; never colour alone."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.kernel import Handling


class Label(NamedTuple):
    """How a state looks: its word, its tone (wait, go, good, warn, bad) and its icon."""

    word: str | Promise
    tone: str
    icon: str


STATES: dict[str, Label] = {
    "draft": Label(pgettext_lazy("state", "draft"), "wait", "draft"),
    "awaiting-approval": Label(pgettext_lazy("state", "awaits approval"), "warn", "queued"),
    "approved": Label(pgettext_lazy("state", "approved"), "good", "delivered"),
    "queued": Label(pgettext_lazy("state", "queued"), "wait", "queued"),
    "sending": Label(pgettext_lazy("state", "being sent"), "go", "sent"),
    "sent": Label(pgettext_lazy("state", "sent"), "go", "sent"),
    "delivered": Label(pgettext_lazy("state", "delivered"), "go", "delivered"),
    "read": Label(pgettext_lazy("state", "read"), "good", "read"),
    "received": Label(pgettext_lazy("state", "received"), "go", "delivered"),
    "acknowledged": Label(pgettext_lazy("state", "acknowledged"), "go", "delivered"),
    "answered": Label(pgettext_lazy("state", "answered"), "good", "read"),
    "partial": Label(pgettext_lazy("state", "answered in part"), "warn", "delivered"),
    "full": Label(pgettext_lazy("state", "answered in full"), "good", "read"),
    "nothing-held": Label(pgettext_lazy("state", "nothing held"), "wait", "open"),
    "clarification": Label(pgettext_lazy("state", "clarification needed"), "warn", "info"),
    "redirected": Label(pgettext_lazy("state", "redirected"), "go", "sent"),
    "refused": Label(pgettext_lazy("state", "refused"), "bad", "refused"),
    "rejected": Label(pgettext_lazy("state", "rejected"), "bad", "refused"),
    "poisoned": Label(pgettext_lazy("state", "cannot be read"), "bad", "alarm"),
    "clarification-needed": Label(pgettext_lazy("state", "clarification needed"), "warn", "info"),
    "expired": Label(pgettext_lazy("state", "expired"), "bad", "expired"),
    "withdrawn": Label(pgettext_lazy("state", "withdrawn"), "wait", "back"),
    "late": Label(pgettext_lazy("state", "late"), "bad", "alarm"),
    "due-soon": Label(pgettext_lazy("state", "due soon"), "warn", "queued"),
    "open": Label(pgettext_lazy("state", "open"), "go", "open"),
    "closed": Label(pgettext_lazy("state", "closed"), "wait", "delivered"),
    "active": Label(pgettext_lazy("state", "active"), "good", "delivered"),
    "inactive": Label(pgettext_lazy("state", "may not sign in"), "wait", "denied"),
    "proposed": Label(pgettext_lazy("state", "fingerprint to compare"), "warn", "info"),
    "pending": Label(pgettext_lazy("state", "pending"), "wait", "queued"),
    "accepted": Label(pgettext_lazy("state", "accepted"), "good", "delivered"),
    "declined": Label(pgettext_lazy("state", "declined"), "bad", "refused"),
    "paused": Label(pgettext_lazy("state", "paused"), "warn", "queued"),
    "stopped": Label(pgettext_lazy("state", "stopped"), "wait", "denied"),
    "suspended": Label(pgettext_lazy("state", "suspended"), "bad", "denied"),
    "frozen": Label(pgettext_lazy("state", "frozen"), "bad", "frozen"),
    "recovery": Label(pgettext_lazy("state", "in recovery"), "bad", "alarm"),
    "unconfirmed": Label(pgettext_lazy("state", "to confirm"), "warn", "hit"),
    "confirmed": Label(pgettext_lazy("state", "confirmed"), "good", "delivered"),
    "dismissed": Label(pgettext_lazy("state", "dismissed"), "wait", "refused"),
    "reading": Label(pgettext_lazy("state", "is being read"), "go", "queued"),
    "checked": Label(pgettext_lazy("state", "not imported yet"), "warn", "info"),
    "undone": Label(pgettext_lazy("state", "undone"), "wait", "back"),
    "undoing": Label(pgettext_lazy("state", "being undone"), "go", "back"),
    "running": Label(pgettext_lazy("state", "running"), "go", "queued"),
    "done": Label(pgettext_lazy("state", "done"), "good", "delivered"),
    "failed": Label(pgettext_lazy("state", "failed"), "bad", "alarm"),
    "live": Label(pgettext_lazy("state", "live"), "good", "open"),
    "ended": Label(pgettext_lazy("state", "ended"), "wait", "delivered"),
    "gone": Label(pgettext_lazy("state", "no longer held"), "wait", "expired"),
    "proven": Label(pgettext_lazy("state", "proven"), "good", "delivered"),
    "recorded": Label(pgettext_lazy("state", "recorded"), "wait", "queued"),
    "broken": Label(pgettext_lazy("state", "does not hold"), "bad", "alarm"),
    "agreed": Label(pgettext_lazy("state", "agrees"), "good", "delivered"),
    "alarm": Label(pgettext_lazy("state", "alarm"), "bad", "alarm"),
    "to-check": Label(pgettext_lazy("state", "to be checked by your lawyers"), "warn", "info"),
    "allowed": Label(pgettext_lazy("state", "allowed"), "good", "delivered"),
    "not-allowed": Label(pgettext_lazy("state", "not allowed"), "bad", "refused"),
    "bound": Label(pgettext_lazy("state", "bound"), "good", "delivered"),
    "committed": Label(pgettext_lazy("state", "committed"), "go", "delivered"),
    "not-yet-bound": Label(pgettext_lazy("state", "not bound yet"), "warn", "queued"),
    "no-longer-bound": Label(pgettext_lazy("state", "no longer bound"), "bad", "expired"),
    "signed-only": Label(pgettext_lazy("state", "signed only"), "warn", "draft"),
    "date-unknown": Label(pgettext_lazy("state", "since when is not recorded"), "warn", "info"),
    "not-a-party": Label(pgettext_lazy("state", "not a party"), "bad", "refused"),
    "awaiting-review": Label(pgettext_lazy("state", "to be reviewed"), "warn", "queued"),
    "review-overdue": Label(pgettext_lazy("state", "review overdue"), "bad", "alarm"),
    "justified": Label(pgettext_lazy("state", "justified"), "good", "delivered"),
    "not-justified": Label(pgettext_lazy("state", "not justified"), "bad", "refused"),
    "useful": Label(pgettext_lazy("state", "useful"), "good", "delivered"),
    "not-useful": Label(pgettext_lazy("state", "not useful"), "wait", "refused"),
    "granted": Label(pgettext_lazy("state", "granted"), "good", "delivered"),
    "changes-wanted": Label(pgettext_lazy("state", "wants changes first"), "warn", "info"),
    "complete": Label(pgettext_lazy("state", "every copy is treated"), "good", "delivered"),
    "incomplete": Label(pgettext_lazy("state", "not every copy is treated"), "warn", "alarm"),
    "in-force": Label(pgettext_lazy("state", "in force"), "good", "open"),
    "to-come": Label(pgettext_lazy("state", "not yet in force"), "wait", "queued"),
    "cancelled": Label(pgettext_lazy("state", "cancelled"), "wait", "refused"),
    "over": Label(pgettext_lazy("state", "its time is over"), "wait", "expired"),
    "corrected": Label(pgettext_lazy("state", "corrected"), "warn", "info"),
    "deleted": Label(pgettext_lazy("state", "deleted"), "wait", "refused"),
    "danger": Label(pgettext_lazy("state", "danger"), "bad", "alarm"),
    "danger-possible": Label(pgettext_lazy("state", "danger is possible"), "warn", "alarm"),
}

STRENGTHS: dict[str, Label] = {
    "strong": Label(pgettext_lazy("strength", "strong"), "good", ""),
    "possible": Label(pgettext_lazy("strength", "possible"), "warn", ""),
    "weak": Label(pgettext_lazy("strength", "weak"), "wait", ""),
}

HANDLING: dict[str, str | Promise] = {
    Handling.H0: _("only for preventing and combating crime"),
    Handling.H1: _("not as evidence in court without the provider's permission"),
    Handling.H2: _("no dissemination without the provider's permission"),
    Handling.H3: _("a further restriction, in words"),
}

SOURCES: dict[str, str | Promise] = {
    "A": _("source reliable"),
    "B": _("source mostly reliable"),
    "C": _("source mostly unreliable"),
    "X": _("source cannot be assessed"),
}

INFORMATION: dict[str, str | Promise] = {
    "1": _("information not in doubt"),
    "2": _("known personally to the source"),
    "3": _("corroborated by other information"),
    "4": _("neither known nor corroborated"),
}

BLANKS: dict[str, tuple[str | Promise, str, str]] = {
    "loading": (_("Loading…"), "queued", "status"),
    "error": (_("This could not be shown"), "alarm", "alert"),
    "offline": (_("The node cannot be reached"), "offline", "status"),
    "denied": (_("This is not open to you"), "denied", ""),
}
