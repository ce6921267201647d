"""Making, serving and upgrading a node; accounts, cases, duties and instruments by hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from comity.cli.session import AsOption, JsonOption, NodeOption, acting, open_node, print_json
from comity.cooperation import Channel
from comity.kernel import Refused, SystemClock
from comity.kernel.purposes import Offence, Purpose


def add_to(app: typer.Typer) -> None:
    """This function adds the commands of this file."""
    app.command()(init)
    app.command()(serve)
    app.command()(worker)
    app.command()(upgrade)
    users = typer.Typer(help="Accounts of the people who work at the node.", no_args_is_help=True)
    users.command("add")(add_user)
    users.command("list")(list_users)
    app.add_typer(users, name="users")
    cases = typer.Typer(help="Cases, standing duties and legal instruments.", no_args_is_help=True)
    cases.command("open")(open_case)
    cases.command("join")(join_case)
    cases.command("duty")(add_duty)
    cases.command("instrument")(add_instrument)
    app.add_typer(cases, name="cases")


def init(
    folder: Annotated[Path, typer.Argument(help="An empty or missing folder.")],
    agency: Annotated[str, typer.Option(help="Who runs the node, as partners will read it.")],
    country: Annotated[str, typer.Option(help="ISO code, such as KH.")],
    address: Annotated[str, typer.Option(help="URL under which partners reach the node.")],
    contact: Annotated[str, typer.Option(help="Whom a partner calls, round the clock.")] = "",
    host: Annotated[str, typer.Option(help="Where the web server listens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="On which port.")] = 8800,
    database: Annotated[str, typer.Option(help="Database URL; SQLite in the folder by default.")] = "",
    passphrase_file: Annotated[str, typer.Option(help="File with the passphrase of the keys.")] = "",
    language: Annotated[str, typer.Option(help="Language of the pages: en, km or vi.")] = "en",
    administrator: Annotated[str, typer.Option(help="User name of the first account.")] = "administrator",
    channel: Annotated[
        Channel | None, typer.Option(help="Between which authorities it exchanges; instruments are asked about it.")
    ] = None,
    four_eyes: Annotated[bool, typer.Option(help="Requests need a supervisor's approval.")] = False,
    behind_tls: Annotated[bool, typer.Option(help="A TLS proxy stands in front.")] = True,
    json: JsonOption = False,
) -> None:
    """Make a node: folder, keys, database, first administrator."""
    from comity.node.config import NodeConfig
    from comity.node.founding import OWN_FILE, found

    config = NodeConfig(
        folder=folder, agency=agency, country=country, address=address.rstrip("/"), contact=contact, host=host,
        port=port, database_url=database, passphrase_file=passphrase_file, language=language, four_eyes=four_eyes,
        behind_tls=behind_tls, channel=channel.value if channel else "",
    )  # fmt: skip
    made = found(config, clock=SystemClock(), administrator=administrator)
    if json:
        print_json({"node": made.config.node, "administrator": made.administrator, "password": made.password})
        return
    typer.echo(f"Node {made.config.node} of {agency} is in {made.config.folder}.")
    typer.echo(f"First account: {made.administrator}, password: {made.password} (shown once)")
    if made.config.passphrase_file == OWN_FILE:
        typer.echo(f"The passphrase of the keys is in {OWN_FILE}: keep a copy elsewhere, never in the same backup.")
    typer.echo(
        f"The main conventions, for your lawyers to check: comity instruments load -n {folder} --as {administrator}"
    )
    typer.echo(f"Next: comity serve --node {folder} and, beside it, comity worker --node {folder}")


def serve(node: NodeOption) -> None:
    """Serve the pages and the partners' address."""
    import os

    from granian import Granian
    from granian.constants import Interfaces

    from comity.node.config import load

    config = load(node)
    os.environ["COMITY_NODE"] = str(config.folder)
    Granian(
        "comity.node.wsgi:application",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_access=False,
    ).serve()


def worker(
    node: NodeOption, once: Annotated[bool, typer.Option(help="Do everything that is due once, and end.")] = False
) -> None:
    """Deliver messages, exchange indexes and heads, run jobs."""
    open_node(node)
    from comity.node.worker import run

    run(once=once)


def upgrade(
    node: NodeOption, back: Annotated[bool, typer.Option(help="Go back by one version instead.")] = False
) -> None:
    """Bring the node's database to this version, or back by one."""
    open_node(node, current=False)
    from comity.node import upgrades

    if back:
        typer.echo(f"Went back from version {upgrades.downgrade()}.")
    else:
        typer.echo("Upgraded." if upgrades.upgrade() else "Nothing to do: the database is of this version.")


def add_user(
    username: str,
    role: Annotated[str, typer.Option(help="officer, analyst, victim-worker, supervisor, auditor or administrator.")],
    node: NodeOption,
    by: AsOption,
    name: Annotated[str, typer.Option(help="As pages show it.")] = "",
    password: Annotated[str, typer.Option(envvar="COMITY_PASSWORD", prompt=True, hide_input=True)] = "",
) -> None:
    """Make an account."""
    open_node(node)
    from comity.kernel import InvalidInput
    from comity.node.accounts.operations import create_user
    from comity.node.permissions import Role

    if role not in {r.value for r in Role}:
        raise InvalidInput(f"role {role!r}", "there is no such role", "See: comity users add --help", code="cli.role")
    user = create_user(actor=acting(by), username=username, name=name, role=Role(role), password=password)
    typer.echo(f"Account {user.username} ({role}).")


def list_users(node: NodeOption, by: AsOption, json: JsonOption = False) -> None:
    """List the accounts."""
    open_node(node)
    from comity.node.accounts.queries import users

    rows = [{"username": u.username, "name": u.name, "role": u.role, "active": u.is_active} for u in users(acting(by))]
    if json:
        print_json(rows)
    else:
        for row in rows:
            typer.echo(
                f"{row['username']:20} {row['role']:15} {row['name']}{'' if row['active'] else '  (may not sign in)'}"
            )


def open_case(
    reference: str,
    node: NodeOption,
    by: AsOption,
    title: Annotated[str, typer.Option()],
    offence: Annotated[Offence, typer.Option()],
    purpose: Annotated[Purpose, typer.Option()] = Purpose.INVESTIGATION,
) -> None:
    """Open a case; who opens it is its first member."""
    open_node(node)
    from comity.node.cases import operations

    case = operations.open_case(actor=acting(by), reference=reference, title=title, offence=offence, purpose=purpose)
    typer.echo(f"Case {case.reference} is open.")


def join_case(reference: str, username: str, node: NodeOption, by: AsOption) -> None:
    """Let a person work on a case."""
    open_node(node)
    from comity.kernel import Missing
    from comity.node.accounts.models import User
    from comity.node.cases import operations
    from comity.node.cases.models import Case

    case, user = Case.objects.filter(reference=reference).first(), User.objects.filter(username=username).first()
    if case is None or user is None:
        raise Missing(f"case {reference!r} or account {username!r}", "there is none", code="cli.case")
    operations.add_member(actor=acting(by), case_id=case.id, user_id=user.id)
    typer.echo(f"{username} works on {reference}.")


def add_duty(
    reference: str,
    node: NodeOption,
    by: AsOption,
    title: Annotated[str, typer.Option()],
    purpose: Annotated[Purpose, typer.Option()],
    member: Annotated[list[str], typer.Option(help="User name; may be given several times.")],
) -> None:
    """Record a standing duty and who is on it."""
    open_node(node)
    from comity.node.accounts.models import User
    from comity.node.cases import operations

    ids = list(User.objects.filter(username__in=member).values_list("id", flat=True))
    if len(ids) != len(set(member)):
        raise Refused("members", "one of them has no account", "See: comity users list", code="cli.account")
    duty = operations.record_duty(actor=acting(by), reference=reference, title=title, purpose=purpose, members=ids)
    typer.echo(f"Duty {duty.reference} is recorded.")


def add_instrument(
    reference: str,
    node: NodeOption,
    by: AsOption,
    title: Annotated[str, typer.Option()],
    party: Annotated[list[str], typer.Option(help="ISO code; at least two.")],
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="In force from.")],
    kind: Annotated[str, typer.Option(help="treaty, agreement, memorandum or law.")] = "agreement",
    offence: Annotated[list[Offence] | None, typer.Option(help="Which it covers; all by default.")] = None,
) -> None:
    """Record a legal basis between countries."""
    open_node(node)
    from comity.node.cases import operations

    instrument = operations.record_instrument(
        actor=acting(by), reference=reference, title=title, kind=kind, parties=party, in_force_from=since.date(),
        offences=offence or (),
    )  # fmt: skip
    typer.echo(f"Instrument {instrument.reference} is recorded.")
