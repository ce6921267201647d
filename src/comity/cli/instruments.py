"""Legal instruments: recording the conventions that ship, listing them, asking whether an exchange is allowed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from comity.cli.session import AsOption, JsonOption, NodeOption, acting, open_node, print_json
from comity.cooperation import Answer, Channel, ExchangeKind, Question, instead
from comity.kernel import InvalidInput
from comity.kernel.countries import country
from comity.kernel.purposes import Offence, Purpose


def add_to(app: typer.Typer) -> None:
    """This function adds the group to the command."""
    group = typer.Typer(help="Legal instruments between countries.", no_args_is_help=True)
    group.command("load")(load)
    group.command("list")(every)
    group.command("allowed")(allowed)
    app.add_typer(group, name="instruments")


def load(node: NodeOption, by: AsOption) -> None:
    """Record the main conventions, each marked as to be checked by your lawyers; what is yours stays as it is."""
    open_node(node)
    from comity.node.cases import operations

    loaded = operations.load_conventions(actor=acting(by))
    for words, references in (("recorded", loaded.new), ("renewed", loaded.renewed), ("left as it is", loaded.kept)):
        for reference in references:
            typer.echo(f"{reference}: {words}")
    if loaded.new or loaded.renewed:
        typer.echo("Have your lawyers check them, and mark each one on its page.")


def every(node: NodeOption, as_json: JsonOption = False) -> None:
    """List the instruments that are recorded here."""
    open_node(node)
    from comity.node.cases import queries

    rows = [
        {
            "reference": row.reference, "title": row.title, "kind": row.kind, "parties": row.parties,
            "in_force_from": row.in_force_from.isoformat(), "to_check": row.to_check, "source": row.source,
        }
        for row in queries.instruments()
    ]  # fmt: skip
    if as_json:
        print_json(rows)
        return
    for row in rows:
        mark = " (to be checked)" if row["to_check"] else ""
        typer.echo(f"{row['reference']}: {row['title']}, {' '.join(row['parties'])}{mark}")


def allowed(
    first: Annotated[str, typer.Argument(help="Country that sends.")],
    second: Annotated[str, typer.Argument(help="Country that receives.")],
    node: NodeOption,
    kind: Annotated[ExchangeKind, typer.Option(help="What is exchanged.")] = ExchangeKind.REQUEST,
    offence: Annotated[Offence | None, typer.Option(help="Any by default.")] = None,
    purpose: Annotated[Purpose | None, typer.Option(help="Any by default.")] = None,
    channel: Annotated[Channel | None, typer.Option(help="Any by default.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Today by default.")] = None,
    dual: Annotated[bool, typer.Option("--dual", help="Dual criminality is stated.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Say which instruments allow an exchange, and what is missing for the others; ends with 4 where none does."""
    open_node(node)
    from comity.node.cases.bases import answers_for
    from comity.node.runtime import clock

    question = Question(
        first=_code(first), second=_code(second), on=on.date() if on else clock().now().date(), kind=kind,
        offence=offence, purpose=purpose, channel=channel, dual_stated=dual,
    )  # fmt: skip
    answers = [answer for _row, answer in answers_for(question)]
    hints = [each.sentence for each in instead(answers)]
    if as_json:
        print_json({"allowed": any(a.allows for a in answers), "answers": list(map(_said, answers)), "instead": hints})
    else:
        for answer in answers:
            typer.echo(f"{'yes' if answer.allows else 'no '}  {answer.sentence}")
        for hint in hints:
            typer.echo(f"     {hint}")
    if not any(answer.allows for answer in answers):
        raise typer.Exit(4)


def _said(answer: Answer) -> dict[str, Any]:
    return {
        "reference": answer.instrument.reference, "allows": answer.allows, "article": answer.article,
        "missing": [gap.sentence for gap in answer.gaps], "minding": [each.sentence for each in answer.cautions],
    }  # fmt: skip


def _code(text: str) -> str:
    code = country(text)
    if code is None:
        raise InvalidInput(text, "it is no known country", "Give an ISO code such as KH", code="cli.country")
    return code
