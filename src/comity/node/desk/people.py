"""Who acts in a request."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from comity.kernel import Refused
from comity.node.cases.queries import actor_for
from comity.node.permissions import Actor


def actor_of(request: HttpRequest) -> Actor:
    """This function returns who acts in a request, with the purpose stated; looked up once a request.

    Raises:
        Refused: nobody is signed in.
    """
    known = getattr(request, "_actor", None)
    if known is None:
        if not request.user.is_authenticated:
            raise Refused("this page", "nobody is signed in", "Sign in first", code="desk.person.unknown")
        known = actor_for(request.user)
        request._actor = known  # type: ignore[attr-defined] # noqa: SLF001 -- kept where Django keeps its own
    return cast("Actor", known)
