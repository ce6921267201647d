"""From a hit to a request, and from a cited handle to our holding: the handle alone first, and never loosened."""

from datetime import timedelta

import pytest
from django.urls import reverse

from comity.exchange.contents import Conditions, Status
from comity.kernel import Evaluation, Handling, Missing, Refused, Restriction, Tlp
from comity.node.holdings import operations as holdings
from comity.node.matching.models import Check, CheckedSubject, Epoch, Hit, Inquiry, IssuedHandle
from comity.node.messaging import delivering, operations, queries
from comity.node.messaging.models import THEIRS, Message
from comity.node.messaging.operations import Terms
from comity.node.partners import operations as partners
from comity.subjects.model import Role, Schema
from tests.exchange.parties import REQUEST
from tests.node.messaging.test_pages import signed_in

pytestmark = pytest.mark.django_db
HANDLE = "0a" * 12
SAID = {"schema_name": "Person", "role": "suspect", "properties": {"name": ["Chan Dara"]}, "handle": HANDLE}
ALONE = SAID | {"properties": {}}


@pytest.fixture
def holding(at_work, clock):
    """A holding of ours under H2 and TLP AMBER+STRICT."""
    grounds = holdings.Grounds(
        role=Role.SUSPECT, source="file", evaluation=Evaluation.parse("B2"),
        restriction=Restriction(frozenset({Handling.H2}), Tlp.AMBER_STRICT), case_id=at_work.case_id,
        retention_until=(clock.now() + timedelta(days=900)).date(), releasable_to=("VN",),
    )  # fmt: skip
    return holdings.record_holding(
        actor=at_work,
        grounds=grounds,
        schema=Schema.PERSON,
        values=[("name", "Chan Dara"), ("birthDate", "1970-05-12"), ("passportNumber", "N1234567")],
    ).id


@pytest.fixture
def found(vn, at_work, clock):
    """Makes a hit with the partner."""

    def make(strength="strong", kinds=("passport", "name-birth"), state="confirmed", holding_id=""):
        check = Check.objects.create(
            by=at_work.user_id, at=clock.now(), purpose=at_work.purpose, case_id=at_work.case_id, reference="C",
            subjects=1,
        )  # fmt: skip
        subject = CheckedSubject.objects.create(
            of=check, number=1, schema="Person", values=[["name", "Chan Dara"]], holding_id=holding_id
        )
        inquiry = Inquiry.objects.create(of=check, partner=vn.row, legal_basis="MOU-1", first=1, last=1)
        return Hit.objects.create(
            inquiry=inquiry, partner=vn.row, subject=subject, handle=HANDLE, epoch="e", score=0.99, strength=strength,
            keys=list(kinds), reasons=[], state=state, found=clock.now(), decided=clock.now(),
        )  # fmt: skip

    return make


@pytest.mark.parametrize(("strength", "kinds"), [("weak", ("name", "phone")), ("strong", ("passport",))])
def test_a_first_request_on_a_weak_hit_or_a_single_key_cites_the_handle_alone(vn, asked, found, gate, strength, kinds):
    hit = found(strength, kinds)
    with pytest.raises(Refused) as error:
        asked(vn, subjects=[SAID], hit_id=hit.id)
    assert error.value.code == "messaging.hit.handle-only"
    assert not Message.objects.exists()
    first = asked(vn, subjects=[ALONE], hit_id=hit.id)
    delivering.deliver()
    vn.hand_over(
        *vn.write(vn.to(), "reply", {"in_reply_to": first.id, "status": "clarification-needed", "text": "Who?"})[:2],
        gate,
    )
    asked(vn, subjects=[SAID], hit_id=hit.id)


def test_a_strong_hit_on_several_keys_may_say_more(vn, asked, found):
    asked(vn, subjects=[SAID], hit_id=found().id)


def test_a_hit_is_confirmed_by_a_person_and_its_handle_cited_to_its_partner(vn, partner, asked, found):
    hit = found()
    cases = [
        (vn, {"subjects": [SAID], "hit_id": found(state="open").id}, "messaging.hit.unconfirmed"),
        (vn, {"subjects": [SAID | {"handle": "0b" * 12}], "hit_id": hit.id}, "messaging.hit.handle"),
    ]
    for to, given, code in cases:
        with pytest.raises(Refused) as error:
            asked(to, **given)
        assert error.value.code == code
    with pytest.raises(Missing):
        asked(vn, subjects=[SAID], hit_id="none")


def test_the_restriction_of_our_holding_travels_with_a_request_about_it(vn, asked, found, holding):
    asked(vn, subjects=[SAID], hit_id=found(holding_id=holding).id, terms=Terms(Restriction()))
    delivering.deliver()
    assert vn.taken[0]["conditions"]["handling"] == ["H0", "H2"]
    assert vn.taken[0]["conditions"]["tlp"] == "AMBER+STRICT"


def test_the_page_is_prefilled_from_a_hit_and_holds_back_what_must_not_be_said(at_work, vn, found):
    desk = signed_in(at_work)
    text = desk.get(reverse("messaging:ask"), {"hit": found().id}).content.decode()
    assert 'value="Chan Dara"' in text
    assert HANDLE in text
    text = desk.get(reverse("messaging:ask"), {"hit": found("weak").id}).content.decode()
    assert "Chan Dara" not in text
    assert HANDLE in text


def item(**conditions):
    codes = Conditions.of(Restriction(frozenset({Handling.H2}), Tlp.AMBER_STRICT)).document()
    return {"text": "Known.", "conditions": codes | conditions, "evaluation": "B2", "permitted_use": "intelligence",
            "date_of_data": "2026"}  # fmt: skip


@pytest.fixture
def cited(vn, gate, holding, clock):
    """A request of the partner that cites a handle of our holding."""
    group = partners.write_group(
        actor=vn.supervisor, name="neighbours", roles=[Role.SUSPECT], handling=[Handling.H2], max_tlp=Tlp.AMBER_STRICT
    )
    partners.set_group(actor=vn.supervisor, partner_id=vn.id, group_id=group.id)
    epoch = Epoch.objects.create(
        group=group, starts=clock.now(), ends=clock.now() + timedelta(days=30), keys="1", public="00", canaries=[]
    )
    IssuedHandle.objects.create(handle=HANDLE, partner_id=vn.id, epoch=epoch, holding_id=holding)
    vn.hand_over(*vn.write(vn.to(), "request", REQUEST | {"subjects": [ALONE]})[:2], gate)
    return Message.objects.get(direction=THEIRS)


def test_the_officer_who_answers_sees_our_holding_beside_the_request(cited, at_work, holding):
    seen = queries.conversation(at_work, cited.conversation_id)
    assert [h.detail.row.holding.id for h in seen.held[cited.id]] == [holding]
    text = signed_in(at_work).get(reverse("messaging:answer", args=[cited.id])).content.decode()
    assert reverse("holdings:detail", args=[holding]) in text


def test_a_handle_that_was_given_to_another_partner_shows_nothing(cited, at_work, partner, gate):
    th = partner("TH")
    th.hand_over(*th.write(th.to(), "request", REQUEST | {"subjects": [ALONE]})[:2], gate)
    message = Message.objects.get(direction=THEIRS, partner=th.id)
    seen = queries.conversation(at_work, message.conversation_id)
    assert [h.detail for h in seen.held[message.id]] == [None]


@pytest.mark.parametrize("looser", [{"handling": ["H0"]}, {"tlp": "AMBER"}, {"pap": "GREEN"}])
def test_an_answer_is_never_less_restricted_than_the_holding_that_it_comes_from(cited, at_work, holding, looser):
    with pytest.raises(Refused) as error:
        operations.answer(
            actor=at_work, message_id=cited.id, status=Status.FULL, items=[item(**looser)], holding_ids=[holding]
        )
    assert error.value.code == "items.make.looser"
    operations.answer(
        actor=at_work, message_id=cited.id, status=Status.FULL, items=[item(tlp="RED")], holding_ids=[holding]
    )
