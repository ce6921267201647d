"""Holdings for the tests of the slice."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from comity.kernel import Evaluation, Restriction
from comity.kernel.purposes import Purpose
from comity.node.permissions import Actor
from comity.node.permissions import Role as Person
from comity.subjects import Role, Schema

FILE = (
    "id,name,alias,birthDate,nationality,phone,passportNumber\n"
    "r1,Sok Dara,សុខ ដារ៉ា,1970-05-12,KH,012 345 678,N1234567\n"
    "r2,Nguyễn Văn An,,1981,VN,,\n"
    ",Nobody,,,,,\n"
    "r4,Chan Thy,,1970-02-30,KH,,\n"
)


@pytest.fixture(autouse=True)
def _cheap_passwords(settings):
    """Accounts are made by the dozen here; how passwords are kept is tested with the accounts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def grounds(case):
    """What an import into the officer's case states."""
    from comity.node.holdings.grounds import Grounds

    return Grounds(
        case_id=case.id, role=Role.SUSPECT, source="border register", evaluation=Evaluation.parse("B2"),
        restriction=Restriction(), releasable_to=("VN",), retention_until=date(2030, 1, 1),
    )  # fmt: skip


@pytest.fixture
def record(at_work, grounds) -> Callable[..., object]:
    """Records a subject by hand in the officer's case."""
    from comity.node.holdings.operations import record_holding

    def make(
        *values: tuple[str, str], actor: Actor = at_work, schema: Schema = Schema.PERSON, owner: str = "", **changed
    ):
        stated = replace(grounds, **changed)
        said = values or (("name", "Sok Dara"), ("birthDate", "1970"))
        return record_holding(actor=actor, grounds=stated, schema=schema, values=said, owner=owner)

    return make


@pytest.fixture
def import_text(at_work, grounds) -> Callable[..., object]:
    """Imports text as a CSV file."""
    from comity.node.holdings.operations import import_file

    def make(text: str = FILE, *, actor: Actor = at_work, **options):
        stated = options.pop("grounds", grounds)
        return import_file(actor=actor, file=io.BytesIO(text.encode()), grounds=stated, name="register.csv", **options)

    return make


@pytest.fixture
def colleague(person, case) -> Callable[..., Actor]:
    """Makes another person, on the case unless told otherwise, with purpose and case stated."""
    from comity.node.accounts.models import User
    from comity.node.cases.models import CaseMember
    from comity.node.cases.operations import start_period
    from comity.node.cases.queries import actor_for
    from comity.node.runtime import clock

    def make(role: Person, username: str | None = None, *, member: bool = True) -> Actor:
        made = person(role, username)
        if not member:
            return replace(made, purpose=Purpose.INVESTIGATION.value, case_id=case.id)
        CaseMember.objects.create(case=case, user_id=made.user_id, since=clock().now())
        start_period(actor=made, purpose=Purpose.INVESTIGATION, case_id=case.id)
        return actor_for(User.objects.get(id=made.user_id))

    return make
