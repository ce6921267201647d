"""One story from several ledgers: its order, its proofs, and every contradiction by name."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import InvalidInput
from comity.ledger.contradictions import Kind
from comity.ledger.parts import Part
from comity.ledger.stories import Act, act_of, tell
from comity.ledger.testimony import Shown, hash_of
from tests.ledger.tellers import START, Teller, carry, changed

HOUR = timedelta(hours=1)


@pytest.fixture
def nodes():
    """A asks B, B tells A an item, A passes it on to C, where somebody reads it; each keeps the others' heads."""
    a, b, c = Teller("a"), Teller("b"), Teller("c")
    carry(a, b, "question", START)
    b.does("messaging.message.read", "b-question", at=START + HOUR)
    carry(b, a, "answer", START + 2 * HOUR, kind="reply", items=["b/item"])
    carry(a, c, "onward", START + 3 * HOUR, kind="spontaneous", items=["b/item"])
    c.does("messaging.message.read", "c-onward", at=START + 4 * HOUR)
    witness(a, b, c)
    return a, b, c


def witness(*nodes):
    for keeper in nodes:
        keeper.kept = [(other.node, other.head()) for other in nodes if other is not keeper]


def parts(nodes):
    return [node.part(tuple(o for o in nodes if o is not node)) for node in nodes]


def kinds(story):
    return [finding.kind for finding in story.findings]


def only(story, kind):
    assert kinds(story) == [kind], story.findings
    return story.findings[0]


def told(story):
    return [(line.node, line.act, line.message) for line in story.lines]


def test_what_happened_comes_in_order_with_every_proof(nodes):
    story = tell(parts(nodes))
    assert story.findings == ()
    assert told(story)[:5] == [
        ("a", Act.WROTE, "question"), ("a", Act.SENT, "question"), ("b", Act.RECEIVED, "question"),
        ("a", Act.RECEIPT, "question"), ("b", Act.READ, "question"),
    ]  # fmt: skip
    assert {proof.shown for line in story.lines for proof in line.proofs} == {Shown.YES}
    received = story.lines[2]
    assert [(proof.of, proof.by) for proof in received.proofs] == [("entry", "b"), ("message", "a"), ("receipt", "b")]
    assert received.proofs[0].kept_by == ("a", "c")


def test_who_knew_an_item_since_when_and_from_whom(nodes):
    known = {(each.what, each.node): each for each in tell(parts(nodes)).known}
    item = {node: known["b/item", node] for node in "bac"}
    assert [item[n].source for n in "bac"] == ["", "b", "a"]
    assert item["b"].since < item["a"].since < item["c"].since
    assert item["a"].passed == ("c",)
    assert item["a"].read is None
    assert item["c"].read == START + 4 * HOUR
    assert known["question", "b"].read == START + HOUR


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_in_which_parts_are_given_does_not_matter(nodes, order):
    every = parts(nodes)
    story, again = tell(every), tell([every[n] for n in order])
    assert (told(story), set(story.known), story.findings) == (told(again), set(again.known), again.findings)


def test_a_part_survives_its_document(nodes):
    for part in parts(nodes):
        assert Part.from_document(part.document(), keys=part.keys) == part


def test_a_part_with_another_field_is_refused(nodes):
    document = parts(nodes)[0].document()
    for wrong in ({"more": 1}, {"format": "other/1"}, {"with_content": "yes"}, {"entries": [{"format": "x"}]}):
        with pytest.raises(InvalidInput):
            Part.from_document(document | wrong, keys=())


def test_a_node_that_says_nothing_is_named_and_what_it_signed_still_counts(nodes):
    story = tell(parts(nodes)[:2])
    absent = [f for f in story.remarks if f.kind is Kind.ABSENT]
    assert [f.nodes for f in absent] == [("c",)]
    assert "nothing was given by Agency c" in absent[0].text
    onward = next(line for line in story.lines if line.message == "onward" and line.act is Act.RECEIPT)
    assert [(p.of, p.shown) for p in onward.proofs][1:] == [("message", Shown.YES), ("receipt", Shown.YES)]
    assert not story.contradictions


def test_an_edited_entry_is_named(nodes):
    first, *rest = parts(nodes)
    edited = changed(first, 1, time=START - HOUR)
    finding = only(tell([edited, *rest]), Kind.BROKEN_ENTRY)
    assert finding.entry == "log-a/1"
    assert "does not lead to the signed head" in finding.text


def test_edited_details_are_named(nodes):
    first, *rest = parts(nodes)
    entries = (replace(first.entries[0], details={"edited": True}), *first.entries[1:])
    assert "not those that it committed to" in only(
        tell([replace(first, entries=entries), *rest]), Kind.BROKEN_ENTRY
    ).text  # fmt: skip


def test_erased_details_are_a_remark_and_vanished_ones_are_not(nodes):
    first, *rest = parts(nodes)
    gone = replace(first.entries[0], details=None, salt=None)
    erased = replace(gone, erased_by="log-a/9")
    story = tell([replace(first, entries=(erased, *first.entries[1:])), *rest])
    assert "entry 9 says" in only(story, Kind.ERASED).text
    story = tell([replace(first, entries=(gone, *first.entries[1:])), *rest])
    assert "no entry says so" in only(story, Kind.BROKEN_ENTRY).text


def test_a_ledger_rewritten_and_signed_anew_differs_from_the_heads_that_are_kept(nodes):
    a, b, c = nodes
    entry, details, salt = a.entries[0]
    a.entries[0] = (replace(entry, actor="somebody-else"), details, salt)
    story = tell(parts((a, b, c)))
    assert kinds(story)[:2] == [Kind.HEADS_DIFFER] * 2
    assert {f.nodes for f in story.contradictions} == {("a", "b"), ("a", "c")}


def test_a_ledger_that_was_cut_off_is_shorter_than_a_kept_head(nodes):
    a, b, _ = nodes
    b.kept.append(("a", a.head(512)))
    assert "over 512 leaves" in only(tell(parts(nodes)), Kind.HEAD_MISSING).text


def test_a_kept_head_that_nobody_signed_is_named(nodes):
    _, b, _ = nodes
    b.kept.append(("a", replace_key(nodes[0]).head()))
    assert only(tell(parts(nodes)), Kind.FALSE_SIGNATURE).nodes == ("a", "b")


def replace_key(node):
    return replace(node, key=Teller("x").key)


def test_what_a_node_says_of_its_own_ledger_is_passed_on(nodes):
    nodes[2].findings = ("entry 3 was removed",)
    assert only(tell(parts(nodes)), Kind.LEDGER).text == (
        "the ledger of Agency c does not verify: entry 3 was removed"
    )  # fmt: skip


def test_a_message_that_its_recipient_signed_for_and_denies(nodes):
    b = nodes[1]
    del b.messages["question"]
    found = tell(parts(nodes)).contradictions
    assert [f.kind for f in found] == [Kind.RECEIPT_DENIED]
    assert found[0].text.startswith("Agency b signed a receipt for request question")


def test_a_message_said_to_be_delivered_without_a_receipt(nodes):
    a, b, _ = nodes
    del b.messages["question"]
    a.messages["question"] = replace(a.messages["question"], receipt="")
    assert [f.kind for f in tell(parts(nodes)).contradictions] == [Kind.NEVER_RECEIVED]


@pytest.mark.parametrize(("state", "kind"), [("queued", Kind.UNDER_WAY), ("expired", Kind.GAVE_UP)])
def test_a_message_under_way_or_given_up_contradicts_nothing(nodes, state, kind):
    a, b, _ = nodes
    b.entries = [each for each in b.entries if "b-question" not in each[0].objects]
    del b.messages["question"]
    a.messages["question"] = replace(a.messages["question"], receipt="", state=state)
    witness(*nodes)
    assert only(tell(parts(nodes)), kind).message == "question"


def test_a_message_that_its_sender_denies(nodes):
    del nodes[0].messages["question"]
    found = tell(parts(nodes)).contradictions
    assert [(f.kind, f.nodes) for f in found] == [(Kind.NEVER_SENT, ("a", "b"))]


def test_two_documents_under_one_id(nodes):
    a = nodes[0]
    other = Teller("other", key=a.key)
    carry(other, Teller("b"), "question", START + HOUR)
    forged = a.key.sign_document({"id": "question", "from": "a", "to": "b", "more": "another"})
    a.messages["question"] = replace(a.messages["question"], token=forged)
    found = tell(parts(nodes)).contradictions
    assert [f.kind for f in found] == [Kind.FALSE_SIGNATURE], "the hash is not that of what is shown"
    a.messages["question"] = replace(a.messages["question"], token=forged, hash=hash_of(forged))
    found = {f.kind for f in tell(parts(nodes)).contradictions}
    assert found == {Kind.OTHER_CONTENT, Kind.FALSE_RECEIPT}


def test_a_received_message_that_was_edited_is_not_what_the_ledger_says(nodes):
    b = nodes[1]
    b.messages["question"] = replace(b.messages["question"], hash="A" * 43, token="", receipt="")
    found = {f.kind for f in tell(parts(nodes)).contradictions}
    assert found == {Kind.OTHER_CONTENT}


def test_a_receipt_of_somebody_else_is_none(nodes):
    a, _, c = nodes
    held = a.messages["question"]
    forged = c.key.sign_document({"message": "question", "hash": held.hash, "outcome": "taken"})
    a.messages["question"] = replace(held, receipt=forged)
    assert only(tell(parts(nodes)), Kind.FALSE_RECEIPT).nodes == ("a", "b")


def test_a_message_signed_by_nobody_who_is_known(nodes):
    b = nodes[1]
    stranger = Teller("x").key.sign_document({"id": "question"})
    b.messages["question"] = replace(
        b.messages["question"], token=stranger, hash=hash_of(stranger), partner="z", receipt=""
    )
    story = tell(parts(nodes))
    assert Kind.FALSE_SIGNATURE not in {f.kind for f in story.findings}, "a key that nobody knows proves nothing"
    line = next(each for each in story.lines if each.node == "b" and each.act is Act.RECEIVED)
    assert line.proofs[1].shown is Shown.UNKNOWN


def test_what_the_ledger_leaves_out_is_named(nodes):
    a, b, _ = nodes
    b.entries = [each for each in b.entries if each[0].event != "messaging.message.received"]
    a.entries = [each for each in a.entries if not each[0].event.endswith(("signed", "delivered"))]
    witness(*nodes)
    found = tell(parts(nodes)).contradictions
    assert {f.kind for f in found} == {Kind.NO_ENTRY}
    assert {(f.nodes, f.message) for f in found} == {
        (("b",), "question"), (("a",), "question"), (("a",), "onward"),
    }  # fmt: skip


@pytest.mark.parametrize("skew", [timedelta(hours=-5), timedelta(days=3), timedelta(minutes=-20)])
def test_clocks_that_disagree_are_named_and_do_not_turn_the_story_round(skew):
    a, b = Teller("a"), Teller("b", skew=skew)
    carry(a, b, "question", START)
    carry(b, a, "answer", START + HOUR, kind="reply")
    witness(a, b)
    story = tell(parts((a, b)))
    slow, fast = ("b", "a") if skew < timedelta() else ("a", "b")
    assert only(story, Kind.CLOCKS).nodes == (slow, fast)
    assert [line.message for line in story.lines] == ["question"] * 4 + ["answer"] * 4


def test_clocks_a_little_apart_are_no_matter():
    a, b = Teller("a"), Teller("b", skew=timedelta(milliseconds=-900) - timedelta(minutes=1))
    carry(a, b, "question", START)
    witness(a, b)
    assert tell(parts((a, b))).findings == ()


def test_ledgers_in_which_no_order_fits(nodes):
    a, b = Teller("a"), Teller("b")
    carry(a, b, "first", START)
    carry(a, b, "second", START + HOUR)
    a.entries = [*a.entries[3:], *a.entries[:3]]
    witness(a, b)
    story = tell(parts((a, b)))
    assert Kind.ORDER in kinds(story)
    assert len(story.lines) == 8, "everything is still told"


def test_an_extract_without_content_says_that_it_has_none(nodes):
    a = nodes[0]
    a.content = False
    a.messages = {name: replace(m, token="", words="") for name, m in a.messages.items()}
    part, *rest = parts(nodes)
    entries = tuple(replace(e, details=None, salt=None, withheld=True) for e in part.entries)
    story = tell([replace(part, entries=entries), *rest])
    assert only(story, Kind.WITHHELD).nodes == ("a",)
    sent = next(line for line in story.lines if line.act is Act.SENT)
    assert [(p.of, p.shown) for p in sent.proofs] == [
        ("entry", Shown.YES), ("message", Shown.UNKNOWN), ("receipt", Shown.YES),
    ]  # fmt: skip


def test_two_parts_of_one_node_count_together(nodes):
    first, *rest = parts(nodes)
    early = replace(first, entries=first.entries[:4], messages=first.messages[:1], made=first.made - HOUR)
    late = replace(first, entries=first.entries[3:], messages=first.messages[1:])
    assert told(tell([early, late, *rest])) == told(tell([first, *rest]))


def test_one_message_to_two_nodes_is_one_line_that_names_both(nodes):
    a, b, c = nodes
    carry(a, b, "both", START + 5 * HOUR, items=["a/item"])
    carry(a, c, "both", START + 5 * HOUR, items=["a/item"])
    a.messages["both to b"] = replace(a.messages["both"], row="a-both-b", partner="b")
    a.entries = [each for each in a.entries if "a-both" not in each[0].objects]
    a.does("messaging.request.written", "a-both-b", "a-both", at=START + 5 * HOUR)
    witness(a, b, c)
    line = next(each for each in tell(parts(nodes)).lines if each.message == "both")
    assert (line.act, line.partners) == (Act.WROTE, ("b", "c"))


def test_an_event_that_is_not_known_is_told_by_its_name():
    assert act_of("holdings.something.happened") is Act.OTHER
    assert act_of("messaging.alert.written") is Act.WROTE


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=6), st.integers(-9, 9))
def test_every_message_is_sent_before_it_is_received_whatever_the_clocks_say(pairs, hours):
    nodes = {name: Teller(name) for name in "abc"}
    nodes["b"].skew = timedelta(hours=hours)
    for n, (sender, recipient) in enumerate(pairs):
        if sender != recipient:
            carry(nodes[sender], nodes[recipient], f"m{n}", START + n * HOUR)
    story = tell(parts(tuple(nodes.values())))
    place = {(line.message, line.act): n for n, line in enumerate(story.lines)}
    for message in {line.message for line in story.lines}:
        steps = [place[message, act] for act in (Act.WROTE, Act.SENT, Act.RECEIVED, Act.RECEIPT)]
        assert steps == sorted(steps)
    assert Kind.ORDER not in {f.kind for f in story.findings}
