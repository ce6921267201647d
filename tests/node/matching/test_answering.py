"""What a partner gets of this node: its index, deltas, evaluations under a budget; and what it never gets."""

import secrets
from datetime import timedelta

import pytest
from django.db import transaction

from comity.crypto import oprf
from comity.kernel import Conflicting, Exhausted, InvalidInput, Missing, Refused
from comity.linkage.checks import SINGLE
from comity.node import runtime
from comity.node.audit.models import LedgerEntry
from comity.node.holdings import changes, keying
from comity.node.holdings.models import ChangeKind, Holding, Statement
from comity.node.matching import agreeing, files, operations, publishing
from comity.node.matching.handles import in_force
from comity.node.matching.models import AnsweredCheck, Debit, Epoch, OwnIndex
from comity.node.matching.points import Points
from comity.node.partners import operations as partners
from comity.subjects.model import NEVER_INDEXED, Role
from tests.node.matching.conftest import someone

pytestmark = pytest.mark.django_db
SUBJECT = someone("Sok Dara", "1980-02-13")


def noted(holding):
    with transaction.atomic():
        keying.refresh([holding])
        changes.note(ChangeKind.CHANGED, [holding])


def batch() -> bytes:
    return oprf.hash_to_group([secrets.token_bytes(8) for _ in range(SINGLE)])


def test_a_partner_finds_what_is_released_to_it(partner, hold):
    held = hold("Sok Dara", "1980-02-13")
    publishing.publish()
    found = partner.find(partner.fetch(), SUBJECT)
    assert {in_force()[h] for h in found} == {held}
    assert {operations.resolve_handle(partner_id=partner.id, handle=h) for h in found} == {held}


def test_a_partner_without_a_group_gets_nothing(partner, hold):
    hold("Sok Dara", "1980-02-13")
    partners.set_group(actor=partner.supervisor, partner_id=partner.id, group_id=None)
    publishing.publish()
    assert partner.fetch() is None
    assert not Epoch.objects.exists()


def test_a_group_without_roles_releases_nothing(partner, hold):
    hold("Sok Dara", "1980-02-13")
    partners.write_group(actor=partner.supervisor, name="neighbours", group_id=partner.row.group_id)
    publishing.publish()
    assert partner.fetch() is None


@pytest.mark.parametrize("role", sorted(NEVER_INDEXED))
def test_a_protected_person_is_never_in_an_index(partner, hold, role):
    held = hold("Sok Dara", "1980-02-13", role=Role.SUSPECT)
    group = partner.row.group
    group.roles = [r.value for r in Role]
    group.save()
    Holding.objects.filter(id=held).update(role=role)
    publishing.publish()
    assert partner.find(partner.fetch(), SUBJECT) == set()


@pytest.mark.parametrize("role", sorted(NEVER_INDEXED))
def test_who_becomes_a_protected_person_is_gone_at_once_and_from_the_next_delta(partner, hold, clock, role):
    hold("Sok Dara", "1980-02-13")
    publishing.publish()
    first = partner.fetch()
    (handle,) = partner.find(first, SUBJECT)
    Holding.objects.update(role=role)
    noted(Holding.objects.get().id)
    with pytest.raises(Missing) as error:
        operations.resolve_handle(partner_id=partner.id, handle=handle)
    assert error.value.code == "linkage.handle.unknown"
    clock.advance(timedelta(minutes=61))
    publishing.publish()
    assert partner.find(partner.fetch(first), SUBJECT) == set()


@pytest.mark.parametrize(
    "change", [{"releasable_to": []}, {"releasable_to": ["TH"]}, {"tlp": 4}, {"handling": "H0 H2"}]
)
def test_what_is_not_released_is_not_found(partner, hold, change):
    hold("Sok Dara", "1980-02-13")
    Holding.objects.update(**change)
    publishing.publish()
    assert partner.find(partner.fetch(), SUBJECT) == set()


def test_deltas_come_on_schedule_even_when_empty_and_lead_to_the_same_index(partner, hold, clock):
    hold("Sok Dara", "1980-02-13")
    publishing.publish()
    first = partner.fetch()
    clock.advance(timedelta(minutes=30))
    assert publishing.publish() == 0
    clock.advance(timedelta(minutes=31))
    assert publishing.publish() == 1
    second = partner.fetch(first)
    assert second[0].sequence == 1
    assert len(second[1]) == len(first[1])
    for n in range(20):
        hold(f"Chan {'abcdefghijklmnopqrst'[n]}ara", f"19{60 + n}-03-14")
    clock.advance(timedelta(minutes=61))
    publishing.publish()
    third = partner.fetch(second)
    assert third[1].body == partner.fetch()[1].body
    assert len(partner.find(third, someone("Chan kara", "1970-03-14"))) >= 1


def test_few_holdings_wait_for_others(partner, hold, clock):
    hold("Sok Dara", "1980-02-13")
    publishing.publish()
    hold("Chan Vanna", "1970-03-14")
    clock.advance(timedelta(minutes=61))
    publishing.publish()
    assert partner.find(partner.fetch(), someone("Chan Vanna", "1970-03-14")) == set()


def test_a_key_that_was_taken_back_leaves_with_the_next_delta(partner, hold, clock):
    hold("Sok Dara", "1980-02-13", passportNumber="N0123456")
    publishing.publish()
    paper = someone("Other Person", "1950-01-30", passportNumber="N0123456")
    assert partner.find(partner.fetch(), paper)
    Statement.objects.filter(property="passportNumber").update(withdrawn=clock.now())
    noted(Holding.objects.get().id)
    clock.advance(timedelta(minutes=61))
    publishing.publish()
    held = partner.fetch()
    assert partner.find(held, paper) == set()
    assert len(partner.find(held, SUBJECT)) == 1


def test_points_of_keys_that_are_gone_are_forgotten(partner, hold, clock):
    def kept():
        return len(Points(files.points(partner.row.group_id), clock.now().date()))

    hold("Sok Dara", "1980-02-13", passportNumber="N0123456")
    publishing.publish()
    before = kept()
    Statement.objects.filter(property="passportNumber").update(withdrawn=clock.now())
    noted(Holding.objects.get().id)
    clock.advance(timedelta(days=3))
    publishing.publish()
    assert kept() == before - 1


def test_a_batch_is_charged_once_and_answered_the_same(partner, hold):
    hold("Sok Dara", "1980-02-13")
    publishing.publish()
    manifest, _ = partner.fetch()
    body = batch()
    statement = partner.statement(manifest, body)
    before = LedgerEntry.objects.filter(event="matching.check.answered").count()
    one = partner.call("matching.check", statement.document(), body)
    two = partner.call("matching.check", statement.document(), body)
    assert one.body == two.body
    assert Debit.objects.get(asked_by_us=False).elements == SINGLE
    assert LedgerEntry.objects.filter(event="matching.check.answered").count() == before + 1


def test_the_same_id_with_other_bytes_is_refused_and_not_charged(partner, hold):
    hold("Sok Dara", "1980-02-13")
    publishing.publish()
    manifest, _ = partner.fetch()
    body, other = batch(), batch()
    first = partner.statement(manifest, body)
    partner.call("matching.check", first.document(), body)
    with pytest.raises(Conflicting):
        partner.call("matching.check", partner.statement(manifest, other, id=first.id).document(), other)
    assert Debit.objects.get(asked_by_us=False).elements == SINGLE


def test_a_batch_that_was_charged_but_not_answered_is_answered_without_another_charge(partner, hold):
    hold("Sok Dara", "1980-02-13")
    publishing.publish()
    manifest, _ = partner.fetch()
    body = batch()
    statement = partner.statement(manifest, body)
    first = partner.call("matching.check", statement.document(), body)
    AnsweredCheck.objects.update(answer=None)
    assert partner.call("matching.check", statement.document(), body).body == first.body
    assert Debit.objects.get(asked_by_us=False).elements == SINGLE


def test_the_budget_is_debited_before_anything_is_evaluated(partner, hold):
    hold("Sok Dara", "1980-02-13")
    publishing.publish()
    manifest, _ = partner.fetch()
    agreeing.lower(actor=partner.supervisor, partner_id=partner.id, elements=SINGLE + 5)
    body = batch()
    partner.call("matching.check", partner.statement(manifest, body).document(), body)
    with pytest.raises(Exhausted):
        partner.call("matching.check", partner.statement(manifest, body).document(), body)
    assert AnsweredCheck.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"epoch": "019ab000-0000-7000-8000-000000000009"}, Refused),
        ({"keys": "0/0"}, Refused),
        ({"asker": "cccccccccccccccc"}, Refused),
        ({"purpose": "curiosity"}, InvalidInput),
        ({"legal_basis": ""}, InvalidInput),
        ({"case": ""}, InvalidInput),
        ({"elements": 7}, InvalidInput),
    ],
)
def test_what_is_refused_is_neither_charged_nor_evaluated(partner, hold, changed, refusal):
    hold("Sok Dara", "1980-02-13")
    publishing.publish()
    manifest, _ = partner.fetch()
    body = batch()
    with pytest.raises(refusal):
        partner.call("matching.check", partner.statement(manifest, body, **changed).document(), body)
    assert not Debit.objects.exists()


def test_no_points_get_a_refusal(partner, hold):
    hold("Sok Dara", "1980-02-13")
    publishing.publish()
    manifest, _ = partner.fetch()
    for bad in (bytes(32), b"\xff" * 32):
        body = batch()[:-32] + bad
        with pytest.raises(InvalidInput):
            partner.call("matching.check", partner.statement(manifest, body).document(), body)


@pytest.mark.django_db(transaction=True)
def test_suspending_a_partner_ends_the_epoch_and_destroys_its_secret(partner, hold):
    hold("Sok Dara", "1980-02-13")
    publishing.publish()
    epoch = Epoch.objects.get(ended=None)
    secret = runtime.config().folder / "keys" / "epochs" / f"{epoch.id}.key"
    scalar = files.secret_of(epoch.id).scalar
    assert scalar not in secret.read_bytes()
    (before,) = in_force()
    partners.suspend(actor=partner.supervisor, partner_id=partner.id, reason="test")
    assert not secret.exists()
    assert Epoch.objects.get(id=epoch.id).ended is not None
    with pytest.raises(Missing):
        operations.resolve_handle(partner_id=partner.id, handle=before)


@pytest.mark.django_db(transaction=True)
def test_an_epoch_ends_after_thirty_days_and_handles_live_37_more(partner, hold, clock):
    held = hold("Sok Dara", "1980-02-13")
    publishing.publish()
    old = Epoch.objects.get(ended=None)
    (handle,) = in_force()
    clock.advance(timedelta(days=30, minutes=1))
    publishing.publish()
    assert Epoch.objects.get(ended=None).id != old.id
    assert not (runtime.config().folder / "keys" / "epochs" / f"{old.id}.key").exists()
    left = runtime.config().folder / "indexes" / "own" / old.id
    assert [path.suffix for path in left.iterdir()] == [".handles"]
    assert operations.resolve_handle(partner_id=partner.id, handle=handle) == held
    clock.advance(timedelta(days=37))
    with pytest.raises(Missing):
        operations.resolve_handle(partner_id=partner.id, handle=handle)
    clock.advance(timedelta(minutes=1))
    publishing.publish()
    assert not left.exists()


def test_a_handle_of_another_partner_looks_like_none_at_all(partner, hold):
    hold("Sok Dara", "1980-02-13")
    publishing.publish()
    (handle,) = in_force()
    said = set()
    for partner_id, text in [("cccccccccccccccc", handle), (partner.id, "00" * 12)]:
        with pytest.raises(Missing) as error:
            operations.resolve_handle(partner_id=partner_id, handle=text)
        said.add(str(error.value))
    assert len(said) == 1


def test_the_worker_cleans_up_a_secret_that_a_crash_left(partner, hold):
    hold("Sok Dara", "1980-02-13")
    publishing.publish()
    epoch = Epoch.objects.get(ended=None)
    Epoch.objects.update(ended=runtime.clock().now())
    assert (runtime.config().folder / "keys" / "epochs" / f"{epoch.id}.key").exists()
    publishing.end_old_epochs()
    assert not (runtime.config().folder / "keys" / "epochs" / f"{epoch.id}.key").exists()


def test_what_rests_on_disk_names_no_holding_in_plain(partner, hold):
    held = hold("Sok Dara", "1980-02-13")
    publishing.publish()
    row = OwnIndex.objects.get()
    folder = runtime.config().folder / "indexes" / "own" / row.epoch_id
    for path in folder.iterdir():
        assert held.encode() not in path.read_bytes()


def test_a_recovery_counts_todays_budget_as_spent(partner, hold):
    hold("Sok Dara", "1980-02-13")
    publishing.publish()
    manifest, _ = partner.fetch()
    from comity.node.partners import events

    events.tell(events.RECOVERED, partner.row)
    body = batch()
    with pytest.raises(Exhausted):
        partner.call("matching.check", partner.statement(manifest, body).document(), body)
