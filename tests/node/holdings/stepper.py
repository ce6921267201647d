# ruff: noqa: E402, T201 -- Django is set up before models are imported; what is printed is the answer
"""A process that takes a node's holdings back by one version and forth again; `test_migrations` starts it."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from comity.node.upgrades import set_up, upgrade

set_up()

from django.core.management import call_command
from django.db import connection

from comity.kernel import ComityError, Evaluation, Restriction
from comity.kernel.purposes import Offence, Purpose
from comity.node.accounts.operations import create_user
from comity.node.cases.operations import open_case, start_period
from comity.node.cases.queries import actor_for
from comity.node.holdings import keying, queries
from comity.node.holdings.models import Holding, Import, ImportState, Term
from comity.node.holdings.operations import Grounds, import_file
from comity.node.permissions import SYSTEM, Actor
from comity.node.permissions import Role as Person
from comity.subjects import Role

FILE = "id,name,alias,birthDate,phone\n1,Sok Dara,សុខ ដារ៉ា,1970-05-12,012 345 678\n2,Nguyễn Văn An,,1981,\n"


def main() -> None:
    upgrade()
    actor = at_work()
    path = Path(os.environ["COMITY_NODE"]) / "register.csv"
    path.write_text(FILE, encoding="utf-8")
    grounds = Grounds(
        case_id=actor.case_id, role=Role.SUSPECT, source="register", evaluation=Evaluation.parse("B2"),
        restriction=Restriction(), retention_until=datetime.now(UTC).date() + timedelta(days=30),
    )  # fmt: skip
    made = import_file(actor=actor, file=path, grounds=grounds)
    before = everything()
    Import.objects.filter(id=made.id).update(state=ImportState.RUNNING)
    try:
        call_command("migrate", "holdings", "0001", verbosity=0)
    except ComityError as error:
        refused = error.code
        upgrade()
    Import.objects.filter(id=made.id).update(state=ImportState.DONE)
    call_command("migrate", "holdings", "0001", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, value FROM holdings_term ORDER BY kind, value")
        earlier = cursor.fetchall()
    call_command("migrate", verbosity=0)
    outdated, done = keying.outdated().count(), keying.rebuild()
    found = [queries.search(actor, text=text).count for text in ("dara", "Dara Sok", "+85512345678", "1981")]
    print(json.dumps({
        "refused": refused, "earlier": earlier, "outdated": outdated, "done": done, "same": everything() == before,
        "found": found,
    }))  # fmt: skip


def at_work() -> Actor:
    user = create_user(actor=SYSTEM, username="o", name="o", role=Person.OFFICER, password="four-plain-words-here")
    case = open_case(
        actor=actor_for(user), reference="C", title="C", offence=Offence.OTHER, purpose=Purpose.INVESTIGATION
    )
    start_period(actor=actor_for(user), purpose=Purpose.INVESTIGATION, case_id=case.id)
    user.refresh_from_db()
    return actor_for(user)


def everything() -> list[list[object]]:
    return [
        sorted(Holding.objects.values_list("id", "keys", "keyed")),
        sorted(Term.objects.values_list("holding_id", "kind", "value")),
    ]


if __name__ == "__main__":
    sys.exit(main())
