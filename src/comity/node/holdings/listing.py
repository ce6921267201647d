"""A page of a long list: what comes after a place in it, and how many there are.

A place is the id of a holding, since lists go by age and ids by time; so a page costs the same at any depth. What a
text finds goes by likeness and is bounded, so that its places are plain numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet

from comity.node.holdings.models import Holding
from comity.node.holdings.searching import Ranking

COUNTED = 10_000
"""Counting stops here: to count half a million takes longer than to read a page of them."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The ids on a page.

    Args:
        ids: in order.
        count: how many there are in all, or at least.
        more: whether there are more than were counted.
        before: place to ask for what comes before this page; empty on the first.
        after: place to ask for what comes after it; empty on the last.
    """

    ids: list[str] = field(default_factory=list)
    count: int = 0
    more: bool = False
    before: str = ""
    after: str = ""


def newest(holdings: QuerySet[Holding], *, before: str, after: str, size: int) -> Chosen:
    """This function chooses a page of holdings, the newest first.

    Args:
        holdings: among which.
        before: only what is newer than this place, and nearest to it.
        after: only what is older than this place.
        size: of the page.
    """
    counted = holdings.order_by()[: COUNTED + 1].count()
    if before:
        newer = holdings.filter(id__gt=before).order_by("id").values_list("id", flat=True)
        ids = list(newer[: size + 1])
        first, last = len(ids) <= size, False
        ids = ids[:size][::-1]
    else:
        older = (holdings.filter(id__lt=after) if after else holdings).order_by("-id").values_list("id", flat=True)
        ids = list(older[: size + 1])
        first, last = not after, len(ids) <= size
        ids = ids[:size]
    return Chosen(
        ids, min(counted, COUNTED), counted > COUNTED, "" if first or not ids else ids[0],
        "" if last or not ids else ids[-1],
    )  # fmt: skip


def likeliest(ranking: Ranking, *, before: str, after: str, size: int) -> Chosen:
    """This function chooses a page of what a text finds, the likeliest first; places are numbers."""
    start = max(_number(before) - size, 0) if before else _number(after)
    ids = ranking.ids[start : start + size]
    end = start + len(ids)
    return Chosen(
        ids, len(ranking.ids), ranking.cut, str(start) if start and ids else "",
        str(end) if ids and end < len(ranking.ids) else "",
    )  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
