"""Diagrams of the tables, drawn for the documents."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from comity.exchange.conversations.kinds import (
    TABLES,
    Kind,
    Side,
    Stage,
    Step,
    Table,
    sides,
)
from comity.exchange.conversations.moves import BEGINS, BELONGS, STANDS, STEPS_OF
from comity.exchange.conversations.states import INCOMING, OUTGOING

_State = TypeVar("_State", bound=StrEnum)
_Event = TypeVar("_Event", bound=StrEnum)

_ABOUT: Mapping[Kind, str] = {
    Kind.REQUEST: "A request and its replies. A later request in it asks anew. What was refused may be answered later; "
    "what was answered may be added to, but not refused any more.",
    Kind.SPONTANEOUS: "Information that nobody asked for. *Asked* means that a reply is wanted; an acknowledgement "
    "is not that reply.",
    Kind.ALERT: "A later alert takes the place of the earlier. *Met* means that what it is about was seen: a reply "
    "with items. It lapses by the clock at its last moment.",
    Kind.CONSENT: "A question to the owner of an item. The owner may grant later what it refused, and take back what "
    "it granted.",
    Kind.RECALL: "A correction or withdrawal, until the other side proves that every copy was treated, onward copies "
    "included.",
    Kind.OPERATION: "Acting together. It runs when a plan is agreed; assistance may end without a plan. Each side "
    "answers for itself.",
    Kind.JOINT_SEIZURE: "Two agencies say that a seizure of the one and a seizure of the other are the same, and which "
    "of them counts it. *Dissolved* means that one of them ended it: each counts its own again.",
    Kind.PICTURE: "What a country counts, in groups of at least k. A later contribution takes the place of the earlier "
    "of the same dataset and year.",
}

HEAD = """# Conversations

This page is drawn from the tables in `comity.exchange.conversations` by `python spec/generate.py`; a test compares it.

A conversation has one who began it and one or several others. Where it stands is kept for each of the others alone.
Mail crosses: what a partner wrote before it had the last message may come at a stage that no longer allows it. It is
kept and moves nothing. What could never be written (by the wrong side, in another kind of conversation) is refused.
Read notices, tombstones, cards and changes of key move no conversation.
"""


def diagram(table: Mapping[tuple[_State, _Event], _State]) -> str:
    """This function draws a transition table as a Mermaid state diagram: one arrow for each transition."""
    lines = [
        f"    {_node(before)} --> {_node(later)}: {event.value}"
        for (before, event), later in table.items()
        if before is not later
    ]
    return "\n".join(["stateDiagram-v2", *lines])


def joined_diagram(table: Table) -> str:
    """This function draws the table of a conversation: one arrow for each pair of stages, with every step on it."""
    arrows: dict[tuple[Stage, Stage], list[str]] = {}
    for (before, step), later in table.items():
        if before is not later:
            arrows.setdefault((before, later), []).append(step.value)
    lines = [f"    {_from(a)} --> {_node(b)}: {', '.join(steps)}" for (a, b), steps in arrows.items()]
    return "\n".join(["stateDiagram-v2", *lines])


def page() -> str:
    """This function writes the page of every table: a diagram, and who may do what when."""
    parts = [HEAD]
    for kind, table in TABLES.items():
        begun = ", ".join(f"`{name}`" for name, begins in BEGINS.items() if begins is kind)
        parts.append(f"## {kind.value.capitalize()}\n\n{_ABOUT[kind]} Begun by {begun}.\n")
        parts.append(f"```mermaid\n{joined_diagram(table)}\n```\n")
        parts.append(_steps(kind, table))
    parts.append("## One message of ours\n\n```mermaid\n" + diagram(OUTGOING) + "\n```\n")
    parts.append("## One message of a partner\n\n```mermaid\n" + diagram(INCOMING) + "\n```\n")
    parts.append(_stages())
    return "\n".join(parts)


def _steps(kind: Kind, table: Table) -> str:
    lines = ["| step | by message | who may | at these stages |", "|---|---|---|---|"]
    for step in dict.fromkeys(step for _, step in table):
        types = ", ".join(f"`{name}`" for name, steps in STEPS_OF.items() if step in steps and _in(kind, name))
        at = ", ".join(stage.value for stage, each in table if each is step)
        lines.append(f"| {step.value} | {types or 'the clock'} | {_who(kind, step)} | {at} |")
    return "\n".join(lines) + "\n"


def _in(kind: Kind, name: str) -> bool:
    return kind in BELONGS.get(name, {kind})


def _who(kind: Kind, step: Step) -> str:
    may = sides(kind, step)
    if may == frozenset(Side):
        return "either side"
    return {Side.BEGINNER: "who began it", Side.OTHER: "the other side"}[next(iter(may))] if may else "nobody"


def _stages() -> str:
    lines = ["## Stages in words", "", "| stage | means |", "|---|---|"]
    lines += [f"| {stage.value} | {words} |" for stage, words in STANDS.items()]
    return "\n".join(lines) + "\n"


def _node(state: StrEnum) -> str:
    return state.value.replace("-", "_")


def _from(stage: Stage) -> str:
    return "[*]" if stage is Stage.NEW else _node(stage)
