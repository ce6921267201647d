"""Every type of message is written on a page, as people do it, without script."""

import re

import pytest
from django.urls import reverse

from comity.exchange import proofs
from comity.exchange.contents import Item
from comity.node.items.models import Item as Kept
from comity.node.messaging import delivering
from comity.node.messaging.models import OURS, THEIRS, Message
from comity.node.permissions import Role
from tests.exchange.parties import CONDITIONS
from tests.node.messaging.forms.test_forms import ALERT, SHARED, TERMS, USE, WHOLE
from tests.node.messaging.said import item, spontaneous
from tests.node.messaging.test_pages import desk, signed_in  # noqa: F401 -- fixture

pytestmark = pytest.mark.django_db
PROPOSAL = {
    "kind": "joint-operation", "title": "River 7", "proposal": "Both sides look out.", "begins": "2026-12-01",
    "ends": "2026-12-05", "area": "The river", "legal_basis": "MOU-1", "answer_by": "2026-11-28T00:00:00.000000Z",
}  # fmt: skip


@pytest.fixture
def th(partner):
    return partner("TH")


@pytest.fixture
def came(gate):
    """What a partner sends, as this node keeps it."""

    def make(partner, kind, content, **other):
        document, token, _ = partner.write(partner.to(), kind, content, **other)
        partner.hand_over(document, token, gate)
        return Message.objects.get(partner=partner.id, direction=THEIRS, message_id=document["id"])

    return make


def fields(kind, **change):
    """What makes a form whole, with what is different."""
    form = next(form for form in WHOLE if form.message_type == kind)
    return WHOLE[form] | change


def said(page):
    return re.sub(r"\s+", " ", page.content.decode())


def faults(page):
    """What the page says is wrong, without the rest of it."""
    return re.findall(r'role="alert".*?</ul>', said(page))


def test_what_can_be_written_is_said_in_plain_words_to_who_may(desk, vn, person):  # noqa: F811
    page = said(desk.get(reverse("messaging:new")))
    for words in ("Ask", "Share without being asked", "Warn", "Propose to act together", "Cancel an alert"):
        assert words in page
    for route in ("messaging:ask", "messaging:share", "messaging:warn", "messaging:propose"):
        assert reverse(route) in page
        assert desk.get(reverse(route)).status_code == 200
    analyst = signed_in(person(Role.ANALYST))
    assert analyst.get(reverse("messaging:new")).status_code == 403


@pytest.mark.parametrize(
    ("route", "kind"),
    [("ask", "request"), ("share", "spontaneous"), ("warn", "alert"), ("propose", "operation-proposal")],
)
def test_one_form_reaches_several_partners(desk, vn, th, route, kind):  # noqa: F811
    sent = fields(kind, **{"partners": [vn.id, th.id], "parts-0-node": vn.id})
    page = desk.post(reverse(f"messaging:{route}"), sent, follow=True)
    assert page.redirect_chain, faults(page)
    rows = Message.objects.filter(direction=OURS)
    assert {row.partner_id for row in rows} == {vn.id, th.id}
    assert len({row.conversation_id for row in rows}) == len({row.message_id for row in rows}) == 1
    delivering.deliver()
    assert [d["type"] for d in vn.taken] == [d["type"] for d in th.taken] == [kind]
    assert "Agency of TH" in said(page)


def test_a_row_more_sends_nothing_and_keeps_what_was_written(desk, vn):  # noqa: F811
    sent = fields("spontaneous", partners=[vn.id], reason="", **{"add-row": "items"})
    page = desk.post(reverse("messaging:share"), sent)
    text = said(page)
    assert "Seen on Monday." in text
    assert 'name="items-1-text"' in text
    assert "form-errors" not in text
    assert not Message.objects.exists()
    sent = fields(
        "spontaneous", partners=[vn.id], **{"items-rows": "2", "items-1-text": "Second.", "drop-row": "items-0"}
    )
    text = said(desk.post(reverse("messaging:share"), sent))
    assert "Seen on Monday." not in text
    assert "Second." in text


def test_every_fault_is_said_at_once_with_a_link_to_its_field(desk, vn):  # noqa: F811
    page = desk.post(reverse("messaging:warn"), fields("alert", text="", danger_words="", contact=""))
    text = said(page)
    assert "4 fields need mending:" in text
    for name in ("partners", "text", "danger_words", "contact"):
        assert f'href="#id_{name}"' in text
        assert f'id="id_{name}"' in text
    assert not Message.objects.exists()


def test_without_a_legal_basis_the_page_says_why_before_and_after(desk, vn, partner):  # noqa: F811
    la = partner("LA")
    page = said(desk.get(reverse("messaging:share")))
    assert page.count("signs__against") == 1
    page = desk.post(reverse("messaging:share"), fields("spontaneous", partners=[vn.id, la.id]))
    assert page.status_code == 200
    assert "form-errors" in said(page)
    assert not Message.objects.exists()


def test_an_alert_is_changed_and_cancelled_at_everybody_who_has_it(desk, vn, th):  # noqa: F811
    desk.post(reverse("messaging:warn"), fields("alert", partners=[vn.id, th.id]))
    alert = Message.objects.filter(type="alert").order_by("made", "id").first()
    page = said(desk.get(reverse("messaging:conversation", args=[alert.conversation_id])))
    assert "Stop it." in page
    assert "Do not tell why." in page
    renew = reverse("messaging:renew", args=[alert.id])
    assert "A white lorry." in said(desk.get(renew))
    newer = {"text": "A blue lorry.", "replaces": alert.message_id, "partners": [vn.id, th.id]}
    page = desk.post(renew, ALERT | newer, follow=True)
    assert page.redirect_chain, faults(page)
    assert "A blue lorry." in said(page)
    newer = Message.objects.filter(type="alert").exclude(message_id=alert.message_id).first()
    cancel = reverse("messaging:cancel", args=[newer.id])
    form = desk.get(cancel)
    assert newer.message_id in said(form)
    page = desk.post(cancel, TERMS | {"alert": newer.message_id, "reason": "Found at the market."}, follow=True)
    assert "Found at the market." in said(page)
    delivering.deliver()
    assert [d["type"] for d in th.taken] == ["alert", "alert", "alert-cancellation"]
    assert "No alert is in force" in said(desk.get(reverse("messaging:alerts")))
    assert "Found at the market." in said(desk.get(reverse("messaging:alerts"), {"past": "1"}))
    page = desk.post(cancel, TERMS | {"alert": newer.message_id, "reason": "Again."})
    assert "form-errors" in said(page)


def test_feedback_names_the_item_that_a_partner_gave(desk, vn, came):  # noqa: F811
    given = item(vn.id)
    shared = came(vn, "spontaneous", spontaneous(vn.id, items=[given]))
    thread = said(desk.get(reverse("messaging:conversation", args=[shared.conversation_id])))
    link = f"{reverse('messaging:feedback', args=[shared.id])}?owner={vn.id}&amp;item={given['id']}"
    assert link in thread
    sent = fields("feedback", owner=vn.id, item=given["id"])
    page = desk.post(reverse("messaging:feedback", args=[shared.id]), sent, follow=True)
    assert "It was stopped." in said(page)
    delivering.deliver()
    assert vn.taken[-1]["content"]["item"] == {"owner": vn.id, "id": given["id"]}


def test_an_operation_goes_from_proposal_to_result(desk, vn, gate, came):  # noqa: F811
    desk.post(reverse("messaging:propose"), fields("operation-proposal", partners=[vn.id], **{"parts-0-node": vn.id}))
    proposal = Message.objects.get(type="operation-proposal")
    thread = reverse("messaging:conversation", args=[proposal.conversation_id])
    assert reverse("messaging:plan", args=[proposal.id]) not in said(desk.get(thread))
    delivering.deliver()
    agreed = {"in_reply_to": proposal.message_id, "answer": "agreed"}
    came(vn, "operation-answer", agreed, conversation=proposal.conversation.wire_id)
    page = said(desk.get(thread))
    assert reverse("messaging:plan", args=[proposal.id]) in page
    plan = reverse("messaging:plan", args=[proposal.id])
    text = said(desk.get(plan))
    assert "We watch." in text
    assert "You stop it." in text
    written = TERMS | SHARED | {
        "partners": [vn.id], "parts-0-node": vn.id, "proposal": proposal.message_id, "edition": "1", "plan": "First.",
        "contact": "+855 23 000 000",
    }  # fmt: skip
    page = desk.post(plan, written, follow=True)
    assert page.redirect_chain, faults(page)
    delivering.deliver()
    answer = {"in_reply_to": vn.taken[-1]["id"], "answer": "agreed"}
    came(vn, "operation-answer", answer, conversation=proposal.conversation.wire_id)
    result = reverse("messaging:result", args=[proposal.id])
    assert result in said(desk.get(thread))
    page = desk.post(result, fields("operation-result", partners=[vn.id], proposal=proposal.message_id), follow=True)
    assert "40 kg." in said(page)
    delivering.deliver()
    assert vn.taken[-1]["type"] == "operation-result"


def test_a_partners_proposal_is_agreed_or_declined_with_a_ground(desk, vn, came):  # noqa: F811
    from comity.node.runtime import node_id

    parts = [{"node": vn.id, "role": "Their side."}, {"node": node_id(), "role": "Our side."}]
    proposal = came(vn, "operation-proposal", PROPOSAL | {"parts": parts})
    thread = said(desk.get(reverse("messaging:conversation", args=[proposal.conversation_id])))
    assert "Their side." in thread
    agree = reverse("messaging:agree", args=[proposal.id])
    assert agree in thread
    page = desk.post(agree, TERMS | {"answer": "refused"})
    assert "Choose the ground where it is refused" in said(page)
    page = desk.post(agree, TERMS | {"answer": "refused", "ground": "sovereignty-or-security"}, follow=True)
    assert page.redirect_chain, faults(page)
    assert "sovereignty or security" in said(page)
    delivering.deliver()
    assert vn.taken[-1]["content"]["ground"] == "sovereignty-or-security"
    assert agree not in said(page)


def test_an_explanation_asks_anew_in_the_same_conversation(desk, vn, gate, came, at_work):  # noqa: F811
    desk.post(reverse("messaging:ask"), fields("request", partners=[vn.id]))
    asked = Message.objects.get(type="request")
    delivering.deliver()
    back = {"in_reply_to": asked.message_id, "status": "clarification-needed", "text": "Which year?"}
    came(vn, "reply", back, conversation=asked.conversation.wire_id)
    thread = reverse("messaging:conversation", args=[asked.conversation_id])
    text = said(desk.get(thread))
    assert "an explanation" in text
    again = reverse("messaging:again", args=[asked.id])
    assert again in text
    form = said(desk.get(again))
    assert "Chan Dara; Chan D." in form
    page = desk.post(again, fields("request", partners=[vn.id], asked="Known since 2025?"), follow=True)
    assert page.redirect_chain, faults(page)
    delivering.deliver()
    assert [d["content"]["asked"] for d in vn.taken] == ["Known?", "Known since 2025?"]
    assert vn.taken[0]["conversation"] == vn.taken[1]["conversation"]


def test_a_refusal_begins_with_the_ground_that_fits(desk, vn, came):  # noqa: F811
    from tests.exchange.parties import REQUEST

    asked = came(vn, "request", REQUEST)
    text = said(desk.get(reverse("messaging:answer", args=[asked.id]), {"refuse": "no-legal-basis"}))
    assert '<option value="refused" selected>' in text
    assert '<option value="no-legal-basis" selected>' in text


def test_a_partners_item_is_handed_onward_as_its_owner_gave_it_or_not_at_all(desk, vn, th, came, clock):  # noqa: F811
    green = CONDITIONS | {"tlp": "GREEN"}
    open_one = item(vn.id, conditions=green)
    closed = item(vn.id, conditions=green | {"handling": ["H0", "H2"]}, text="For you alone.")
    signed = [
        proofs.sign(Item.model_validate(each), vn.keyring.signing, clock.now()).document()
        for each in (open_one, closed)
    ]
    came(vn, "spontaneous", spontaneous(vn.id, items=signed))
    for given, leaves in ((open_one, True), (closed, False)):
        row = Kept.objects.get(wire_id=given["id"])
        form = said(desk.get(reverse("messaging:share"), {"item": row.id}))
        assert given["text"] in form
        sent = USE | {name: text for name, text in fields("spontaneous").items() if not name.startswith("items-")}
        sent |= {"partners": [th.id], "items-0-item": row.id}
        page = desk.post(f"{reverse('messaging:share')}?item={row.id}", sent, follow=True)
        assert bool(page.redirect_chain) is leaves, faults(page)
    assert "it may not be passed on without its owner&#x27;s permission (H2)" in said(page)
    delivering.deliver()
    (gone,) = (one for document in th.taken for one in document["content"]["items"])
    assert (gone["owner"], gone["id"], gone["text"]) == (vn.id, open_one["id"], open_one["text"])


def test_messages_of_others_are_not_there_for_a_stranger(desk, vn, person, came):  # noqa: F811
    desk.post(reverse("messaging:warn"), fields("alert", partners=[vn.id]))
    alert = Message.objects.get(type="alert")
    stranger = signed_in(person(Role.OFFICER, "stranger"))
    auditor = signed_in(person(Role.AUDITOR))
    for route in ("cancel", "renew", "plan", "result", "again", "feedback", "agree", "answer"):
        for client in (stranger, auditor):
            page = client.get(reverse(f"messaging:{route}", args=[alert.id]))
            assert page.status_code in {302, 403, 404}, (route, page.status_code)


def test_an_item_comes_from_a_record_that_is_looked_for_on_the_page(desk, vn, at_work):  # noqa: F811
    from datetime import date

    from comity.kernel import Evaluation, Handling, Restriction
    from comity.node.holdings.operations import Grounds, record_holding
    from comity.subjects import Role as SubjectRole
    from comity.subjects import Schema

    grounds = Grounds(
        case_id=at_work.case_id, role=SubjectRole.SUSPECT, source="register", evaluation=Evaluation.parse("B2"),
        restriction=Restriction(frozenset({Handling.H1})), releasable_to=("VN",), retention_until=date(2030, 1, 1),
    )  # fmt: skip
    record = record_holding(actor=at_work, grounds=grounds, schema=Schema.PERSON, values=[("name", "Meas Sokha")])
    url = reverse("messaging:share")
    page = said(desk.post(url, fields("spontaneous", partners=[vn.id], record="Meas Sokha", **{"find-record": "1"})))
    assert "Found. Choose it at the item" in page
    assert f'<option value="{record.id}">Meas Sokha</option>' in page
    assert "Seen on Monday." in page
    page = said(desk.post(url, fields("spontaneous", record="Nobody Such", **{"find-record": "1"})))
    assert "No record was found" in page
    chosen = fields("spontaneous", partners=[vn.id], **{"items-0-holding": record.id})
    page = desk.post(url, chosen, follow=True)
    assert "less restricted than its record" in said(page)
    assert f'<option value="{record.id}" selected>' in said(page)
    page = desk.post(url, chosen | {"items-0-also": ["H1"]}, follow=True)
    assert page.redirect_chain, faults(page)
    assert Kept.objects.get().holding_id == record.id
    stranger = desk.post(url, chosen | {"items-0-holding": "019aa8f0-4b88-7000-8000-000000000009"})
    assert stranger.status_code == 404
