"""The forms of signing in, in the desk's words and without placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Any] = {
    "login": _("User name"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "code": _("Code"),
}


class Plain:
    """Labels instead of placeholders; no link to an e-mail that nobody sends."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """This function renames the fields."""
        super().__init__(*args, **kwargs)
        for key, field in self.fields.items():
            field.label = LABELS.get(key, field.label)
            field.widget.attrs.pop("placeholder", None)
            if key != "password1":
                field.help_text = ""


class SignIn(Plain, LoginForm):  # type: ignore[misc]
    """User name and password."""


class ChangePassword(Plain, ChangePasswordForm):  # type: ignore[misc]
    """The present and the new password."""


class Confirm(Plain, ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class SecondProof(Plain, AuthenticateForm):  # type: ignore[misc]
    """A code of the authenticator, or a recovery code."""


class ConfirmByCode(Plain, CodeForm):  # type: ignore[misc]
    """A code once more."""


class Activate(Plain, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator."""
