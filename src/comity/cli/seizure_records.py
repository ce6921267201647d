"""``comity seizures import`` and ``list``: files become seizures of a node, and what it has recorded is listed."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.holdings import evaluation_of, restriction_of
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
from comity.kernel import UnreadableFile
from comity.subjects import Role
from comity.subjects.cells import neutralised

if TYPE_CHECKING:
    from comity.node.permissions import Actor
    from comity.node.seizures.finding import Row
    from comity.node.seizures.models import Intake

SHOWN = 20
"""So many faults are printed; ``--report`` has all."""


def add_to(seizures: typer.Typer) -> None:
    """This function adds the commands of this file."""
    seizures.command("import")(import_seizures)
    seizures.command("list")(list_seizures)


def import_seizures(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with the columns of UNODC's individual drug seizures.")],
    node: NodeOption,
    by: AsOption,
    case: CaseOption,
    source: Annotated[str, typer.Option(help="Where it comes from, in words.")],
    evaluation: Annotated[str, typer.Option(help="4×4, such as B2.")],
    handling: Annotated[str, typer.Option(help="Codes, such as H0 or 'H1 H2'.")],
    retention: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Last day on which it may be kept.")],
    words: Annotated[str, typer.Option(help="The restriction of H3, in words.")] = "",
    tlp: Annotated[str, typer.Option(help="CLEAR, GREEN, AMBER, AMBER+STRICT or RED.")] = "AMBER",
    pap: Annotated[str, typer.Option(help="CLEAR, GREEN, AMBER or RED.")] = "AMBER",
    strict: Annotated[bool, typer.Option("--strict", help="Import nothing when any row or value is bad.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read only, import nothing.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write every fault to this CSV file.")] = None,
    purpose: PurposeOption = None,
    json: JsonOption = False,
) -> None:
    """Import a file of seizures, whole or not at all; every row is read or reported."""
    open_node(node)
    from comity.node.holdings.grounds import Grounds
    from comity.node.seizures import operations

    restriction, graded = restriction_of(handling, tlp, pap, words), evaluation_of(evaluation)
    actor = acting(by, case=case, purpose=purpose)
    grounds = Grounds(
        case_id=actor.case_id, duty_id=actor.duty_id, role=Role.UNKNOWN, source=source, evaluation=graded,
        restriction=restriction, retention_until=retention.date(),
    )  # fmt: skip
    try:
        with file.open("rb") as stream:
            made = operations.receive_file(actor=actor, file=stream, grounds=grounds, name=file.name)
    except OSError as error:
        raise UnreadableFile(
            str(file), error.strerror or "it cannot be opened", "Check its name", code="cli.seizures.file"
        ) from error
    made = operations.check_intake(actor=actor, intake_id=made.id)
    bad = made.left_out + made.unread
    if not dry_run and not (strict and bad):
        made = operations.run_intake(actor=actor, intake_id=made.id)
    faults = _faults(actor, made)
    if report is not None:
        _write(report, faults)
    if strict and bad:
        first = f"row {faults[0]['row']}: {faults[0]['column']} {faults[0]['reason']}"
        raise UnreadableFile(
            file.name, f"{bad:,} rows or values cannot be read, the first in {first}", "Nothing was imported",
            code="cli.seizures.strict",
        )  # fmt: skip
    _tell(made, faults, json=json)


def list_seizures(
    node: NodeOption,
    by: AsOption,
    case: CaseOption,
    text: Annotated[str, typer.Argument(help="Reference, place or what was seized; all where left out.")] = "",
    drug: Annotated[str, typer.Option(help="Code of a substance, such as methamphetamine.")] = "",
    country: Annotated[str, typer.Option(help="Where it was seized, ISO 3166.")] = "",
    year: Annotated[int | None, typer.Option(help="In which it lies.")] = None,
    departure: Annotated[str, typer.Option(help="Country, ISO 3166.")] = "",
    destination: Annotated[str, typer.Option(help="Country, ISO 3166.")] = "",
    page: Annotated[int, typer.Option(min=1, help="Of 50 seizures each.")] = 1,
    purpose: PurposeOption = None,
    json: JsonOption = False,
) -> None:
    """List what was seized; the ledger names what was listed, and why."""
    open_node(node)
    from comity.node.seizures import queries

    actor = acting(by, case=case, purpose=purpose)
    wanted = queries.Filter(
        text=text, drug=drug, country=country.upper(), year=year, departure=departure.upper(),
        destination=destination.upper(),
    )  # fmt: skip
    found = queries.find(actor, wanted, page=page)
    rows = [_document(row) for row in found.rows]
    if json:
        print_json({"count": found.count, "more": found.more, "page": found.page, "pages": found.pages,
                    "seizures": rows})  # fmt: skip
        return
    for row in rows:
        goods = ", ".join(f"{good['words']} {good['amount']} {good['unit']}".strip() for good in row["goods"])
        typer.echo(f"{row['reference']:22} {row['date'] or '?':10} {row['country'] or '?':2} {row['state']:9} {goods}")
    more = "More than " if found.more else ""
    typer.echo(f"{more}{found.count:,} seizures; page {found.page} of {found.pages}.")


def _document(row: Row) -> dict[str, Any]:
    seizure = row.seizure
    return {
        "id": seizure.id, "reference": seizure.reference, "state": seizure.state, "date": seizure.date,
        "country": seizure.country, "province": seizure.province, "place": seizure.place,
        "goods": [
            {"substance": good.substance, "words": good.words, "amount": good.amount_text, "unit": good.unit_text,
             "kilograms": good.kilograms, "imputed": good.imputed}
            for good in row.goods
        ],
        "route": [{"role": point.role, "country": point.country} for point in row.points],
        "ground": row.ground,
    }  # fmt: skip


def _faults(actor: Actor, made: Intake) -> list[dict[str, Any]]:
    from comity.node.seizures import queries

    names = ("row", "column", "value", "reason", "left_out")
    return [dict(each) for each in queries.every_fault(actor, made.id).values(*names)]


def _write(path: Path, faults: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(("row", "column", "value", "reason", "row_left_out"))
        for each in faults:
            value, left_out = neutralised(each["value"]), "yes" if each["left_out"] else "no"
            table.writerow((each["row"], neutralised(each["column"]), value, each["reason"], left_out))


def _tell(made: Intake, faults: list[dict[str, Any]], *, json: bool) -> None:
    if json:
        print_json({
            "intake": made.id, "state": made.state, "file": made.file_name, "sha256": made.sha256,
            "format": made.format, "rows": made.rows, "read": made.read, "new": made.new, "known": made.known,
            "left_out": made.left_out, "unread": made.unread, "with_route": made.with_route, "assumed": made.assumed,
            "faults": faults[:SHOWN], "faults_in_all": len(faults),
        })  # fmt: skip
        return
    done = "nothing imported" if made.state == "checked" else f"{made.new:,} new, {made.known:,} here already"
    typer.echo(f"{made.file_name} ({made.format}): {made.rows:,} rows, {made.read:,} seizures read, {done};")
    typer.echo(f"{made.left_out:,} rows and {made.unread:,} values left out. Report {made.id}.")
    for each in made.assumed:
        typer.echo(f"  assumed: {each['what']}")
    for each in faults[:SHOWN]:
        left_out = " (row left out)" if each["left_out"] else ""
        typer.echo(f"  row {each['row']}: {each['column']} {each['reason']}{left_out}")
    if len(faults) > SHOWN:
        typer.echo(f"  … of {len(faults):,}; --report FILE keeps all.")
