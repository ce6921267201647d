"""The pages of conversations and partners, as people use them; what partners write is never markup."""

import pytest
from django.test import Client
from django.urls import reverse

from comity.node.accounts.models import User
from comity.node.audit.models import LedgerEntry
from comity.node.messaging import delivering
from comity.node.messaging.models import THEIRS, Message
from comity.node.partners.models import Partner, VisibilityGroup
from comity.node.partners.own import own_card
from tests.exchange.parties import REQUEST
from tests.node.messaging.conftest import state_of

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


def signed_in(actor):
    client = Client()
    client.force_login(User.objects.get(id=actor.user_id))
    return client


@pytest.fixture
def desk(at_work):
    return signed_in(at_work)


@pytest.fixture
def boss(vn):
    return signed_in(vn.supervisor)


def form(**change):
    return {
        "partners": [], "subjects-0-schema_name": "Person", "subjects-0-role": "suspect",
        "subjects-0-name": "Chan Dara; Chan D.", "asked": "Known?", "facts": "Seen.", "link": "Passport.",
        "foreseen_use": "Intelligence.", "urgency": "routine", "tlp": "2", "pap": "2", "retention_until": "2027-06-01",
    } | change  # fmt: skip


def test_an_officer_asks_and_sees_the_request_on_its_way(desk, vn):
    page = desk.get(reverse("messaging:ask"))
    assert page.status_code == 200
    page = desk.post(reverse("messaging:ask"), form(partners=[vn.id]), follow=True)
    assert "Chan Dara" in page.content.decode()
    delivering.deliver()
    assert vn.taken[0]["content"]["subjects"][0]["properties"] == {"name": ["Chan Dara", "Chan D."]}
    page = desk.get(page.request["PATH_INFO"])
    assert "delivered, with receipt" in page.content.decode()
    assert desk.get(reverse("messaging:list")).status_code == 200


def test_what_is_wrong_stands_on_the_form_and_nothing_is_sent(desk, vn):
    said_wrongly = {"partners": [vn.id], "subjects-0-name": "", "facts": "", "urgency": "urgent"}
    page = desk.post(reverse("messaging:ask"), form(**said_wrongly))
    text = page.content.decode()
    for said in ("Write at least one.", "Fill this in.", "Say why it is urgent."):
        assert said in text
    assert text.count('class="field__errors"') == 3
    assert not Message.objects.exists()


def test_asking_without_a_purpose_leads_to_stating_one(vn, officer, person):
    from comity.node.permissions import Role

    client = signed_in(person(Role.OFFICER, "idle"))
    page = client.get(reverse("messaging:ask"))
    assert page.status_code == 302
    assert reverse("desk:period") in page.url


@pytest.fixture
def hostile(vn, gate):
    subject = {"schema_name": "Person", "role": "suspect", "properties": {"name": [SCRIPT]}, "handle": "00" * 12}
    content = REQUEST | {"asked": SCRIPT, "facts": SCRIPT, "subjects": [subject]}
    vn.hand_over(*vn.write(vn.to(), "request", content, legal_basis=SCRIPT, reference=SCRIPT)[:2], gate)
    return Message.objects.get(direction=THEIRS)


def test_script_in_a_partners_message_is_shown_and_not_run(desk, hostile):
    for url in (
        reverse("messaging:list"),
        reverse("messaging:conversation", args=[hostile.conversation_id]),
        reverse("messaging:answer", args=[hostile.id]),
    ):
        page = desk.get(url)
        assert page.status_code == 200
        assert SCRIPT not in page.content.decode()
        assert "&lt;script&gt;" in page.content.decode()


def test_script_in_a_partners_card_is_shown_and_not_run(boss, partner):
    th = partner("TH", accept=False)
    Partner.objects.filter(id=th.id).update(agency=SCRIPT)
    for url in (reverse("partners:list"), reverse("partners:partner", args=[th.id])):
        text = boss.get(url).content.decode()
        assert SCRIPT not in text
        assert "&lt;script&gt;" in text


def test_an_officer_answers_and_reads(desk, vn, hostile):
    desk.post(reverse("messaging:read", args=[hostile.id]))
    assert state_of(hostile) == "read"
    values = {"status": "full", "items-0-text": "Known in our case.", "items-0-source": "B", "items-0-information": "2",
              "items-0-date_of_data": "2026-05", "tlp": "3", "pap": "2", "handling": ["H2"],
              "permitted_use": "Intelligence.", "retention_until": "2027-06-01"}  # fmt: skip
    page = desk.post(reverse("messaging:answer", args=[hostile.id]), values, follow=True)
    assert "Known in our case." in page.content.decode()
    delivering.deliver()
    assert vn.taken[-1]["content"]["items"][0]["conditions"]["handling"] == ["H0", "H2"]


def test_an_incomplete_answer_is_explained(desk, hostile):
    page = desk.post(reverse("messaging:answer", args=[hostile.id]), {"status": "refused", "tlp": "2", "pap": "2"})
    assert "Choose the ground where it is refused" in page.content.decode()
    assert state_of(hostile) == "received"


def test_changes_need_a_token_against_forgery(vn, at_work, hostile):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(id=at_work.user_id))
    for url in (
        reverse("messaging:ask"), reverse("messaging:answer", args=[hostile.id]),
        reverse("messaging:read", args=[hostile.id]), reverse("partners:change", args=[vn.id, "suspend"]),
    ):  # fmt: skip
        assert client.post(url, {}).status_code == 403
    assert state_of(hostile) == "received"


def test_strangers_see_nothing(hostile, vn):
    for url in (
        reverse("messaging:list"), reverse("messaging:conversation", args=[hostile.conversation_id]),
        reverse("partners:list"), reverse("partners:own-file"),
    ):  # fmt: skip
        assert Client().get(url).status_code == 302


def test_what_is_not_there_and_what_is_not_for_you_look_the_same(vn, asked, person):
    from comity.node.permissions import Role

    message = asked(vn)
    client = signed_in(person(Role.OFFICER, "other"))
    there = client.get(reverse("messaging:conversation", args=[message.conversation_id]))
    nowhere = client.get(reverse("messaging:conversation", args=["019aa8f0-4b88-7000-8000-000000000001"]))
    assert there.status_code == nowhere.status_code == 404


def test_the_outbox_says_why_something_waits(desk, vn, network, asked):
    network.down.add("vn.example")
    asked(vn)
    delivering.deliver()
    assert "no connection" in desk.get(reverse("messaging:outbox")).content.decode()


# partners


def test_a_card_is_added_compared_and_accepted(boss, partner, vn):
    from tests.exchange.simulated import SimulatedPartner

    th = SimulatedPartner("TH")
    page = boss.post(reverse("partners:add"), {"card": th.token}, follow=True)
    assert th.card.fingerprint.split()[0] in page.content.decode()
    url = reverse("partners:accept", args=[th.id])
    wrong = boss.post(url, {"fingerprint": vn.card.fingerprint})
    assert (wrong.status_code, Partner.objects.get(id=th.id).state) == (400, "proposed")
    boss.post(url, {"fingerprint": th.card.fingerprint.replace(" ", "")})
    row = Partner.objects.get(id=th.id)
    assert (row.state, row.compared_by) == ("accepted", vn.supervisor.user_id)
    assert LedgerEntry.objects.filter(event="partners.partner.accepted", found_by__object=th.id).count() == 1


def test_a_card_that_cannot_be_read_is_explained(boss, vn):
    for text in ("", "nonsense", vn.token[:-4], own_card().token):
        page = boss.post(reverse("partners:add"), {"card": text})
        assert page.status_code == 200
        assert "error" in page.content.decode()


def test_our_card_is_handed_over_as_file(boss):
    response = boss.get(reverse("partners:own-file"))
    assert response.content.decode().strip() == own_card().token
    assert boss.get(reverse("partners:own")).status_code == 200


def test_suspending_and_resuming(boss, vn):
    url = reverse("partners:change", args=[vn.id, "suspend"])
    assert boss.post(url, {"reason": ""}).status_code == 400
    boss.post(url, {"reason": "moved office"})
    assert Partner.objects.get(id=vn.id).state == "suspended"
    boss.post(reverse("partners:change", args=[vn.id, "resume"]), {"reason": "done"})
    assert Partner.objects.get(id=vn.id).state == "accepted"
    assert boss.post(reverse("partners:change", args=[vn.id, "delete"])).status_code == 404


def test_a_new_group_releases_nothing_until_roles_are_chosen(boss, vn):
    boss.post(reverse("partners:group-new"), {"name": "Region", "max_tlp": "2"})
    group = VisibilityGroup.objects.get()
    assert group.released_roles == frozenset()
    page = boss.post(
        reverse("partners:group", args=[group.id]), {"name": "Region", "max_tlp": "2", "roles": ["victim"]}
    )
    assert page.status_code == 200
    boss.post(reverse("partners:group", args=[group.id]), {"name": "Region", "max_tlp": "2", "roles": ["suspect"]})
    boss.post(reverse("partners:change", args=[vn.id, "group"]), {"group": group.id})
    assert Partner.objects.get(id=vn.id).group.released_roles == frozenset({"suspect"})
    assert boss.get(reverse("partners:groups")).status_code == 200


def test_officers_look_at_partners_and_change_nothing(desk, vn):
    assert desk.get(reverse("partners:partner", args=[vn.id])).status_code == 200
    assert desk.post(reverse("partners:change", args=[vn.id, "suspend"]), {"reason": "x"}).status_code == 403
    assert desk.post(reverse("partners:add"), {"card": vn.token}).status_code in {200, 403}
    assert Partner.objects.get(id=vn.id).state == "accepted"


# the officers' API


def test_the_api_asks_and_answers(desk, vn, hostile):
    body = {"partner": vn.id, "subjects": [{"schema_name": "Person", "role": "suspect", "properties": {"name": ["A"]}}],
            "facts": "f", "asked": "a", "link": "l", "foreseen_use": "u"}  # fmt: skip
    made = desk.post("/v1/desk/conversations", body, content_type="application/json")
    assert (made.status_code, made.json()["state"]) == (201, "queued")
    answer = desk.post(
        f"/v1/desk/messages/{hostile.id}/answer", {"status": "nothing-held"}, content_type="application/json"
    )
    assert answer.status_code == 201
    listed = desk.get("/v1/desk/conversations").json()
    assert {c["id"] for c in listed} == {hostile.conversation_id, made.json()["conversation"]}
    assert desk.get(f"/v1/desk/conversations/{hostile.conversation_id}").json()["messages"]
    wrong = desk.post("/v1/desk/conversations", body | {"facts": ""}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "exchange.message.fields")
    assert desk.get("/v1/desk/conversations/none").status_code == 404
    assert Client().get("/v1/desk/conversations").status_code in {401, 403}
