"""Whom or what a message is about: one row a subject."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.node.messaging.forms.choices import PROPERTIES, ROLES, SCHEMAS
from comity.node.messaging.forms.rows import Row
from comity.node.messaging.forms.setting import Setting
from comity.subjects.model import Role


class SubjectRow(Row):
    """One subject: what it is, its role, and what is said of it. Several values are separated by a semicolon."""

    telling: ClassVar[tuple[str, ...]] = (*PROPERTIES, "handle")
    add_label = _("Add a subject")
    schema_name = forms.ChoiceField(label=_("What it is"), choices=SCHEMAS)
    role = forms.ChoiceField(label=_("Role in our case"), choices=ROLES, initial=Role.SUSPECT.value)
    handle = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, setting: Setting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not setting.handle_only:
            for name, label in PROPERTIES.items():
                self.fields[name] = forms.CharField(label=label, required=False, max_length=500)

    def values(self) -> dict[str, Any]:
        """This function returns the subject as `exchange.contents.AskedSubject` takes it."""
        values = self.cleaned_data
        said = {n: [v.strip() for v in values.get(n, "").split(";") if v.strip()] for n in PROPERTIES}
        subject = {
            "schema_name": values.get("schema_name", ""),
            "role": values.get("role", ""),
            "properties": {name: texts for name, texts in said.items() if texts},
        }
        return subject | ({"handle": values["handle"]} if values.get("handle") else {})

    def place(self, field: str) -> str:
        """This function returns the field of the row at which a fault of the subject stands."""
        return field if field in self.fields and field != "handle" else "name" if "name" in self.fields else "role"
