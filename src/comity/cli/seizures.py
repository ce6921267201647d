"""``comity seizures``: the report on a file of individual drug seizures; imports and lists are `seizure_records`."""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli import seizure_records
from comity.cli.session import JsonOption, print_json
from comity.kernel import InvalidInput, Limits, UnreadableFile

if TYPE_CHECKING:
    from comity.flows.columns import Columns
    from comity.flows.report import Summary

seizures = typer.Typer(name="seizures", no_args_is_help=True, help="Seizures: files of them, and those of a node.")
EngineOption = Annotated[str, typer.Option("--engine", help="What counts: duckdb, or spark.")]


def add_to(app: typer.Typer) -> None:
    """This function adds the group to the command."""
    seizure_records.add_to(seizures)
    app.add_typer(seizures)


@seizures.command()
def report(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with the columns of UNODC's individual drug seizures.")],
    out_dir: Annotated[Path, typer.Option("--out-dir", help="Where the report goes; made where it is missing.")],
    engine: EngineOption = "duckdb",
    strict: Annotated[bool, typer.Option("--strict", help="End with 3 where a row or value is not read.")] = False,
    json: JsonOption = False,
) -> None:
    """Write totals, flows with their shares, amounts, a map, and everything that could not be read."""
    from comity.engines import missing, open_engine

    if absent := missing(engine):
        raise absent
    from comity.flows.columns import read_columns
    from comity.flows.report import write_report

    started = time.monotonic()
    if file.is_dir():
        raise UnreadableFile(str(file), "it is a folder", "Give a file", code="cli.seizures.folder")
    columns = read_columns(file, limits=Limits(), today=dt.datetime.now(dt.UTC).date())
    _make(out_dir)
    bar = typer.progressbar(length=columns.total, label="Seizures", file=sys.stderr, hidden=not sys.stderr.isatty())
    try:
        with open_engine(engine) as opened, bar as shown:
            summary = write_report(columns, opened, out_dir, progress=shown.update)
    except OSError as error:
        raise _unwritable(out_dir, error) from error
    seconds = round(time.monotonic() - started, 2)
    _tell(summary, columns, out_dir)
    if json:
        print_json({
            "rows": summary.rows, "read": summary.read, "unread": summary.unread, "with_route": summary.with_route,
            "seconds": seconds,
        })  # fmt: skip
    else:
        typer.echo(
            f"{summary.read:,} of {summary.rows:,} rows read, {summary.with_route:,} with a known route; "
            f"totals.csv, flows.csv, amounts.csv, unread.csv and map.svg are in {out_dir}; {seconds} s"
        )
    if strict and columns.unread:
        raise UnreadableFile(
            str(file), f"{len(columns.unread)} rows or values were not read", f"See {out_dir / 'unread.csv'}",
            code="cli.seizures.strict",
        )  # fmt: skip


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> InvalidInput:
    reason = error.strerror or "it cannot be written"
    return InvalidInput(str(error.filename or folder), reason, "Name another folder", code="cli.seizures.out")


def _tell(summary: Summary, columns: Columns, folder: Path) -> None:
    """This function says on standard error what a reader of the report has to know."""
    for each in columns.assumed:
        where = f"; {each.count:,} rows, first row {each.row}: {each.value}" if each.row else ""
        sys.stderr.write(f"Assumed: {each.what}{where}\n")
    if summary.unread:
        sys.stderr.write(f"{summary.unread:,} rows gave nothing: see {folder / 'unread.csv'}\n")
    if summary.values:
        sys.stderr.write(f"{summary.values:,} values could not be understood: see {folder / 'unread.csv'}\n")
    if summary.estimated:
        sys.stderr.write(
            f"{summary.estimated:,} amounts are tablets, litres and the like: their weight is an estimate, stands in "
            f"{folder / 'amounts.csv'}, and is in no total\n"
        )
    if summary.unweighed:
        sys.stderr.write(f"{summary.unweighed:,} amounts have no weight that is known: see {folder / 'amounts.csv'}\n")
