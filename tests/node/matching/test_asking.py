"""What this node asks: checks at once or later, hits, live checks, and a partner that cheats or is away."""

from dataclasses import replace
from datetime import timedelta

import pytest

from comity.cooperation.emergencies import EmergencyGround
from comity.kernel import InvalidInput, Missing, Refused
from comity.linkage.checks import SINGLE, State
from comity.node import runtime
from comity.node.cases import operations as cases
from comity.node.cases.operations import close_case
from comity.node.holdings.models import Holding
from comity.node.matching import asking, chores, fetching, living, operations, queries
from comity.node.matching.models import Check, Debit, Hit, HitState, Inquiry, PartnerIndex
from comity.node.permissions import Role
from comity.subjects.model import Role as SubjectRole
from tests.node.matching.conftest import HOST, someone

pytestmark = pytest.mark.django_db
TYPED = [("name", "Sok Dara"), ("birthDate", "1980-02-13")]


def ask(actor, values=TYPED, **given):
    return operations.check_subject(actor=actor, values=values, **given)


def test_a_typed_subject_is_found_with_evidence(partner, at_work):
    partner.begin(someone("Sok Dara", "1980-02-13"), someone("Chan Vanna", "1970-03-14", "y"))
    check = ask(at_work)
    (hit,) = queries.hits(at_work, check_id=check.id)
    assert hit.strength == "strong"
    assert {code.split(".")[0] for code, _ in hit.reasons} == {"prior", "name", "identity", "calibration"}
    assert partner.publication.handles()["x"].hex() == hit.handle
    assert Inquiry.objects.get().state == State.ANSWERED


def test_the_partner_sees_one_size_purpose_case_and_legal_basis(partner, at_work, case, instrument):
    partner.begin(someone("Sok Dara", "1980-02-13"))
    ask(at_work)
    ask(at_work, [*TYPED, ("phone", "+85512345678"), ("passportNumber", "N01234567")])
    assert {s.elements for s in partner.evaluated} == {SINGLE}
    assert {(s.purpose, s.case, s.legal_basis) for s in partner.evaluated} == {
        ("investigation", case.reference, instrument.reference)
    }


def test_nothing_held_is_no_hit(partner, at_work):
    partner.begin(someone("Chan Vanna", "1970-03-14"))
    assert queries.hits(at_work, check_id=ask(at_work).id) == []


def test_a_holding_is_checked_and_many_at_once(partner, at_work, hold):
    ids = [hold("Sok Dara", "1980-02-13"), hold("Chan Vanna", "1970-03-14")]
    partner.begin(someone("Dara Sok", "1980-02-13"))
    one = operations.check_subject(actor=at_work, holding_id=ids[0])
    assert len(queries.hits(at_work, check_id=one.id)) == 1
    many = operations.check_holdings(actor=at_work, holding_ids=ids)
    assert operations.carry_out(many.id) == 1
    (hit,) = queries.hits(at_work, check_id=many.id)
    assert hit.subject.holding_id == ids[0]
    assert partner.evaluated[-1].elements > SINGLE


def test_no_purpose_no_answer(partner, officer, at_work):
    partner.begin(someone("Sok Dara", "1980-02-13"))
    with pytest.raises(Refused):
        ask(officer)
    assert not Check.objects.exists()


def test_no_legal_basis_no_check(partner, at_work, instrument):
    instrument.parties = ["KH", "TH"]
    instrument.save()
    with pytest.raises(Refused) as error:
        ask(at_work)
    assert error.value.code == "matching.check.basis"
    assert not Check.objects.exists()


@pytest.mark.parametrize("values", [[], [("name", "Sok Dara")], [("name", " ")], [("birthDate", "1980-02-13")]])
def test_a_subject_without_keys_is_invalid(partner, at_work, values):
    with pytest.raises(InvalidInput):
        ask(at_work, values)


def test_an_unknown_partner_or_holding_is_missing(partner, at_work):
    with pytest.raises(Missing):
        ask(at_work, partner_ids=["cccccccccccccccc"])
    with pytest.raises(Missing):
        operations.check_subject(actor=at_work, holding_id="019ab000-0000-7000-8000-000000000009")


def test_a_partner_that_is_away_is_asked_again(partner, at_work, network, clock):
    partner.begin(someone("Sok Dara", "1980-02-13"))
    network.down.add(HOST)
    ask(at_work)
    inquiry = Inquiry.objects.get()
    assert inquiry.state == State.QUEUED
    assert inquiry.reason
    assert chores.ask() == 0
    network.down.clear()
    clock.advance(timedelta(minutes=2))
    assert chores.ask() == 1
    assert Hit.objects.count() == 1


def test_an_answer_that_was_lost_is_asked_for_with_the_same_bytes(partner, at_work, clock, monkeypatch):
    partner.begin(someone("Sok Dara", "1980-02-13"))
    real = asking.peer.send

    def lost(*args, **given):
        answer = real(*args, **given)
        if args[1] == "matching.check" and len(partner.evaluated) == 1:
            raise asking.Unreachable("partner", "cut off")
        return answer

    monkeypatch.setattr(asking.peer, "send", lost)
    ask(at_work)
    clock.advance(timedelta(minutes=2))
    chores.ask()
    first, second = partner.evaluated
    assert first == second
    assert Hit.objects.count() == 1
    assert Debit.objects.get(asked_by_us=True).elements == SINGLE


def test_a_partner_that_never_comes_back_expires(partner, at_work, network, clock):
    network.down.add(HOST)
    ask(at_work)
    clock.advance(timedelta(days=31))
    chores.ask()
    assert Inquiry.objects.get().state == State.EXPIRED


def test_a_wrong_evaluation_voids_the_check_and_is_shown(partner, at_work):
    partner.begin(someone("Sok Dara", "1980-02-13"))
    partner.lie = True
    ask(at_work)
    inquiry = Inquiry.objects.get()
    assert inquiry.state == State.VOID
    assert inquiry.code == "linkage.check.canary"
    assert not Hit.objects.exists()


def test_a_new_epoch_is_followed(partner, at_work, clock):
    partner.begin()
    ask(at_work)
    assert not Hit.objects.exists()
    partner.begin(someone("Sok Dara", "1980-02-13"))
    clock.advance(timedelta(minutes=61))
    chores.fetch()
    ask(at_work)
    assert Hit.objects.count() == 1
    assert chores.live() == 1
    assert set(Inquiry.objects.values_list("live", "ended")) == {(False, "epoch-ended"), (True, "")}


def test_a_live_check_finds_what_comes_and_what_goes(partner, at_work, clock):
    partner.begin(someone("Chan Vanna", "1970-03-14", "y"))
    ask(at_work)
    partner.change(enter=[someone("Sok Dara", "1980-02-13")])
    clock.advance(timedelta(minutes=61))
    assert chores.fetch() == 1
    assert chores.live() == 1
    assert Hit.objects.get().state == HitState.OPEN
    partner.change(leave=["x"])
    clock.advance(timedelta(minutes=61))
    chores.fetch()
    chores.live()
    assert Hit.objects.get().state == HitState.GONE
    assert len(partner.evaluated) == 1


def test_a_live_check_counts_against_the_budget_of_every_day(partner, at_work, clock):
    partner.begin()
    ask(at_work)
    for _ in range(2):
        partner.change()
        clock.advance(timedelta(days=1))
        chores.fetch()
        chores.live()
        chores.live()
    assert sorted(Debit.objects.filter(asked_by_us=True).values_list("elements", flat=True)) == [SINGLE] * 3


def test_an_instrument_that_ends_takes_its_live_checks_with_it(partner, at_work, instrument, clock):
    partner.begin(someone("Sok Dara", "1980-02-13"))
    ask(at_work)
    assert Inquiry.objects.get().live
    instrument.in_force_to = clock.now().date() - timedelta(days=1)
    instrument.save()
    assert chores.live() == 1
    assert (Inquiry.objects.get().live, Inquiry.objects.get().ended) == (False, "basis-ended")


def test_a_live_check_under_an_emergency_ends_with_it(partner, at_work, instrument, clock):
    instrument.parties = ["KH", "TH"]
    instrument.save()
    words = "A girl of twelve was driven towards the border an hour ago."
    stated = cases.state_emergency(actor=at_work, country="VN", ground=EmergencyGround.CHILD, words=words)
    partner.begin(someone("Sok Dara", "1980-02-13"))
    check = ask(at_work)
    assert Inquiry.objects.get().legal_basis == "Emergency: child in danger"
    assert [use.object for use in stated.uses.all()] == [check.id]
    assert chores.live() == 0
    cases.end_emergency(actor=at_work, emergency_id=stated.id)
    clock.advance(timedelta(seconds=1))
    assert chores.live() == 1
    assert Inquiry.objects.get().ended == "basis-ended"


def test_a_closed_case_ends_its_live_checks_and_deletes_the_tokens(partner, at_work, case):
    partner.begin(someone("Sok Dara", "1980-02-13"))
    ask(at_work)
    kept = runtime.config().folder / "indexes" / "inquiries" / f"{Inquiry.objects.get().id}.live"
    assert kept.exists()
    close_case(actor=at_work, case_id=case.id)
    assert living.look_again() == 1
    assert not kept.exists()
    assert Inquiry.objects.get().ended == "case-closed"


def test_a_person_confirms_before_anything_is_asked(partner, at_work):
    partner.begin(someone("Sok Dara", "1980-02-13", phone="+85512345678"))
    check = ask(at_work, [*TYPED, ("phone", "+85512345678")])
    (hit,) = queries.hits(at_work, check_id=check.id)
    with pytest.raises(Missing):
        queries.hit_for_request(at_work, hit.id)
    operations.confirm_hit(actor=at_work, hit_id=hit.id)
    draft = queries.hit_for_request(at_work, hit.id)
    assert draft.handle == hit.handle
    assert draft.partner_id == partner.id
    assert ("name", "Sok Dara") in draft.subject
    with pytest.raises(Exception, match="confirmed"):
        operations.dismiss_hit(actor=at_work, hit_id=hit.id, reason="no")


def test_a_request_on_one_key_cites_only_the_handle(partner, at_work):
    partner.begin(someone("Meas Sophal", "1966-01-30", phone="+85512345678"))
    check = ask(at_work, [*TYPED, ("phone", "+85512345678")])
    (hit,) = queries.hits(at_work, check_id=check.id)
    assert hit.strength == "weak"
    operations.confirm_hit(actor=at_work, hit_id=hit.id)
    draft = queries.hit_for_request(at_work, hit.id)
    assert draft.handle_only
    assert draft.subject == ()


def test_a_dismissal_needs_a_reason(partner, at_work):
    partner.begin(someone("Sok Dara", "1980-02-13"))
    (hit,) = queries.hits(at_work, check_id=ask(at_work).id)
    with pytest.raises(InvalidInput):
        operations.dismiss_hit(actor=at_work, hit_id=hit.id, reason=" ")
    assert operations.dismiss_hit(actor=at_work, hit_id=hit.id, reason="another person").state == HitState.DISMISSED


def test_others_do_not_see_the_checks_of_a_case(partner, at_work, person):
    partner.begin(someone("Sok Dara", "1980-02-13"))
    check = ask(at_work)
    (hit,) = queries.hits(at_work, check_id=check.id)
    unstated = person(Role.ANALYST)
    with pytest.raises(Refused):
        queries.hits(unstated)
    stranger = replace(unstated, purpose="investigation", case_id=at_work.case_id)
    assert queries.hits(stranger) == []
    for look in (lambda: queries.check(stranger, check.id), lambda: queries.hit(stranger, hit.id)):
        with pytest.raises(Missing):
            look()


def test_a_phone_book_as_index_is_not_taken(partner, at_work):
    partner.begin(someone("Sok Dara", "1980-02-13"))
    with pytest.raises(Refused):
        operations.agree_holdings(actor=at_work, partner_id=partner.id, holdings=10)
    operations.agree_holdings(actor=partner.supervisor, partner_id=partner.id, holdings=10)
    ask(at_work)
    assert Inquiry.objects.get().code == "linkage.index.size"
    assert PartnerIndex.objects.get().epoch == ""


def test_an_index_that_matches_everything_warns(partner, at_work, hold):
    names = [f"Chan {a}ara" for a in "bcdfghjklmnprstvwxyz"] + [f"Meas {a}opha" for a in "bcdfghjklmnprstvwxyz"]
    ids = [hold(name, f"19{50 + i}-03-14") for i, name in enumerate(names)]
    partner.begin(*(someone(name, f"19{50 + i}-03-14", f"p{i}") for i, name in enumerate(names)))
    check = operations.check_holdings(actor=at_work, holding_ids=ids)
    operations.carry_out(check.id)
    assert Inquiry.objects.get().warning == "unusual-rate"


def test_an_index_is_brought_up_to_date_by_deltas_alone(partner, at_work, clock):
    partner.begin(someone("Sok Dara", "1980-02-13"))
    fetching.fetch(partner.row)
    for _ in range(3):
        partner.change()
    clock.advance(timedelta(minutes=61))
    row = fetching.fetch(partner.row)
    assert row.sequence == 3
    assert fetching.present(partner.row)[2].body == partner.index.body


def test_a_victim_can_be_checked_by_nobody_who_may_not_know_of_her(partner, at_work, hold):
    held = hold("Sok Dara", "1980-02-13")
    Holding.objects.filter(id=held).update(role=SubjectRole.VICTIM)
    with pytest.raises(Missing):
        operations.check_subject(actor=at_work, holding_id=held)
    with pytest.raises(Missing):
        operations.check_holdings(actor=at_work, holding_ids=[held])
