"""The officers' API with a token: the call acts as the token's account, within its scopes."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from comity.node.interfaces.entering import enter
from comity.node.interfaces.scopes import needed
from comity.node.permissions import Actor

PREFIX = "/v1/desk/"


class Bearer(HttpBearer):
    """``Authorization: Bearer`` with a token of this node."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """This function lets the call act as the token's account.

        Raises:
            HttpError: 401, the token is none that is valid.
            Refused: it was not made for this call.
            Exhausted: too many calls in this minute.
        """
        path = request.path.removeprefix(PREFIX).strip("/")
        scope = needed(request.method or "", path)
        entered = enter(token, scope, f"{request.method} {path.split('/')[0]}")
        if entered is None:
            raise HttpError(401, "the token is none that is valid")
        _found, actor = entered
        request.actor = actor  # type: ignore[attr-defined]  # as the desk's middleware sets it
        return actor
