"""Shares side by side, each with its interval: of the number of relations, of the quantity, and without the largest."""

from __future__ import annotations

import math
from collections.abc import Sequence

from comity.flows.maps.labels import text_width, wrapped
from comity.flows.maps.legend import MARGIN
from comity.flows.maps.marks import link, tag, text
from comity.flows.maps.model import Bar, Share
from comity.flows.maps.paper import NOTE, leading, picture
from comity.flows.maps.timeline import WIDTHS
from comity.flows.maps.words import ENGLISH, Words

THICK = 11.0
LEAST = 27.0
"""Height of a line, so that a finger meets it."""


def bars(
    rows: Sequence[Bar],
    columns: Sequence[str],
    *,
    words: Words = ENGLISH,
    size: str = "wide",
    theme: str = "auto",
    alone: bool = True,
    name: str = "bars",
) -> str:
    """This function draws shares with their intervals as SVG that refers to nothing outside.

    Args:
        rows: what the shares are of, the greatest first.
        columns: what each share is a share of.
        words: in the reader's language.
        size: wide, columns side by side; or narrow for a phone, columns below each other.
        theme: auto, light, dark or print.
        alone: whether it is a file of its own.
        name: begins every id; unique on a page.
    """
    width = WIDTHS[size]
    narrow = size == "narrow"
    line = NOTE * leading(words.language)
    label_width = 0.0 if narrow else min(260.0, 12 + max((text_width(row.label, 13) for row in rows), default=0))
    wide = (width - 2 * MARGIN - label_width) / (1 if narrow else max(1, len(columns))) - 16
    parts, y = [], line
    for i, column in enumerate(columns):
        x = MARGIN + label_width + (0 if narrow else i * (wide + 16))
        parts.append(_sample(i, x, y, column))
        y += line + 2 if narrow else 0
    y += 6 if narrow else line
    for row in rows:
        lines = wrapped(row.label, (wide if narrow else label_width) - 6, 13)
        start, drawn = y, []
        for n, said in enumerate(lines):
            drawn.append(text(said, MARGIN, y + 10 + n * line, class_="cm-label"))
        y += len(lines) * line if narrow else 0
        for i, share in enumerate(row.shares):
            x = MARGIN + label_width + (0 if narrow else i * (wide + 16))
            drawn.append(_share(share, x, y + (i * (THICK + 6) if narrow else 0), wide, i, words))
        y += (len(row.shares) * (THICK + 6) + 8) if narrow else max(len(lines) * line, THICK) + 8
        y = max(y, start + LEAST)
        reach = tag("rect", x=MARGIN, y=start - 4, width=width - 2 * MARGIN, height=y - start, fill="transparent")
        parts.append(tag("g", link(row.url, reach, *drawn)))
    if not rows:
        parts.append(text(words.nothing, width / 2, y + 10, class_="cm-title cm-middle"))
        y += 30
    parts.append(text(words.interval, MARGIN + label_width, y + line, class_="cm-note cm-soft"))
    return picture(
        "".join(parts), name=name, width=width, height=math.ceil(y + 1.6 * line), words=words, theme=theme,
        alone=alone, kind=f"cm-bars cm-map--{size}",
    )  # fmt: skip


def share_bar(share: Share, *, group: int = 0, words: Words = ENGLISH) -> str:
    """This function draws one share with its interval, for a cell of a table that says it in figures too."""
    inner = _share(share, 0, 1, 112, group, words, figures=False)
    return tag(
        "svg", inner, xmlns="http://www.w3.org/2000/svg", class_="cm cm--auto cm-cell", viewBox="0 0 116 14",
        aria_hidden="true",
    )  # fmt: skip


def _sample(index: int, x: float, y: float, column: str) -> str:
    mark = tag("rect", class_=f"cm-{index}", x=x, y=y - 9, width=12, height=10, rx=2)
    return mark + text(column, x + 17, y, class_="cm-note")


def _share(share: Share, x: float, y: float, width: float, group: int, words: Words, *, figures: bool = True) -> str:
    figure = words.hidden_cell if share.value is None else words.percent(share.value)
    room = width - (54 if figures else 0)
    parts = [tag("rect", class_="cm-track", x=x, y=y, width=room, height=THICK)]
    if share.value is not None:
        parts.append(tag("rect", class_=f"cm-bar cm-{group}", x=x, y=y, width=room * share.value, height=THICK))
    if share.low is not None and share.high is not None:
        low, high, middle = x + room * share.low, x + room * share.high, y + THICK / 2
        ends = f"M{low:.1f} {middle - 4:.1f}v8M{low:.1f} {middle:.1f}H{high:.1f}M{high:.1f} {middle - 4:.1f}v8"
        parts.append(tag("path", class_="cm-whisker", d=ends))
    if figures:
        parts.append(text(figure, x + width, y + 10, class_="cm-note cm-end"))
    return "".join(parts)
