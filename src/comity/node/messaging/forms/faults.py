"""Where the faults of a content stand on its form: every one at once, at its field, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from pydantic import ValidationError

from comity.exchange import faults
from comity.exchange.contents import Content

Fault = tuple[tuple[str | int, ...], str]
"""Where in the content, and what is wrong there, as `exchange.contents` says it."""


def found(model: type[Content], values: Mapping[str, Any]) -> list[Fault]:
    """This function returns every fault of a content.

    Args:
        model: the type's content (`exchange.contents.CONTENTS`).
        values: as a person gave them.
    """
    try:
        model.model_validate(dict(values))
    except ValidationError as error:
        return [
            (tuple(each["loc"]), faults.reason(each)) for each in error.errors(include_url=False, include_input=False)
        ]
    return []


def said(reason: str) -> str:
    """This function says what is wrong in the reader's language; what has no plain words is said as it came."""
    if reason.startswith(_ONE_OF):
        return gettext("Choose one of those that are offered.")
    return gettext(PLAIN[reason]) if reason in PLAIN else reason


_ONE_OF = "it must be one of"
PLAIN = {
    "it is empty": _("Fill this in."),
    "it is missing": _("Fill this in."),
    "it must be a text": _("Fill this in."),
    "there are too few of them": _("Write at least one."),
    "there are too many of them": _("These are too many for one message. Write a second one."),
    "it is no day, write it as 2026-11-22": _("This is no day. Write it as 2026-11-22."),
    "it is no date, write it as 1970-05-12, 1970-05 or 1970": _(
        "This is no date. Write it as 2026-05-12, 2026-05 or 2026."
    ),
    "it holds control characters or characters that turn the reading direction": _(
        "The text holds signs that cannot be sent. Write it without them."
    ),
    "a subject needs at least one identifier or name, or a handle": _(
        "Say at least one name or number of this subject."
    ),
    "a subject has more values than are allowed": _("This is too much about one subject. Write the rest in words."),
    "H3 needs its restriction in words, and words need H3": _("H3 needs its restriction in words, and words need H3"),
    "an urgent request says why it is urgent": _("Say why it is urgent."),
    "a full or partial reply has items, and no other reply has": _(
        "A full answer or one in part gives at least one item; another answer gives none."
    ),
    "a refusal names its ground, and no other answer does": _(
        "Choose the ground where it is refused, and none where it is not."
    ),
    "this ground needs words: the reason, or the address that is competent": _(
        "Say in words what the ground is, or who is competent."
    ),
    "this reply says in words what is unclear, or who is competent": _(
        "Say in words what is unclear, or who is competent."
    ),
    "it ends on or after the day on which it begins": _("The last day is the first day, or a later one."),
    "an agency is named twice": _("Each partner is named once."),
    "an item is named twice": _("The same item is given twice. Leave one out."),
    "a controlled delivery says goods, route, control, substitution and when to stop, and no other kind does": _(
        "A controlled delivery says goods, route, control, what becomes of the goods, and when it is broken off. "
        "Leave these fields empty otherwise."
    ),
    "a joint team says leader, seat, law and evidence, and no other kind does": _(
        "A joint team says who leads, where it works, which law holds and how its findings may be used. "
        "Leave these fields empty otherwise."
    ),
    "an alert ends after it begins": _("The alert ends after it begins. Choose a later end."),
    "say what the danger is": _("Say what the danger is."),
    "say what shall change": _("Say what shall change."),
    "say until when a reply is wanted, and only where one is wanted": _(
        "Say until when a reply is wanted, or that you wait for none."
    ),
}
"""What `exchange.contents` says, as a person reads it beside the field."""
