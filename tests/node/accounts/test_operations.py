import pytest

from comity.kernel import InvalidInput, Missing, Refused
from comity.node.accounts.models import User
from comity.node.accounts.operations import change_user, create_user, verify_person
from comity.node.audit.models import LedgerEntry
from comity.node.permissions import SYSTEM, Action, Role
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db


def test_an_administrator_makes_accounts_and_the_ledger_says_so(person):
    administrator = person(Role.ADMINISTRATOR)
    user = create_user(actor=administrator, username="sok", name="Sok", role=Role.OFFICER, password=PASSWORD)
    assert user.check_password(PASSWORD)
    entry = LedgerEntry.objects.get(event="accounts.user.created", objects_text__contains=user.id)
    assert entry.actor == administrator.user_id


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.ADMINISTRATOR, Role.SYSTEM}])
def test_nobody_else_does(person, role):
    with pytest.raises(Refused, match="role"):
        create_user(actor=person(role), username="sok", name="Sok", role=Role.ADMINISTRATOR, password=PASSWORD)
    assert not User.objects.filter(username="sok").exists()


@pytest.mark.parametrize(
    ("username", "password", "role"),
    [("a b", PASSWORD, Role.OFFICER), ("sok", "short", Role.OFFICER), ("sok", PASSWORD, Role.SYSTEM)],
)
def test_what_is_wrong_is_named_and_nothing_is_made(person, username, password, role):
    administrator = person(Role.ADMINISTRATOR)
    with pytest.raises(InvalidInput):
        create_user(actor=administrator, username=username, name="Sok", role=role, password=password)
    assert User.objects.count() == 1


def test_a_user_name_is_taken_once(person):
    person(Role.OFFICER, "sok")
    with pytest.raises(InvalidInput, match=r"(?i)user name"):
        person(Role.OFFICER, "sok")


def test_the_last_administrator_stays(person):
    administrator = person(Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="last administrator"):
        change_user(actor=administrator, user_id=administrator.user_id, is_active=False)
    assert User.objects.get(id=administrator.user_id).is_active
    other = person(Role.ADMINISTRATOR, "second")
    change_user(actor=other, user_id=administrator.user_id, role=Role.OFFICER)
    assert User.objects.get(id=administrator.user_id).role == Role.OFFICER


def test_an_account_that_is_not_there(person):
    with pytest.raises(Missing):
        change_user(actor=person(Role.ADMINISTRATOR), user_id="none", is_active=False)


def test_a_second_person_is_proved_by_password_and_role(person):
    person(Role.SUPERVISOR)
    assert verify_person(username="supervisor", password=PASSWORD, action=Action.LEDGER_RECOVER).role is Role.SUPERVISOR
    with pytest.raises(Refused, match="password"):
        verify_person(username="supervisor", password="another one here", action=Action.LEDGER_RECOVER)
    person(Role.OFFICER)
    with pytest.raises(Refused, match="role"):
        verify_person(username="officer", password=PASSWORD, action=Action.LEDGER_RECOVER)


def test_the_system_makes_the_first_account_and_nothing_that_is_no_person(db):
    with pytest.raises(InvalidInput):
        create_user(actor=SYSTEM, username="system", name="system", role=Role.SYSTEM, password=PASSWORD)
