"""What waits, and for whom. The desk asks the queries of the slices below it; each section is one function.

A section registers itself with `section`; it returns its items, most urgent first, or nothing where nothing waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from comity.node.permissions import MAY, Action, Actor

LIMIT = 8
"""The most items that a section shows; the rest are counted and linked."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits.

    Args:
        url: where it is dealt with.
        what: what it is, in words.
        state: its state's code, for the pill; may be empty.
        due: until when, or None.
        since: since when it waits, or None.
        strength: of a hit; may be empty.
    """

    url: str
    what: str | Promise
    state: str = ""
    due: datetime | None = None
    since: datetime | None = None
    strength: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind that wait."""

    title: str | Promise
    icon: str
    items: tuple[Item, ...]
    total: int
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps at a new node."""

    title: str | Promise
    done: bool
    url: str = ""
    hint: str | Promise = ""


Source = Callable[[Actor], Section | None]


@dataclass(frozen=True, slots=True)
class _Entry:
    action: Action
    source: Source


_SECTIONS: list[_Entry] = []
_STEPS: list[Callable[[Actor], Iterable[Step]]] = []


def section(action: Action) -> Callable[[Source], Source]:
    """This function registers a section of Today for everyone whose role may do something."""

    def register(source: Source) -> Source:
        _SECTIONS.append(_Entry(action, source))
        return source

    return register


def first_steps(function: Callable[[Actor], Iterable[Step]]) -> Callable[[Actor], Iterable[Step]]:
    """This function registers first steps at a new node."""
    _STEPS.append(function)
    return function


def sections(actor: Actor) -> list[Section]:
    """This function returns what waits for a person, without the sections that are empty."""
    found = (entry.source(actor) for entry in _SECTIONS if actor.role in MAY[entry.action])
    return [each for each in found if each is not None and each.total]


def steps(actor: Actor) -> list[Step]:
    """This function returns the first steps of a new node, or nothing once all are done."""
    every = [step for source in _STEPS for step in source(actor)]
    return [] if all(step.done for step in every) else every
