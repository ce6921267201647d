"""The legal basis through its pages: instruments, whether it is allowed, the choice of a period, emergencies."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from comity.cooperation import ExchangeKind
from comity.cooperation.conventions import conventions
from comity.cooperation.emergencies import EmergencyGround
from comity.kernel.purposes import Offence
from comity.node.cases import operations
from comity.node.cases.bases import basis_for
from comity.node.cases.emergencies import use
from comity.node.cases.models import Emergency, Instrument, WorkingPeriod
from comity.node.cases.terms import terms_of
from comity.node.permissions import SYSTEM, Role
from tests.node.simulated import gate, keys, network, partner, post  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
WORDS = "A girl of twelve was driven towards the border an hour ago."
WHOLE = {
    "reference": "T-1", "title": "Treaty on crime", "kind": "treaty", "parties": "Cambodia, Thailand, Laos",
    "in_force_from": "2001-02-03", "offences": ["fraud"], "purposes": ["investigation"],
    "dual_criminality": "required", "text": "It says <b>so</b>.", "source": "https://example.org/t", "to_check": "on",
    "party-TOTAL_FORMS": "2", "party-INITIAL_FORMS": "0",
    "party-0-country": "Thailand", "party-0-bound_from": "2010-01-01", "party-0-words": "Except <i>customs</i>",
    "party-1-country": "LA", "party-1-left": "on", "party-1-signed": "2001-02-03",
    "clause-TOTAL_FORMS": "1", "clause-INITIAL_FORMS": "0",
    "clause-0-kinds": ["request", "alert"], "clause-0-channels": ["police"], "clause-0-article": "Article 4",
    "condition-TOTAL_FORMS": "1", "condition-INITIAL_FORMS": "0",
    "condition-0-kind": "specialty", "condition-0-words": "Article 9",
}  # fmt: skip


def text_of(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


@pytest.fixture
def supervisor(person, sign_in):
    return sign_in(person(Role.SUPERVISOR))


@pytest.fixture
def recorded(supervisor):
    assert supervisor.post("/instruments/new", WHOLE).status_code == 302
    return Instrument.objects.get(reference="T-1")


def test_everything_of_an_instrument_is_recorded_and_shown(supervisor, recorded):
    terms = terms_of(recorded)
    assert {(p.country, p.joined, p.bound_from) for p in terms.parties} == {
        ("KH", True, date(2001, 2, 3)), ("TH", True, date(2010, 1, 1)), ("LA", False, None),
    }  # fmt: skip
    answer = supervisor.get(f"/instruments/{recorded.id}")
    shown = text_of(answer)
    for part in (
        "Treaty on crime", "Cambodia", "signed only", "Except <i>customs</i>", "request for information, alert",
        "police", "Article 4", "Used only for what it was given for", "Article 9", "required", "It says <b>so</b>.",
        "Your lawyers have yet to check",
    ):  # fmt: skip
        assert part in shown
    assert b"<b>so</b>" not in answer.content
    assert '<a href="https://example.org/t" rel="noreferrer">' in answer.content.decode()


def test_every_fault_of_the_page_is_shown_at_once_and_nothing_is_kept(supervisor):
    wrong = WHOLE | {
        "title": "", "parties": "Cambodia, Atlantis", "in_force_to": "2000-01-01", "party-0-country": "",
        "party-1-bound_from": "2011-01-01", "party-1-bound_to": "2010-01-01", "clause-0-kinds": [],
        "condition-0-kind": "",
    }  # fmt: skip
    shown = text_of(supervisor.post("/instruments/new", wrong))
    for part in (
        "This field is required.", "Not known as countries: Atlantis.", "It ends before it begins.",
        "Name the country that this is about.", "Choose at least one kind of exchange.",
        "Choose the condition that the words are about.", "Something is wrong in the lists",
    ):  # fmt: skip
        assert part in shown
    assert shown.count("It ends before it begins.") >= 2
    assert not Instrument.objects.exists()


def test_what_only_the_operation_can_know_is_shown_in_the_form(supervisor, recorded):
    assert "already exists" in text_of(supervisor.post("/instruments/new", WHOLE))


def test_an_instrument_is_changed_on_its_page(supervisor, recorded):
    begun = supervisor.get(f"/instruments/{recorded.id}/change").content.decode()
    assert 'value="Cambodia' not in begun
    assert "KH, TH" in begun
    assert 'value="2010-01-01"' in begun
    changed = WHOLE | {"title": "Another title", "clause-0-kinds": ["evidence"]}
    assert supervisor.post(f"/instruments/{recorded.id}/change", changed).status_code == 302
    recorded.refresh_from_db()
    assert recorded.title == "Another title"
    assert recorded.clauses[0]["kinds"] == ["evidence"]


def test_conventions_are_offered_loaded_and_confirmed(supervisor, officer, sign_in):
    assert "conventions ship with Comity" in text_of(supervisor.get("/instruments/"))
    assert "Your lawyers have yet to check them." in text_of(supervisor.post("/instruments/load", follow=True))
    assert Instrument.objects.count() == len(conventions())
    listed = text_of(supervisor.get("/instruments/"))
    assert "conventions ship with Comity" not in listed
    assert "to be checked by your lawyers" in listed
    row = Instrument.objects.get(reference="UNTOC-SOM")
    shown = text_of(supervisor.get(f"/instruments/{row.id}"))
    assert "This came with Comity." in shown
    assert "as known in 2024" in shown
    supervisor.post(f"/instruments/{row.id}/confirm")
    assert "This came with Comity." not in text_of(supervisor.get(f"/instruments/{row.id}"))
    assert sign_in(officer).post("/instruments/load").status_code == 403
    assert supervisor.get("/instruments/none").status_code == 404


def test_changing_a_convention_keeps_where_its_dates_come_from(supervisor):
    supervisor.post("/instruments/load")
    row = Instrument.objects.get(reference="COMMIT-2004")
    page = supervisor.get(f"/instruments/{row.id}/change")
    sent = dict(re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', page.content.decode()))
    sent = {name: unescape(value) for name, value in sent.items() if "csrf" not in name and not name.endswith("-left")}
    before = terms_of(row)
    changed = sent | {"title": "Mekong memorandum", "kind": "memorandum", "offences": ["trafficking-in-persons"],
                      "dual_criminality": "not-stated", "clause-0-kinds": ["request"], "clause-0-channels": [],
                      "to_check": "on", "condition-0-kind": "other", "condition-1-kind": "other"}  # fmt: skip
    answer = supervisor.post(f"/instruments/{row.id}/change", changed)
    assert answer.status_code == 302, text_of(answer)
    row.refresh_from_db()
    assert (row.title, row.origin) == ("Mekong memorandum", Instrument.OWN)
    assert terms_of(row).parties == before.parties
    assert all(party.source for party in before.parties)


def test_an_officer_reads_instruments_and_writes_none(officer, sign_in, instrument):
    client = sign_in(officer)
    assert "Record an instrument" not in text_of(client.get("/instruments/"))
    assert client.get(f"/instruments/{instrument.id}").status_code == 200
    assert client.get("/instruments/new").status_code == 403
    assert client.get(f"/instruments/{instrument.id}/change").status_code == 403
    assert client.post(f"/instruments/{instrument.id}/confirm").status_code == 403


def ask(client, **asked):
    return text_of(client.get("/instruments/allowed", asked))


def test_is_it_allowed_says_yes_with_the_article(supervisor, recorded):
    asked = {"first": "KH", "second": "TH", "kind": "request", "offence": "fraud", "dual_stated": "on"}
    shown = ask(supervisor, **asked)
    assert "Yes: 1 instrument allows it" in shown
    assert "T-1 · Article 4" in shown
    assert "Conditions: Used only for what it was given for" in shown
    assert "Your lawyers have yet to check what is recorded of T-1." in shown
    assert "Thailand joined T-1 with a note: Except <i>customs</i>" in shown


def test_is_it_allowed_says_every_reason_and_what_could_be_used_instead(supervisor, recorded):
    shown = ask(supervisor, first="KH", second="LA", kind="evidence", offence="firearms", channel="judicial")
    assert "No: nothing recorded here allows it" in shown
    for reason in (
        "Laos signed T-1, and has not ratified it.", "T-1 does not cover this offence: firearms.",
        "T-1 does not provide for this: evidence for a court.",
    ):  # fmt: skip
        assert reason in shown
    hint = ask(supervisor, first="KH", second="LA", kind="request", offence="fraud", dual_stated="on")
    assert "If Laos joined T-1, it would allow this." in hint


def test_the_coverage_of_the_main_conventions_is_there_before_they_are_recorded(supervisor, recorded):
    shown = ask(supervisor, first="KH", second="TH", kind="request")
    assert "not recorded here, as it ships with Comity" in shown
    assert "signed only" in shown
    assert "Every exchange, by channel" in shown


def test_a_page_asked_nothing_or_nonsense_stands(officer, sign_in):
    client = sign_in(officer)
    assert client.get("/instruments/allowed").status_code == 200
    answer = client.get("/instruments/allowed", {"first": "<script>", "second": "XX", "on": "x", "kind": "song"})
    assert answer.status_code == 200
    assert b'<script>"' not in answer.content


def test_a_working_period_offers_what_applies_and_says_why_not_the_rest(officer, case, instrument, sign_in):
    operations.record_instrument(
        actor=SYSTEM, reference="F-1", title="On fraud", kind="treaty", parties=["KH", "VN"],
        in_force_from=date(2020, 1, 1), offences=[Offence.FRAUD],
    )  # fmt: skip
    client = sign_in(officer)
    page = client.get("/period", {"case": case.id})
    assert "MOU-1: Memorandum on drugs</option>" in page.content.decode()
    assert "F-1: On fraud</option>" not in page.content.decode()
    assert "F-1 does not cover this offence: drug trafficking." in text_of(page)
    other = Instrument.objects.get(reference="F-1")
    sent = {"ground": f"case:{case.id}", "purpose": "investigation", "instrument": other.id}
    assert "F-1 does not cover drug trafficking" in text_of(client.post("/period", sent))
    assert not WorkingPeriod.objects.exists()
    assert client.post("/period", sent | {"instrument": instrument.id}).status_code == 302


def test_choosing_another_case_asks_for_what_applies_there(officer, case, instrument, sign_in):
    instrument.offences = [Offence.FRAUD.value]
    instrument.save()
    client = sign_in(officer)
    asked = {"ground": f"case:{case.id}", "purpose": "investigation"}
    assert "MOU-1 does not cover this offence" in text_of(client.get("/period", asked))
    assert client.get("/period", {"ground": "case:none", "purpose": "<script>"}).status_code == 200


@pytest.fixture
def stated(at_work):
    return operations.state_emergency(actor=at_work, country="LA", ground=EmergencyGround.CHILD, words=WORDS)


def test_an_officer_states_an_emergency_and_sees_it_on_every_page(partner, at_work, officer, sign_in):  # noqa: F811
    partner("VN")
    client = sign_in(at_work)
    assert "evidence and joint operations always do" in text_of(client.get("/emergencies/new"))
    wrong = client.post("/emergencies/new", {"country": "KH", "ground": "hurry", "words": "Now!"})
    assert text_of(wrong).count("Select a valid choice") == 2
    assert "at least 20 characters" in text_of(wrong)
    given = {"country": "VN", "ground": "child-in-danger", "words": WORDS}
    answer = client.post("/emergencies/new", given, follow=True)
    assert WORDS in text_of(answer)
    assert Emergency.objects.get().by_id == officer.user_id
    assert "You work under an emergency towards Vietnam." in text_of(client.get("/"))
    assert "one open for this country" in text_of(client.post("/emergencies/new", given))
    client.post(f"/emergencies/{Emergency.objects.get().id}/end")
    assert "You work under an emergency" not in text_of(client.get("/"))


def test_without_a_partner_abroad_there_is_nothing_to_state(at_work, sign_in):
    assert "no partner in another country" in text_of(sign_in(at_work).get("/emergencies/new"))


def test_a_supervisor_reviews_and_sees_what_is_overdue(stated, person, sign_in, clock):
    reviewer = person(Role.SUPERVISOR)
    assert "Emergencies to review" in text_of(sign_in(reviewer).get("/"))
    clock.advance(timedelta(days=4))
    supervisor = sign_in(reviewer)
    assert "review overdue" in text_of(supervisor.get("/emergencies/"))
    page = f"/emergencies/{stated.id}"
    assert "at least 20 characters" in text_of(supervisor.post(page, {"outcome": "justified", "words": "ok"}))
    done = supervisor.post(page, {"outcome": "not-justified", "words": "The road was watched by then."}, follow=True)
    assert "not justified" in text_of(done)
    assert "The road was watched by then." in text_of(done)
    assert "Emergencies to review" not in text_of(supervisor.get("/"))


def test_who_stated_it_reads_that_another_reviews(stated, at_work, sign_in):
    shown = text_of(sign_in(at_work).get(f"/emergencies/{stated.id}"))
    assert "A supervisor, and not who stated it, says whether it was justified." in shown


def test_the_auditor_reads_the_numbers_and_not_the_words(stated, at_work, person, sign_in):
    basis = basis_for(at_work, "LA", None, "", ExchangeKind.REQUEST)
    use(basis, object_id="m-1", kinds=[ExchangeKind.REQUEST, ExchangeKind.PERSONAL_DATA])
    client = sign_in(person(Role.AUDITOR))
    shown = text_of(client.get("/emergencies/"))
    assert "Messages and checks that went under one 1" in shown
    one = text_of(client.get(f"/emergencies/{stated.id}"))
    assert WORDS not in one
    assert "personal data, request for information" in one


def test_others_see_no_emergencies(stated, person, sign_in):
    analyst, other = sign_in(person(Role.ANALYST)), sign_in(person(Role.OFFICER, "other"))
    assert analyst.get("/emergencies/").status_code == 403
    assert other.get(f"/emergencies/{stated.id}").status_code == 404
    assert "No emergency was stated" in text_of(other.get("/emergencies/"))
