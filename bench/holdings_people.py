"""Who works at the node whose pages are measured, and on which cases."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class People:
    """Two people on both cases, and the ids of the cases."""

    officer: Any
    worker: Any
    large: str
    small: str


def people() -> People:
    """The people, made when the node is new."""
    from comity.kernel.purposes import Offence, Purpose
    from comity.node.accounts.models import User
    from comity.node.accounts.operations import create_user
    from comity.node.cases import operations as cases
    from comity.node.cases.models import Case
    from comity.node.cases.queries import actor_for
    from comity.node.permissions import SYSTEM, Role

    roles = {"officer": Role.OFFICER, "worker": Role.VICTIM_WORKER}
    if not User.objects.filter(username="officer").exists():
        word = secrets.token_urlsafe(16)
        made = [create_user(actor=SYSTEM, username=n, name=n, role=r, password=word) for n, r in roles.items()]
        first = actor_for(made[0])
        for reference in ("LARGE", "SMALL"):
            case = cases.open_case(
                actor=first, reference=reference, title=reference.title(), offence=Offence.OTHER,
                purpose=Purpose.INVESTIGATION,
            )  # fmt: skip
            cases.add_member(actor=first, case_id=case.id, user_id=made[1].id)
    ids = dict(Case.objects.filter(reference__in=["LARGE", "SMALL"]).values_list("reference", "id"))
    actors = {}
    for name in roles:
        user = User.objects.get(username=name)
        cases.start_period(actor=actor_for(user), purpose=Purpose.INVESTIGATION, case_id=ids["LARGE"])
        actors[name] = replace(actor_for(User.objects.get(username=name)))
    return People(actors["officer"], actors["worker"], ids["LARGE"], ids["SMALL"])
