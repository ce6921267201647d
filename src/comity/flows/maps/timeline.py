"""A timeline of months or years: a bar for each that was reported, stripes where nobody reported, never a zero."""

from __future__ import annotations

import math
from collections.abc import Sequence

from comity.flows.maps.labels import text_width
from comity.flows.maps.legend import MARGIN
from comity.flows.maps.marks import clean, link, tag, text
from comity.flows.maps.model import Period
from comity.flows.maps.paper import NOTE, leading, picture
from comity.flows.maps.words import ENGLISH, Words

WIDTHS = {"wide": 960, "narrow": 390}
HIGH = 120.0
WIDEST = 64.0
"""Width of a bar at most."""


def timeline(
    periods: Sequence[Period],
    *,
    words: Words = ENGLISH,
    size: str = "wide",
    theme: str = "auto",
    alone: bool = True,
    name: str = "timeline",
    group: int = 0,
) -> str:
    """This function draws how much there was in each month or year, as SVG that refers to nothing outside.

    Args:
        periods: in their order, without gaps: one that nobody reported has the value None.
        words: in the reader's language.
        size: wide, or narrow for a phone.
        theme: auto, light, dark or print.
        alone: whether it is a file of its own.
        name: begins every id; unique on a page.
        group: index of the colour of the bars.
    """
    width = WIDTHS[size]
    top = _ceiling(max((period.value or 0 for period in periods), default=0))
    line = NOTE * leading(words.language)
    left = MARGIN + text_width(words.number(top), NOTE) + 8
    begin, base = 12.0, 12.0 + HIGH
    step = (width - left - MARGIN) / max(1, len(periods))
    parts = [_stripes(name), *_grid(top, left, width - MARGIN, begin, base, words)]
    parts += [_period(period, left + i * step, step, begin, base, top, name, group) for i, period in enumerate(periods)]
    parts.append(tag("line", class_="cm-axis", x1=left, y1=base, x2=width - MARGIN, y2=base))
    parts += _names(periods, left, step, base + line)
    key, height = _key(periods, left, base + 2.1 * line, words, name, line)
    if not periods:
        parts.append(text(words.nothing, width / 2, (begin + base) / 2, class_="cm-title cm-middle"))
    return picture(
        "".join(parts) + key, name=name, width=width, height=math.ceil(height), words=words, theme=theme, alone=alone,
        kind=f"cm-timeline cm-map--{size}",
    )  # fmt: skip


def _ceiling(value: float) -> float:
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * power >= value)


def _stripes(name: str) -> str:
    lines = tag("path", class_="cm-stripe", d="M-1 1l2-2M0 6l6-6M5 7l2-2")
    return tag("pattern", lines, id=f"{name}-stripes", width=6, height=6, patternUnits="userSpaceOnUse")


def _grid(top: float, left: float, right: float, begin: float, base: float, words: Words) -> list[str]:
    parts = []
    for share in (0.5, 1.0):
        y = base - (base - begin) * share
        parts.append(tag("line", class_="cm-grid", x1=left, y1=y, x2=right, y2=y))
        parts.append(text(words.number(top * share), left - 8, y + 4, class_="cm-note cm-soft cm-end"))
    return [*parts, text("0", left - 8, base + 4, class_="cm-note cm-soft cm-end")]


def _period(period: Period, x: float, step: float, begin: float, base: float, top: float, name: str, group: int) -> str:
    gap = max(min(3.0, step * 0.2), step - WIDEST)
    said = tag("title", clean(period.said or period.label))
    if period.value is None and not period.hidden:
        ground = tag(
            "rect", x=x, y=begin, width=step, height=base - begin, fill=f"url(#{name}-stripes)", class_="cm-bar"
        )
        return tag("g", said, ground)
    if period.value is None:
        dot = tag("circle", class_="cm-hidden", cx=x + step / 2, cy=base - 6, r=min(2.6, step / 3))
        return tag("g", said, tag("rect", x=x, y=begin, width=step, height=base - begin, fill="transparent"), dot)
    high = (base - begin) * period.value / top
    bar = tag("rect", class_=f"cm-bar cm-{group}", x=x + gap / 2, y=base - high, width=step - gap, height=high)
    reach = tag("rect", x=x, y=begin, width=step, height=base - begin, fill="transparent")
    return tag("g", link(period.url, said, reach, bar))


def _names(periods: Sequence[Period], left: float, step: float, y: float) -> list[str]:
    parts, free = [], -math.inf
    for i, period in enumerate(periods):
        middle = left + (i + 0.5) * step
        wide = text_width(period.label, NOTE)
        if period.major and middle - wide / 2 > free:
            parts.append(text(period.label, middle, y, class_="cm-note cm-soft cm-middle"))
            free = middle + wide / 2 + 6
    return parts


def _key(periods: Sequence[Period], x: float, y: float, words: Words, name: str, line: float) -> tuple[str, float]:
    parts = []
    if any(period.value is None and not period.hidden for period in periods):
        parts.append(tag("rect", class_="cm-unknown", x=x, y=y - 9, width=16, height=10))
        parts.append(tag("rect", x=x, y=y - 9, width=16, height=10, fill=f"url(#{name}-stripes)"))
        parts.append(text(words.missing, x + 22, y, class_="cm-note cm-soft"))
        x += 22 + text_width(words.missing, NOTE) + 20
    if any(period.hidden for period in periods):
        parts.append(tag("circle", class_="cm-hidden", cx=x + 5, cy=y - 4, r=2.6))
        parts.append(text(words.hidden_cell, x + 14, y, class_="cm-note cm-soft"))
    return "".join(parts), (y + 0.6 * line if parts else y - line + 4)
