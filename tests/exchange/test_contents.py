"""Contents: what the standard requires, every fault at once, every sentence, and whatever a partner may send."""

import copy
import inspect
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.exchange import contents, messages, versions
from comity.exchange.contents import CONTENTS, WantedUse, base
from comity.exchange.contents.older import OLDER
from comity.exchange.faults import checked
from comity.exchange.uses import UseKind
from comity.kernel import InvalidInput
from tests.exchange.examples import EXAMPLES, ITEM, NAME, THIRD, example, numbered, vectors

REQUIRED = {
    "request": "facts asked link subjects foreseen_use deadline",
    "reply": "in_reply_to status",
    "spontaneous": "reason link subjects items",
    "alert": "category text what_to_do what_not_to_do area valid_from valid_to contact danger",
    "alert-cancellation": "alert reason",
    "feedback": "item useful used_in outcome",
    "consent-request": "item use reason answer_by",
    "consent-answer": "in_reply_to item use answer",
    "correction": "item wrong corrected confirm_by",
    "withdrawal": "item reason words confirm_by",
    "deletion-confirmed": "item at complete",
    "operation-proposal": "kind title proposal parts begins ends area legal_basis answer_by",
    "operation-plan": "proposal edition plan parts begins ends area legal_basis contact answer_by",
    "operation-answer": "in_reply_to answer",
    "operation-result": "proposal outcome result ended",
    "joint-seizure": "joint reference date country goods counted_by answer_by",
    "joint-seizure-answer": "joint in_reply_to answer",
    "aggregates": "dataset year revision k method completeness levels",
    "card": "card reason",
    "key-change": "statement card reason words",
    "read": "message at",
    "tombstone": "message stands_for reason",
    "not-understood": "message type version reason",
}


def faults(message_type, said):
    with pytest.raises(InvalidInput) as error:
        checked(CONTENTS[message_type], said, thing="message")
    return error.value.reason.split("; ")


def test_every_type_of_the_standard_is_there():
    assert set(CONTENTS) == set(REQUIRED)


@pytest.mark.parametrize("name", CONTENTS)
def test_what_the_standard_requires_is_required_and_missed_all_at_once(name):
    wanted = REQUIRED[name].split()
    assert faults(name, {}) == [f"{field}: it is missing" for field in wanted]
    for field in wanted:
        assert faults(name, example(name, **{field: ...})) == [f"{field}: it is missing"]


@pytest.mark.parametrize("name", CONTENTS)
def test_a_field_that_is_not_known_is_refused_by_name(name):
    assert "shoe_size: this field is not known" in faults(name, example(name, shoe_size=44))


@pytest.mark.parametrize("name", CONTENTS)
def test_a_content_is_written_as_it_was_read(name):
    made = checked(CONTENTS[name], example(name), thing="message")
    assert CONTENTS[name].model_validate(made.document()) == made


NEEDS_H3 = {"handling": ["H0", "H3"], "tlp": "AMBER", "pap": "AMBER", "words": ""}
OTHER_PART = [{"node": THIRD, "role": "Looks."}] * 2
RULES = [
    # type, changed fields, field that is named, sentence
    ("request", {"urgency": "urgent"}, "urgency_reason", "an urgent request says why it is urgent"),
    ("request", {"subjects": [{"schema_name": "Person", "role": "suspect", "properties": {}}]}, "subjects.0.properties",
     "a subject needs at least one identifier or name, or a handle"),
    ("reply", {"items": []}, "items", "a full or partial reply has items, and no other reply has"),
    ("reply", {"status": "nothing-held"}, "items", "a full or partial reply has items, and no other reply has"),
    ("reply", {"ground": "human-rights"}, "ground", "a refusal names its ground, and no other answer does"),
    ("reply", {"status": "refused", "items": []}, "ground", "a refusal names its ground, and no other answer does"),
    ("reply", {"status": "refused", "items": [], "ground": "other"}, "ground_words",
     "this ground needs words: the reason, or the address that is competent"),
    ("reply", {"status": "clarification-needed", "items": []}, "text",
     "this reply says in words what is unclear, or who is competent"),
    ("reply", {"items": [ITEM, ITEM]}, "items", "an item is named twice"),
    ("reply", {"items": [ITEM | {"conditions": NEEDS_H3}]}, "items.0.conditions.words",
     "H3 needs its restriction in words, and words need H3"),
    ("spontaneous", {"items": [ITEM, ITEM]}, "items", "an item is named twice"),
    ("spontaneous", {"reply_by": None}, "reply_by",
     "say until when a reply is wanted, and only where one is wanted"),
    ("spontaneous", {"reply_wanted": False}, "reply_by",
     "say until when a reply is wanted, and only where one is wanted"),
    ("alert", {"items": [ITEM, ITEM]}, "items", "an item is named twice"),
    ("alert", {"valid_to": EXAMPLES["alert", 1]["valid_from"]}, "valid_to", "an alert ends after it begins"),
    ("alert", {"danger_words": " "}, "danger_words", "say what the danger is"),
    ("consent-request", {"recipient": None}, "recipient_words",
     "this use reaches another agency: name its node, or say in words who it is"),
    ("consent-request", {"use": "loosen"}, "conditions", "loosening names the new handling, and no other use does"),
    ("consent-request", {"use": "keep-longer"}, "retention_until",
     "keeping longer names the new day, and no other use does"),
    ("consent-answer", {"recipient": None}, "recipient_words",
     "this use reaches another agency: name its node, or say in words who it is"),
    ("consent-answer", {"conditions": NEEDS_H3 | {"words": "Only here."}}, "conditions",
     "loosening names the new handling, and no other use does"),
    ("consent-answer", {"retention_until": "2028-01-01"}, "retention_until",
     "keeping longer names the new day, and no other use does"),
    ("consent-answer", {"answer": "refused", "words": ""}, "words", "a refusal says why"),
    ("correction", {"item": NAME | {"id": numbered(99)}}, "corrected",
     "the corrected item has the owner and the id of the item that was wrong"),
    ("deletion-confirmed", {"complete": False}, "complete",
     "it is complete when every copy was reached and every node onward has confirmed, and not before"),
    ("deletion-confirmed", {"onward": EXAMPLES["deletion-confirmed", 1]["onward"] * 2}, "onward",
     "a node is named twice"),
    ("deletion-confirmed", {"copies": [{"kind": "print", "count": 1, "treated": "marked"}]}, "copies.0.words",
     "a copy that was not treated says in words why, and who has it"),
    ("deletion-confirmed", {"onward": [{"node": THIRD, "state": "confirmed"}]}, "onward.0.token",
     "who has confirmed is shown with the signed confirmation, and nobody else is"),
    ("operation-proposal", {"items": [ITEM, ITEM]}, "items", "an item is named twice"),
    ("operation-proposal", {"ends": "2026-11-30"}, "ends", "it ends on or after the day on which it begins"),
    ("operation-proposal", {"parts": OTHER_PART}, "parts", "an agency is named twice"),
    ("operation-proposal", {"delivery": None}, "delivery",
     "a controlled delivery says goods, route, control, substitution and when to stop, and no other kind does"),
    ("operation-proposal", {"kind": "joint-team", "delivery": None}, "team",
     "a joint team says leader, seat, law and evidence, and no other kind does"),
    ("operation-plan", {"ends": "2026-11-30"}, "ends", "it ends on or after the day on which it begins"),
    ("operation-plan", {"parts": OTHER_PART}, "parts", "an agency is named twice"),
    ("operation-answer", {"ground": None}, "ground", "a refusal names its ground, and no other answer does"),
    ("operation-answer", {"ground": "outside-competence"}, "ground_words",
     "this ground needs words: the reason, or the address that is competent"),
    ("operation-answer", {"answer": "changes-wanted", "ground": None}, "words", "say what shall change"),
    ("operation-result", {"items": [ITEM, ITEM]}, "items", "an item is named twice"),
    ("joint-seizure-answer", {"counted_by": None}, "counted_by",
     "an agreement says who counts it, and no other answer does"),
    ("joint-seizure-answer", {"reference": " "}, "reference", "an agreement names the seizure of who agrees"),
    ("joint-seizure-answer", {"ground": "mistake"}, "ground",
     "what is refused or ended says why, and an agreement does not"),
    ("joint-seizure-answer", {"answer": "refused", "counted_by": None, "ground": "who-counts"}, "words",
     "this ground needs words"),
    ("aggregates", {"levels": [{"name": "drug", "dimension": "drug"}]}, "rows", "a row says what it has of each level"),
    ("aggregates", {"measures": []}, "rows", "a row has an amount or null for each measure"),
    ("aggregates", {"k": 20}, "rows", "a row counts fewer than k"),
    ("aggregates", {"few": True}, "rows", "a year with fewer than k records has no row"),
    ("aggregates", {"rows": [{"chosen": [{"one": "a", "others": []}, None, None], "count": 30, "amounts": [None]}]},
     "rows.0.chosen.0.others", "it names one value, or the values that it leaves out"),
    ("key-change", {"doubtful_since": None}, "doubtful_since",
     "a compromise says since when what was signed is doubtful, and a rotation does not"),
    ("not-understood", {"reason": "unknown-type"}, "understands",
     "an unknown version names the versions that are known, and an unknown type names none"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "field", "sentence"), RULES)
def test_each_rule_between_fields_says_what_is_wrong(name, change, field, sentence):
    assert faults(name, example(name, **change)) == [f"{field}: {sentence}"]


def test_every_rule_of_every_content_is_read_above():
    models = [each for each in map(vars(contents).get, contents.__all__)
              if inspect.isclass(each) and issubclass(each, base.Content)]  # fmt: skip
    models += [older.model for older in OLDER.values()]
    said = {rule.sentence for model in models for rule in model.RULES}
    assert said == {sentence for *_, sentence in RULES}


FIELDS = [
    ("request", "facts", " ", "it is empty"),
    ("request", "facts", "a" * 20_001, "it has 20001 characters, 20000 are allowed"),
    ("request", "facts", "turned \u202e round",
     "it holds control characters or characters that turn the reading direction"),
    ("request", "facts", "half \ud800", "it holds half a character"),
    ("request", "facts", 1, "it must be a text"),
    ("request", "subjects", [], "there are too few of them"),
    ("request", "subjects", [1], "it must be an object"),
    ("request", "subjects", {}, "it must be a list"),
    ("request", "earlier", [numbered(1)] * 51, "there are too many of them"),
    ("request", "evidence", "yes", "it must be true or false"),
    ("request", "deadline", "soon", "it is no moment, write it as 2026-11-22T03:04:05.000000Z"),
    ("reply", "in_reply_to", "1", "it is no message id (UUID version 7)"),
    ("alert", "danger", "some", "it must be one of 'none-known', 'possible' or 'known'"),
    ("reply", "expected", "2026-02-30", "it is no day, write it as 2026-11-22"),
    ("reply", "items", [ITEM | {"owner": "me"}], "it is no node id"),
    ("reply", "items", [ITEM | {"id": numbered(1).upper()}], "it is no message id (UUID version 7)"),
    ("reply", "items", [ITEM | {"evaluation": "Z9"}],
     "it is no evaluation: a letter of A B C X and a digit of 1 2 3 4, such as B2"),
    ("reply", "items", [ITEM | {"date_of_data": "last year"}],
     "it is no date, write it as 1970-05-12, 1970-05 or 1970"),
    ("reply", "items", [ITEM | {"consents": [{"message": numbered(1), "token": "x"}]}], "it is no signed document"),
    ("reply", "items", [ITEM] * 51, "there are too many of them"),
    ("operation-plan", "edition", 0, "it is out of range"),
    ("operation-plan", "edition", 1.0, "it must be a whole number"),
    ("tombstone", "stands_for", "x", "it is no SHA-256 in base64url"),
    ("request", "subjects", [{"schema_name": "Person", "role": "suspect", "properties": {}, "handle": "?"}],
     "it is no handle"),
    ("request", "subjects", [{"schema_name": "Person", "role": "suspect", "properties": {"a-b": ["x"]}}],
     "it is no property name"),
    ("request", "subjects", [{"schema_name": "Person", "role": "suspect", "properties": {"name": ["x"] * 61}}],
     "a subject has more values than are allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "field", "value", "sentence"), FIELDS)
def test_each_fault_of_a_field_is_said_in_plain_words(name, field, value, sentence):
    found = [fault for fault in faults(name, example(name, **{field: value})) if fault.startswith(field)]
    assert found
    assert found[0].endswith(f": {sentence}")


def test_faults_of_fields_and_between_fields_are_named_together():
    said = faults("alert", example("alert", category="ship", danger_words="", valid_to="2026-01-01T00:00:00.000000Z",
                                   items=[ITEM | {"owner": 1}, ITEM]))  # fmt: skip
    assert [fault.split(":")[0] for fault in said] == ["category", "items.0.owner", "valid_to", "danger_words"]


def test_every_use_that_is_judged_can_be_asked_for():
    assert {kind.value for kind in UseKind} == {use.value for use in WantedUse} - {"loosen", "keep-longer"}


def test_an_item_of_another_owner_is_read_with_the_consents_that_it_names():
    given = ITEM | {"owner": THIRD, "consents": [{"message": numbered(3), "token": vectors.TOKEN}]}
    made = checked(CONTENTS["reply"], example("reply", items=[given]), thing="reply")
    assert made.items[0].name.pair == (THIRD, ITEM["id"])
    assert made.items[0].consents[0].message == numbered(3)


def nested(depth):
    value = "deep"
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize(
    "value", [nested(400), ["x"] * 100_000, "x" * 1_000_000, {str(n): n for n in range(10_000)}, 10**400, float("nan")]
)
def test_huge_and_deep_values_are_refused_in_few_words(name, value):
    for field in REQUIRED[name].split():
        said = "; ".join(faults(name, example(name, **{field: value})))
        assert field in said
        assert len(said) < 20_000


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=10), x, max_size=3),
    max_leaves=8,
)


def places(value, path=()):
    """This function lists every place in a document."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from places(each, (*path, key))


@given(st.data())
def test_whatever_stands_at_any_place_of_any_content_is_read_or_refused_in_words(data):
    name, version = data.draw(st.sampled_from(sorted(EXAMPLES)))
    document = {"content": copy.deepcopy(EXAMPLES[name, version])}
    *way, last = data.draw(st.sampled_from([path for path in places(document) if path]))
    at = document
    for key in way:
        at = at[key]
    at[last] = data.draw(json)
    try:
        read = messages.read(vectors.message(name, version, document["content"]))
    except InvalidInput as error:
        assert error.reason
    else:
        assert read.content is not None


NAMES = [f"p{a}{b}" for a in "abcdef" for b in "abcdefghij"]


def subjects(properties, count=1):
    return {"subjects": [{"schema_name": "Person", "role": "suspect", "properties": properties}] * count}


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("request", subjects({name: ["\u202e"] * 60 for name in NAMES}, 50), "turn the reading direction"),
        ("request", subjects({f"p{n}": ["x"] for n in range(100_000)}), "more values than are allowed"),
        ("request", subjects({"name": ["\u202e"] * 300_000}), "more values than are allowed"),
        ("request", {f"field{n}": 1 for n in range(100_000)}, "content: it has too many fields"),
        ("reply", {"items": [1] * 300_000}, "content.items: there are too many of them"),
        ("read", {"items": [{}] * 300_000}, "content.items: there are too many of them"),
    ],
)
def test_a_message_full_of_faults_costs_little_and_names_the_first_of_them(name, change, sentence):
    document = vectors.message(name, versions.NEWEST[name], example(name, **change))
    before = time.process_time()
    with pytest.raises(InvalidInput, match=sentence) as error:
        messages.read(document)
    assert time.process_time() - before < 2
    assert len(error.value.reason.split("; ")) <= 50


def test_a_message_with_too_many_fields_is_refused_in_one_sentence():
    document = vectors.message("read", 2, example("read"), **{f"field{n}": 1 for n in range(100_000)})
    with pytest.raises(InvalidInput) as error:
        messages.read(document)
    assert error.value.reason == "message: it has too many fields"
