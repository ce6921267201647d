"""What an auditor sees, and what nobody else does."""

import pytest
from django.db import transaction

from comity.kernel import Refused
from comity.node.accounts.models import User
from comity.node.audit import queries
from comity.node.audit.models import Alarm, AlarmKind, LedgerEntry
from comity.node.audit.operations import begin_recovery, raise_alarm, seal
from comity.node.audit.queries import Filter
from comity.node.permissions import SYSTEM, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, person, write):
    """Opens a page as somebody."""

    def get(role: Role, path: str):
        user = User.objects.filter(username=role.value).first() or User.objects.get(id=person(role).user_id)
        client.force_login(user)
        return client.get(path)

    return get


def test_an_auditor_reads_entries_with_their_proof(page, write):
    write(3)
    with transaction.atomic():
        seal()
    write(1)
    text = page(Role.AUDITOR, "/ledger/").content.decode()
    assert "test.thing.done" in text
    assert "An account was made" in text
    assert 'data-state="proven"' in text
    assert 'data-state="recorded"' in text
    assert LedgerEntry.objects.first().event == queries.READ


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_nobody_else_reads_the_ledger(page, write, role):
    write(1)
    for path in ("/ledger/", "/ledger/heads"):
        assert page(role, path).status_code == 403


def test_an_edited_entry_is_shown_as_broken(page, write):
    index = write(3)
    with transaction.atomic():
        seal()
    LedgerEntry.objects.filter(index=index).update(event="test.other")
    assert page(Role.AUDITOR, "/ledger/?event=test.other").content.decode().count('data-state="broken"') == 1


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(event="test."), 4), (Filter(event="test.thing.done", object="thing-2"), 1), (Filter(actor="nobody"), 0),
        (Filter(actor="system", event="test"), 4),
    ],
)  # fmt: skip
def test_entries_are_found_by_event_actor_and_object(write, person, wanted, count):
    write(4)
    _, total = queries.read_entries(actor=person(Role.AUDITOR), wanted=wanted, first=0, count=10)
    assert total == count


def test_entries_are_found_by_day(write, person, clock):
    write(2)
    auditor = person(Role.AUDITOR)
    today = clock.now().date()
    assert queries.read_entries(actor=auditor, wanted=Filter(event="test", day=today), first=0, count=9)[1] == 2
    other = today.replace(day=1)
    assert queries.read_entries(actor=auditor, wanted=Filter(event="test", day=other), first=0, count=9)[1] == 0


def test_an_entry_is_shown_with_details_until_they_are_erased(page, write):
    index = write(1, note="<b>crossing</b>")
    row = LedgerEntry.objects.get(index=index)
    path = f"/ledger/entries/{row.log_id}/{index}"
    assert "&lt;b&gt;crossing" in page(Role.AUDITOR, path).content.decode()
    LedgerEntry.objects.filter(index=index).update(details=None, salt=None)
    assert "were erased" in page(Role.AUDITOR, path).content.decode()


def test_heads_at_partners_are_shown(page, write, partners, partner):
    from comity.node.audit.heartbeat import exchange

    assert "nothing yet" in page(Role.AUDITOR, "/ledger/heads").content.decode()
    exchange(partner.id)
    exchange(partner.id)
    text = page(Role.AUDITOR, "/ledger/heads").content.decode()
    assert partner.name in text
    assert 'data-state="agreed"' in text


def test_an_alarm_is_seen_by_who_looks_after_the_node_and_closed_with_words(page, client, write, partner):
    alarm = raise_alarm(
        actor=SYSTEM, kind=AlarmKind.PARTNER_INCONSISTENT, partner_id=partner.id, evidence={"reason": "it went back"}
    )
    assert "it went back" in page(Role.AUDITOR, "/ledger/alarms").content.decode()
    assert page(Role.OFFICER, "/ledger/alarms").status_code == 403
    assert "raised an alarm" in page(Role.SUPERVISOR, "/").content.decode()
    client.post(f"/ledger/alarms/{alarm.id}/close", {"words": "their disk failed; confirmed by telephone"})
    assert Alarm.objects.get().closed is not None
    assert "raised an alarm" not in page(Role.SUPERVISOR, "/").content.decode()


def test_everybody_sees_that_the_node_is_in_recovery(page, write):
    begin_recovery(actor=SYSTEM, reason="a partner knows more")
    for role in (Role.OFFICER, Role.SUPERVISOR):
        assert "in recovery" in page(role, "/").content.decode()
    assert "comity ledger recover" in page(Role.SUPERVISOR, "/ledger/alarms").content.decode()


@pytest.mark.parametrize(
    "query", ["page=0", "page=99999999999999999999", "page=x", "day=never", "object=%0A", "event=" + "x" * 500]
)
def test_whatever_is_asked_for_the_page_answers(page, write, query):
    write(1)
    assert page(Role.AUDITOR, f"/ledger/?{query}").status_code == 200


def test_an_officer_may_not_query_entries(person):
    with pytest.raises(Refused):
        queries.read_entries(actor=person(Role.OFFICER), wanted=Filter(), first=0, count=10)


def test_programs_read_entries_as_an_auditor(page, write):
    write(3)
    answer = page(Role.AUDITOR, "/v1/desk/ledger/entries?event=test.&count=2")
    document = answer.json()
    assert (answer.status_code, document["total"], len(document["entries"])) == (200, 3, 2)
    assert document["entries"][0]["proof"] == "recorded"
    assert page(Role.OFFICER, "/v1/desk/ledger/entries").status_code == 403
    assert page(Role.OFFICER, "/v1/desk/ledger/state").json()["alarms"] == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/desk/ledger/entries?object=%00&event=%00", 422), ("/v1/desk/ledger/entries?count=0", 422),
        ("/v1/desk/ledger/entries?day=never", 422), ("/v1/desk/ledger/entries?first=-1", 422),
        ("/ledger/entries/%00/1", 400), ("/ledger/entries/x/99999999999999999999999", 404),
    ],
)  # fmt: skip
def test_whatever_a_program_asks_is_answered_with_a_code(page, write, path, status):
    write(1)
    assert page(Role.AUDITOR, path).status_code == status
