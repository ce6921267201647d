"""Pictures of `comity.flows.maps` as paper takes them: colours written out, and words apart from shapes.

typst draws SVG without custom properties and media queries, and sets no Khmer within it; so the words of a picture are
taken out of it, and set over it as any other text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml.ElementTree import fromstring

from comity.flows.maps.style import palette

SVG = "http://www.w3.org/2000/svg"
SIZES = {"cm-title": 17.0, "cm-note": 11.5, "cm-figure": 11.5}
USUAL = 13.0
BOLD = frozenset({"cm-title", "cm-label"})
SOFT = frozenset({"cm-soft", "cm-context"})
HALOED = frozenset({"cm-label", "cm-figure", "cm-context"})
ANCHORS = {"cm-end": "end", "cm-middle": "middle"}
_BLOCK = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_COLOUR = re.compile(r"var\(--cm-([a-z0-9-]+)\)")
_PROPERTY = re.compile(r"--cm-[a-z0-9-]+:[^;}]*;?")


@dataclass(frozen=True, slots=True)
class Label:
    """Words of a picture.

    Args:
        words: themselves.
        x, y: where their baseline begins, ends or has its middle, in units of the picture.
        anchor: start, middle or end.
        size: of the type, in the same units.
        colour: as ``#rrggbb``.
        bold: whether they are.
        halo: whether they have a light edge, since they stand on shapes.
    """

    words: str
    x: float
    y: float
    anchor: str
    size: float
    colour: str
    bold: bool
    halo: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture on paper.

    Args:
        svg: its shapes.
        width, height: in its own units.
        labels: its words.
    """

    svg: str
    width: float
    height: float
    labels: tuple[Label, ...]


def on_paper(svg: str) -> Drawing:
    """This function takes a picture that stands alone, drawn for print, apart into shapes and words."""
    register_namespace("", SVG)
    root = fromstring(svg)
    colours = palette("print")
    labels: list[Label] = []
    _take(root, 0.0, 0.0, colours, labels)
    for style in root.iter(f"{{{SVG}}}style"):
        sheet = _PROPERTY.sub("", _BLOCK.sub("", style.text or ""))
        style.text = _COLOUR.sub(lambda found: colours.get(found[1], "#000000"), sheet)
    _, _, width, height = (float(each) for each in root.attrib["viewBox"].split())
    return Drawing(tostring(root, encoding="unicode"), width, height, tuple(labels))


def _take(element: Element, left: float, top: float, colours: dict[str, str], labels: list[Label]) -> None:
    """Takes the words out of an element; panels within a picture lie somewhere else at the same scale."""
    for child in list(element):
        if child.tag == f"{{{SVG}}}text":
            labels.append(_label(child, left, top, colours))
            element.remove(child)
        elif child.tag == f"{{{SVG}}}svg":
            _take(child, left + float(child.get("x", 0)), top + float(child.get("y", 0)), colours, labels)
        else:
            _take(child, left, top, colours, labels)


def _label(found: Element, left: float, top: float, colours: dict[str, str]) -> Label:
    classes = found.get("class", "").split()
    size = next((SIZES[each] for each in classes if each in SIZES), USUAL)
    anchor = next((ANCHORS[each] for each in classes if each in ANCHORS), "start")
    return Label(
        words="".join(found.itertext()), x=left + float(found.get("x", 0)), y=top + float(found.get("y", 0)),
        anchor=found.get("text-anchor") or anchor, size=float(found.get("font-size", size)),
        colour=colours["soft" if SOFT & {*classes} else "ink"], bold=bool(BOLD & {*classes}),
        halo=bool(HALOED & {*classes}),
    )  # fmt: skip
