"""Prints a story as a calm timeline that a judge can read."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from comity.ledger.contradictions import Finding
from comity.ledger.stories import Act, Known, Line, Story
from comity.ledger.testimony import Proof, Shown

_WIDTH = 120
"""Columns where the output is no terminal."""

_SAID = {
    Act.WROTE: "wrote", Act.APPROVED: "approved", Act.NOT_APPROVED: "held back", Act.SENT: "signed and sent",
    Act.RECEIVED: "received", Act.RECEIPT: "has the receipt for", Act.READ: "read", Act.EXPIRED: "gave up",
    Act.RELEASED: "released", Act.TAKEN: "took in", Act.DERIVED: "made a record from", Act.EXPORTED: "exported",
    Act.PRINTED: "printed", Act.RECALLED: "recalled", Act.TREATED: "treated", Act.CONFIRMED: "confirmed",
    Act.ERASED: "erased", Act.MADE: "made", Act.TOLD: "told of reading in", Act.PROVED: "checked and kept",
}  # fmt: skip


_WAY = {Act.WROTE: "to", Act.SENT: "to", Act.RECEIVED: "from", Act.RECEIPT: "from", Act.EXPIRED: "to"}


def show(story: Story) -> None:
    """This function prints a story."""
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=_WIDTH)
    names = _Names(story)
    console.print(Text(f"The story of {_several('conversation', story.conversations)}", style="bold"))
    console.print("Times are UTC, each by the clock of the node that says so.\n")
    console.print(_nodes(names))
    console.print(_lines(story.lines, names))
    console.print(_knowledge(story.known, names))
    console.print(_ids(names))
    _findings(console, "What does not fit together", story.contradictions, "Nothing: what the nodes say fits together.")
    _findings(console, "What else there is to know", story.remarks, "Nothing more.")


class _Names:
    """Short names: letters for nodes; for messages and items numbers, in the order in which they come."""

    def __init__(self, story: Story) -> None:
        order = dict.fromkeys([*(line.node for line in story.lines), *story.nodes])
        self.nodes = {node: story.nodes[node] for node in order}
        self._letters = {node: chr(ord("A") + n % 26) for n, node in enumerate(order)}
        messages = {line.message: line.type for line in story.lines if line.message}
        items = dict.fromkeys(each for line in story.lines for each in line.items)
        self.short = {each: f"{_plain(kind)} {n}" for n, (each, kind) in enumerate(messages.items(), 1)}
        self.short |= {each: f"item {n}" for n, each in enumerate(items, 1)}

    def node(self, node: str) -> str:
        """This function returns the letter of a node, or its id where it gave nothing."""
        return self._letters.get(node, node)

    def nodes_of(self, nodes: Iterable[str]) -> str:
        """This function returns the letters of nodes in a row."""
        return " and ".join(self.node(each) for each in nodes)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, header_style="dim", overflow="fold", no_wrap=column in {"When", "Node", ""})
    return table


def _nodes(names: _Names) -> Table:
    table = _table("The nodes that speak", "", "Agency", "Node")
    for node, name in names.nodes.items():
        table.add_row(names.node(node), Text(_plain(name)), node)
    table.add_row()
    return table


def _lines(lines: Iterable[Line], names: _Names) -> Table:
    table = _table("What happened", "When", "Node", "What", "Proof")
    for line in lines:
        table.add_row(
            f"{line.at:%Y-%m-%d %H:%M:%S}", names.node(line.node), Text(_what(line, names)),
            Text("; ".join(_proof(proof, names) for proof in line.proofs)),
        )  # fmt: skip
    table.add_row()
    return table


def _what(line: Line, names: _Names) -> str:
    who = "the node" if line.actor == "system" else f"person {line.actor[-8:]}"
    said = f"{who} {_SAID.get(line.act, line.event)}"
    items = ", ".join(names.short[each] for each in line.items)
    if line.act is Act.TREATED and items:
        return f"{said} {items}" + (f" as {names.short[line.message]} asks" if line.message else "")
    if line.message:
        said += f" {names.short[line.message]}" + (f" and {len(line.others)} more" if line.others else "")
        said += f" {_WAY[line.act]} {names.nodes_of(line.partners)}" if line.act in _WAY else ""
    if items:
        said += f"{' with' if line.message else ''} {items}"
    said = f"{said}: “{_plain(line.words)}”" if line.words else said
    return f"{said}; refused, since {_plain(line.refused)}" if line.refused else said


def _proof(proof: Proof, names: _Names) -> str:
    who = names.node(proof.by)
    if proof.of == "entry":
        kept = f", kept by {names.nodes_of(proof.kept_by)}" if proof.kept_by else ""
        return {
            Shown.YES: f"in the head over {proof.head}{kept}",
            Shown.NOT_YET: "no head covers it yet",
        }.get(proof.shown, "ENTRY NOT PROVEN")
    what = {"message": "signed", "receipt": "receipt signed"}[proof.of]
    return {
        Shown.YES: f"{what} by {who}",
        Shown.NO: f"NOT {what} by {who}",
    }.get(proof.shown, f"whether {what} by {who} is not shown")


def _knowledge(known: Iterable[Known], names: _Names) -> Table:
    table = _table("Who knew what, since when", "What", "Node", "Since", "From", "Read", "Given on to", "Ended")
    for each in known:
        table.add_row(
            names.short.get(each.what, each.what), names.node(each.node), f"{each.since:%Y-%m-%d %H:%M:%S}",
            names.node(each.source) if each.source else "itself",
            f"{each.read:%Y-%m-%d %H:%M:%S}" if each.read else "no entry says so",
            ", ".join(names.node(n) for n in each.passed) or "nobody here",
            f"{each.ended:%Y-%m-%d %H:%M:%S}" if each.ended else "",
        )  # fmt: skip
    table.add_row()
    return table


def _ids(names: _Names) -> Table:
    table = _table("Their ids", "What", "Id")
    for each, short in names.short.items():
        table.add_row(short, each)
    table.add_row()
    return table


def _findings(console: Console, title: str, findings: Iterable[Finding], none: str) -> None:
    console.print(Text(title, style="bold"))
    texts = [_plain(each.text) for each in findings]
    for text in texts or [none]:
        said = Text(f"{text[0].upper()}{text[1:]}{'' if text.endswith('.') else '.'}")
        console.print(Padding(said, (0, 0, 0, 2)))
    console.print()


def _several(word: str, ids: tuple[str, ...]) -> str:
    return f"{word}{'s' * (len(ids) != 1)} {', '.join(ids)}"


def _plain(text: str) -> str:
    """This function takes out of a partner's text what a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text)
