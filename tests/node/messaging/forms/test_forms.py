"""Forms of every type: what a person writes becomes the content, and what is wrong stands at its field, all at once."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils.timezone import make_naive

from comity.exchange.contents import CONTENTS
from comity.kernel import Pap, Tlp
from comity.node.messaging.forms import (
    AgreeForm,
    AlertForm,
    AnswerForm,
    AskForm,
    CancelForm,
    FeedbackForm,
    PlanForm,
    ProposeForm,
    ResultForm,
    Setting,
    ShareForm,
)
from comity.node.partners.models import Partner
from comity.node.partners.queries import accepted
from comity.node.runtime import config, make_id, node_id

pytestmark = pytest.mark.django_db
TERMS = {"tlp": "2", "pap": "2", "retention_until": "2027-06-01"}
USE = TERMS | {"permitted_use": "Intelligence in this case."}
SUBJECT = {"subjects-0-schema_name": "Person", "subjects-0-role": "suspect", "subjects-0-name": "Chan Dara; Chan D."}
ITEM = {"items-0-text": "Seen on Monday.", "items-0-source": "B", "items-0-information": "2"}
SHARED = {
    "our_part": "We watch.", "parts-0-role": "You stop it.", "begins": "2026-12-01", "ends": "2026-12-05",
    "area": "Bavet", "legal_basis": "MOU, article 5", "answer_by": "2026-11-28T10:00",
}  # fmt: skip
GROUND = "Choose the ground where it is refused, and none where it is not."
GIVES = "A full answer or one in part gives at least one item; another answer gives none."
ID = "019aa8f0-4b88-7000-8000-000000000001"

ALERT = USE | {
    "category": "vehicle", "text": "A white lorry.", "what_to_do": "Stop it.", "what_not_to_do": "Do not tell why.",
    "area": "Bavet", "valid_from": "2026-11-22T08:00", "valid_to": "2026-11-29T08:00", "contact": "+855 23 000 000",
    "danger": "known", "danger_words": "Armed.",
}  # fmt: skip
WHOLE = {
    AskForm: TERMS | SUBJECT | {
        "asked": "Known?", "facts": "Seen.", "link": "Passport.", "foreseen_use": "Intelligence.", "urgency": "urgent",
        "urgency_reason": "She leaves.", "deadline": "2026-11-25T10:00",
    },
    AnswerForm: USE | ITEM | {"status": "full", "text": "Known."},
    ShareForm: USE | SUBJECT | ITEM | {
        "reason": "You can stop it.", "link": "It comes to you.", "reply_wanted": "on", "reply_by": "2026-11-25T10:00",
    },
    FeedbackForm: TERMS | {
        "owner": "abcdefghijklmnop", "item": ID, "useful": "yes", "used_in": "operation", "outcome": "It was stopped.",
    },
    AlertForm: ALERT,
    CancelForm: TERMS | {"alert": ID, "reason": "Found."},
    ProposeForm: TERMS | SHARED | {
        "kind": "controlled-delivery", "title": "River 7", "proposal": "To find who gets it.",
        "delivery_goods": "40 kg",
        "delivery_route": "Bavet", "delivery_control": "Us", "delivery_substitution": "In part",
        "delivery_stop": "When it is lost",
    },
    PlanForm: TERMS | SHARED | {"proposal": ID, "edition": "1", "plan": "First.", "contact": "+855 23 000 000"},
    AgreeForm: TERMS | {"answer": "changes-wanted", "text": "A week later."},
    ResultForm: USE | ITEM | {"proposal": ID, "outcome": "done", "result": "40 kg.", "ended": "2026-12-05"},
}  # fmt: skip


@pytest.fixture
def vn(partner):
    return partner("VN")


@pytest.fixture
def fill(vn):
    """Fills a form of a kind with what is given, from what makes it whole."""

    def make(kind, change=None, without=()):
        data = QueryDict(mutable=True)
        for name, value in (WHOLE[kind] | {"partners": vn.id, "parts-0-node": vn.id} | (change or {})).items():
            if name not in without:
                data.setlist(name, value if isinstance(value, list) else [value])
        return kind(data, setting=Setting(accepted(), [vn.id], in_reply_to=ID))

    return make


def wrong(form):
    """The sentences at each field."""
    return {bound.html_name: list(bound.errors) for bound in form.wrong}


@pytest.mark.parametrize("kind", WHOLE, ids=lambda k: k.message_type)
def test_what_is_whole_is_the_content_of_its_type(kind, fill, vn):
    form = fill(kind)
    assert form.is_valid(), (wrong(form), form.non_field_errors())
    content = CONTENTS[kind.message_type].model_validate(form.content())
    assert content.document()
    assert form.partner_ids == [vn.id]
    assert form.terms.restriction.tlp is Tlp.AMBER


@pytest.mark.parametrize("kind", WHOLE, ids=lambda k: k.message_type)
def test_an_empty_form_says_everything_that_is_missing_at_once(kind, vn):
    setting = Setting(accepted(), [vn.id], in_reply_to=ID)
    form = kind(QueryDict("answered=1"), setting=setting)
    assert not form.is_valid()
    said = wrong(form)
    needed = {f.html_name for f in form.visible_fields() if f.field.required}
    assert needed <= set(said)
    assert set(said["retention_until"]) == {"Fill this in."}
    assert form.non_field_errors() == []


@pytest.mark.parametrize(
    ("kind", "change", "field", "sentence"),
    [
        (AskForm, {"urgency_reason": ""}, "urgency_reason", "Say why it is urgent."),
        (AskForm, {"subjects-0-name": ""}, "subjects-0-name", "Write at least one."),
        (AskForm, {"subjects-0-name": "", "subjects-0-handle": "x y"}, "subjects-0-name", "it is no handle"),
        (AskForm, {"facts": "turned \u202e around"}, "facts", None),
        (AskForm, {"handling": ["H3"]}, "words", "H3 needs its restriction in words, and words need H3"),
        (AskForm, {"retention_until": "2020-01-01"}, "retention_until", "This day is over. Choose one to come."),
        (AskForm, {"partners": "stranger"}, "partners", None),
        (AnswerForm, {"status": "refused"}, "ground", GROUND),
        (AnswerForm, {"status": "nothing-held"}, "items-0-text",
         GIVES),
        (AnswerForm, {"items-0-date_of_data": "soon"}, "items-0-date_of_data",
         "This is no date. Write it as 2026-05-12, 2026-05 or 2026."),
        (AnswerForm, {"permitted_use": ""}, "permitted_use", "Fill this in."),
        (AnswerForm, {"items-0-also": ["H3"]}, "items-0-also_words",
         "H3 needs its restriction in words, and words need H3"),
        (ShareForm, {"reply_by": ""}, "reply_by", "Say until when a reply is wanted, or that you wait for none."),
        (ShareForm, {"items-0-text": ""}, "items-0-text", "Write at least one."),
        (AlertForm, {"danger_words": ""}, "danger_words", "Say what the danger is."),
        (AlertForm, {"valid_to": "2026-11-20T08:00"}, "valid_to",
         "The alert ends after it begins. Choose a later end."),
        (AlertForm, {"category": "dragon"}, "category", None),
        (ProposeForm, {"ends": "2026-11-01"}, "ends", "The last day is the first day, or a later one."),
        (ProposeForm, {"delivery_stop": ""}, "delivery_stop", "Fill this in."),
        (ProposeForm, {"team_seat": "Bavet"}, "team_leader", "it is no node id"),
        (ProposeForm, {"parts-0-role": ""}, "parts-0-role", "Fill this in."),
        (AgreeForm, {"text": ""}, "text", "Say what shall change."),
        (AgreeForm, {"answer": "refused"}, "ground", GROUND),
        (ResultForm, {"outcome": "lost"}, "outcome", None),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field(kind, change, field, sentence, fill):
    form = fill(kind, change)
    valid = form.is_valid()
    if sentence is None and field == "facts":
        assert valid, "signs that turn the reading direction are taken out"
        assert form.content()["facts"] == "turned  around"
        return
    assert not valid
    assert field in wrong(form)
    if sentence:
        assert sentence in wrong(form)[field]


def test_several_faults_in_rows_and_fields_are_all_said(fill):
    form = fill(ShareForm, {
        "reason": "", "items-rows": "2", "items-0-text": "", "items-1-text": "Second.", "items-1-source": "Q",
        "items-1-information": "2", "items-1-date_of_data": "x", "permitted_use": "", "reply_by": "",
    })  # fmt: skip
    assert not form.is_valid()
    assert set(wrong(form)) >= {
        "reason", "items-1-source", "items-1-date_of_data", "permitted_use", "reply_by",
    }  # fmt: skip
    assert "items-0-text" not in wrong(form)


def test_an_item_is_never_less_restricted_than_the_page_says(fill):
    form = fill(AnswerForm, {
        "tlp": "3", "pap": "1", "handling": ["H1"], "items-0-also": ["H2"], "items-0-also_tlp": "0",
        "items-0-also_pap": "3", "permitted_purposes": ["prosecution"],
    })  # fmt: skip
    assert form.is_valid(), wrong(form)
    (item,) = form.content()["items"]
    assert item["conditions"] == {"handling": ["H0", "H1", "H2"], "tlp": "AMBER+STRICT", "pap": "RED", "words": ""}
    assert (item["owner"], item["permitted_purposes"]) == (node_id(), ["prosecution"])
    assert form.terms.restriction.pap is Pap.GREEN


def test_an_item_of_a_partner_goes_out_as_its_owner_gave_it(fill, vn, clock):
    from comity.exchange.contents import Item

    given = Item.model_validate({
        "id": make_id(), "owner": vn.id, "text": "Theirs.", "conditions": {
            "handling": ["H0", "H1"], "tlp": "GREEN", "pap": "AMBER", "words": ""},
        "evaluation": "A1", "permitted_use": "As agreed.", "retention_until": "2027-01-01", "date_of_data": "2026",
    })  # fmt: skip
    data = QueryDict(mutable=True)
    for name, value in (
        WHOLE[ShareForm] | {"partners": vn.id, "items-0-item": "here", "items-0-text": "Mine."}
    ).items():
        data[name] = value
    form = ShareForm(data, setting=Setting(accepted(), items={"here": given}))
    assert form.is_valid(), wrong(form)
    (item,) = form.content()["items"]
    assert (item["owner"], item["id"], item["text"], item["evaluation"]) == (vn.id, given.id, "Theirs.", "A1")
    assert item["conditions"] == {"handling": ["H0", "H1"], "tlp": "AMBER", "pap": "AMBER", "words": ""}


def test_a_form_with_a_row_more_is_shown_without_a_word_of_blame(fill):
    form = fill(ShareForm, {"reason": "", "items-rows": "3", "items-1-text": "Second."})
    form.calm()
    assert form.wrong == []
    assert [row["text"].value() for row in form.rows["items"]] == ["Seen on Monday.", "Second.", None]


def test_days_and_hours_are_proposed_that_make_sense(clock, vn):
    setting = Setting(Partner.objects.none())
    form = AlertForm(setting=setting)
    assert form["retention_until"].value() == (clock.now() + timedelta(days=365)).date()
    assert form["valid_from"].value() == make_naive(clock.now()).replace(microsecond=0)
    assert form["contact"].value() == config().contact
