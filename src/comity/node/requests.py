"""Who acts in a request, for the views and routers of every slice; the desk finds it out (`node.desk.people`)."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from comity.node.permissions import Actor


def actor_of(request: HttpRequest) -> Actor:
    """This function returns who acts, as the desk's middleware has set it."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]
