"""The sheet that a picture is drawn on: its size, its frame of SVG, and notes that wrap."""

from __future__ import annotations

from dataclasses import dataclass

from comity.flows.maps.labels import RAISED, wrapped
from comity.flows.maps.marks import clean, tag, text
from comity.flows.maps.style import sheet
from comity.flows.maps.words import Words

NOTE = 11.5
"""Size of the type of notes, as the style sheet has it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """Size of a map, in units that are pixels at full size.

    Args:
        width: of the whole.
        map_height: of the map, without what stands below it.
        widest: width of the widest arc.
        enlarged: left, top, width and height of the part that is drawn enlarged.
        below: height that this part takes below the map.
    """

    width: float
    map_height: float
    widest: float
    enlarged: tuple[float, float, float, float] = (0, 0, 0, 0)
    below: float = 0


PAPERS = {
    ("wide", "mekong"): Paper(960, 760, 18),
    ("wide", "region"): Paper(960, 700, 18, (12, 322, 372, 366)),
    ("wide", "world"): Paper(960, 470, 16),
    ("narrow", "mekong"): Paper(390, 440, 11),
    ("narrow", "region"): Paper(390, 370, 11, (0, 378, 390, 340), 348),
    ("narrow", "world"): Paper(390, 210, 9),
}
"""By size and view."""


def leading(language: str) -> float:
    """This function returns how high a line is in a language, in sizes of its type."""
    return RAISED.get(language, 1.4)


def notes(lines: list[str], x: float, y: float, width: float, words: Words) -> tuple[str, float]:
    """This function writes paragraphs below each other.

    Returns:
        the elements, and where the next line may begin.
    """
    step = NOTE * leading(words.language)
    parts = []
    for paragraph in lines:
        for line in wrapped(paragraph, width, NOTE):
            y += step
            parts.append(text(line, x, y - step * 0.25, class_="cm-note cm-soft"))
        y += 3
    return "".join(parts), y


def picture(
    inner: str, *, name: str, width: float, height: float, words: Words, theme: str, alone: bool, kind: str = ""
) -> str:
    """This function closes a picture: size, language, title, description for readers, and style where it is alone.

    Args:
        inner: what was drawn.
        name: begins every id in it; unique on a page.
        width: of the picture.
        height: of the picture.
        words: its title and description.
        theme: auto, light, dark or print.
        alone: whether it is a file of its own.
        kind: a class of its own, for the page.
    """
    parts = [
        tag("title", clean(words.title), id=f"{name}-title"),
        tag("desc", clean(words.described), id=f"{name}-desc"),
    ]
    if alone:
        parts += [f"<style>{sheet()}</style>", tag("rect", class_="cm-paper", width=width, height=height)]
    fixed = {"width": f"{width:g}", "height": f"{height:g}"} if alone else {}
    return tag(
        "svg", *parts, inner,
        xmlns="http://www.w3.org/2000/svg", class_=f"cm cm--{theme} {kind}".strip(),
        viewBox=f"0 0 {width:g} {height:g}", role="group", **fixed,
        lang=words.language, aria_labelledby=f"{name}-title", aria_describedby=f"{name}-desc",
    )  # fmt: skip
