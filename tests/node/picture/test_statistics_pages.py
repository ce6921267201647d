import json
import re
from datetime import date

import pytest

from comity.node.audit.models import LedgerEntry
from comity.node.permissions import Role
from comity.node.picture import reporting
from comity.node.picture.models import Closure, Reported
from comity.node.runtime import clock
from comity.node.seizures.models import Good, Seizure
from comity.node.seizures.revising import advance
from tests.node.picture.counted import rows
from tests.node.world import BACKEND

pytestmark = pytest.mark.django_db
pytest.importorskip("statsmodels", reason="needs the extra analysis")
ADDRESS = "/picture/statistics"


@pytest.fixture
def signed_in(person, client):
    """Signs a person of a role in."""
    from comity.node.accounts.models import User

    def sign_in(role):
        actor = person(role, f"the-{role.value}")
        client.force_login(User.objects.get(id=actor.user_id), backend=BACKEND)
        return actor

    return sign_in


@pytest.fixture
def seized(officer, case):
    """Five years of seizures, half as many in the last."""
    made, goods = [], []
    for year, month, province, _group, count, _weight in rows(ratio=0.4):
        for _ in range(count):
            one = Seizure(
                reference=f"S-{len(made)}", date=f"{year}-{month:02d}", date_from=date(year, month, 1),
                date_to=date(year, month, 28), country="KH", province=province, case=case, source="x", evaluation="B2",
                retention_until=date(2060, 1, 1), recorded_by=officer.user_id, recorded=clock().now(),
            )  # fmt: skip
            made.append(one)
            goods.append(
                Good(seizure=one, number=1, kind="drug", substance="methamphetamine", words="ice", kilograms=1.5)
            )
    Seizure.every.bulk_create(made)
    Good.objects.bulk_create(goods)
    advance()
    return made


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.VICTIM_WORKER])
def test_the_page_says_what_the_numbers_support(signed_in, client, seized, role):
    signed_in(role)
    page = client.get(ADDRESS)
    assert page.status_code == 200
    text = words(page)
    assert "Fewer recorded" in text
    assert "What may explain it" in text
    assert "Enforcement:" in text
    assert "Borders:" in text
    assert not re.search(r"[Tt]hey decreased", text)
    assert page.content.count(b"<svg") >= 2


def test_with_reporting_known_it_decreased(signed_in, client, seized):
    analyst = signed_in(Role.ANALYST)
    for year in range(2021, 2026):
        reporting.state_reported(
            actor=analyst, year=year, months=dict.fromkeys(range(1, 13), (25, 25)), source="register"
        )  # fmt: skip
    text = words(client.get(ADDRESS + "?year=2025"))
    assert "They decreased by" in text
    assert "100 % of the expected reports came" in text


def test_an_administrator_sees_none_and_nobody_whole_numbers_but_who_may(signed_in, client, seized):
    signed_in(Role.ADMINISTRATOR)
    assert client.get(ADDRESS).status_code == 403
    signed_in(Role.OFFICER)
    assert client.get(ADDRESS + "?whole=1").status_code == 403
    assert client.post(ADDRESS + "/export", {"form": "csv", "language": "en"}).status_code == 403
    signed_in(Role.ANALYST)
    assert "Inside the agency" in words(client.get(ADDRESS + "?whole=1"))
    assert LedgerEntry.objects.filter(event="picture.statistics.read").count() == 1


@pytest.mark.parametrize(
    ("form", "begins"), [("csv", b"\xef\xbb\xbftable,"), ("xlsx", b"PK\x03\x04"), ("pdf", b"%PDF-")]
)
def test_a_file_is_made_and_its_digest_stands_in_the_ledger(signed_in, client, seized, form, begins):
    import hashlib

    signed_in(Role.SUPERVISOR)
    answer = client.post(ADDRESS + "/export", {"form": form, "language": "km", "year": "2025", "whole": "1"})
    assert answer.status_code == 200, answer.content[:500]
    assert answer.content.startswith(begins)
    assert f"statistics-2025-km.{form}" in answer["Content-Disposition"]
    details = json.loads(LedgerEntry.objects.get(event="picture.statistics.exported").details)
    assert details["sha256"] == hashlib.sha256(answer.content).hexdigest()
    assert details["marks"] == "H0 TLP:AMBER+STRICT PAP:AMBER"


def test_a_form_that_is_none_makes_no_file(signed_in, client):
    signed_in(Role.SUPERVISOR)
    assert client.post(ADDRESS + "/export", {"form": "exe", "language": "en"}).status_code == 302
    assert not LedgerEntry.objects.filter(event="picture.statistics.exported").exists()


def test_an_empty_node_says_so(signed_in, client):
    signed_in(Role.ANALYST)
    assert "Nothing to count yet" in words(client.get(ADDRESS))


def test_without_the_extra_the_page_says_what_to_do(signed_in, client, monkeypatch):
    from comity.engines import opening

    monkeypatch.setattr(opening, "find_spec", lambda _: None)
    signed_in(Role.ANALYST)
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert "pip install 'comity[analysis]'" in page.content.decode().replace("&#x27;", "'")
    assert client.get("/picture/reporting").status_code == 200


def test_what_was_reported_is_stated_on_its_page(signed_in, client):
    signed_in(Role.ANALYST)
    given = {"expected_1": "25", "came_1": "20", "expected_2": "25", "came_2": "26", "expected_3": "4"}
    answer = client.post("/picture/reporting?year=2025", given | {"source": "register"})
    assert answer.status_code == 400
    assert "Give both numbers, or none." in words(answer)
    assert "no more came than were expected" in words(answer)
    assert not Reported.objects.exists()
    fine = {"expected_1": "25", "came_1": "20", "source": "register"}
    assert client.post("/picture/reporting?year=2025", fine).status_code == 302
    assert str(Reported.objects.get()) == "20/25"
    assert 'value="20"' in client.get("/picture/reporting?year=2025").content.decode()
    assert client.post("/picture/reporting?year=2025", {"source": "register"}).status_code == 302
    assert not Reported.objects.exists()


def test_a_closed_border_is_stated_and_taken_back(signed_in, client):
    signed_in(Role.SUPERVISOR)
    given = {"title": "Poipet", "begins": "2025-02-01", "ends": "2025-01-01", "source": "notice"}
    assert client.post("/picture/reporting/closed", given).status_code == 400
    assert client.post("/picture/reporting/closed", given | {"ends": ""}).status_code == 302
    closure = Closure.objects.get()
    assert "Poipet" in words(client.get("/picture/reporting"))
    assert client.post(f"/picture/reporting/closed/{closure.id}/withdraw").status_code == 302
    assert "None is known." in words(client.get("/picture/reporting"))


def test_who_may_only_read_sees_what_is_stated(signed_in, client, person):
    reporting.state_reported(actor=person(Role.SUPERVISOR), year=2025, months={1: (25, 20)}, source="register")
    signed_in(Role.OFFICER)
    page = client.get("/picture/reporting?year=2025")
    assert "20 of 25" in words(page)
    assert b"expected_1" not in page.content
    assert client.post("/picture/reporting?year=2025", {"source": "x"}).status_code == 403
