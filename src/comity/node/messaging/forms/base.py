"""What every form of a message has: to whom, what is said, and what may be done with it, in groups in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.exchange.contents import CONTENTS
from comity.exchange.texts import cleaned
from comity.kernel.clock import timestamp
from comity.node.messaging.forms import faults
from comity.node.messaging.forms.items import ItemRow
from comity.node.messaging.forms.rows import Row, Rows, say_plainly
from comity.node.messaging.forms.setting import Setting
from comity.node.messaging.forms.terms import TermsForm, UseForm
from comity.node.messaging.terms import Terms
from comity.node.partners.models import Partner


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together on the page.

    Args:
        title: their heading.
        fields: their names, in order.
        hint: a sentence under the heading.
        rows: the prefix of the rows that stand here instead of fields.
        folded: shown on request only, since most messages need nothing of it.
    """

    title: str | Promise
    fields: tuple[str, ...] = ()
    hint: str | Promise = ""
    rows: str = ""
    folded: bool = False


TO = Group(_("To"), ("partners",))
TERMS = Group(
    _("What may be done with it"),
    ("tlp", "pap", "handling", "words", "retention_until"),
    hint=_("These rules travel with the message, and the partner's node keeps them."),
)
ITEM_TERMS = Group(
    _("What may be done with it"),
    ("permitted_use", "permitted_purposes", "tlp", "pap", "handling", "words", "retention_until"),
    hint=_("These rules travel with every item, and the partner's node keeps them. An item can be tightened above."),
)
SUBJECTS = Group(_("Whom or what it is about"), hint=_("Several values are separated by a semicolon."), rows="subjects")
ITEMS = Group(
    _("What we give"), hint=_("One piece of information in each, so that each can be used by itself."), rows="items"
)


class MessageForm(TermsForm):
    """The form of one type of message; its fields are named as in the type's content."""

    use_required_attribute = False
    message_type: ClassVar[str] = ""
    groups: ClassVar[tuple[Group, ...]] = ()
    kinds: ClassVar[Mapping[str, type[Row]]] = {}
    """The rows that the form has, by their prefix."""
    named: ClassVar[Mapping[str, str]] = {}
    """The field at which a fault of the content's field stands, where the two have different names."""
    partners = forms.ModelMultipleChoiceField(
        label=_("Partners"),
        queryset=Partner.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each gets the message, and learns who else does."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        setting: Setting,
        initial: Mapping[str, Any] | None = None,
        rows: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.setting = setting
        say_plainly(self)
        if TO in self.groups:
            partners: Any = self.fields["partners"]
            partners.queryset, partners.initial = setting.partners, list(setting.chosen)
            partners.error_messages["required"] = _("Choose at least one partner.")
        else:
            del self.fields["partners"]
        begun = rows or {}
        self.rows: dict[str, Rows[Any]] = {
            prefix: Rows(kind, prefix, data, begun.get(prefix, ()), setting=setting)
            for prefix, kind in self.kinds.items()
        }

    def values(self) -> dict[str, Any]:
        """This function returns the content as it would travel, from what was given so far."""
        return {}

    def clean(self) -> dict[str, Any]:
        """This function judges the rows and the content, and puts every fault at its field."""
        values = super().clean()
        for rows in self.rows.values():
            rows.is_valid()
        for place, reason in faults.found(CONTENTS[self.message_type], _without_none(self.values())):
            self._fault(place, faults.said(reason))
        return values

    def is_valid(self) -> bool:
        """This function tells whether form and rows are as they should be."""
        return super().is_valid() and not any(row.errors for rows in self.rows.values() for row in rows)

    def calm(self) -> None:
        """This function shows what was written without judging it yet."""
        self._errors, self.cleaned_data = ErrorDict(), {}
        for rows in self.rows.values():
            for row in rows:
                row.calm()

    def content(self) -> dict[str, Any]:
        """This function returns the content of a valid form, without what is not said."""
        return _without_none(self.values())

    @property
    def partner_ids(self) -> list[str]:
        """This function returns to whom it goes."""
        chosen = self.cleaned_data.get("partners")
        return [partner.id for partner in chosen] if chosen is not None else list(self.setting.chosen)

    @property
    def holding_ids(self) -> list[str]:
        """This function returns the records that the items come from, one for each item or empty."""
        rows = self.rows.get("items")
        return [str(row.cleaned_data.get("holding", "")) for row in rows.filled] if rows else []

    @property
    def terms(self) -> Terms:
        """This function returns what travels with the message about its use."""
        return Terms(self.restriction(), self.cleaned_data["retention_until"], get_language() or "en")

    @property
    def shown(self) -> list[dict[str, Any]]:
        """This function returns the groups with their fields, for the page."""
        return [
            {
                "group": group,
                "fields": (fields := [self[name] for name in group.fields if name in self.fields]),
                "rows": self.rows.get(group.rows),
                "open": not group.folded or any(f.errors or f.value() for f in fields),
            }
            for group in self.groups
        ]

    @property
    def wrong(self) -> list[forms.BoundField]:
        """This function returns every field that needs mending, in the order of the page."""
        found: list[forms.BoundField] = []
        for each in self.shown:
            found += [bound for bound in each["fields"] if bound.errors]
            found += [bound for row in each["rows"] or () for bound in row if bound.errors]
        return found

    def said(self, name: str) -> str:
        """This function returns what was written in a field."""
        return cleaned(str(self.cleaned_data.get(name) or ""))

    def day(self, name: str) -> str | None:
        """This function returns a day as it travels, or None where none is given."""
        value = self.cleaned_data.get(name)
        return value.isoformat() if value else None

    def moment(self, name: str) -> str | None:
        """This function returns a moment as it travels, or None where none is given."""
        value: datetime | None = self.cleaned_data.get(name)
        return timestamp(value) if value else None

    def _fault(self, place: Sequence[str | int], sentence: str) -> None:
        first = str(place[0]) if place else ""
        rows = self.rows.get(first)
        if rows is not None:
            inside = [str(part) for part in place[2:3]]
            filled = rows.filled
            number = place[1] if len(place) > 1 and isinstance(place[1], int) else 0
            row = filled[number] if number < len(filled) else rows.forms[0]
            if inside and inside[0] not in row.fields and inside[0] in self.fields:
                self._say(inside[0], sentence)
                return
            name = row.place(inside[0] if inside else "")
            if name not in row.errors:
                row.add_error(name, sentence)
            return
        joined = "_".join(str(part) for part in place if isinstance(part, str))
        named = [self.named.get(n, n) for n in (joined, first)]
        self._say(next((n for n in named if n in self.fields), None), sentence)

    def _say(self, name: str | None, sentence: str) -> None:
        if name is None or name not in self.errors:
            self.add_error(name, sentence)


class GivingForm(MessageForm, UseForm):
    """A message that gives items; what the page says of their use holds for each of them."""

    kinds: ClassVar[Mapping[str, type[Row]]] = {"items": ItemRow}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permitted_use"].required = False

    def items(self) -> list[dict[str, Any]]:
        """This function returns the items as they would travel."""
        return [row.under(self) for row in self.rows["items"].filled]


def _without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
