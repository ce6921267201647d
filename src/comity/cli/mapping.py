"""``comity holdings map``: what the columns of a table are, proposed, asked, and written to a file for imports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import IO, Annotated

import typer

from comity.cli.session import JsonOption, print_json
from comity.kernel import InvalidInput, Limits, UnreadableFile
from comity.kernel.countries import country as country_of
from comity.subjects.mapping import FORMAT, Column, Joined, Mapping, parse, written
from comity.subjects.properties import DATES, known
from comity.subjects.readers import with_mapping
from comity.subjects.readers.proposing import Proposal, propose
from comity.subjects.written_dates import Order

_LEFT_OUT = "-"
_ID = "id"
_JOINED = " (joined)"
_ASKED = {"d": Order.DAY, "m": Order.MONTH, "y": Order.YEAR, "": None}


def map_columns(
    file: Annotated[Path, typer.Argument(help="A CSV file or an Excel workbook.")],
    out: Annotated[Path | None, typer.Option(help="Where the mapping goes; beside the file by default.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Accept the proposal as it is.")] = False,
    country: Annotated[str, typer.Option(help="Where the file comes from; stands in every row that says none.")] = "",
    encoding: Annotated[str, typer.Option(help="Of a text, where it is known.")] = "",
    json: JsonOption = False,
) -> None:
    """Propose what the columns of a table are, ask, and write a mapping for `comity holdings import --mapping`."""
    code = _country(country)
    made = propose(file, limits=Limits(), country=code, encoding=encoding)
    if code:
        made.mapping = replace(made.mapping, constants=(("country", code.lower()),))
    if json:
        print_json(_document(file, made))
    elif not yes:
        _ask(made)
    parse(written(made.mapping), str(file))
    if out is None and json:
        return
    target = out or file.with_name(f"{file.name}.mapping.toml")
    if out is None and target.exists():
        raise InvalidInput(str(target), "it is there already", "Name another with --out", code="cli.mapping.exists")
    target.write_text(written(made.mapping), encoding="utf-8")
    if not json:
        _tell(made)
        typer.echo(f"Written to {target}. Import with: comity holdings import {file} --mapping {target}")


def explained(file: Path, mapping: Path | None, limits: Limits) -> tuple[Path | IO[bytes], str]:
    """This function returns what is to be read: a file, or a table with its mapping in one; and what to call it.

    Raises:
        InvalidInput: the mapping is not there, or wrong.
        UnreadableFile: the table cannot be opened.
    """
    if mapping is None:
        return file, ""
    try:
        columns = parse(mapping.read_text(encoding="utf-8"), str(mapping))
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or "it is not in UTF-8"
        way_out = "Make one with: comity holdings map FILE"
        raise InvalidInput(str(mapping), reason, way_out, code="cli.mapping.missing") from None
    if file.is_dir() or not file.exists():
        raise UnreadableFile(str(file), "it is no file", "A mapping goes with one table", code="cli.mapping.table")
    return with_mapping(file.open("rb"), columns, limits=limits, name=file.name), file.name


def _country(text: str) -> str | None:
    code = country_of(text) if text else None
    if text and code is None:
        raise InvalidInput(
            "--country", f"{text!r} is no country", "Write its ISO 3166 code", code="cli.mapping.country"
        )
    return code


def _held(mapping: Mapping) -> dict[str, str]:
    """This function returns what each column that is used holds, in words."""
    held = {column.name: column.property for column in mapping.columns}
    held |= {name: f"{each.property}{_JOINED}" for each in mapping.joined for name in each.columns}
    return held | ({mapping.id: _ID} if mapping.id else {})


def _document(file: Path, made: Proposal) -> dict[str, object]:
    held, mapping = _held(made.mapping), made.mapping
    return {
        "file": file.name, "format": FORMAT, "id": mapping.id, "schema": mapping.schema.value,
        "encoding": mapping.encoding, "encodings": [{"encoding": g.encoding, "score": g.score} for g in made.guesses],
        "delimiter": mapping.delimiter, "header": mapping.header,
        "dates": mapping.dates.value if mapping.dates else None, "years": mapping.years.value,
        "columns": [
            {"name": name, "property": held.get(name), "why": made.why.get(name, ""), "examples": made.examples[name]}
            for name in made.examples
        ],
        "joined": [{"property": j.property, "columns": j.columns, "between": j.between} for j in mapping.joined],
        "ignored": mapping.ignored, "questions": made.questions, "mapping": written(mapping),
    }  # fmt: skip


def _tell(made: Proposal) -> None:
    held = _held(made.mapping)
    for name in made.examples:
        typer.echo(f"  {name}: {held.get(name, 'left out')}")
    for question in made.questions:
        typer.echo(question)


def _ask(made: Proposal) -> None:
    """This function asks about every column, and about the order of dates where no value shows it."""
    typer.echo("For each column: Enter accepts; else a property such as name, birthDate, phone; id; - leaves it out.")
    held = _held(made.mapping)
    answers: dict[str, str] = {}
    for name, examples in made.examples.items():
        shown = ", ".join(examples) or "empty"
        offer = held.get(name, _LEFT_OUT)
        why = f" ({made.why[name]})" if made.why.get(name) else ""
        answers[name] = _answer(f"{name} [{shown[:60]}]{why}", offer)
    made.mapping = _answered(made.mapping, answers, held)
    if made.mapping.dates is None and any(c.property in DATES for c in made.mapping.columns):
        asked = "Which stands first in dates: d day, m month, y year; Enter where nobody knows"
        while (first := _prompt(asked, "")) not in _ASKED:
            typer.echo("d, m or y.")
        made.mapping = replace(made.mapping, dates=_ASKED[first])
    for question in made.questions:
        typer.echo(question)
    if _prompt("Is this right? y or n", "y").strip().lower()[:1] != "y":
        raise InvalidInput("mapping", "it was not accepted", "Run the command again", code="cli.mapping.declined")


def _answer(asked: str, offer: str) -> str:
    while True:
        given = _prompt(asked, offer).strip()
        if given in {offer, _LEFT_OUT, _ID, "schema", "role"}:
            return given
        if found := known().get(given.lower()):
            return found
        typer.echo(f"No property is called {given!r}.")


def _prompt(asked: str, offer: str) -> str:
    try:
        return str(typer.prompt(asked, default=offer, show_default=bool(offer)))
    except typer.Abort:
        way_out = "Give --yes to accept the proposal"
        raise InvalidInput("mapping", "nobody answers", way_out, code="cli.mapping.silence") from None


def _answered(mapping: Mapping, answers: dict[str, str], held: dict[str, str]) -> Mapping:
    """This function returns a mapping with what a person answered in the place of what was proposed."""
    changed = {name for name, answer in answers.items() if answer != held.get(name, _LEFT_OUT)}
    own_id = next((name for name, answer in answers.items() if answer == _ID), "")
    before = {column.name: column for column in mapping.columns}
    joined = tuple(
        Joined(each.property, left, each.between)
        for each in mapping.joined
        if len(left := tuple(name for name in each.columns if name not in changed)) > 1
    )
    inside = {name for each in joined for name in each.columns}
    columns = tuple(
        before[name] if name in before and name not in changed else Column(name, answer.removesuffix(_JOINED))
        for name, answer in answers.items()
        if name not in inside and answer not in {_LEFT_OUT, _ID}
    )
    ignored = tuple(name for name, answer in answers.items() if answer == _LEFT_OUT)
    return replace(mapping, id=own_id, columns=columns, joined=joined, ignored=ignored)
