"""Pages and API of budgets and of signs of fishing, as supervisors use them; officers only read budgets."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from comity.crypto.signatures import verify_document
from comity.linkage.agreements import Proposal
from comity.node import runtime
from comity.node.audit.models import LedgerEntry
from comity.node.matching import fishing
from comity.node.matching.budget_models import BudgetAgreement, FishingSign, Lowered
from comity.node.matching.models import AnsweredCheck, Budget, Check, Epoch, Inquiry
from tests.exchange.parties import REQUEST
from tests.node.matching.test_pages import browser, text_of  # noqa: F401 -- fixture
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db


def test_an_officer_reads_budgets_and_changes_none(partner, browser):  # noqa: F811
    path = f"/budgets/{partner.id}/"
    assert "Propose another budget" not in text_of(browser.get(path))
    assert browser.post(f"{path}propose/", {"elements": 5}).status_code == 403
    assert browser.post(f"{path}lower/", {"elements": 5}).status_code == 403
    assert browser.post("/budgets/").status_code == 405
    assert not BudgetAgreement.objects.exists()


@pytest.fixture
def chief(partner):
    cache.clear()
    client = Client()
    client.post("/account/login/", {"login": partner.supervisor.name, "password": PASSWORD})
    return client


def test_a_supervisor_proposes_withdraws_and_lowers(partner, chief):
    said = []

    def answers(content, _body):
        said.append(content)
        return content | {"head": partner._head()}, b""

    partner.simulated.answers("matching.budget", answers)
    path = f"/budgets/{partner.id}/"
    text_of(chief.post(f"{path}propose/", {"elements": 5, "until": "2001-01-01"}), 400)
    answer = chief.post(f"{path}propose/", {"elements": 50_000, "words": "<b>why"})
    assert answer.status_code == 302
    assert [(each["state"], each["decision"]) for each in said] == [("proposed", "")]
    page = text_of(chief.get(path))
    assert "50000" in page.replace(",", "")
    row = BudgetAgreement.objects.get()
    chief.post(f"{path}withdraw/", {"chosen": row.id})
    assert BudgetAgreement.objects.get().state == "withdrawn"
    assert chief.post(f"{path}lower/", {"elements": 20_000, "reason": ""}).status_code == 400
    assert chief.post(f"{path}lower/", {"elements": 500, "reason": "why"}).status_code == 302
    assert "at most 500 a day" in text_of(chief.get(path))
    assert Lowered.objects.get().elements == 500
    assert chief.post(f"{path}nonsense/").status_code == 404
    assert chief.get("/budgets/nobody/").status_code == 404


def test_a_partners_proposal_is_decided_on_its_page(partner, chief):
    key = partner.simulated.keyring.signing
    for number in (30_000, 40_000):
        said = Proposal(runtime.make_id(), partner.id, runtime.node_id(), "", number, "", "<i>please")
        content = {"proposal": key.sign_document(said.document()), "state": "proposed"}
        assert partner.call("matching.budget", content).content["state"] == "proposed"
    assert "Budgets to decide" in text_of(chief.get("/"))
    path = f"/budgets/{partner.id}/"
    page = text_of(chief.get(path))
    assert "&lt;i&gt;please" in page
    assert "nobody has decided" in text_of(chief.get("/budgets/"))
    first, second = BudgetAgreement.objects.order_by("elements")
    chief.post(f"{path}decline/", {"chosen": first.id, "words": ""})
    assert BudgetAgreement.objects.filter(state="proposed").count() == 2
    chief.post(f"{path}decline/", {"chosen": first.id, "words": "no"})
    chief.post(f"{path}accept/", {"chosen": second.id})
    assert Budget.objects.get().elements == 40_000
    answer = partner.call("matching.budget", {"proposal": second.proposal, "state": "proposed"}).content
    assert verify_document(answer["decision"], runtime.keyring().signing.public, depth=4)["accepts"] is True
    assert answer["state"] == "accepted"
    assert "Budgets to decide" not in text_of(chief.get("/"))


def test_the_api_of_budgets(partner, chief):
    partner.simulated.answers("matching.budget", lambda content, _: (content | {"head": partner._head()}, b""))

    def post(path, body, status):
        answer = chief.post(f"/v1/desk/budgets{path}", json.dumps(body), content_type="application/json")
        return json.loads(text_of(answer, status))

    made = post("", {"partner": partner.id, "elements": 700, "purpose": "detection"}, 201)
    assert (made["state"], made["told"], made["ours"]) == ("proposed", True, True)
    assert [row["id"] for row in json.loads(text_of(chief.get("/v1/desk/budgets")))] == [made["id"]]
    assert post("", {"partner": partner.id, "elements": 800, "purpose": "detection"}, 409)["code"]
    assert post(f"/{made['id']}/accept", {}, 404)["code"] == "matching.agreement.missing"
    assert post(f"/{made['id']}/withdraw", {}, 200)["state"] == "withdrawn"
    assert post(f"/partners/{partner.id}/lower", {"elements": 600}, 200)["they_ask"]["allowed"] == 600
    found = json.loads(text_of(chief.get(f"/v1/desk/budgets/partners/{partner.id}")))
    assert (found["they_ask"]["lowered"], found["we_ask"]["allowed"], found["told"]) == ({"every": 600}, 20_000, None)


def fished(partner, subjects=1_500):
    """Batches of one case that the partner asked yesterday."""
    epoch = Epoch.objects.first() or Epoch.objects.create(
        group=partner.row.group, starts=runtime.clock().now(), ends=runtime.clock().now(), keys="", public="",
        canaries=[],
    )  # fmt: skip
    at = runtime.clock().now() - timedelta(hours=20)
    AnsweredCheck.objects.bulk_create(
        AnsweredCheck(
            partner=partner.row, check_id=str(n), epoch=epoch, fingerprint=str(n), purpose="investigation",
            case="VN-2026-77", legal_basis="MOU-1", elements=18, at=at,
        ) for n in range(subjects)
    )  # fmt: skip


def test_signs_of_fishing_reach_the_supervisor_who_looks_into_them(partner, chief, browser, post):  # noqa: F811
    fished(partner)
    assert fishing.look_again() == 1
    assert fishing.look_again() == 0
    today, path = text_of(chief.get("/")), f"/budgets/{partner.id}/"
    assert "Signs of fishing to look into" in today
    assert "Under the one case VN-2026-77 about 1,500 subjects were checked" in today
    assert "VN-2026-77" in text_of(chief.get(path))
    assert "VN-2026-77" in text_of(chief.get(reverse("partners:partner", args=[partner.id])))
    for page in ("/", path, reverse("partners:partner", args=[partner.id])):
        assert "VN-2026-77" not in text_of(browser.get(page))
    row = FishingSign.objects.get()
    chief.post(f"{path}review/", {"chosen": row.id, "words": " "})
    assert FishingSign.objects.get().reviewed is None
    assert browser.post(f"{path}review/", {"chosen": row.id, "words": "x"}).status_code == 403
    chief.post(f"{path}review/", {"chosen": row.id, "words": "A phone seized at the bridge."})
    assert "A phone seized" in text_of(chief.get(path))
    assert "Signs of fishing" not in text_of(chief.get("/"))
    assert fishing.look_again() == 0
    events = LedgerEntry.objects.filter(event__startswith="matching.fishing").values_list("event", flat=True)
    assert sorted(events) == ["matching.fishing.found", "matching.fishing.reviewed"]


def test_a_request_that_cites_the_case_answers_the_sign(partner, chief, post):
    fished(partner)
    said = partner.simulated.write(runtime.node_id(), "request", REQUEST, reference="VN-2026-77")
    assert post(said.packet).status_code == 200
    assert fishing.look_again() == 0


def test_the_same_sign_tells_who_asks_what_the_partner_sees(partner, chief, at_work):
    check = Check.objects.create(
        by=at_work.user_id, at=runtime.clock().now(), purpose="investigation", reference="KH-OWN", subjects=2_000
    )
    Inquiry.objects.create(
        of=check, partner=partner.row, first=0, last=1_999, state="answered", answered=runtime.clock().now(),
        elements=24_000,
    )  # fmt: skip
    page = text_of(chief.get(f"/budgets/{partner.id}/"))
    assert "What the partner sees of you" in page
    assert "Under the one case KH-OWN about 2,000 subjects were checked" in page
