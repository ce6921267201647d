"""The page of routes: what is counted, what is hidden, who sees what, and what is said where something is missing."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from comity.kernel import InvalidInput, Missing, Refused
from comity.kernel.purposes import Purpose
from comity.node.accounts.models import User
from comity.node.audit.models import LedgerEntry
from comity.node.cases.models import CaseMember
from comity.node.cases.operations import start_period
from comity.node.permissions import Role
from comity.node.picture import reporting, route_reading, route_views, sources
from comity.node.picture.routes import Asked
from comity.node.seizures.models import Seizure
from comity.node.seizures.revising import advance
from tests.node.picture.routed import ROUTES, fill, words
from tests.node.world import BACKEND

pytestmark = pytest.mark.django_db
pytest.importorskip("ibis", reason="needs the extra analysis")
PAGE, WHOLE = "/picture/routes", "/picture/routes?whole=1"
A_YEAR = sum(number for *_, number in ROUTES)
KNOWN = A_YEAR - 20


@pytest.fixture(autouse=True)
def _nothing_kept():
    """What is kept goes by the number of the last change, which begins anew in each test."""
    sources.forget()
    for kept in (route_reading._choices, route_reading._count, route_reading._arc):
        kept.cache_clear()


@pytest.fixture
def filled(case, officer):
    fill(case, officer.user_id)


@pytest.fixture
def signed_in(person, client, case, instrument):
    """Signs a person of a role in, at work on the case where asked."""

    def sign_in(role, *, works=False):
        actor = person(role, f"the-{role.value}")
        if works:
            CaseMember.objects.get_or_create(case=case, user_id=actor.user_id, defaults={"since": case.opened})
            start_period(actor=actor, purpose=Purpose.INVESTIGATION, case_id=case.id, instrument_id=instrument.id)
        client.force_login(User.objects.get(id=actor.user_id), backend=BACKEND)
        return actor

    return sign_in


@pytest.fixture
def analyst(person):
    return person(Role.ANALYST, "counts")


def by_way(found):
    return {(way.origin, way.destination): way for way in found.ways}


def test_whole_routes_are_counted_with_their_shares(filled, analyst):
    found = route_reading.read(analyst, Asked(whole=True, year=2016))
    ways = by_way(found)
    assert (found.seizures, found.with_route, found.without_route) == (A_YEAR, KNOWN, 20)
    assert {way: each.relations for way, each in ways.items()} == {
        ("LA", "AU"): 14, ("MM", "CN"): 12, ("LA", "TW"): 11, ("KH", "VN"): 13, ("VN", "KH"): 2, ("KH", "KH"): 15,
    }  # fmt: skip
    assert sum(way.share.value for way in found.ways) == pytest.approx(1)
    assert all(way.share.low <= way.share.value <= way.share.high for way in found.ways)
    assert found.merged == 0


def test_one_large_seizure_shows_in_the_quantity_and_not_without_it(filled, analyst):
    way = by_way(route_reading.read(analyst, Asked(whole=True, year=2016)))["VN", "KH"]
    assert way.share.value < 0.05
    assert way.quantity.value > 0.6
    assert way.quantity.low < 0.1
    assert way.quantity_without.value < 0.05


def test_legs_follow_the_chain(filled, analyst):
    ways = by_way(route_reading.read(analyst, Asked(whole=True, kind="leg")))
    assert ways["MM", "LA"].relations == 2 * (14 + 12 + 11)
    assert ways["LA", "KH"].relations == 2 * (14 + 12 + 11)
    assert ways["KH", "AU"].relations == 28
    assert ("KH", "KH") not in ways


def test_provinces_stand_where_they_are_known_and_never_move_within_their_country(filled, analyst):
    found = route_reading.read(analyst, Asked(whole=True, level="province", kind="leg"))
    assert ("KH-12", "VN-SG") in by_way(found)
    assert not [way for way in found.ways if way.destination.startswith(f"{way.origin}-")]


def test_filters_narrow_what_is_counted(filled, analyst):
    every = route_reading.read(analyst, Asked(whole=True))
    heroin = route_reading.read(analyst, Asked(whole=True, drug="opioids"))
    there = route_reading.read(analyst, Asked(whole=True, province="KH-1"))
    road = route_reading.read(analyst, Asked(whole=True, transport="road"))
    assert every.seizures == 2 * A_YEAR
    assert 0 < heroin.seizures < every.seizures
    assert 0 < there.seizures < every.seizures
    assert 0 < road.seizures < every.seizures
    assert route_reading.read(analyst, Asked(whole=True, province="KH-25")).is_empty


def test_the_published_form_hides_rare_routes_and_knows_no_further_filter(filled, officer):
    found = route_reading.read(officer, Asked(year=2016, drug="opioids", level="province", kind="leg"))
    assert found.asked == Asked(year=2016)
    assert ("VN", "KH") not in by_way(found)
    assert all(way.relations >= 11 for way in found.ways)
    assert found.merged >= 11
    assert sum(way.relations for way in found.ways if not way.at_least) + found.merged <= A_YEAR
    assert all(way.share.low is None and way.quantity_without.value is None for way in found.ways)
    assert found.largest is None


def test_a_month_that_nobody_reported_is_not_a_zero(filled, analyst, person):
    Seizure.objects.filter(date__startswith="2016-05").delete()
    Seizure.objects.filter(date__startswith="2016-07").delete()
    advance()
    reporting.state_reported(
        actor=person(Role.SUPERVISOR, "states"), year=2016, months={5: (25, 0)}, source="Circular 5"
    )
    spans = {s.month: s.seizures for s in route_reading.read(analyst, Asked(whole=True, year=2016)).spans}
    assert spans[5] is None
    assert spans[7] == 0
    assert spans[6] > 0


def test_what_changes_is_counted_anew(filled, analyst):
    before = route_reading.read(analyst, Asked(whole=True)).seizures
    Seizure.objects.filter(date__startswith="2015").delete()
    advance()
    assert route_reading.read(analyst, Asked(whole=True)).seizures == before - A_YEAR


def test_only_those_who_may_read_the_whole(filled, officer, analyst):
    with pytest.raises(Refused):
        route_reading.read(officer, Asked(whole=True))
    with pytest.raises(Refused):
        route_reading.read_whole(actor=officer, asked=Asked())
    route_reading.read_whole(actor=analyst, asked=Asked(year=2016))
    entry = LedgerEntry.objects.filter(event="picture.routes.read").get()
    assert entry.actor == analyst.user_id


@pytest.mark.parametrize(
    ("role", "may_whole", "may_read"),
    [(Role.OFFICER, False, True), (Role.ANALYST, True, True), (Role.SUPERVISOR, True, True),
     (Role.AUDITOR, False, False), (Role.VICTIM_WORKER, False, False)],
)  # fmt: skip
def test_who_sees_what(filled, signed_in, client, role, may_whole, may_read):
    signed_in(role)
    page = client.get(PAGE)
    assert page.status_code == 200
    said = words(page)
    assert "The form that may be published." in said
    assert "Borders and names imply no opinion" in said
    assert ("Show every record" in said) == may_whole
    assert ("/picture/routes/records?" in page.content.decode()) == may_read
    assert ("Your role does not open the seizures behind an arc" in said) != may_read
    assert client.get(WHOLE).status_code == (200 if may_whole else 403)


def test_an_administrator_sees_no_picture(filled, signed_in, client):
    signed_in(Role.ADMINISTRATOR)
    assert client.get(PAGE).status_code == 403


def test_the_whole_page_says_how_sure_and_what_is_not_known(filled, signed_in, client):
    signed_in(Role.ANALYST)
    page = client.get(WHOLE + "&year=2016")
    said = words(page)
    assert "Inside the agency." in said
    assert f"{KNOWN} of {A_YEAR} seizures name departure and destination" in said
    assert "seizures without a route; they may have gone any way" in said
    assert "without the 3 largest" in said
    assert "Intervals are from a bootstrap" in said
    assert "Laos → Australia" in said
    found = re.findall(r"<svg.*?</svg>\s*(?=<svg|</figure|</div|</section)", page.content.decode(), flags=re.DOTALL)
    assert found


def test_pictures_on_the_page_are_whole_and_carry_no_style_or_script(filled, signed_in, client):
    signed_in(Role.ANALYST)
    text = client.get(WHOLE).content.decode()
    main = text[text.index("<figure") : text.index("</figure>") + len("</figure>")]
    assert "<style" not in main
    assert "style=" not in main
    assert "<script" not in main
    ET.fromstring(main)  # noqa: S314 -- written by this node
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("theme", "ground"), [("light", "cm--light"), ("dark", "cm--dark"), ("print", "cm--print"),
                                               ("odd", "cm--light")])  # fmt: skip
def test_the_map_is_given_as_a_file_that_stands_alone(filled, signed_in, client, theme, ground):
    signed_in(Role.ANALYST)
    answer = client.get("/picture/routes/map.svg", {"theme": theme, "year": "2016"})
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert answer["Content-Disposition"] == 'attachment; filename="routes-2016.svg"'
    text = answer.content.decode()
    assert text.startswith("<svg")
    assert ground in text
    assert "<style>" in text


def test_an_arc_leads_to_its_seizures_and_the_ledger_names_them(filled, signed_in, client):
    actor = signed_in(Role.OFFICER, works=True)
    answer = client.get("/picture/routes/records?year=2016&origin=LA&destination=AU")
    assert answer.status_code == 200
    said = words(answer)
    assert "14 seizures, of those that you may know of" in said
    entry = LedgerEntry.objects.filter(event="seizures.list.read", actor=actor.user_id).get()
    assert len([o for o in entry.objects_text.split("\n") if Seizure.objects.filter(id=o).exists()]) == 14
    leg = client.get("/picture/routes/records?kind=leg&origin=MM&destination=LA&page=2")
    assert "Page 2 of 2" in words(leg)
    assert client.get("/picture/routes/records?origin=LA&destination=AU&page=9").status_code == 404
    assert "No seizure that you may know of" in words(client.get("/picture/routes/records?origin=XX&destination=AU"))
    assert client.get("/picture/routes/records").status_code == 400


def test_records_need_a_purpose_and_the_right(filled, person, signed_in, client):
    officer = person(Role.OFFICER, "idle")
    with pytest.raises(Refused):
        route_reading.records(replace(officer, purpose=""), Asked(), "LA", "AU", 1)
    signed_in(Role.AUDITOR)
    assert client.get("/picture/routes/records?origin=LA&destination=AU").status_code == 403


def test_a_draft_that_is_not_mine_is_not_behind_an_arc(filled, signed_in, client):
    Seizure.objects.filter(date__startswith="2016").update(state="draft")
    advance()
    signed_in(Role.OFFICER, works=True)
    assert "No seizure that you may know of" in words(
        client.get("/picture/routes/records?year=2016&origin=LA&destination=AU")
    )


def test_nothing_recorded_says_what_to_do(signed_in, client):
    signed_in(Role.OFFICER)
    said = words(client.get(PAGE))
    assert "No seizure fits" in said


def test_a_node_without_its_analysis_part_says_so(filled, signed_in, client, monkeypatch):
    absent = InvalidInput("Analysis", "is not installed here", "Install it", code="engines.analysis.missing")
    monkeypatch.setattr(route_views, "missing", lambda _name: absent)
    signed_in(Role.OFFICER, works=True)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "pip install 'comity[analysis]'" in words(page)
    assert client.get("/picture/routes/map.svg").status_code == 400
    assert client.get("/picture/routes/records?origin=LA&destination=AU").status_code == 400


def test_odd_choices_count_as_none(filled, signed_in, client):
    signed_in(Role.ANALYST)
    odd = WHOLE + "&year=x&drug=moonshine&province=../x&level=moon&kind=&measure=weight&transport=" + "9" * 300
    assert f"{2 * KNOWN} of {2 * A_YEAR}" in words(client.get(odd))


def test_pages_are_turned_within_what_there_is(filled, officer):
    works = replace(officer, purpose=Purpose.INVESTIGATION)
    with pytest.raises((Missing, Refused)):
        route_reading.records(works, Asked(), "LA", "AU", 0)
