"""Versions: the highest that both know is written, older ones are read, and nothing is lost on the way unsaid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.exchange import messages, versions
from comity.exchange.contents import CONTENTS, Reply
from comity.exchange.contents.older import OLDER, named_by_place
from comity.exchange.texts import is_id
from comity.kernel import InvalidInput, Refused
from tests.exchange.examples import EXAMPLES, ITEM, SENDER, THIRD, content, numbered, vectors

OLDER_CARD = versions.UNDECLARED
OURS = versions.UNDERSTOOD


def header(**change):
    document = vectors.message("reply", 2, {})
    return {k: v for k, v in document.items() if k not in {"type", "version", "content"}} | change


def test_every_type_has_a_newest_version_and_every_older_one_is_known():
    assert set(OURS) == set(CONTENTS)
    assert {name: known[-1] for name, known in OURS.items() if known != (1,)} == {"reply": 2, "read": 2}
    assert {(name, v) for name, known in OURS.items() for v in known[:-1]} == set(OLDER)


@pytest.mark.parametrize(
    ("theirs", "version"),
    [(OURS, 2), (OLDER_CARD, 1), ({"reply": (1, 2, 3)}, 2), ({"reply": (1,)}, 1), ({"reply": (2, 3)}, 2)],
)
def test_the_highest_version_that_both_know_is_chosen(theirs, version):
    assert versions.choose("reply", theirs, partner="Agency") == version


@pytest.mark.parametrize(
    ("name", "theirs", "sentence"),
    [
        ("alert", OLDER_CARD, "Agency's node does not understand messages of the type alert"),
        ("reply", {"reply": (3, 4)}, "Agency's node understands other versions of the type reply than this one"),
    ],
)
def test_where_there_is_no_common_version_nothing_is_sent_and_a_person_reads_why(name, theirs, sentence):
    with pytest.raises(Refused) as error:
        versions.choose(name, theirs, partner="Agency")
    assert error.value.code == "exchange.version.none"
    assert error.value.reason == sentence
    assert error.value.way_out == "Tell the partner by another channel, and ask it to bring its node up to date"


def test_an_older_reply_is_read_as_the_newest_with_items_named_by_their_place():
    document = vectors.message("reply", 1, EXAMPLES["reply", 1] | {"items": EXAMPLES["reply", 1]["items"] * 2})
    made = messages.read(document).content
    assert isinstance(made, Reply)
    assert [item.owner for item in made.items] == [SENDER, SENDER]
    assert [item.retention_until for item in made.items] == ["2027-11-22"] * 2
    assert [item.id for item in made.items] == [named_by_place(document["id"], place) for place in (0, 1)]
    assert made.items[0].id != made.items[1].id
    assert all(is_id(item.id) for item in made.items)
    assert messages.read(document).content == made


def test_an_older_notice_is_read_as_one_of_the_whole_message():
    assert messages.read(vectors.message("read", 1, EXAMPLES["read", 1])).content.items == []


def test_a_field_of_a_newer_version_is_not_known_in_an_older_one():
    with pytest.raises(InvalidInput, match=r"content\.items\.0\.owner: this field is not known"):
        messages.read(vectors.message("reply", 1, EXAMPLES["reply", 2]))
    with pytest.raises(InvalidInput, match=r"content\.purpose: this field is not known"):
        messages.read(vectors.message("read", 1, EXAMPLES["read", 2]))


def test_faults_of_an_older_version_are_named_beside_those_of_the_header():
    with pytest.raises(InvalidInput) as error:
        messages.read(vectors.message("reply", 1, {"status": "full"}, purpose="none", retention_until="x"))
    for part in ("purpose: it must be", "retention_until: it is no day", "content.in_reply_to: it is missing",
                 "content.items: a full or partial reply"):  # fmt: skip
        assert part in error.value.reason


def test_a_reply_is_written_for_an_older_node_as_it_reads_it():
    plain = {k: v for k, v in ITEM.items() if k != "permitted_purposes"}
    document = messages.compose(header(), content("reply", items=[plain]), "reply", version=1)
    assert document["version"] == 1
    assert document["content"]["items"] == EXAMPLES["reply", 1]["items"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"owner": THIRD}, "an item of another agency would seem to be yours"),
        ({"permitted_purposes": ["investigation"]}, "an item would lose the purposes that it is limited to"),
        ({"retention_until": "2027-11-21"}, "an item would be kept longer than it may be"),
    ],
)
def test_what_would_lose_a_restriction_is_not_written_for_an_older_node(change, sentence):
    item = ITEM | {"permitted_purposes": []} | change
    with pytest.raises(Refused) as error:
        messages.compose(header(), content("reply", items=[item]), "reply", version=1)
    assert error.value.code == "exchange.version.loses"
    assert error.value.reason == f"the partner's node reads version 1 only, in which {sentence}"
    assert error.value.way_out == "Ask the partner to bring its node up to date, or leave these items out"


@given(
    st.sampled_from(["", *"ab"]), st.dates(), st.lists(st.sampled_from(["investigation", "prosecution"]), unique=True)
)
def test_what_is_written_as_an_older_version_comes_back_no_less_restricted(owner, day, purposes):
    said = ITEM | {"owner": owner * 16 or SENDER, "retention_until": day.isoformat(), "permitted_purposes": purposes}
    try:
        document = messages.compose(header(), content("reply", items=[said]), "reply", version=1)
    except Refused:
        return
    (back,) = messages.read(document).content.items
    assert (back.owner, back.permitted_purposes) == (said["owner"], purposes)
    assert back.retention_until <= said["retention_until"]
    assert back.conditions == content("reply", items=[said]).items[0].conditions


def test_a_notice_for_an_older_node_leaves_its_items_out():
    document = messages.compose(header(), content("read"), "read", version=1)
    assert document["content"] == EXAMPLES["read", 1]


def test_what_is_not_understood_is_answered_with_its_reason():
    version, unknown = versions.not_understood(numbered(1), "meeting", 1, theirs=OURS)
    assert (version, unknown.reason, unknown.understands) == (1, "unknown-type", [])
    _, newer = versions.not_understood(numbered(1), "reply", 3, theirs=OURS)
    assert (newer.reason, newer.understands, newer.type, newer.version) == ("unknown-version", [1, 2], "reply", 3)


@pytest.mark.parametrize(
    ("name", "version", "theirs"),
    [
        ("reply", 2, OURS),
        ("not-understood", 9, OURS),
        ("meeting", 1, OLDER_CARD),
        ("meeting", 1, {"not-understood": (2,)}),
    ],
)
def test_such_an_answer_is_not_written_where_it_would_not_help(name, version, theirs):
    assert versions.not_understood(numbered(1), name, version, theirs=theirs) is None


def test_a_message_that_is_not_understood_has_no_content_and_is_kept_as_it_came():
    read = messages.read(vectors.message("meeting", 1, {"agenda": ["x"]}))
    assert (read.content, read.raw) == (None, {"agenda": ["x"]})


names = st.from_regex(r"[a-z][a-z0-9-]{0,39}", fullmatch=True)
known = st.dictionaries(
    names, st.lists(st.integers(1, 1000), min_size=1, max_size=9, unique=True).map(sorted).map(tuple)
)


@given(known)
def test_a_declaration_is_read_back_as_it_was_written(theirs):
    assert versions.read_declaration(versions.declaration(theirs)) == theirs


@given(known, st.sampled_from(sorted(CONTENTS)))
def test_what_is_chosen_is_known_to_both_or_nothing_is(theirs, name):
    both = set(theirs.get(name, ())) & set(OURS[name])
    if both:
        assert versions.choose(name, theirs, partner="Agency") == max(both)
    else:
        with pytest.raises(Refused):
            versions.choose(name, theirs, partner="Agency")
