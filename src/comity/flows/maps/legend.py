"""What stands below the map: how to read it, for how much the route is known, what is hidden, and what borders mean."""

from __future__ import annotations

import math
from dataclasses import dataclass

from comity.flows.maps.arcs import arc
from comity.flows.maps.labels import text_width
from comity.flows.maps.marks import tag, text
from comity.flows.maps.model import Known
from comity.flows.maps.paper import NOTE, leading, notes
from comity.flows.maps.style import GROUPS
from comity.flows.maps.words import Words

MARGIN = 14.0
NARROW = 600.0
"""Pictures narrower than this have one column below the map."""
SAMPLE = 74.0
"""Length of an arc of the legend."""


@dataclass(frozen=True, slots=True)
class Key:
    """What the legend explains.

    Args:
        top: the greatest value, which is ``widest`` wide; ``thinnest`` is as thin as an arc gets.
        known: for how much the route is known, or None.
        undrawn: names of places without a position.
        arcs: how many are drawn.
        total: how many there are.
        provinces: whether arcs join provinces.
        groups: how many colours are used.
        disputed: whether dashed lines are on the map.
    """

    top: float
    widest: float
    thinnest: float
    known: Known | None
    undrawn: tuple[str, ...]
    arcs: int
    total: int
    provinces: bool
    groups: int
    disputed: bool


def drawn(key: Key, width: float, begin: float, words: Words, name: str) -> tuple[str, float]:
    """This function draws the legend.

    Args:
        key: what it explains.
        width: of the picture.
        begin: where the map ends.
        words: in the reader's language.
        name: begins every id.

    Returns:
        its elements, and the height of the whole picture with it.
    """
    across = width - 2 * MARGIN
    narrow = width < NARROW
    top = begin + 8.0
    left_width = across if narrow else across * 0.46
    parts, y = [], top
    if key.top:
        reading, y = _widths(key, MARGIN, top, left_width, words)
        parts.append(reading)
    colours, y = _groups(key, MARGIN, y, left_width, words)
    parts.append(colours)
    x, from_top, wide = (MARGIN, y, across) if narrow else (MARGIN + across * 0.52, top, across * 0.48)
    sure, below = _known(key, x, from_top, wide, words, name)
    parts.append(sure)
    fewer = words.left_out.format(number=words.number(key.arcs), total=words.number(key.total))
    lines = [
        *([fewer] if key.arcs < key.total else []),
        *([words.undrawn.format(names=", ".join(key.undrawn))] if key.undrawn else []),
        words.province_points if key.provinces else words.country_points,
        words.borders,
        *([words.disputed] if key.disputed else []),
    ]
    written, below = notes(lines, x, below + 2, wide, words)
    parts.append(written)
    return "".join(parts), math.ceil(max(y, below) + 10)


def samples(top: float, widest: float, thinnest: float) -> list[float]:
    """This function returns round values for the legend: near the greatest, a quarter of it, and the thinnest."""
    if top <= 0:
        return []
    found = [_round(top), _round(top / 4), _round(top * thinnest / widest)]
    return [value for i, value in enumerate(found) if value > 0 and value not in found[:i]]


def _round(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    step = next(step for step in (5, 2, 1) if step * power <= value * 1.0001)
    return step * power


def _widths(key: Key, x: float, y: float, width: float, words: Words) -> tuple[str, float]:
    step = NOTE * leading(words.language)
    parts = [text(words.width_of.format(what=words.width), x, y + step * 0.8, class_="cm-note cm-label")]
    y += step + 18
    for value in samples(key.top, key.widest, key.thinnest):
        wide = max(key.thinnest, key.widest * value / key.top)
        said = words.number(value)
        taken = SAMPLE + 8 + text_width(said, NOTE) + 16
        if x + taken > MARGIN + width:
            break
        shape = arc((x + 2, y + 4), (x + SAMPLE, y + 4), wide, gap=2)
        parts.append(tag("path", class_="cm-arc cm-0" if key.groups == 1 else "cm-arc cm-5", d=shape.path))
        parts.append(
            tag(
                "circle",
                class_="cm-bead cm-0" if key.groups == 1 else "cm-bead cm-5",
                cx=shape.way[0][0],
                cy=shape.way[0][1],
                r=2.4,
            )
        )
        parts.append(text(said, x + SAMPLE + 8, y + 6, class_="cm-note"))
        x += taken
    written, below = notes([words.direction], MARGIN, y + 14, width, words)
    return "".join(parts) + written, below


def _groups(key: Key, x: float, y: float, width: float, words: Words) -> tuple[str, float]:
    if key.groups < 2 or not words.groups:
        return "", y
    step, begin, parts = NOTE * leading(words.language) + 2, x, []
    y += step
    for index, name in enumerate(words.groups[: min(key.groups, GROUPS)]):
        taken = 18 + text_width(name, NOTE) + 14
        if x > begin and x + taken > begin + width:
            x, y = begin, y + step
        parts.append(tag("rect", class_=f"cm-{index}", x=x, y=y - 9, width=12, height=10, rx=2))
        parts.append(text(name, x + 17, y, class_="cm-note"))
        x += taken
    return "".join(parts), y + 6


def _known(key: Key, x: float, y: float, width: float, words: Words, name: str) -> tuple[str, float]:
    known = key.known
    if known is None:
        return "", y
    parts = []
    if known.known is None or not known.total:
        lines = [words.route_nothing]
    else:
        share = known.known / known.total
        lines = [
            words.route_known.format(
                known=words.number(known.known), total=words.number(known.total), share=words.percent(share),
                rest=words.number(known.total - known.known),
            )
        ]  # fmt: skip
        parts += _bar(x, y + 4, min(width, 260.0), share, name)
        y += 18
    if known.smallest:
        said = words.hidden if known.hidden else words.hidden_none
        lines.append(said.format(number=words.number(known.hidden), smallest=words.number(known.smallest)))
    written, below = notes(lines, x, y, width, words)
    return "".join(parts) + written, below


def _bar(x: float, y: float, width: float, share: float, name: str) -> list[str]:
    return [
        tag("pattern", tag("path", class_="cm-stripe", d="M-1 1l2-2M0 6l6-6M5 7l2-2"), id=f"{name}-stripes", width=6,
            height=6, patternUnits="userSpaceOnUse"),
        tag("rect", x=x, y=y, width=width, height=9, fill=f"url(#{name}-stripes)"),
        tag("rect", class_="cm-unknown", x=x, y=y, width=width, height=9),
        tag("rect", class_="cm-known", x=x, y=y, width=width * share, height=9),
    ]  # fmt: skip
