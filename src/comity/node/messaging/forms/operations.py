"""Acting together: proposal, plan, answer, result."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.exchange.contents import OperationKind
from comity.node.messaging.forms.base import ITEM_TERMS, ITEMS, TERMS, TO, GivingForm, Group, MessageForm
from comity.node.messaging.forms.choices import AGREEMENTS, GROUNDS, OPERATIONS, OUTCOMES
from comity.node.messaging.forms.items import ItemRow
from comity.node.messaging.forms.rows import Row
from comity.node.messaging.forms.setting import Setting
from comity.node.messaging.forms.terms import day_input, moment_input, sentences
from comity.node.runtime import config, node_id

_DELIVERY = ("goods", "route", "control", "substitution", "stop")
_TEAM = ("leader", "seat", "law", "evidence")
_WHEN = ("begins", "ends", "area")


class PartRow(Row):
    """What one partner does."""

    telling: ClassVar[tuple[str, ...]] = ("node", "role")
    add_label = _("Add a partner's part")
    node = forms.ChoiceField(label=_("Partner"))
    role = forms.CharField(label=_("What it does"), widget=sentences(2))

    def __init__(self, *args: Any, setting: Setting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(partner.id, partner.agency) for partner in setting.partners]
        self.fields["node"].choices = [("", "—"), *names]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """This function returns the part as `exchange.contents.Part` takes it."""
        return {"node": self.cleaned_data.get("node", ""), "role": self.cleaned_data.get("role", "")}


PARTS = Group(_("What each partner does"), rows="parts")


class SharedForm(MessageForm):
    """What proposal and plan have in common: who does what, when, where, and under which law."""

    kinds: ClassVar = {"parts": PartRow}
    our_part = forms.CharField(label=_("What we do"), widget=sentences(2))
    begins = forms.DateField(label=_("First day"), widget=day_input())
    ends = forms.DateField(label=_("Last day"), widget=day_input())
    area = forms.CharField(label=_("Where"), max_length=500)
    legal_basis = forms.CharField(
        label=_("Legal basis of each side"),
        widget=sentences(2),
        help_text=_("The instrument and its article, or the law"),
    )
    answer_by = forms.DateTimeField(label=_("Each side answers by"), widget=moment_input())

    def common(self) -> dict[str, Any]:
        """This function returns what proposal and plan both say."""
        ours = {"node": node_id(), "role": self.said("our_part")}
        return {
            "parts": [ours, *(row.values() for row in self.rows["parts"].filled)],
            "begins": self.day("begins"),
            "ends": self.day("ends"),
            "area": self.said("area"),
            "legal_basis": self.said("legal_basis"),
            "answer_by": self.moment("answer_by"),
        }


class ProposeForm(SharedForm):
    """A proposal to act together."""

    message_type = "operation-proposal"
    groups = (
        TO,
        Group(_("What we propose"), ("kind", "title", "proposal")),
        Group(_("What we do"), ("our_part",)),
        PARTS,
        Group(_("When, where, under which law"), (*_WHEN, "legal_basis", "answer_by")),
        Group(
            _("Only for a controlled delivery"),
            tuple(f"delivery_{name}" for name in _DELIVERY),
            folded=True,
        ),
        Group(_("Only for a joint team"), tuple(f"team_{name}" for name in _TEAM), folded=True),
        TERMS,
    )
    kind = forms.ChoiceField(label=_("It is"), choices=OPERATIONS)
    title = forms.CharField(label=_("Short name"), max_length=200)
    proposal = forms.CharField(label=_("What is proposed, and why"), widget=sentences(4))
    delivery_goods = forms.CharField(label=_("What goes, and how much"), required=False, max_length=500)
    delivery_route = forms.CharField(label=_("Where it passes, in order"), required=False, widget=sentences(2))
    delivery_control = forms.CharField(label=_("Who controls it on each stretch"), required=False, widget=sentences(2))
    delivery_substitution = forms.CharField(
        label=_("Whether the goods stay, are taken out or are replaced"), required=False, max_length=500
    )
    delivery_stop = forms.CharField(
        label=_("When it is broken off, and who decides"), required=False, widget=sentences(2)
    )
    team_leader = forms.ChoiceField(label=_("Who leads"), required=False)
    team_seat = forms.CharField(label=_("Where it works"), required=False, max_length=500)
    team_law = forms.CharField(
        label=_("Which law members act under, with which powers"), required=False, widget=sentences(2)
    )
    team_evidence = forms.CharField(label=_("How its findings may be used"), required=False, widget=sentences(2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(partner.id, partner.agency) for partner in self.setting.partners]
        leaders = [("", "—"), (node_id(), config().agency), *names]
        self.fields["team_leader"].choices = leaders  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """This function returns the content as it would travel, from what was given so far."""
        kind = self.cleaned_data.get("kind", "")
        delivery = self._of("delivery", _DELIVERY, wanted=kind == OperationKind.CONTROLLED_DELIVERY)
        team = self._of("team", _TEAM, wanted=kind == OperationKind.JOINT_TEAM)
        return self.common() | {
            "kind": kind,
            "title": self.said("title"),
            "proposal": self.said("proposal"),
            "delivery": delivery,
            "team": team,
        }

    def _of(self, prefix: str, names: tuple[str, ...], *, wanted: bool) -> dict[str, str] | None:
        said = {name: self.said(f"{prefix}_{name}") for name in names}
        return said if wanted or any(said.values()) else None


class PlanForm(SharedForm):
    """How a proposal that was agreed is carried out."""

    message_type = "operation-plan"
    groups = (
        TO,
        Group(_("The plan"), ("plan",)),
        Group(_("What we do"), ("our_part",)),
        PARTS,
        Group(_("When, where, under which law"), (*_WHEN, "legal_basis", "contact", "answer_by")),
        TERMS,
    )
    proposal = forms.CharField(max_length=36, widget=forms.HiddenInput)
    edition = forms.IntegerField(min_value=1, max_value=1000, initial=1, widget=forms.HiddenInput)
    plan = forms.CharField(label=_("Step by step"), widget=sentences(6))
    contact = forms.CharField(label=_("Who answers while it runs"), max_length=500)

    def values(self) -> dict[str, Any]:
        """This function returns the content as it would travel, from what was given so far."""
        return self.common() | {
            "proposal": self.said("proposal"),
            "edition": self.cleaned_data.get("edition") or 1,
            "plan": self.said("plan"),
            "contact": self.said("contact"),
        }


class AgreeForm(MessageForm):
    """Our answer to a proposal or plan."""

    message_type = "operation-answer"
    named: ClassVar = {"words": "text"}
    groups = (Group(_("Our answer"), ("answer", "text", "ground", "ground_words")), TERMS)
    answer = forms.ChoiceField(label=_("We"), choices=AGREEMENTS, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In words"),
        required=False,
        widget=sentences(),
        help_text=_("What shall change, where changes are wanted"),
    )
    ground = forms.ChoiceField(label=_("Ground, where we decline"), choices=GROUNDS, required=False)
    ground_words = forms.CharField(label=_("Ground in words, or who is competent"), required=False, max_length=500)

    def values(self) -> dict[str, Any]:
        """This function returns the content as it would travel, from what was given so far."""
        return {
            "in_reply_to": self.setting.in_reply_to,
            "answer": self.cleaned_data.get("answer", ""),
            "ground": self.cleaned_data.get("ground") or None,
            "ground_words": self.said("ground_words"),
            "words": self.said("text"),
        }


class ResultForm(GivingForm):
    """What came of an operation."""

    message_type = "operation-result"
    kinds: ClassVar = {"items": ItemRow}
    groups = (TO, Group(_("What came of it"), ("outcome", "result", "ended")), ITEMS, ITEM_TERMS)
    proposal = forms.CharField(max_length=36, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("It was"), choices=OUTCOMES)
    result = forms.CharField(label=_("In words"), widget=sentences(4))
    ended = forms.DateField(label=_("It ended on"), widget=day_input())

    def values(self) -> dict[str, Any]:
        """This function returns the content as it would travel, from what was given so far."""
        return {
            "proposal": self.said("proposal"),
            "outcome": self.cleaned_data.get("outcome", ""),
            "result": self.said("result"),
            "ended": self.day("ended"),
            "items": self.items(),
        }
