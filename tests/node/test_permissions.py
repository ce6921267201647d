import itertools

import pytest

from comity.kernel import Refused
from comity.node.permissions import MAY, NEEDS_PURPOSE, SYSTEM, Action, Actor, Need, Role, may, require

PERSONS = [r for r in Role if r is not Role.SYSTEM]


def actor(role: Role, *, purpose: bool) -> Actor:
    return Actor("u", "U", role, "investigation" if purpose else "", case_id="c" if purpose else None)


@pytest.mark.parametrize(("action", "role"), list(itertools.product(Action, PERSONS)))
def test_the_table_decides_for_every_role_action_membership_and_purpose(action: Action, role: Role):
    for member, purpose in itertools.product((False, True), repeat=2):
        need = MAY[action].get(role)
        allowed = need is not None and (need is Need.NOTHING or member) and (purpose or action not in NEEDS_PURPOSE)
        assert may(actor(role, purpose=purpose), action, member=member) is allowed
        if allowed:
            require(actor(role, purpose=purpose), action, member=member)
        else:
            with pytest.raises(Refused) as refused:
                require(actor(role, purpose=purpose), action, member=member)
            assert refused.value.code in {"permissions.role", "permissions.purpose", "permissions.membership"}


def test_every_action_is_in_the_table():
    assert set(MAY) == set(Action)


def test_an_auditor_reads_the_ledger_and_no_holding():
    allowed = {a for a in Action if Role.AUDITOR in MAY[a]}
    looks = {Action.BROWSING_READ, Action.FISHING_READ, Action.EMERGENCY_READ, Action.PICTURE_READ}
    assert allowed == {Action.LEDGER_READ, Action.PARTNER_READ, *looks}


def test_an_administrator_touches_no_holding_no_case_and_no_conversation():
    forbidden = {"holding", "victim", "case", "check", "hit", "conversation", "request", "reply"}
    assert not {a for a in Action if Role.ADMINISTRATOR in MAY[a] and a.value.split(".")[0] in forbidden}


def test_only_victim_case_workers_of_the_case_see_victims():
    assert MAY[Action.VICTIM_READ] == {Role.VICTIM_WORKER: Need.MEMBERSHIP}
    assert MAY[Action.VICTIM_WRITE] == {Role.VICTIM_WORKER: Need.MEMBERSHIP}


def test_whatever_touches_a_holding_names_its_purpose():
    touching = {a for a in Action if a.value.startswith(("holding.", "victim."))}
    assert touching <= NEEDS_PURPOSE


def test_no_purpose_no_answer():
    officer = Actor("u", "U", Role.OFFICER, purpose="investigation")
    assert not officer.has_purpose
    with pytest.raises(Refused, match="purpose"):
        require(officer, Action.HOLDING_READ)


def test_the_system_cannot_do_what_people_decide():
    for action in (
        Action.REQUEST_SEND,
        Action.REQUEST_APPROVE,
        Action.HIT_DECIDE,
        Action.PARTNER_ACCEPT,
        Action.REPLY_SEND,
    ):
        assert not may(SYSTEM, action, member=True)
