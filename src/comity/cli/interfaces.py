"""Interfaces: tokens and webhooks for other systems."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from comity.cli.session import AsOption, JsonOption, NodeOption, acting, open_node, print_json
from comity.kernel import Missing
from comity.kernel.purposes import Purpose


def add_to(app: typer.Typer) -> None:
    """This function adds the commands of this file."""
    group = typer.Typer(help="Interfaces: tokens and webhooks for other systems.", no_args_is_help=True)
    commands: dict[str, Callable[..., None]] = {
        "tokens": list_tokens, "token": make_token, "revoke": revoke_token, "webhooks": list_webhooks,
        "webhook": make_webhook, "stop": stop_webhook,
    }  # fmt: skip
    for name, command in commands.items():
        group.command(name)(command)
    app.add_typer(group, name="interfaces")


def list_tokens(node: NodeOption, user: AsOption, json: JsonOption = False) -> None:
    """List tokens: whose they are, what they may do, when they were used."""
    open_node(node)
    from comity.node.interfaces.queries import tokens
    from comity.node.runtime import clock

    now = clock().now()
    rows = [
        {"id": t.id, "name": t.name, "state": t.state(now), "scopes": t.scopes, "duty": t.duty.reference,
         "purpose": t.purpose, "partner": t.partner_id, "expires": t.expires, "last_used": t.last_used}
        for t in tokens(acting(user))
    ]  # fmt: skip
    if json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['id']}  {row['state']:<9} {row['name']}  {' '.join(row['scopes'])}  {row['duty']}")


def make_token(
    name: Annotated[str, typer.Argument(help="Name of the system.")],
    node: NodeOption,
    user: AsOption,
    duty: Annotated[str, typer.Option(help="Reference of the standing duty that it works on.")],
    scope: Annotated[list[str], typer.Option(help="What it may do, such as holdings:read; may be repeated.")],
    purpose: Annotated[Purpose | None, typer.Option(help="Why; the duty's own purpose by default.")] = None,
    days: Annotated[int, typer.Option(help="How long it is valid.")] = 90,
    instrument: Annotated[str, typer.Option(help="Reference of the legal basis of what it sends.")] = "",
    partner: Annotated[str, typer.Option(help="Node id of the partner whose program it is.")] = "",
    json: JsonOption = False,
) -> None:
    """Make a token; its text is printed once and kept nowhere."""
    open_node(node)
    from comity.node.cases.models import Duty, Instrument
    from comity.node.interfaces import operations

    found = Duty.objects.filter(reference=duty).first()
    basis = Instrument.objects.filter(reference=instrument).first() if instrument else None
    if found is None:
        raise Missing(f"standing duty {duty!r}", "there is none with this reference", code="cli.duty")
    if instrument and basis is None:
        raise Missing(f"legal basis {instrument!r}", "there is none with this reference", code="cli.basis")
    made, text = operations.make_token(
        actor=acting(user), name=name, duty_id=found.id, purpose=(purpose or Purpose(found.purpose)).value,
        scopes=scope, days=days, instrument_id=basis.id if basis else None, partner_id=partner or None,
    )  # fmt: skip
    _show(json, {"id": made.id, "token": text, "expires": made.expires}, text, f"Token {made.id}: copy it now.")


def revoke_token(
    token: Annotated[str, typer.Argument(help="Id of the token.")], node: NodeOption, user: AsOption
) -> None:
    """End a token at once."""
    open_node(node)
    from comity.node.interfaces import operations

    operations.revoke_token(actor=acting(user), token_id=token)
    typer.echo(f"Token {token} is revoked.")


def list_webhooks(node: NodeOption, user: AsOption, json: JsonOption = False) -> None:
    """List webhooks with what waits for each and what was given up."""
    open_node(node)
    from comity.node.interfaces.queries import webhooks

    rows = [
        {"id": w.id, "name": w.name, "url": w.url, "kinds": w.kinds, "waiting": w.waiting, "given_up": w.given_up}  # type: ignore[attr-defined]  # annotated
        for w in webhooks(acting(user))
    ]
    if json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['id']}  {row['name']}  {row['url']}  waiting {row['waiting']}, given up {row['given_up']}")


def make_webhook(
    name: Annotated[str, typer.Argument(help="Name of the system.")],
    url: Annotated[str, typer.Argument(help="Where it listens.")],
    node: NodeOption,
    user: AsOption,
    kind: Annotated[list[str], typer.Option(help="Event that it is told of; may be repeated.")],
    json: JsonOption = False,
) -> None:
    """Make a webhook; its secret is printed once."""
    open_node(node)
    from comity.node.interfaces import operations

    made, secret = operations.make_webhook(actor=acting(user), name=name, url=url, kinds=kind)
    _show(json, {"id": made.id, "secret": secret}, secret, f"Webhook {made.id}: copy its secret now.")


def stop_webhook(
    webhook: Annotated[str, typer.Argument(help="Id of the webhook.")], node: NodeOption, user: AsOption
) -> None:
    """End a webhook; what waits is not sent."""
    open_node(node)
    from comity.node.interfaces import operations

    operations.stop_webhook(actor=acting(user), webhook_id=webhook)
    typer.echo(f"Webhook {webhook} is stopped.")


def _show(json: bool, document: dict[str, Any], secret: str, words: str) -> None:
    if json:
        print_json(document)
        return
    typer.echo(secret)
    typer.echo(words, err=True)
