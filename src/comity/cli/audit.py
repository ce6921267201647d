"""The auditor's commands: the story of a conversation from several nodes, and one node's signed part of it."""

from __future__ import annotations

import json as json_text
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.session import JsonOption, acting, open_node, print_json
from comity.kernel import InvalidInput, Missing, UnreadableFile

if TYPE_CHECKING:
    from comity.cli.demo.processes import Shell
    from comity.ledger.parts import Part

AskedArgument = Annotated[
    str, typer.Argument(metavar="CONVERSATION", help="Id of a conversation, message or item (OWNER/ID).")
]
MOST_ROUNDS = 8
"""How often nodes are asked again for what another one named; each round follows an item to one more node."""


def add_to(app: typer.Typer) -> None:
    """This function adds the commands of this file."""
    group = typer.Typer(help="Who knew what when, from the ledgers of several nodes.", no_args_is_help=True)
    group.command("story")(story)
    group.command("extract")(extract)
    group.command("part", hidden=True)(part)
    app.add_typer(group, name="audit")


def story(
    asked: AskedArgument,
    folders: Annotated[list[Path] | None, typer.Option("--dir", help="A node's folder; again for each node.")] = None,
    files: Annotated[list[Path] | None, typer.Option("--extract", help="A signed extract; again for each.")] = None,
    json: JsonOption = False,
) -> None:
    """Tell who wrote, sent, received, read and passed on what, when, with which proof. Nothing is changed anywhere.

    Contradictions between nodes are named, and what cannot be known. Exit code 4: the nodes, or a node and its ledger,
    contradict each other.
    """
    if not folders and not files:
        raise InvalidInput(
            "story", "no node is given", "Give --dir or --extract, again for each", code="cli.story.none"
        )
    from comity.ledger.stories import tell
    from comity.node.stories.reading import read_file

    given = [read_file(path) for path in files or ()]
    parts = [*_from_folders(folders or [], asked, given), *given]
    if not parts:
        raise Missing(
            f"conversation {asked}", "none of these nodes knows it", "Look at its address on a page, or in the ledger",
            code="stories.conversation.missing",
        )  # fmt: skip
    told = tell(parts)
    if json:
        print_json(told.document())
    else:
        from comity.cli.storytelling import show

        show(told)
    if told.contradictions:
        raise typer.Exit(4)


def extract(
    asked: AskedArgument,
    folder: Annotated[Path, typer.Option("--dir", help="The node's folder.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    by: Annotated[str, typer.Option("--as", help="User name of the auditor who hands it over.")] = "",
    also: Annotated[list[str] | None, typer.Option("--also", help="Another conversation, message or item.")] = None,
    content: Annotated[
        bool, typer.Option("--content", help="Hand over what people wrote as well, under its handling codes.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Write one node's part of a story into a signed file, for an auditor elsewhere; the ledger says that it was made.

    Without --content it holds who, when, ids, hashes, receipts and proofs, and nothing that people wrote.
    """
    open_node(folder)
    from comity.node.permissions import SYSTEM
    from comity.node.stories import extracts
    from comity.node.stories.reading import read

    made = extracts.make(actor=acting(by) if by else SYSTEM, asked={asked, *(also or ())}, content=content)
    try:
        out.write_text(json_text.dumps(made, indent=1), encoding="utf-8")
    except OSError as error:
        raise UnreadableFile(str(out), error.strerror or "it cannot be written", code="cli.extract.file") from None
    found = read(made)
    if json:
        print_json(
            {"file": str(out), "node": found.node, "entries": len(found.entries), "messages": len(found.messages)}
        )
        return
    typer.echo(f"{out}: what {found.name} says, signed: {len(found.entries)} entries, {len(found.messages)} messages.")


def part(folder: Path, asked: list[str]) -> None:
    """Print a node's part for `story`, which asks for it in a process of its own."""
    open_node(folder)
    from comity.node.stories.extracts import unsigned

    try:
        print_json(unsigned(asked=asked))
    except Missing:
        print_json(None)


def _from_folders(folders: list[Path], asked: str, given: Iterable[Part]) -> list[Part]:
    """This function reads nodes' folders, and asks again for what another node named, until there is nothing more."""
    from comity.node.stories.reading import read

    named = {asked}.union(*({*each.conversations, *each.items} for each in given))
    found: dict[Path, Part] = {}
    if not folders:
        return []
    with _shells(folders) as shells:
        for _round in range(MOST_ROUNDS):
            words = [["audit", "part", str(folder), *sorted(named)] for folder in shells]
            with ThreadPoolExecutor(len(shells)) as side_by_side:
                said = side_by_side.map(lambda shell, each: shell.run(*each), shells.values(), words)
            for folder, text in zip(shells, said, strict=True):
                if (document := json_text.loads(text)) is not None:
                    found[folder] = read(document, signed=False)
            more = named.union(*({*each.conversations, *each.items} for each in found.values()))
            if more == named:
                break
            named = more
    return list(found.values())


@contextmanager
def _shells(folders: Iterable[Path]) -> Iterator[dict[Path, Shell]]:
    """This function opens one process for each node, since a process can open one; they start side by side."""
    from comity.cli.demo.processes import Shell
    from comity.node.config import load

    folders = list(dict.fromkeys(folder.resolve() for folder in folders))
    for folder in folders:
        load(folder)
    own: dict[str, str] = {"COMITY_NODE": "", "DJANGO_SETTINGS_MODULE": "comity.node.settings"}
    if len(folders) > 1:
        own["DATABASE_URL"] = ""
    with tempfile.TemporaryDirectory(prefix="comity-story-") as logs:
        shells = {folder: Shell(Path(logs) / f"{n}.log", own) for n, folder in enumerate(folders)}
        try:
            yield shells
        finally:
            for shell in shells.values():
                shell.close()
