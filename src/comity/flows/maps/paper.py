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
    """Size of a picture.

    Args:
        width: of the whole, in units that are pixels at full size.
        height: of the map, without what stands below it.
        widest: width of the widest arc.
        label: size of the type of labels.
    """

    width: int
    height: int
    widest: float
    label: float = 13


WIDE = Paper(960, 700, 18)
NARROW = Paper(390, 470, 11)
PAPERS = {"wide": WIDE, "narrow": NARROW}


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
