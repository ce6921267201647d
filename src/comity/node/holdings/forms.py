"""Forms: what is stated once for a file or a record, and what is changed later."""

from __future__ import annotations

from datetime import timedelta
from typing import IO, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.kernel import Evaluation, Handling, InvalidInput, Restriction, Tlp
from comity.kernel.handling import Pap
from comity.node.cases.queries import cases, duties
from comity.node.holdings.grounds import Grounds
from comity.node.holdings.models import ROLES, SCHEMAS, Holding
from comity.node.holdings.words import HANDLING, INFORMATION, PAP, PROPERTY_NAMES, SOURCES, TLP
from comity.node.permissions import Actor
from comity.node.runtime import clock, limits
from comity.subjects import Role
from comity.subjects.mapping import LONGEST, parse
from comity.subjects.readers import formats, mapped, with_mapping

YEAR = timedelta(days=365)


class HandlingForm(forms.Form):
    """What may be done with a record, and how long it is kept."""

    source_code = forms.ChoiceField(label=_("Source"), choices=SOURCES, initial="B")
    information_code = forms.ChoiceField(label=_("Information"), choices=INFORMATION, initial="2")
    handling = forms.MultipleChoiceField(
        label=_("Handling codes"), choices=HANDLING, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("H0, only for preventing and combating crime, always holds."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Restriction in words"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("With H3 only."),
    )  # fmt: skip
    tlp = forms.ChoiceField(label=_("Who may see it (TLP)"), choices=TLP, initial=str(int(Tlp.AMBER)))
    pap = forms.ChoiceField(label=_("What may be done (PAP)"), choices=PAP, initial=str(int(Pap.AMBER)))
    releasable_to = forms.CharField(
        label=_("May be found by"), required=False, max_length=300,
        help_text=_("Countries whose agencies may get a hit on it, such as: VN TH. Empty: nobody."),
    )  # fmt: skip
    retention_until = forms.DateField(label=_("Keep until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """This function proposes to keep records for five years."""
        super().__init__(*args, **kwargs)
        self.fields["retention_until"].initial = (clock().now() + 5 * YEAR).date()

    def clean(self) -> dict[str, Any]:
        """This function puts the codes together and says where they contradict each other."""
        data = super().clean() or {}
        try:
            data["restriction"] = Restriction(
                frozenset(Handling(code) for code in data.get("handling", ())),
                Tlp(int(data["tlp"])),
                Pap(int(data["pap"])),
                data.get("words", ""),
            )
        except ValueError:
            self.add_error("words", _("H3 needs its restriction in words, and words need H3."))
        except KeyError:
            pass
        return data

    @property
    def evaluation(self) -> Evaluation:
        """This function returns the evaluation of a valid form."""
        return Evaluation(self.cleaned_data["source_code"], self.cleaned_data["information_code"])

    @property
    def countries(self) -> tuple[str, ...]:
        """This function returns what stands under "may be found by", one by one."""
        return tuple(self.cleaned_data["releasable_to"].replace(",", " ").split())

    @classmethod
    def of(cls, held: Holding) -> dict[str, Any]:
        """This function returns the present values of a holding, for a form that changes them."""
        return {
            "source_code": held.evaluation[:1], "information_code": held.evaluation[1:],
            "handling": held.handling.split(),
            "words": held.words, "tlp": str(held.tlp), "pap": str(held.pap), "role": held.role,
            "releasable_to": " ".join(held.releasable_to), "retention_until": held.retention_until,
        }  # fmt: skip


class GroundsForm(HandlingForm):
    """Case or duty, role, source, and how it is handled."""

    ground = forms.ChoiceField(label=_("Case or standing duty"))
    role = forms.ChoiceField(label=_("Role in the case"), choices=ROLES, initial=Role.SUSPECT.value)
    source = forms.CharField(
        label=_("Where it comes from"), max_length=200, help_text=_("For example: border post register, May 2026.")
    )
    field_order: tuple[str, ...] = ("file", "format", "ground", "role", "source")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """This function fills the choices with what the actor works on, the present one first."""
        super().__init__(*args, **kwargs)
        mine = [
            (f"case:{case.id}", str(case))
            for case in cases(actor).filter(closed=None, casemember__user_id=actor.user_id).distinct()
        ]
        mine += [(f"duty:{duty.id}", str(duty)) for duty in duties(actor)]
        ground = self.fields["ground"]
        ground.choices = mine  # type: ignore[attr-defined]
        ground.initial = f"case:{actor.case_id}" if actor.case_id else f"duty:{actor.duty_id}"

    def grounds(self) -> Grounds:
        """This function returns what a valid form states."""
        data = self.cleaned_data
        kind, _colon, ground_id = data["ground"].partition(":")
        return Grounds(
            case_id=ground_id if kind == "case" else None, duty_id=ground_id if kind == "duty" else None,
            role=Role(data["role"]), source=data["source"], evaluation=self.evaluation,
            restriction=data["restriction"], releasable_to=self.countries, retention_until=data["retention_until"],
        )  # fmt: skip


class ImportForm(GroundsForm):
    """A file, and what its rows have in common."""

    file = forms.FileField(
        label=_("File"), help_text=_("CSV with FollowTheMoney property names, or the Security Council's list in XML.")
    )
    format = forms.ChoiceField(label=_("Format"), required=False)
    mapping = forms.FileField(
        label=_("Mapping"), required=False,
        help_text=_("What the columns of another table are; made with the command: comity holdings map"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """This function offers the formats that there are."""
        super().__init__(*args, **kwargs)
        every = [(each.name, each.title) for each in formats() if each is not mapped.FORMAT]
        self.fields["format"].choices = [("", _("Found from the content")), *every]  # type: ignore[attr-defined]
        self.fields["role"].help_text = _("For rows that state none themselves.")

    def content(self) -> IO[bytes]:
        """This function returns what is to be read: the file, or the table with its mapping in one.

        Raises:
            InvalidInput: the mapping is wrong.
            UnreadableFile: the table is empty or too large.
        """
        file, given = self.cleaned_data["file"], self.cleaned_data["mapping"]
        if not given:
            stream: IO[bytes] = file.file
            return stream
        try:
            mapping = parse(given.read(LONGEST * 4).decode("utf-8"), given.name)
        except UnicodeDecodeError:
            raise InvalidInput(
                given.name, "it is not in UTF-8", "Save it in UTF-8", code="holdings.import.mapping"
            ) from None
        return with_mapping(file.file, mapping, limits=limits(), name=file.name)


BY_HAND = (
    "name", "alias", "gender", "birthDate", "nationality", "passportNumber", "idNumber", "phone", "email", "iban",
    "accountNumber", "publicKey", "registrationNumber", "address", "notes",
)  # fmt: skip


class RecordForm(GroundsForm):
    """One record by hand."""

    schema = forms.ChoiceField(label=_("What it is"), choices=SCHEMAS)
    reference = forms.CharField(label=_("File number"), required=False, max_length=200)
    field_order = ("schema", "reference", *BY_HAND, "ground", "role", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """This function adds a field for each property that a person records by hand."""
        super().__init__(*args, **kwargs)
        for prop in BY_HAND:
            area = forms.Textarea(attrs={"rows": 3}) if prop == "notes" else None
            self.fields[prop] = forms.CharField(
                label=_first_capital(str(PROPERTY_NAMES[prop])), required=False, max_length=2000, widget=area
            )
        self.order_fields(self.field_order)

    def values(self) -> list[tuple[str, str]]:
        """This function returns the properties that were filled in; several values stand behind semicolons."""
        found = []
        for prop in BY_HAND:
            text = self.cleaned_data[prop]
            parts = [text] if prop in {"notes", "address"} else text.split(";")
            found += [(prop, part.strip()) for part in parts if part.strip()]
        return found


class ChangeForm(HandlingForm):
    """What holds for a record as a whole."""

    role = forms.ChoiceField(label=_("Role in the case"), choices=ROLES)
    field_order = ("role",)


class StatementForm(forms.Form):
    """A further statement."""

    property = forms.ChoiceField(label=_("What is stated"))
    text = forms.CharField(label=_("Value"), max_length=20_000)
    source = forms.CharField(
        label=_("Where it comes from"), required=False, max_length=200, help_text=_("Empty: as the record.")
    )
    observed = forms.CharField(
        label=_("Observed"),
        required=False,
        max_length=20,
        help_text=_("Day, month or year: 2026-05-12, 2026-05, 2026."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """This function offers the properties that pages have a word for."""
        super().__init__(*args, **kwargs)
        self.fields["property"].choices = [(p, n) for p, n in PROPERTY_NAMES.items()]  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """A statement is corrected or withdrawn; what it said stays readable."""

    text = forms.CharField(
        label=_("Right value"), required=False, max_length=20_000, help_text=_("Empty: the statement is withdrawn.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=500)


class MergeForm(forms.Form):
    """Another record is of the same subject."""

    other = forms.CharField(
        label=_("Other record"), max_length=200, help_text=_("Its address on this desk, or its id.")
    )
    reason = forms.CharField(label=_("Why they are one"), max_length=500)

    def clean_other(self) -> str:
        """This function takes the id out of a page's address."""
        return str(self.cleaned_data["other"]).strip().rstrip("/").rsplit("/", 1)[-1]


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class DecisionForm(forms.Form):
    """What the second person says to who asked for a protected record."""

    words = forms.CharField(label=_("Words for who asked"), max_length=500, required=False)


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
