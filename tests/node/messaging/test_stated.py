"""The legal basis that a partner states: what the officer who receives it reads, and which refusal fits."""

from datetime import date, timedelta

import pytest

from comity.cooperation import Clause, DualCriminality, ExchangeKind
from comity.cooperation.emergencies import EmergencyGround
from comity.exchange.contents import Ground
from comity.kernel.purposes import Offence
from comity.node.audit.models import LedgerEntry
from comity.node.cases import judging
from comity.node.cases import operations as cases
from comity.node.cases.models import EmergencyUse
from comity.node.messaging import delivering
from comity.node.messaging.models import THEIRS, Message
from comity.node.messaging.stated import stated_basis
from comity.node.permissions import SYSTEM
from tests.exchange.parties import REQUEST
from tests.node.desk.conftest import no_attempts_yet, sign_in  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
WORDS = "A girl of twelve was driven towards the border an hour ago."


@pytest.fixture
def received(vn, gate, instrument):
    """A request of the partner that states a legal basis."""

    def make(statement="MOU-1", **content):
        document, token, _ = vn.write(vn.to(), "request", REQUEST | content)
        vn.hand_over(document, token, gate)
        message = Message.objects.get(partner=vn.id, direction=THEIRS, message_id=document["id"])
        message.document["legal_basis"] = statement
        message.save(update_fields=["document"])
        return message

    return make


def test_an_instrument_that_binds_both_is_recognised(received, instrument):
    for statement in ("MOU-1", "mou-1, paragraph 3", "Under the Memorandum on drugs of 2020"):
        basis = stated_basis(received(statement))
        assert basis.allows
        assert basis.instrument == instrument
        assert basis.refusal == ""


def test_one_that_nobody_here_knows_is_asked_about_and_not_refused(received):
    for statement in ("Agreement of 1999", "MOU-17", "XMOU-1"):
        basis = stated_basis(received(statement))
        assert basis.instrument is None
        assert not basis.allows
        assert basis.refusal == ""


def test_the_longest_reference_counts(received):
    for reference in ("UNTOC", "UNTOC-TIP"):
        cases.record_instrument(
            actor=SYSTEM, reference=reference, title=f"Title {reference}", kind="treaty", parties=["KH", "VN"],
            in_force_from=date(2020, 1, 1),
        )  # fmt: skip
    assert judging.meant("UNTOC-TIP, Article 10").reference == "UNTOC-TIP"
    assert judging.meant("UNTOC, Article 18").reference == "UNTOC"


@pytest.mark.parametrize(
    ("values", "sentence", "ground"),
    [
        ({"in_force_to": date(2021, 1, 1)}, "MOU-1 ended on 2021-01-01.", Ground.NO_LEGAL_BASIS),
        ({"parties": ["KH", "TH"]}, "Vietnam is not a party to MOU-1.", Ground.NO_LEGAL_BASIS),
        ({"offences": [Offence.FRAUD.value]}, "MOU-1 does not cover drug trafficking.", Ground.NO_LEGAL_BASIS),
        (
            {"clauses": [{"kinds": [ExchangeKind.ALERT.value]}]},
            "MOU-1 does not provide for this: personal data.",
            Ground.NO_LEGAL_BASIS,
        ),
        (
            {"dual_criminality": DualCriminality.REQUIRED.value},
            "MOU-1 asks how the offence is named in both laws, and that is not stated.",
            Ground.DUAL_CRIMINALITY,
        ),
    ],
)
def test_one_that_does_not_allow_it_says_why_and_suggests_the_ground(received, instrument, values, sentence, ground):
    message = received()
    for name, value in values.items():
        setattr(instrument, name, value)
    instrument.save()
    basis = stated_basis(message)
    assert basis.gaps[0].sentence == sentence
    assert basis.refusal == ground.value


def test_dual_criminality_that_is_said_is_enough(received, instrument):
    instrument.dual_criminality = DualCriminality.REQUIRED.value
    instrument.save()
    assert stated_basis(received(dual_criminality="Article 40 here, Article 249 there.")).allows


def test_the_page_shows_the_reason_and_begins_the_refusal(received, instrument, at_work, sign_in):  # noqa: F811
    message = received()
    instrument.parties = ["KH", "TH"]
    instrument.save()
    client = sign_in(at_work)
    shown = client.get(f"/conversations/{message.conversation_id}").content.decode()
    assert "Vietnam is not a party to MOU-1." in shown
    assert f"/messages/{message.id}/answer?refuse=no-legal-basis" in shown


def test_an_answer_begins_with_the_suggested_ground(received, at_work, sign_in):  # noqa: F811
    message = received()
    client = sign_in(at_work)
    shown = client.get(f"/messages/{message.id}/answer?refuse=no-legal-basis").content.decode()
    assert '<option value="no-legal-basis" selected' in shown
    assert '<option value="refused" selected' in shown
    plain = client.get(f"/messages/{message.id}/answer?refuse=<script>").content.decode()
    assert '<option value="no-legal-basis" selected' not in plain


def test_a_message_of_ours_and_one_without_a_basis_of_its_own_are_not_judged(asked, vn):
    assert stated_basis(asked(vn)) is None


def test_an_emergency_travels_in_words_is_noted_and_the_partner_reads_it(at_work, vn, asked, instrument):
    instrument.parties = ["KH", "TH"]
    instrument.save()
    emergency = cases.state_emergency(actor=at_work, country="VN", ground=EmergencyGround.CHILD, words=WORDS)
    message = asked(vn)
    statement = message.document["legal_basis"]
    assert statement == f"Emergency until 2026-11-23 03:00 UTC, child in danger: {WORDS}"
    use = EmergencyUse.objects.get()
    assert (use.emergency, use.object) == (emergency, message.id)
    assert "request" in use.kind
    assert LedgerEntry.objects.filter(event="messaging.request.written", found_by__object=emergency.id).exists()
    delivering.deliver()
    assert vn.taken[-1]["legal_basis"] == statement


def test_the_receiver_of_an_emergency_reads_that_it_is_one(received, at_work, sign_in):  # noqa: F811
    message = received(f"Emergency until 2026-11-23 03:00 UTC, child in danger: {WORDS}")
    basis = stated_basis(message)
    assert basis.emergency
    assert not basis.allows
    assert basis.refusal == ""
    shown = sign_in(at_work).get(f"/conversations/{message.conversation_id}").content.decode()
    assert "The partner states an emergency" in shown
    assert WORDS in shown


def test_after_a_day_the_emergency_carries_nothing(at_work, vn, asked, instrument, clock):
    from comity.kernel import Refused

    instrument.parties = ["KH", "TH"]
    instrument.save()
    cases.state_emergency(actor=at_work, country="VN", ground=EmergencyGround.LIFE, words=WORDS)
    clock.advance(timedelta(hours=25))
    with pytest.raises(Refused) as error:
        asked(vn)
    assert error.value.code == "cases.basis.not-a-party"


def test_clauses_that_name_persons_are_needed_for_persons(at_work, vn, asked, instrument):
    from comity.kernel import Refused
    from comity.node.cases.terms import clause_document

    instrument.clauses = [clause_document(Clause(frozenset({ExchangeKind.REQUEST})))]
    instrument.save()
    with pytest.raises(Refused, match="personal data"):
        asked(vn)
