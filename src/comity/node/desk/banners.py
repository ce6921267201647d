"""What the node has to say on every page: recovery, frozen channels, a worker that does not run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from comity.node.permissions import Actor


@dataclass(frozen=True, slots=True)
class Banner:
    """One banner.

    Args:
        text: what is the matter.
        tone: warn or bad.
        icon: the sign before it.
        url: where to look or act; may be empty.
        link: the words of that link.
    """

    text: str | Promise
    tone: str = "warn"
    icon: str = "alarm"
    url: str = ""
    link: str | Promise = ""


Source = Callable[[Actor], Iterable[Banner]]
SOURCES: list[Source] = []


def source(function: Source) -> Source:
    """This function registers what may have something to say on every page."""
    SOURCES.append(function)
    return function


def banners(actor: Actor) -> list[Banner]:
    """This function returns what the node has to say to this person now."""
    return [banner for each in SOURCES for banner in each(actor)]
