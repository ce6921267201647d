"""How allauth is held: nobody signs up, and the secrets of second factors rest under the node's keys."""

from __future__ import annotations

from base64 import b64decode, b64encode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from comity.node.runtime import keyring


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """No sign-up and no e-mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- the library's signature
        """This function answers that nobody may sign up."""
        return False


class SealedMfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Secrets of second factors are wrapped, so that a copy of the database alone gives none away."""

    def encrypt(self, text: str) -> str:
        """This function wraps a secret for the database."""
        return b64encode(keyring().wrap("accounts/mfa", text.encode())).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """This function returns a secret from the database."""
        return keyring().unwrap("accounts/mfa", b64decode(encrypted_text)).decode()
