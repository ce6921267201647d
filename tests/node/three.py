"""Three nodes in one process, each with its own folder, keys and database: Cambodia, Viet Nam and Thailand.

Everything is the real code: the gate, the client, the worker's chores. One node is *here* at a time; a packet on its
way to another node makes that node here until it has answered. What a process keeps for its one node (settings, keys,
the database connection, what it found about ledgers) is put aside with it.

    def test_something(three):
        with three.at("KH") as node:
            ask(actor=node.officer, partner_id=three["VN"].id, …)
        three.settle()
        with three.at("VN") as node:
            assert Message.objects.filter(direction=THEIRS).exists()
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import connections
from django.test import Client, RequestFactory

from comity.kernel import SettableClock
from comity.kernel.purposes import Offence, Purpose
from comity.node import runtime
from comity.node.config import NodeConfig
from comity.node.founding import make_folder
from comity.node.permissions import SYSTEM, Actor, Role
from tests.node.one_process import connection, copied, enter, is_sqlite, leave, memories, process_of_many_nodes

COUNTRIES = ("KH", "VN", "TH")
PASSWORD = "four-plain-words-here"
_PEOPLE = (Role.OFFICER, Role.ANALYST, Role.VICTIM_WORKER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR)


@dataclass
class Node:
    """One of the three: its country, node id and people, each with purpose, case and legal basis stated.

    ``second`` is another supervisor, for what two people must do.
    """

    country: str
    config: NodeConfig
    people: dict[str, Actor] = field(default_factory=dict)
    case_id: str = ""
    instrument_id: str = ""
    kept: dict[str, Any] = field(default_factory=dict)
    """What the process keeps for this node while another one is here."""

    @property
    def id(self) -> str:
        """This function returns the node id."""
        return self.config.node

    @property
    def host(self) -> str:
        """This function returns the host under which the others reach it."""
        return f"{self.country.lower()}.example"

    def __getattr__(self, name: str) -> Actor:
        """This function returns a person: officer, analyst, worker, supervisor, second, auditor, administrator."""
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def client(self, name: str = "officer") -> Client:
        """This function returns a browser in which a person is signed in; use it while the node is here."""
        from comity.node.accounts.models import User

        client = Client(raise_request_exception=False)
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        client.force_login(User.objects.get(id=self.people[name].user_id), backend=backend)
        return client


class Three:
    """The three nodes, the network between them, and one clock for all."""

    def __init__(self, folder: Path, clock: SettableClock) -> None:
        self.clock = clock
        self.nodes: dict[str, Node] = {}
        self.cut: set[str] = set()
        """Countries that nobody reaches now."""
        self.traffic: list[tuple[str, str, int]] = []
        """From, to, and bytes of each packet."""
        self._here: list[Node] = []
        self._folder = folder
        for country in COUNTRIES:
            plain = NodeConfig(
                folder=folder / country, agency=f"Agency of {country}", country=country,
                address=f"https://{country.lower()}.example", contact="+855 12 000 000", behind_tls=False,
            )  # fmt: skip
            self.nodes[country] = Node(country, make_folder(plain, clock))

    def __getitem__(self, country: str) -> Node:
        """This function returns a node by its country."""
        return self.nodes[country]

    def __iter__(self) -> Iterator[Node]:
        """This function goes through the nodes."""
        return iter(self.nodes.values())

    @contextmanager
    def at(self, country: str) -> Iterator[Node]:
        """This function makes a node the one that is here."""
        node = self.nodes[country]
        before = self._here[-1] if self._here else None
        if before is not node:
            leave(before)
            enter(node)
        self._here.append(node)
        try:
            yield node
        finally:
            self._here.pop()
            if before is not node:
                leave(node)
                enter(before)

    def settle(self, rounds: int = 12) -> None:
        """This function lets every node's worker do what is due until nothing is sent any more."""
        for _round in range(rounds):
            sent = len(self.traffic)
            for country in COUNTRIES:
                self.work(country)
            if len(self.traffic) == sent:
                return

    def work(self, country: str) -> None:
        """This function runs a node's chores once, as its worker would. A chore that fails fails the test.

        What is done every few seconds is always due; the rest is when the clock says so.
        """
        from comity.node.chores import CHORES

        now = self.clock.now()
        with self.at(country) as node:
            due = node.kept.setdefault("due", {})
            for each in list(CHORES.values()):
                if each.every <= timedelta(minutes=1) or due.get(each.name, now) <= now:
                    due[each.name] = now + each.every
                    each.work()

    def later(self, **span: float) -> None:
        """This function moves the clock, as ``later(days=3)``, renews working periods, and lets the nodes work."""
        self.clock.set(self.clock.now() + timedelta(**span))
        for node in self:
            with self.at(node.country):
                _begin_periods(node)
        self.settle()

    def handle(self, request: httpx.Request) -> httpx.Response:
        """This function carries a packet to the node at its address."""
        from comity.node.partners import wire
        from comity.node.partners.gate import gate

        to = next((n for n in self if n.host == request.url.host), None)
        if to is None or to.country in self.cut or self._here[-1].country in self.cut:
            raise httpx.ConnectError("nobody answers there", request=request)
        data = request.read()
        self.traffic.append((self._here[-1].country, to.country, len(data)))
        with self.at(to.country):
            response = gate(RequestFactory().post("/v1/peer", data=data, content_type=wire.TYPE))
        return httpx.Response(response.status_code, stream=httpx.ByteStream(response.content))

    def database(self, node: Node) -> Path:
        """This function returns the file of a node's database on SQLite, to tamper with it or restore it."""
        return Path(node.kept["connection"].settings_dict["NAME"])


class _Between(httpx.BaseTransport):
    def __init__(self, three: Three) -> None:
        self.three = three

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """This function answers a request as the node there would."""
        return self.three.handle(request)


# Founding ------------------------------------------------------------------------------------------------------------


class Template:
    """Three founded nodes that know each other, made once; worlds are copies of them."""

    def __init__(self, folder: Path, clock: SettableClock) -> None:
        from comity.node.partners import wire

        self.folder, self.start = folder, clock.now()
        self.three = Three(folder, clock)
        default = connections["default"]
        migrated = str(default.settings_dict["NAME"])
        default.close()
        tag = f"three_{abs(hash(str(folder))) % 10**8}"
        self.names = {c: f"{tag}_{c.lower()}" for c in COUNTRIES}
        with process_of_many_nodes():
            for node in self.three:
                name = copied(migrated, f"{self.names[node.country]}_founded", folder)
                node.kept["connection"] = connection(name)
            wire.set_transport(_Between(self.three))
            for node in self.three:
                with self.three.at(node.country):
                    _settle_people(node)
            _acquaint(self.three)
            self.three.settle()
            self.founded = {n.country: str(n.kept["connection"].settings_dict["NAME"]) for n in self.three}
            self.memories = {n.country: n.kept.get("memories", []) for n in self.three}
            self.due = {n.country: n.kept["due"] for n in self.three}
            wire.set_transport(None)
            for node in self.three:
                node.kept["connection"].close()
        self.after = clock.now()
        shutil.copytree(folder, self._aside, ignore=shutil.ignore_patterns("*.sqlite3*"))

    @property
    def _aside(self) -> Path:
        return self.folder.with_name(self.folder.name + "-founded")

    @contextmanager
    def world(self, clock: SettableClock) -> Iterator[Three]:
        """This function gives three fresh nodes."""
        from comity.node.partners import wire

        clock.set(self.after)
        three = self.three
        three.clock, three.cut, three.traffic = clock, set(), []
        for country in COUNTRIES:
            shutil.rmtree(self.folder / country)
            shutil.copytree(self._aside / country, self.folder / country)
        with process_of_many_nodes():
            for node in three:
                name = copied(self.founded[node.country], self.names[node.country], self.folder)
                found = [each.copy() for each in self.memories[node.country]]
                node.kept = {"connection": connection(name), "memories": found, "due": dict(self.due[node.country])}
            wire.set_transport(_Between(three))
            try:
                yield three
            finally:
                wire.set_transport(None)
                three._here.clear()
                for each in memories():
                    each.clear()
                for node in three:
                    node.kept["connection"].close()


def _settle_people(node: Node) -> None:
    from comity.node.accounts.operations import create_user
    from comity.node.cases import operations as cases

    def make(role: Role, name: str) -> Actor:
        user = create_user(actor=SYSTEM, username=name, name=f"{name} {node.country}", role=role, password=PASSWORD)
        return Actor(user_id=user.id, name=user.name, role=role)

    for role in _PEOPLE:
        name = "worker" if role is Role.VICTIM_WORKER else role.value
        node.people[name] = make(role, name)
    node.people["second"] = make(Role.SUPERVISOR, "second")
    node.instrument_id = cases.record_instrument(
        actor=SYSTEM, reference="MOU-1", title="Memorandum on drugs", kind="memorandum", parties=list(COUNTRIES),
        in_force_from=date(2020, 1, 1),
    ).id  # fmt: skip
    opened = cases.open_case(
        actor=node.people["officer"], reference=f"{node.country}-2026-1", title="River crossing",
        offence=Offence.DRUG_TRAFFICKING, purpose=Purpose.INVESTIGATION,
    )  # fmt: skip
    node.case_id = opened.id
    for name in ("analyst", "worker", "supervisor", "second"):
        cases.add_member(actor=node.people["officer"], case_id=opened.id, user_id=node.people[name].user_id)
    _begin_periods(node)


def _begin_periods(node: Node) -> None:
    from comity.node.accounts.models import User
    from comity.node.cases import operations as cases
    from comity.node.cases.queries import actor_for

    for name in ("officer", "analyst", "worker", "supervisor", "second"):
        cases.start_period(
            actor=node.people[name], purpose=Purpose.INVESTIGATION, case_id=node.case_id,
            instrument_id=node.instrument_id,
        )  # fmt: skip
        node.people[name] = actor_for(User.objects.get(id=node.people[name].user_id))


def _acquaint(three: Three) -> None:
    """Each accepts the others' cards and puts them into a group that releases suspects, offenders and associates."""
    from comity.node.partners import operations as partners
    from comity.node.partners.own import own_card

    tokens = {}
    for node in three:
        with three.at(node.country):
            tokens[node.country] = own_card().token
    for node in three:
        with three.at(node.country):
            for other in three:
                if other is not node:
                    row = partners.add(actor=node.supervisor, card=tokens[other.country])
                    partners.accept(actor=node.supervisor, partner_id=row.id, fingerprint=row.card.fingerprint)


@pytest.fixture(scope="session")
def three_founded(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Template]:
    """The three nodes as they were founded."""
    from datetime import UTC, datetime

    clock = SettableClock(datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
    runtime.set_clock(clock)
    with django_db_blocker.unblock():
        made = Template(tmp_path_factory.mktemp("three"), clock)
        yield made
        if not is_sqlite():
            with connections["default"]._nodb_cursor() as cursor:
                for name in (*made.names.values(), *made.founded.values()):
                    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def three(three_founded, db, django_db_blocker, clock) -> Iterator[Three]:
    """Three fresh nodes that know each other; no node is here until ``three.at``."""
    with django_db_blocker.unblock(), three_founded.world(clock) as made:
        yield made
