"""Partners: cards to hand over and to add, fingerprints to compare."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.session import AsOption, JsonOption, NodeOption, acting, open_node, print_json
from comity.kernel import Handling, Tlp, UnreadableFile
from comity.subjects.model import Role

if TYPE_CHECKING:
    from comity.node.partners.models import Partner

PartnerArgument = Annotated[str, typer.Argument(help="Node id of the partner.")]


def add_to(app: typer.Typer) -> None:
    """This function adds the commands of this file."""
    group = typer.Typer(help="Partners: cards, fingerprints, what each may see.", no_args_is_help=True)
    commands: dict[str, Callable[..., None]] = {
        "list": list_partners, "card": show_card, "add": add_card, "accept": accept_partner,
        "suspend": suspend_partner, "resume": resume_partner, "group": set_group, "rotate": rotate_keys,
        "revoke": revoke_key,
    }  # fmt: skip
    for name, command in commands.items():
        group.command(name)(command)
    app.add_typer(group, name="partners")


def list_partners(node: NodeOption, user: AsOption, json: JsonOption = False) -> None:
    """List partners with their fingerprints."""
    open_node(node)
    from comity.node.partners.queries import partners

    rows = [_document(p) for p in partners(acting(user))]
    if json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['node']}  {row['state']:<10} {row['agency']} ({row['country']})  {row['fingerprint']}")


def show_card(node: NodeOption, json: JsonOption = False) -> None:
    """Print this node's own card, to hand over; its fingerprint goes to standard error."""
    open_node(node)
    from comity.node.partners.own import own_card

    card = own_card()
    if json:
        print_json({"node": card.node, "card": card.token, "fingerprint": card.fingerprint, "version": card.version})
        return
    typer.echo(card.token)
    typer.echo(f"Fingerprint to read out: {card.fingerprint}", err=True)


def add_card(
    card: Annotated[str, typer.Argument(help="File with the partner's card, or - for standard input.")],
    node: NodeOption,
    user: AsOption,
    json: JsonOption = False,
) -> None:
    """Add the card that another agency handed over."""
    open_node(node)
    from comity.node.partners.operations import add

    made = add(actor=acting(user), card=_read(card))
    if json:
        print_json(_document(made))
        return
    typer.echo(f"{made.id}  {made.agency} ({made.country})  {made.fingerprint}")
    typer.echo("Compare the fingerprint by telephone, then run: comity partners accept", err=True)


def accept_partner(
    partner: PartnerArgument,
    node: NodeOption,
    user: AsOption,
    fingerprint: Annotated[str, typer.Option(help="The digits as the partner reads them out.")],
    group: Annotated[str, typer.Option(help="Name of the visibility group that it joins.")] = "",
) -> None:
    """Accept a partner whose fingerprint was compared by another channel."""
    open_node(node)
    from comity.node.partners.operations import accept

    accept(actor=acting(user), partner_id=partner, fingerprint=fingerprint)
    if group:
        _join(partner, user, group)
    typer.echo(f"{partner} is accepted.")


def suspend_partner(
    partner: PartnerArgument, node: NodeOption, user: AsOption, reason: Annotated[str, typer.Option(help="Why.")]
) -> None:
    """End every exchange with a partner."""
    open_node(node)
    from comity.node.partners.operations import suspend

    suspend(actor=acting(user), partner_id=partner, reason=reason)
    typer.echo(f"{partner} is suspended.")


def resume_partner(
    partner: PartnerArgument, node: NodeOption, user: AsOption, reason: Annotated[str, typer.Option(help="Why.")]
) -> None:
    """Lift a suspension or a freeze."""
    open_node(node)
    from comity.node.partners.operations import resume

    resume(actor=acting(user), partner_id=partner, reason=reason)
    typer.echo(f"{partner} is accepted again.")


def set_group(
    name: Annotated[str, typer.Argument(help="Name of the visibility group; made where there is none.")],
    node: NodeOption,
    user: AsOption,
    partner: Annotated[list[str] | None, typer.Option(help="Node id of a partner that joins; may be repeated.")] = None,
    role: Annotated[list[Role] | None, typer.Option(help="Role that is released; may be repeated.")] = None,
    handling: Annotated[list[Handling] | None, typer.Option(help="Handling code that may stand on it.")] = None,
    tlp: Annotated[str, typer.Option(help="Strictest TLP that is released.")] = "AMBER",
    names_alone: Annotated[
        bool | None, typer.Option(help="Whether persons may be found by their name alone, where the partner agrees.")
    ] = None,
) -> None:
    """Make or change a visibility group, and put partners into it."""
    open_node(node)
    from comity.node.partners.operations import write_group
    from comity.node.partners.queries import groups

    actor = acting(user)
    found = groups(actor).filter(name=name).first()
    if found is None or role is not None or handling is not None or names_alone is not None:
        write_group(
            actor=actor, name=name, max_tlp=Tlp.from_label(tlp), group_id=found.id if found else None,
            roles=role if role is not None else sorted(found.released_roles) if found else [],
            handling=handling if handling is not None else sorted(found.handling_codes) if found else [],
            names_alone=names_alone if names_alone is not None else bool(found and found.names_alone),
        )  # fmt: skip
    for each in partner or []:
        _join(each, user, name)
    typer.echo(f"Group {name} is kept.")


def rotate_keys(
    node: NodeOption,
    user: AsOption,
    identity: Annotated[
        bool, typer.Option("--identity", help="Replace the identity key; partners compare fingerprints anew.")
    ] = False,
) -> None:
    """Replace the signing key, as after a compromise; partners learn it from the next packet."""
    open_node(node)
    from comity.node.partners import own

    card = (own.replace_identity if identity else own.replace_signing)(actor=acting(user))
    typer.echo(f"Card {card.version} is issued. Fingerprint: {card.fingerprint}")


def revoke_key(
    partner: PartnerArgument,
    key: Annotated[str, typer.Argument(help="Id of a former signing key of the partner.")],
    node: NodeOption,
    user: AsOption,
    json: JsonOption = False,
) -> None:
    """Stop believing a partner's former signing key, as after its compromise, and list what was signed with it."""
    open_node(node)
    from comity.node.messaging.queries import items_signed_with, signed_with
    from comity.node.partners import operations

    actor = acting(user)
    operations.revoke_key(actor=actor, partner_id=partner, key_id=key)
    signed = [
        {"id": m.id, "conversation": m.conversation_id, "type": m.type, "made": m.made}
        for m in signed_with(actor, partner, key)
    ]
    messages = len(signed)
    signed += [
        {"id": item.id, "conversation": "", "type": "item", "made": item.made}
        for item in items_signed_with(actor, partner, key)
    ]
    if json:
        print_json(signed)
        return
    handed = len(signed) - messages
    typer.echo(
        f"Key {key} is not believed any more. {messages} messages were signed with it, and {handed} items that others "
        "handed on."
    )
    for row in signed:
        typer.echo(f"{row['id']}  {row['type']:10} {row['made']:%Y-%m-%d %H:%M}")


def _join(partner: str, user: str, name: str) -> None:
    from comity.kernel import Missing
    from comity.node.partners import operations, queries

    actor = acting(user)
    found = queries.groups(actor).filter(name=name).first()
    if found is None:
        raise Missing(f"visibility group {name!r}", "there is none", "Make it: comity partners group", code="cli.group")
    operations.set_group(actor=actor, partner_id=partner, group_id=found.id)


def _read(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            name, "it cannot be read as text", "Name the file with the card", code="cli.card"
        ) from error


def _document(partner: Partner) -> dict[str, Any]:
    return {
        "node": partner.id,
        "agency": partner.agency,
        "country": partner.country,
        "state": partner.state,
        "fingerprint": partner.fingerprint,
        "group": partner.group.name if partner.group else None,
        "last_seen": partner.last_seen,
    }
