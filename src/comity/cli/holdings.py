"""``comity holdings``: files become holdings, and what is held is listed."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from comity.cli import joining, versions
from comity.cli.mapping import explained, map_columns
from comity.cli.session import (
    AsOption,
    CaseOption,
    JsonOption,
    NodeOption,
    PurposeOption,
    acting,
    open_node,
    print_json,
)
from comity.kernel import Evaluation, Handling, InvalidInput, Restriction, Tlp, UnreadableFile
from comity.kernel.handling import Pap
from comity.subjects import Role
from comity.subjects.readers import Reading, read

if TYPE_CHECKING:
    from comity.node.holdings.models import Import


def add_to(app: typer.Typer) -> None:
    """This function adds the commands of this file."""
    holdings = typer.Typer(help="Records of the agency.", no_args_is_help=True)
    holdings.command("import")(import_file)
    holdings.command("list")(list_holdings)
    versions.add_to(holdings)
    holdings.command("map")(map_columns)
    joining.add_to(holdings)
    app.add_typer(holdings, name="holdings")


def import_file(
    file: Annotated[
        Path, typer.Argument(help="A file, or a folder for a list that comes as several; docs/formats.md says which.")
    ],
    node: NodeOption,
    by: AsOption,
    case: CaseOption,
    role: Annotated[Role, typer.Option(help="Of rows that state none.")],
    source: Annotated[str, typer.Option(help="Where it comes from, in words.")],
    evaluation: Annotated[str, typer.Option(help="4×4, such as B2.")],
    handling: Annotated[str, typer.Option(help="Codes, such as H0 or 'H1 H2'.")],
    retention: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Last day on which it may be kept.")],
    words: Annotated[str, typer.Option(help="The restriction of H3, in words.")] = "",
    tlp: Annotated[str, typer.Option(help="CLEAR, GREEN, AMBER, AMBER+STRICT or RED.")] = "AMBER",
    pap: Annotated[str, typer.Option(help="CLEAR, GREEN, AMBER or RED.")] = "AMBER",
    releasable_to: Annotated[list[str] | None, typer.Option(help="Country whose agencies may get a hit.")] = None,
    format: Annotated[str | None, typer.Option(help="Name of a format; found from the content by default.")] = None,  # noqa: A002 -- the word of the command line
    mapping: Annotated[Path | None, typer.Option(help="What the columns are; see: comity holdings map.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse the file when any row or value is bad.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read only, import nothing.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write every fault to this CSV file.")] = None,
    purpose: PurposeOption = None,
    json: JsonOption = False,
) -> None:
    """Import a file, whole or not at all; every row is read or reported."""
    open_node(node)
    from comity.node.holdings import operations, reports
    from comity.node.runtime import limits

    whole, name = explained(file, mapping, limits())

    restriction, graded = restriction_of(handling, tlp, pap, words), evaluation_of(evaluation)
    actor = acting(by, case=case, purpose=purpose)
    stated = operations.Grounds(
        case_id=actor.case_id, duty_id=actor.duty_id, role=role, source=source, evaluation=graded,
        restriction=restriction, releasable_to=tuple(releasable_to or ()), retention_until=retention.date(),
    )  # fmt: skip
    if dry_run:
        made = operations.check_file(actor=actor, file=whole, grounds=stated, name=name, format=format)
    else:
        try:
            made = operations.import_file(
                actor=actor, file=whole, grounds=stated, name=name, format=format, strict=strict
            )
        except UnreadableFile as error:
            if report is not None and error.code == "holdings.import.strict":
                reading = _read(whole, format, name)
                _write_report(reports.table(reading.faults, reading.findings), report)
            raise
    if report is not None:
        _write_report(reports.of(made), report)
    _tell(made, report, json=json)


def list_holdings(
    node: NodeOption,
    by: AsOption,
    case: CaseOption,
    text: Annotated[str, typer.Argument(help="Name in any script, number or reference; all where left out.")] = "",
    role: Annotated[Role | None, typer.Option(help="Only in this role.")] = None,
    after: Annotated[str, typer.Option(help="Go on after this place, which the last 50 ended with.")] = "",
    purpose: PurposeOption = None,
    json: JsonOption = False,
) -> None:
    """List what is held; the ledger names what was listed, and why."""
    open_node(node)
    from comity.node.holdings import queries

    actor = acting(by, case=case, purpose=purpose)
    found = queries.search(actor, text=text, role=role.value if role else "", after=after, size=50)
    if json:
        items = [
            {
                "id": row.holding.id, "reference": row.holding.reference, "names": row.names, "role": row.holding.role,
                "case": row.ground, "evaluation": row.holding.evaluation,
                "handling": row.holding.restriction.code, "tlp": row.holding.restriction.tlp.label,
                "retention_until": row.holding.retention_until.isoformat(),
            }
            for row in found.rows
        ]  # fmt: skip
        print_json({"count": found.count, "more": found.more, "after": found.after, "holdings": items})
        return
    for row in found.rows:
        held = row.holding
        typer.echo(f"{held.id}  {held.role:9} {held.restriction.code:9} {row.ground:16} {row.title}")
    more = f" Go on with --after {found.after}" if found.after else ""
    typer.echo(f"{'More than ' if found.more else ''}{found.count} records.{more}")


def restriction_of(handling: str, tlp: str, pap: str, words: str) -> Restriction:
    """This function reads the options that say what may be done with what is imported.

    Raises:
        InvalidInput: one of them is no such code.
    """
    try:
        codes = frozenset(Handling(code) for code in handling.upper().replace(",", " ").split())
        return Restriction(codes, Tlp.from_label(tlp), Pap[pap.upper()], words)
    except (ValueError, KeyError) as error:
        raise InvalidInput(
            "--handling, --tlp or --pap", str(error), "See: comity holdings import --help", code="cli.handling"
        ) from None


def evaluation_of(text: str) -> Evaluation:
    """This function reads the option that grades a source.

    Raises:
        InvalidInput: it is no grade.
    """
    try:
        return Evaluation.parse(text)
    except ValueError as error:
        raise InvalidInput("--evaluation", str(error), code="cli.evaluation") from None


def _read(file: Path | IO[bytes], wanted: str | None, name: str) -> Reading:
    from comity.node.runtime import config, limits

    reading = read(file, format=wanted, limits=limits(), country=config().country or None, name=name)
    for _ in reading:
        pass
    return reading


def _write_report(rows: Iterable[list[str]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)


def _tell(made: Import, report: Path | None, *, json: bool) -> None:
    faults = list(made.faults.all()[:20])
    if json:
        shown = [
            {"line": f.line, "field": f.field, "value": f.value, "reason": f.reason, "left_out": f.left_out}
            for f in faults
        ]
        counts = {"rows": made.rows, "read": made.read, "left_out": made.left_out, "warnings": made.warnings}
        counts |= {"values": made.values, "repaired": made.repaired, "doubted": made.doubted}
        print_json(
            {
                "import": made.id, "state": made.state, "file": made.file_name, "sha256": made.sha256,
                "format": made.format, "encoding": made.encoding, **counts, "faults": shown,
                "faults_in_all": made.left_out + made.warnings,
            }
        )  # fmt: skip
        return
    done = "read, nothing imported" if made.state == "checked" else "imported"
    typer.echo(f"{made.file_name} ({made.format}): {made.rows} rows, {made.read} {done}, {made.left_out} left out,")
    typer.echo(
        f"{made.values} values read, {made.repaired} repaired, {made.doubted} doubted, {made.warnings} left out."
    )
    typer.echo(f"Report {made.id}.")
    for f in faults:
        typer.echo(f"  line {f.line}: {f.field} {f.reason}{' (row left out)' if f.left_out else ''}")
    if made.left_out + made.warnings > len(faults):
        rest = f"all are in {report}" if report else "give --report FILE for all"
        typer.echo(f"  … of {made.left_out + made.warnings}; {rest}.")
