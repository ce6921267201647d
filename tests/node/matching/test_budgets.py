"""Budgets between three nodes: raised by both, lowered by one, counted and shown to both."""

import secrets
from datetime import timedelta

import pytest
from django.db import transaction

from comity.crypto.signatures import verify_document
from comity.kernel import Conflicting, Exhausted, InvalidInput, Missing, Refused, Unreachable
from comity.linkage.agreements import Decision, Proposal
from comity.node.audit.models import LedgerEntry
from comity.node.matching import accounts, agreeing, budget_queries, debits
from comity.node.matching.budget_models import BudgetAgreement, Lowered, Telling
from comity.node.matching.models import Budget, Debit
from comity.node.partners.models import Partner
from comity.node.runtime import keyring

pytestmark = pytest.mark.django_db(transaction=True)


def proposed(three, elements=50_000, at="KH", to="VN", **said):
    with three.at(at) as here:
        row = agreeing.propose(actor=here.supervisor, partner_id=three[to].id, elements=elements, **said)
        agreeing.tell(row)
    return row.id


def later(three, **span):
    """The clock moves, and every node's worker does what is due about budgets."""
    three.clock.set(three.clock.now() + timedelta(**span))
    for _ in range(2):
        for each in three:
            with three.at(each.country):
                agreeing.carry_on()
                accounts.tell_due()


def decided(three, agreement_id, at="VN", *, accept=True, reason="", tells=True):
    with three.at(at) as there:
        row = agreeing.decide(actor=there.supervisor, agreement_id=agreement_id, accept=accept, reason=reason)
        if tells:
            agreeing.tell(row)


def state(three, at, agreement_id):
    with three.at(at):
        return BudgetAgreement.objects.get(id=agreement_id).state


def ceiling(three, at, other, *, we_ask):
    with three.at(at):
        return debits.allowance(three[other].id, asked_by_us=we_ask).ceiling


def every_ceiling(three):
    """What each of the two may ask, as each of the two sees it."""
    return [
        ceiling(three, "KH", "VN", we_ask=True), ceiling(three, "VN", "KH", we_ask=False),
        ceiling(three, "VN", "KH", we_ask=True), ceiling(three, "KH", "VN", we_ask=False),
    ]  # fmt: skip


def test_a_budget_holds_once_a_person_of_the_other_side_accepted(three):
    made = proposed(three, words="A large operation.")
    assert every_ceiling(three) == [20_000] * 4
    later(three)
    assert every_ceiling(three) == [20_000] * 4
    decided(three, made)
    assert every_ceiling(three) == [50_000] * 4
    assert [state(three, at, made) for at in ("KH", "VN")] == ["accepted", "accepted"]
    kept = []
    for at in ("KH", "VN"):
        with three.at(at):
            row = BudgetAgreement.objects.get()
            kept.append((row.proposal, row.decision))
            events = LedgerEntry.objects.filter(event__startswith="matching.budget.").order_by("index")
            assert list(events.values_list("event", flat=True)) == [
                "matching.budget.proposed" if at == "KH" else "matching.budget.received", "matching.budget.accepted",
            ]  # fmt: skip
    assert kept[0] == kept[1]
    with three.at("KH"):
        ours = verify_document(kept[0][0], keyring().signing.public, depth=4)
        assert (ours["elements"], ours["words"]) == (50_000, "A large operation.")
    with three.at("VN"):
        assert verify_document(kept[0][1], keyring().signing.public, depth=4)["accepts"] is True
    assert ceiling(three, "KH", "TH", we_ask=True) == 20_000


def test_declined_with_a_reason_and_nothing_changes(three):
    made = proposed(three)
    with three.at("VN") as there, pytest.raises(InvalidInput):
        agreeing.decide(actor=there.supervisor, agreement_id=made, accept=False)
    decided(three, made, accept=False, reason="Too much.")
    assert every_ceiling(three) == [20_000] * 4
    with three.at("KH"):
        row = BudgetAgreement.objects.get()
        assert (row.state, row.reason) == ("declined", "Too much.")
    with three.at("VN") as there, pytest.raises(Conflicting):
        agreeing.decide(actor=there.supervisor, agreement_id=made, accept=True)


def test_who_is_away_is_told_later(three):
    three.cut.add("VN")
    made = proposed(three)
    with three.at("KH"):
        assert BudgetAgreement.objects.get().fault
    three.cut.clear()
    later(three, minutes=1)
    three.cut.add("KH")
    decided(three, made)
    assert state(three, "KH", made) == "proposed"
    three.cut.clear()
    later(three, minutes=1)
    assert every_ceiling(three) == [50_000] * 4


def test_withdrawn_before_and_after_it_was_accepted(three):
    first = proposed(three)
    with three.at("KH") as here:
        assert agreeing.withdraw(actor=here.supervisor, agreement_id=first).state == "withdrawn"
    assert state(three, "VN", first) == "withdrawn"
    second = proposed(three)
    decided(three, second, tells=False)
    with three.at("KH") as here, pytest.raises(Conflicting):
        agreeing.withdraw(actor=here.supervisor, agreement_id=second)
    assert [state(three, at, second) for at in ("KH", "VN")] == ["accepted", "accepted"]
    third = proposed(three, purpose="investigation")
    three.cut.add("VN")
    with three.at("KH") as here, pytest.raises(Unreachable):
        agreeing.withdraw(actor=here.supervisor, agreement_id=third)
    assert state(three, "KH", third) == "proposed"


@pytest.mark.parametrize("order", [("KH", "VN"), ("VN", "KH")])
def test_of_two_that_cross_both_sides_keep_the_same(three, order):
    one = proposed(three, 30_000)
    three.clock.set(three.clock.now() + timedelta(seconds=1))
    other = proposed(three, 40_000, at="VN", to="KH")
    for at in order:
        decided(three, other if at == "KH" else one, at=at, tells=False)
    later(three, minutes=1)
    assert every_ceiling(three) == [40_000] * 4
    assert [state(three, at, one) for at in ("KH", "VN")] == ["replaced", "replaced"]


def test_one_purpose_and_a_last_day(three):
    with three.at("KH"):
        until = three.clock.now().date() + timedelta(days=3)
    made = proposed(three, 500, purpose="prevention", until=until)
    decided(three, made)
    with three.at("VN"), transaction.atomic():
        allowed = debits.allowance(three["KH"].id, asked_by_us=False)
        assert (allowed.ceiling, allowed.of("prevention"), allowed.of("detection")) == (20_000, 500, 20_000)
        debits.debit(three["KH"].id, "prevention", 450, asked_by_us=False)
        with pytest.raises(Exhausted):
            debits.debit(three["KH"].id, "prevention", 100, asked_by_us=False)
    later(three, days=5)
    for at in ("KH", "VN"):
        assert state(three, at, made) == "expired"
        with three.at(at):
            assert not Budget.objects.exists()


def test_a_proposal_nobody_decides_cannot_be_accepted_after_a_month(three):
    made = proposed(three)
    later(three, days=31)
    later(three, hours=2)
    assert [state(three, at, made) for at in ("VN", "KH")] == ["expired", "expired"]
    with three.at("VN") as there, pytest.raises(Conflicting):
        agreeing.decide(actor=there.supervisor, agreement_id=made, accept=True)


def lowered(three, elements, at="VN", of="KH", **said):
    with three.at(at) as here:
        row = agreeing.lower(actor=here.supervisor, partner_id=three[of].id, elements=elements, **said)
        return accounts.tell(row.partner)


def test_one_side_lowers_alone_what_the_other_may_ask_and_tells_it(three):
    assert lowered(three, 5_000, reason="Looks like fishing.")
    assert every_ceiling(three) == [5_000, 5_000, 20_000, 20_000]
    assert lowered(three, 100, purpose="detection")
    with three.at("KH"):
        allowed = debits.allowance(three["VN"].id, asked_by_us=True)
        assert (allowed.ceiling, allowed.of("detection"), allowed.of("investigation")) == (5_000, 100, 5_000)
        assert "fishing" not in str(Telling.objects.get(partner=three["VN"].id).heard)
    with three.at("VN") as there, pytest.raises(Refused) as refused:
        agreeing.lower(actor=there.supervisor, partner_id=three["KH"].id, elements=6_000)
    assert refused.value.code == "matching.budget.raised"


def test_what_was_lowered_is_raised_by_both_again(three):
    lowered(three, 5_000)
    decided(three, proposed(three, 20_000))
    later(three)
    assert every_ceiling(three) == [20_000] * 4
    with three.at("KH"):
        assert not Lowered.objects.exists()


def test_lowered_while_the_partner_is_away_holds_at_once_and_is_told_later(three):
    three.cut.add("KH")
    assert not lowered(three, 5_000)
    assert ceiling(three, "VN", "KH", we_ask=False) == 5_000
    assert ceiling(three, "KH", "VN", we_ask=True) == 20_000
    three.cut.clear()
    later(three, minutes=6)
    assert ceiling(three, "KH", "VN", we_ask=True) == 5_000


def test_who_may_and_with_whom(three):
    with three.at("KH") as here:
        for person in (here.officer, here.analyst, here.auditor):
            with pytest.raises(Refused):
                agreeing.propose(actor=person, partner_id=three["VN"].id, elements=1)
            with pytest.raises(Refused):
                agreeing.lower(actor=person, partner_id=three["VN"].id, elements=1)
        with pytest.raises(Missing):
            agreeing.propose(actor=here.supervisor, partner_id="nobody", elements=1)
        for wrong in ({"elements": -1}, {"elements": 10**9}, {"elements": 1, "purpose": "nosiness"},
                      {"elements": 1, "until": three.clock.now().date() - timedelta(days=1)}):  # fmt: skip
            with pytest.raises(InvalidInput):
                agreeing.propose(actor=here.supervisor, partner_id=three["VN"].id, **wrong)
    proposed(three)
    with pytest.raises(Conflicting):
        proposed(three)


def test_nobody_agrees_in_anothers_name(three):
    """Thailand's node cannot accept what was proposed to Viet Nam, nor a partner propose in our name."""
    made = proposed(three)
    with three.at("KH") as here:
        row = BudgetAgreement.objects.get()
        said = Proposal(made, here.id, three["VN"].id, "", 50_000)
        own = agreeing.statement(row)
    with three.at("TH"):
        forged = keyring().signing.sign_document(
            Decision(made, agreeing._hash(row.proposal), three["TH"].id, True).document()
        )
        forged_proposal = keyring().signing.sign_document(said.document())
    with three.at("KH"):
        for partner, content in (
            (three["TH"].id, own | {"state": "accepted", "decision": forged}),
            (three["VN"].id, own | {"state": "accepted", "decision": forged}),
            (three["TH"].id, {"proposal": forged_proposal, "state": "proposed"}),
            (three["VN"].id, {"proposal": "x", "state": "proposed"}),
            (three["VN"].id, {"state": "proposed"}),
            (three["VN"].id, own | {"state": "unheard-of"}),
        ):
            with pytest.raises(InvalidInput):
                agreeing.heard(Partner.objects.get(id=partner), content)
        agreeing.heard(Partner.objects.get(id=three["VN"].id), own | {"state": "withdrawn", "decision": ""})
        assert BudgetAgreement.objects.get().state == "proposed"
    assert every_ceiling(three) == [20_000] * 4


def spend(three, at, other, elements, *, we_ask, live=False, purpose="investigation"):
    with three.at(at), transaction.atomic():
        debits.debit(three[other].id, purpose, elements, asked_by_us=we_ask, live=live)


def told(three, at="VN", other="KH"):
    with three.at(at) as here:
        assert accounts.tell(Partner.objects.get(id=three[other].id))
        return budget_queries.standing(here.supervisor, three[other].id)


def test_both_sides_see_what_both_counted(three):
    for _ in range(30):
        spend(three, "KH", "VN", 18, we_ask=True)
        spend(three, "VN", "KH", 18, we_ask=False)
    spend(three, "KH", "VN", 900, we_ask=True, live=True)
    found = told(three)
    (line,) = found.they_ask.lines
    assert (line.purpose, line.ours_today, line.theirs_today) == ("investigation", 540, 547)
    assert found.they_ask.compared.differences == ()
    with three.at("KH") as here:
        (line,) = budget_queries.standing(here.supervisor, three["VN"].id).we_ask.lines
        assert (line.ours_today, line.theirs_today) == (540, 547)
        assert Debit.objects.get().live == 900


@pytest.mark.parametrize(("asker", "responder", "least"), [(2_000, 5_000, 2_950), (5_000, 2_000, 2_860)])
def test_more_than_a_batch_of_difference_is_a_notice(three, asker, responder, least):
    spend(three, "KH", "VN", asker, we_ask=True)
    spend(three, "VN", "KH", responder, we_ask=False)
    today, span = told(three).they_ask.compared.differences
    assert (today.today, span.today, today.ours) == (True, False, responder)
    assert today.least == span.least == pytest.approx(least, abs=150)
    with three.at("VN") as there:
        page = there.client("supervisor").get(f"/budgets/{three['KH'].id}/").content.decode()
    assert "one of the two accounts is wrong" in page


def test_a_batch_under_way_is_no_difference(three):
    spend(three, "KH", "VN", 18, we_ask=True)
    found = told(three)
    assert found.they_ask.compared.differences == ()
    assert found.they_ask.lines[0].theirs_today == 64


def test_counts_of_a_month_move_on(three):
    spend(three, "KH", "VN", 300, we_ask=True)
    spend(three, "VN", "KH", 300, we_ask=False)
    later(three, days=1)
    (line,) = told(three).they_ask.lines
    assert (line.ours_today, line.ours) == (0, 300)
    later(three, days=27)
    assert told(three).they_ask.lines == []


def test_an_old_or_odd_account_changes_nothing(three):
    told(three)
    with three.at("VN"):
        kept = Telling.objects.get(partner=three["KH"].id)
        partner = Partner.objects.get(id=three["KH"].id)
        accounts._heard(partner, kept.heard | {"number": kept.heard_number, "limits": {"": 1}})
        odd = (
            {"limits": {"": -1}}, {"limits": [1]}, {"number": "1"}, {"number": 2**70}, {"day": "x"}, {"format": "y"},
            {"asked": {"today": {"x" * 40: 1}}}, {"asked": {"today": {"x": 1.5}}}, {"more": 1},
        )  # fmt: skip
        for wrong in odd:
            with pytest.raises(InvalidInput):
                accounts._heard(partner, kept.heard | {"number": kept.heard_number + 10} | wrong)
        assert not Lowered.objects.exists()


def test_by_hand_without_a_network(three):
    """The statements may be carried: what a demo and two throw-away nodes do."""
    three.cut |= {"KH", "VN"}
    with three.at("KH") as here:
        said = agreeing.statement(
            agreeing.propose(actor=here.supervisor, partner_id=three["VN"].id, elements=secrets.randbelow(9) + 90_000)
        )
    with three.at("VN") as there:
        row = agreeing.heard(Partner.objects.get(id=three["KH"].id), said)
        said = agreeing.statement(agreeing.decide(actor=there.supervisor, agreement_id=row.id, accept=True))
    with three.at("KH"):
        assert agreeing.heard(Partner.objects.get(id=three["VN"].id), said).state == "accepted"
    assert every_ceiling(three) == [row.elements] * 4
