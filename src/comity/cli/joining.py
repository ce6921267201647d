"""``comity holdings duplicates|merge|decline|unmerge|undo``: which records are of one subject, and which are not."""

from __future__ import annotations

from typing import Annotated

import typer

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

Because = Annotated[str, typer.Option("--reason", help="Why, in words; it stays in the history of both records.")]


def add_to(holdings: typer.Typer) -> None:
    """This function adds the commands of this file to the group of holdings."""
    holdings.command("duplicates")(list_duplicates)
    holdings.command("merge")(merge)
    holdings.command("decline")(decline)
    holdings.command("unmerge")(unmerge)
    holdings.command("undo")(undo)


def list_duplicates(
    node: NodeOption,
    by: AsOption,
    case: CaseOption,
    imported: Annotated[str, typer.Option("--import", help="Id of an import: only what its records brought.")] = "",
    page: Annotated[int, typer.Option(help="Which page of 50.", min=1)] = 1,
    wait: Annotated[bool, typer.Option("--look", help="Compare here what the worker has not compared yet.")] = False,
    purpose: PurposeOption = None,
    json: JsonOption = False,
) -> None:
    """List pairs of records that may be of one subject, the surest first, with what speaks for and against it."""
    open_node(node)
    from comity.node.duplicates import finding, queries
    from comity.node.duplicates.words import speaks_against, speaks_for

    actor = acting(by, case=case, purpose=purpose)
    while wait and finding.find_batch():
        pass
    found = queries.proposals(actor, import_id=imported, number=page, size=50)
    done, total = queries.progress()
    if json:
        items = [
            {
                "id": each.proposal.id, "first": each.proposal.first_id, "second": each.proposal.second_id,
                "titles": [each.first.title, each.second.title], "score": each.proposal.score,
                "strength": each.proposal.strength, "speaks_for": speaks_for(each.proposal),
                "speaks_against": speaks_against(each.proposal), "may_decide": each.decides,
            }
            for each in found.object_list
        ]  # fmt: skip
        pages = {"count": found.paginator.count, "page": found.number, "pages": found.paginator.num_pages}
        print_json({**pages, "looked_at": done, "of": total, "proposals": items})
        return
    for each in found.object_list:
        typer.echo(f"{each.proposal.id}  {each.proposal.strength:8} {each.first.title} / {each.second.title}")
        for words in speaks_for(each.proposal):
            typer.echo(f"    + {words}")
        for words in speaks_against(each.proposal):
            typer.echo(f"    - {words}")
    typer.echo(f"{found.paginator.count} pairs, page {found.number} of {found.paginator.num_pages}.")
    if done < total:
        typer.echo(f"{total - done} changes are not compared yet; the worker compares them, or give --look.")


def merge(
    one: Annotated[str, typer.Argument(help="Id of a proposal, or of the record whose subject stays.")],
    node: NodeOption,
    by: AsOption,
    case: CaseOption,
    other: Annotated[
        str, typer.Argument(help="Id of another record of the same subject; without it, ONE is a proposal.")
    ] = "",
    reason: Because = "",
    purpose: PurposeOption = None,
    json: JsonOption = False,
) -> None:
    """Put two records under one subject: those of a proposal, or two that are named."""
    open_node(node)
    from comity.node.duplicates.operations import merge_proposed
    from comity.node.holdings import operations

    actor = acting(by, case=case, purpose=purpose)
    if other:
        made = operations.merge(actor=actor, kept_holding=one, absorbed_holding=other, reason=reason)
    else:
        made = merge_proposed(actor=actor, proposal_id=one, reason=reason)
    if json:
        print_json({"merge": made.id, "subject": made.kept_id, "moved": made.moved})
    else:
        typer.echo(f"They are one subject now. To take it back: comity holdings unmerge {made.id}")


def decline(
    proposal: Annotated[str, typer.Argument(help="Id of a proposal.")],
    node: NodeOption,
    by: AsOption,
    case: CaseOption,
    reason: Because = "",
    purpose: PurposeOption = None,
) -> None:
    """Say that two records are not of one subject; they are not proposed again."""
    open_node(node)
    from comity.node.duplicates.operations import decline_proposed

    decline_proposed(actor=acting(by, case=case, purpose=purpose), proposal_id=proposal, reason=reason)
    typer.echo("They stay apart, and are not proposed again.")


def unmerge(
    merge_id: Annotated[str, typer.Argument(metavar="MERGE", help="Id of a merge, as merge printed it.")],
    node: NodeOption,
    by: AsOption,
    case: CaseOption,
    reason: Because = "",
    purpose: PurposeOption = None,
) -> None:
    """Take a merge back: the records stand apart as they did before."""
    open_node(node)
    from comity.node.holdings import operations

    operations.unmerge(actor=acting(by, case=case, purpose=purpose), merge_id=merge_id, reason=reason)
    typer.echo("The records stand apart again.")


def undo(
    import_id: Annotated[str, typer.Argument(metavar="IMPORT", help="Id of an import, as import printed it.")],
    node: NodeOption,
    by: AsOption,
    case: CaseOption,
    purpose: PurposeOption = None,
    json: JsonOption = False,
) -> None:
    """Take back every record that an import brought, and the merges that came from it; its report stays."""
    open_node(node)
    from comity.node.holdings import operations

    count = operations.undo_import(actor=acting(by, case=case, purpose=purpose), import_id=import_id)
    if json:
        print_json({"import": import_id, "records": count})
    else:
        typer.echo(f"{count} records are taken back.")
