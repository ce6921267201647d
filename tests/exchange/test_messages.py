"""Messages: every fault at once, in plain words; what is not known is kept."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.exchange import contents, messages
from comity.exchange.contents import Conditions, Reply, Request
from comity.exchange.faults import checked
from comity.kernel import Handling, InvalidInput, Pap, Restriction, Tlp, new_id
from tests.exchange.parties import CONDITIONS, ITEM, LIMITS, NOW, REQUEST, SUBJECT, Node

A, B = Node("KH"), Node("VN")


def request(**change):
    return A.write(B)[0] | change


def reply(**fields):
    return {"in_reply_to": new_id(NOW), "status": "full", "items": [ITEM]} | fields


def test_a_request_is_read_with_everything_typed():
    message = messages.read(request(), now=NOW, limits=LIMITS)
    assert isinstance(message.content, Request)
    assert message.content.subjects[0].properties == {"name": ["Chan Dara"]}
    assert message.frame.sequence >= 1
    assert not message.doubtful_time


def test_every_fault_is_named_at_once_with_its_field():
    content = {**REQUEST, "facts": " ", "urgency": "urgent", "deadline": "soon", "zzz": 1}
    with pytest.raises(InvalidInput) as error:
        messages.read(request(content=content, purpose="curiosity", legal_basis="", retention_until="2026-02-30"))
    for part in ("content.facts: it is empty", "content.deadline", "content.zzz: this field is not known",
                 "purpose: it must", "legal_basis: it is empty", "retention_until: it is no day"):  # fmt: skip
        assert part in error.value.reason


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"subjects": []}, "too few"),
        ({"subjects": [SUBJECT | {"properties": {}}]}, "identifier or name"),
        ({"subjects": [SUBJECT | {"role": "friend"}]}, "role"),
        ({"subjects": [SUBJECT] * 51}, "too many"),
        ({"urgency": "urgent"}, "why it is urgent"),
        ({"facts": "a" * 20_001}, "20000 are allowed"),
        ({"facts": "turned \u202e round"}, "direction"),
        ({"facts": "nul \x00"}, "control"),
        ({"evidence": "yes"}, "true or false"),
        ({"earlier": ["1"]}, "UUID"),
    ],
)
def test_a_request_with_one_fault_is_refused(change, word):
    with pytest.raises(InvalidInput, match=word):
        checked(Request, REQUEST | change, thing="request")


def test_a_request_may_cite_the_handle_only():
    subject = {"schema_name": "Person", "role": "suspect", "properties": {}, "handle": "c2VjcmV0aGFuZGxl"}
    assert checked(Request, REQUEST | {"subjects": [subject]}, thing="request").subjects[0].handle


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"items": []}, "has items"),
        ({"status": "nothing-held"}, "has items"),
        ({"status": "refused", "items": []}, "names its ground"),
        ({"ground": "human-rights"}, "names its ground"),
        ({"status": "refused", "items": [], "ground": "other"}, "needs words"),
        ({"status": "refused", "items": [], "ground": "because"}, "ground"),
        ({"status": "clarification-needed", "items": []}, "in words"),
        ({"items": [ITEM | {"evaluation": "Z9"}]}, "evaluation"),
        ({"items": [{k: v for k, v in ITEM.items() if k != "conditions"}]}, "conditions"),
        ({"items": [ITEM | {"conditions": CONDITIONS | {"handling": ["H3"]}}]}, "H3"),
        ({"items": [ITEM | {"date_of_data": "last year"}]}, "date"),
    ],
)
def test_a_reply_with_one_fault_is_refused(fields, word):
    checked(Reply, reply(), thing="reply")
    with pytest.raises(InvalidInput, match=word):
        checked(Reply, reply(**fields), thing="reply")


def test_nothing_held_is_not_a_refusal():
    made = checked(Reply, reply(status="nothing-held", items=[]), thing="reply")
    assert made.ground is None


def test_restrictions_travel_whole():
    for restriction in (
        Restriction(),
        Restriction(frozenset({Handling.H2, Handling.H3}), Tlp.AMBER_STRICT, Pap.RED, "Only in Phnom Penh"),
    ):
        assert Conditions.of(restriction).restriction() == restriction


def test_an_unknown_type_or_version_is_kept_as_it_came():
    for change in ({"type": "commitment"}, {"version": 2}):
        message = messages.read(request(content={"anything": [1, {"a": None}]}, **change))
        assert message.content is None
        assert message.raw == {"anything": [1, {"a": None}]}


def test_a_partners_clock_that_is_years_ahead_is_marked_and_nothing_more():
    for days, doubtful in ((0, False), (1, True), (3650, True), (-3650, False)):
        message = messages.read(request(), now=NOW - timedelta(days=days), limits=LIMITS)
        assert message.doubtful_time is doubtful


@pytest.mark.parametrize(
    "change",
    [{"format": "comity-message/2"}, {"id": "x"}, {"sequence": 0}, {"sequence": True}, {"sequence": "1"}, {"from": 1},
     {"incarnation": "x"}, {"previous": None}],
)  # fmt: skip
def test_a_message_without_a_readable_place_is_refused(change):
    with pytest.raises(InvalidInput, match="place in the chain"):
        messages.read_frame(request(**change))


def test_a_message_to_others_only_is_refused():
    with pytest.raises(InvalidInput, match="not among them"):
        messages.read(request(recipients=[A.id]))


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=10), x, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(request())), json, st.booleans())
def test_whatever_stands_in_a_field_is_read_or_refused_in_words(field, value, inside):
    document = request()
    document = document | ({"content": REQUEST | {field: value}} if inside else {field: value})
    try:
        messages.read(document, now=NOW, limits=LIMITS)
    except InvalidInput as error:
        assert error.reason


@given(json)
def test_any_document_is_refused_in_words(value):
    with pytest.raises(InvalidInput):
        messages.read(value if isinstance(value, dict) else {"content": value})


def test_composing_checks_as_a_partner_will():
    header = A.fields(B, incarnation="A" * 43, sequence=1, previous="B" * 43, purpose="none")
    with pytest.raises(InvalidInput, match="purpose"):
        messages.compose(header, contents.Read(message=new_id(NOW), at="2026-11-22T03:04:05.000000Z"), "read")
