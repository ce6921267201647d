"""What is given: one row an item, from a record of ours or in words."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.exchange.contents import Conditions
from comity.kernel import Pap, Restriction, Tlp, strictest
from comity.node.messaging.forms.choices import HANDLING, INFORMATION, PAPS, SOURCES, TLPS
from comity.node.messaging.forms.rows import Row
from comity.node.messaging.forms.setting import Setting
from comity.node.messaging.forms.terms import UseForm, restriction_of, sentences
from comity.node.runtime import clock, make_id, node_id

_AS_ALL = ("", _("as for all items"))


class ItemRow(Row):
    """One item: what it says, where it is from, how sure it is, and what may not be done with it besides."""

    telling: ClassVar[tuple[str, ...]] = ("text", "holding", "item")
    folded: ClassVar[tuple[str, ...]] = ("also", "also_words", "also_tlp", "also_pap")
    more_title = _("Tighten this item")
    add_label = _("Add an item")
    holding = forms.ChoiceField(
        label=_("From our record"),
        required=False,
        help_text=_("The item must then be at least as restricted as the record."),
    )
    text = forms.CharField(
        label=_("What we give"), widget=sentences(4), help_text=_("In sentences that can be read alone")
    )
    item = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    """An item that a partner gave and that is handed onward, or one of ours that is given again."""
    source = forms.ChoiceField(label=_("The source is"), choices=SOURCES, initial="B")
    information = forms.ChoiceField(label=_("The information is"), choices=INFORMATION, initial="2")
    date_of_data = forms.CharField(
        label=_("When it was so"), required=False, max_length=10, help_text=_("2026-05-12, 2026-05 or 2026")
    )
    also = forms.MultipleChoiceField(
        label=_("This item besides"), choices=HANDLING, required=False, widget=forms.CheckboxSelectMultiple
    )
    also_words = forms.CharField(label=_("The other restriction, in words"), required=False, max_length=500)
    also_tlp = forms.ChoiceField(label=_("Who may see it (TLP)"), choices=[_AS_ALL, *TLPS], required=False)
    also_pap = forms.ChoiceField(label=_("What may be done with it (PAP)"), choices=[_AS_ALL, *PAPS], required=False)

    def __init__(self, *args: Any, setting: Setting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if setting.holdings:
            self.fields["holding"].choices = [("", _("none: in words")), *setting.holdings]  # type: ignore[attr-defined]
        else:
            self.fields["holding"].widget = forms.HiddenInput()
            self.fields["holding"].choices = [("", "")]  # type: ignore[attr-defined]
        self.given = setting.items.get(str(self["item"].value() or ""))
        if self.given is not None:
            for name in ("holding", "text", "source", "information", "date_of_data"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """This function checks that H3 and its words come together, and that a record comes with a sentence."""
        values: dict[str, Any] = super().clean() or {}
        if ("H3" in values.get("also", [])) != bool(values.get("also_words")):
            self.add_error("also_words", _("H3 needs its restriction in words, and words need H3"))
        return values

    def restriction(self, of_all: Restriction) -> Restriction:
        """This function returns what holds for the item: never less than for all."""
        values = self.cleaned_data
        tlp, pap = values.get("also_tlp"), values.get("also_pap")
        own = restriction_of(
            values.get("also", []),
            values.get("also_words", ""),
            Tlp(int(tlp)) if tlp else Tlp.CLEAR,
            Pap(int(pap)) if pap else Pap.CLEAR,
        )
        return strictest(of_all, own)

    def under(self, terms: UseForm) -> dict[str, Any]:
        """This function returns the item as it travels, with what the page says for every item.

        Its id and owner stand in until the node makes the item.
        """
        values, common = self.cleaned_data, terms.cleaned_data
        if self.given is not None:
            own = self.given.conditions.restriction()
            tightened = Conditions.of(strictest(own, self.restriction(terms.restriction())))
            return self.given.model_copy(update={"conditions": tightened}).document()
        return {
            "id": make_id(),
            "owner": node_id(),
            "text": values.get("text", ""),
            "conditions": Conditions.of(self.restriction(terms.restriction())).document(),
            "evaluation": f"{values.get('source', '')}{values.get('information', '')}",
            "permitted_use": common.get("permitted_use", ""),
            "permitted_purposes": list(common.get("permitted_purposes", [])),
            "retention_until": common["retention_until"].isoformat() if common.get("retention_until") else "",
            "date_of_data": values.get("date_of_data") or clock().now().date().isoformat(),
        }

    def place(self, field: str) -> str:
        """This function returns the field of the row at which a fault of the item stands."""
        return {"evaluation": "source", "conditions": "also_words"}.get(
            field, field if field in self.fields else "text"
        )
