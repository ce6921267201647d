"""A node in the middle of its work: two cases, people of every role, records, requests, checks with their hits."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from comity.kernel import Evaluation, Restriction
from comity.kernel.purposes import Offence, Purpose
from comity.node.accounts.models import User
from comity.node.campaigns import operations as campaigns
from comity.node.cases import operations as cases
from comity.node.cases.models import CaseMember
from comity.node.cases.queries import actor_for
from comity.node.holdings import operations as holdings
from comity.node.matching import operations as matching
from comity.node.matching.models import Hit
from comity.node.messaging import operations as messaging
from comity.node.messaging.models import THEIRS, Message
from comity.node.partners.models import VisibilityGroup
from comity.node.permissions import Actor, Role
from comity.node.prosecutions import operations as prosecutions
from comity.node.prosecutions.given import Given as Charged
from comity.node.prosecutions.given import GivenDefendant
from comity.node.runtime import clock, node_id
from comity.node.seizures import operations as seizures
from comity.node.seizures.given import Given, GivenGood
from comity.node.seizures.models import Step
from comity.subjects import Role as SubjectRole
from comity.subjects import Schema
from tests.exchange.parties import REQUEST, SUBJECT
from tests.node.matching.conftest import someone
from tests.node.seizures.seizing import png

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
READS = (
    "holdings.holding.read", "holdings.list.read", "matching.hit.read", "matching.hits.read",
    "messaging.conversation.read", "messaging.list.read", "messaging.alerts.read", "holdings.report.read",
    "holdings.readers.read", "items.list.read", "items.item.read", "audit.ledger.read", "seizures.list.read",
    "seizures.seizure.read", "seizures.custody.read", "seizures.photo.read", "seizures.report.read",
    "seizures.joints.read", "prosecutions.list.read", "prosecutions.prosecution.read",
)  # fmt: skip
"""Events that say that somebody read: the design wants an entry where a list or record was shown."""
FILE = b"id,name,birthDate\nr1,Sok Dara,1970-05-12\n,Nobody,\nr3,Chan Thy,1970-02-30\n"
SUBJECTS = (
    [("name", "Sok Dara"), ("birthDate", "1980-02-13")],
    [("name", "Chan Vanna"), ("birthDate", "1970-03-14")],
)
_UNSEEN = {"sessions", "contenttypes"}
_LEDGER = {"Log", "LedgerEntry", "EntryObject", "LedgerBlock", "LedgerHead"}


def state() -> dict[str, str]:
    """What the database holds: a digest of each table, and of the ledger what is more than a note of reading."""
    seen = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.app_label in _UNSEEN or (meta.app_label == "audit" and model.__name__ in _LEDGER):
            continue
        columns = [f.attname for f in meta.concrete_fields if f.name != "last_login"]
        rows = repr(list(model.objects.order_by("pk").values_list(*columns)))
        seen[meta.label] = hashlib.sha256(rows.encode()).hexdigest()
    entries = apps.get_model("audit", "LedgerEntry").objects.exclude(event__in=READS)
    return seen | {"ledger": repr(list(entries.order_by("pk").values_list("pk", "event"))[-3:])}


def changed(before: dict[str, str]) -> list[str]:
    """The tables that are not as they were."""
    after = state()
    return [name for name in after if after[name] != before.get(name)]


@contextmanager
def unchanged() -> Iterator[None]:
    """Nothing changes in here."""
    before = state()
    yield
    assert changed(before) == []


@dataclass
class World:
    """The ids of what there is; ``own`` for the officer's case, ``other`` for the one that is not its business."""

    people: dict[str, Actor] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)

    def client(self, name: str, **options: Any) -> Client:
        """A browser in which this person is signed in; nobody is signed in for an empty name."""
        client = Client(raise_request_exception=False, **options)
        if name:
            client.force_login(User.objects.get(id=self.people[name].user_id), backend=BACKEND)
        return client


@pytest.fixture
def _cheap_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _grounds(actor: Actor, role: SubjectRole = SubjectRole.SUSPECT) -> holdings.Grounds:
    return holdings.Grounds(
        case_id=actor.case_id, role=role, source="register", evaluation=Evaluation.parse("B2"),
        restriction=Restriction(), releasable_to=("VN",), retention_until=date(2030, 1, 1),
    )  # fmt: skip


def _record(actor: Actor, name: str, birth: str, role: SubjectRole = SubjectRole.SUSPECT) -> str:
    values = [("name", name), ("birthDate", birth)]
    return holdings.record_holding(actor=actor, grounds=_grounds(actor, role), schema=Schema.PERSON, values=values).id


def _filled(actor: Actor, offset: int) -> dict[str, str]:
    """What an officer leaves behind: records, an import, a merge, a check with a hit, a request."""
    first, second = _record(actor, f"Meas Sokha {offset}", "1975-01-02"), _record(actor, f"Meas Soka {offset}", "1975")
    merged = holdings.merge(actor=actor, kept_holding=first, absorbed_holding=second, reason="the same")
    made = holdings.check_file(actor=actor, file=io.BytesIO(FILE), grounds=_grounds(actor), name="register.csv")
    held = holdings.record_holding(
        actor=actor, grounds=_grounds(actor), schema=Schema.PERSON,
        values=SUBJECTS[offset],
    )  # fmt: skip
    check = matching.check_subject(actor=actor, holding_id=held.id)
    found = Hit.objects.filter(inquiry__of=check)
    assert found, list(check.inquiries.values())
    hit = found.get()
    sent = messaging.ask(
        actor=actor, partner_id=hit.partner_id, subjects=[SUBJECT], facts="Seen twice.", asked=f"Known {offset}?",
        link="A passport of yours.", foreseen_use="Intelligence.",
    )  # fmt: skip
    return _seized(actor, offset) | {
        "holding": first, "merge": str(merged.id), "import": made.id, "checked": held.id, "check": check.id,
        "hit": hit.id, "case": actor.case_id or "", "statement": str(held.statements.first().id),
        "conversation": sent.conversation_id, "message": sent.id,
        "user": actor.user_id,
    }  # fmt: skip


def _seized(actor: Actor, offset: int) -> dict[str, str]:
    """A seizure with an exhibit and a photo, a prosecution that rests on it, and a file of seizures that was read."""
    grounds, heroin = _grounds(actor), GivenGood(kind="drug", words="Heroin", amount="2", unit="kg")
    given = Given(date="2026-05-12", place=f"Rice barge {offset}", goods=(heroin,))
    made = seizures.record_seizure(actor=actor, given=given, grounds=grounds)
    exhibit = seizures.record_exhibit(actor=actor, seizure_id=made.id, label=f"Brick {offset}", good=1)
    seizures.record_step(
        actor=actor, exhibit_id=exhibit.id, step=Step.SEIZED, when=clock().now(), to_whom=f"Keeper {offset}"
    )
    photo = seizures.add_photo(actor=actor, seizure_id=made.id, file=io.BytesIO(png()), caption=f"Under deck {offset}")
    rows = f"COUNTRY,SEIZURE_DATE,DRUG_NAME,AMOUNT\nCambodia,2015-01-02,Heroin,about {offset} sacks\n".encode()
    intake = seizures.receive_file(actor=actor, file=io.BytesIO(rows), grounds=grounds, name="ids.csv")
    seizures.check_intake(actor=actor, intake_id=intake.id)
    charged = prosecutions.record_prosecution(
        actor=actor, grounds=grounds,
        given=Charged(
            offence="drug-trafficking", charge=f"Article {offset}0 of the law", date="2026-05",
            defendants=(GivenDefendant(persons=2),), seizures=(made.id,),
        ),
    )  # fmt: skip
    return {
        "seizure": made.id, "exhibit": exhibit.id, "photo": photo.id, "intake": intake.id, "prosecution": charged.id,
    }  # fmt: skip


def _campaign(made: World) -> dict[str, str]:
    """A campaign of the whole country, with what was done in it."""
    target = campaigns.GivenTarget(measure="seizures", wanted=Decimal(4))
    planned = campaigns.plan_campaign(
        actor=made.people["supervisor"],
        given=campaigns.Given(title="Clean river", begins=date(2026, 5, 1), ends=date(2026, 5, 31), targets=(target,)),
    )
    done = campaigns.record_activity(
        actor=made.people["officer"], campaign_id=planned.id, kind="prevention", day=date(2026, 5, 3), words="Talk",
    )  # fmt: skip
    return {"campaign": planned.id, "activity": done.id}


@pytest.fixture
def world(_cheap_passwords, partner, post, person, clock, instrument) -> World:
    """The node in the middle of its work."""
    made = World()
    for name, role in (
        ("officer", Role.OFFICER), ("other", Role.OFFICER), ("analyst", Role.ANALYST), ("worker", Role.VICTIM_WORKER),
        ("auditor", Role.AUDITOR), ("administrator", Role.ADMINISTRATOR), ("idle", Role.OFFICER),
    ):  # fmt: skip
        made.people[name] = person(role, name)
    made.people["supervisor"] = partner.supervisor
    partner.begin(someone("Sok Dara", "1980-02-13"), someone("Chan Vanna", "1970-03-14", "y"))
    for offset, name in enumerate(("officer", "other")):
        one = made.people[name]
        case = cases.open_case(
            actor=one, reference=f"KH-2026-{offset}", title=f"Title {offset}", offence=Offence.DRUG_TRAFFICKING,
            purpose=Purpose.INVESTIGATION,
        )  # fmt: skip
        members = {"officer": ["supervisor", "analyst"], "other": ["worker"]}[name]
        for member in members:
            CaseMember.objects.create(case=case, user_id=made.people[member].user_id, since=clock.now())
        for member in (name, *members):
            _begin(made, member, case.id, instrument.id)
    for offset, (name, kept) in enumerate((("officer", made.own), ("other", made.other))):
        kept.update(_filled(made.people[name], offset))
    made.other["victim"] = _record(made.people["worker"], "Keo Bopha", "2001-01-01", SubjectRole.VICTIM)
    made.other["witness"] = _record(made.people["other"], "Prak Vanna", "1990-01-01", SubjectRole.WITNESS)
    assert post(partner.simulated.write(node_id(), "request", REQUEST).packet).status_code == 200
    made.own |= _campaign(made)
    made.other |= _campaign(made)
    made.own["received"] = made.other["received"] = Message.objects.get(direction=THEIRS).id
    made.own["partner"] = made.other["partner"] = partner.row.id
    made.own["group"] = VisibilityGroup.objects.get().id
    return made


def _begin(made: World, name: str, case_id: str, instrument_id: str) -> None:
    one = made.people[name]
    cases.start_period(actor=one, purpose=Purpose.INVESTIGATION, case_id=case_id, instrument_id=instrument_id)
    made.people[name] = actor_for(User.objects.get(id=one.user_id))
