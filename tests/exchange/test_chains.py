"""One place, one message, for ever: two nodes in memory with loss, duplicates, reordering and restores between them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.exchange import chains, outbox, receipts, recovery
from comity.exchange.chains import Chain, Verdict
from comity.exchange.messages import Frame, read_frame
from comity.exchange.packets import Kind, token_hash
from comity.exchange.receipts import Outcome
from comity.exchange.recovery import Course, Lost, Place
from comity.kernel import Conflicting, InvalidInput, new_id
from tests.exchange.parties import LIMITS, NOW, Node
from tests.exchange.simulated import SimulatedPartner

A, B = "a" * 16, "b" * 16
ONE, TWO = "1" * 43, "2" * 43


def frame(sequence=1, previous=None, incarnation=ONE, message_id=None):
    previous = previous or chains.genesis(A, B, incarnation)
    return Frame(message_id or new_id(NOW), A, B, incarnation, sequence, previous)


def decide(chain, given, link="L" * 43, kept=None, ids=None):
    return chains.decide(
        chain, given, link, kept=lambda i, s: (kept or {}).get((i, s)), same_id=(ids or {}).get
    ).verdict


def test_the_first_message_cites_the_genesis_and_the_next_the_one_before():
    assert decide(None, frame()) is Verdict.ACCEPT
    chain = Chain.begin(A, B, ONE).after("L" * 43)
    assert decide(chain, frame(2, "L" * 43)) is Verdict.ACCEPT
    assert decide(chain, frame(2)) is Verdict.ALARM
    assert decide(None, frame(1, "L" * 43)) is Verdict.ALARM


def test_a_genesis_belongs_to_its_nodes_direction_and_incarnation():
    made = {chains.genesis(*names) for names in ((A, B, ONE), (B, A, ONE), (A, B, TWO), (A, "c" * 16, ONE))}
    assert len(made) == 4


def test_gaps_unknown_and_closed_incarnations():
    chain = Chain.begin(A, B, ONE)
    assert decide(None, frame(2)) is Verdict.GAP
    assert decide(chain, frame(3)) is Verdict.GAP
    assert decide(chain, frame(incarnation=TWO)) is Verdict.UNKNOWN_INCARNATION
    assert decide(chain.reborn(TWO), frame(1)) is Verdict.ALARM
    assert decide(chain.reborn(TWO), frame(incarnation=TWO)) is Verdict.ACCEPT


def test_duplicates_are_known_for_ever_and_another_hash_is_an_alarm():
    chain = Chain.begin(A, B, ONE).after("L" * 43).reborn(TWO)
    given = frame()
    assert decide(chain, given, kept={(ONE, 1): "L" * 43}) is Verdict.DUPLICATE
    assert decide(chain, given, link="M" * 43, kept={(ONE, 1): "L" * 43}) is Verdict.ALARM
    moved = frame(2, "L" * 43)
    assert decide(Chain.begin(A, B, ONE).after("L" * 43), moved, ids={moved.id: (ONE, 1)}) is Verdict.ALARM


# two nodes in memory


def pair():
    one, two = SimulatedPartner("KH"), SimulatedPartner("VN")
    one.meet(two.token)
    two.meet(one.token)
    return one, two


steps = st.lists(st.sampled_from(["send", "lose", "lose answer", "again", "replay", "swap"]), min_size=1, max_size=14)


@settings(max_examples=40)
@given(steps)
def test_with_loss_duplication_and_reordering_nothing_is_lost_and_nothing_taken_twice(what):
    one, two = pair()
    written, waiting, history = [], [], []

    def deliver(document, token, *, answer=True, arrive=True):
        packet = one.packed(Kind.MESSAGE, document["id"], token)
        if arrive:
            history.append(packet)
            content = two.answer(packet)
            if answer:
                try:
                    one.hand_over(document, token, lambda _data: content)
                except Conflicting:
                    return False
                return True
        return False

    for step in what:
        if step in {"send", "swap"}:
            for _ in range(1 if step == "send" else 2):
                document, token, _ = one.write(one.to())
                written.append(document["id"])
                waiting.append((document, token))
        if step == "swap" and len(waiting) > 1:
            deliver(*waiting[-1])
        if step == "replay" and history:
            two.answer(history[0])
        if waiting and step in {"lose", "lose answer", "again"}:
            deliver(*waiting[0], answer=step == "again", arrive=step != "lose")
    while waiting:
        assert deliver(*waiting[0])
        waiting.pop(0)
    assert [d["id"] for d in two.taken] == written
    assert len(set(two.receipts.values())) == len(written)


@settings(max_examples=25)
@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4))
def test_after_any_restore_of_either_side_mail_flows_again(before, lost_here, lost_there):
    one, two = pair()

    def send(count):
        for _ in range(count):
            one.hand_over(*one.write(one.to())[:2], two.answer)

    send(before)
    backup, kept = one.chain, (two.incoming, dict(two.kept), dict(two.ids))
    send(lost_here)
    one.sent = {}
    if lost_there:
        two.incoming, two.kept, two.ids = kept
    one.chain = backup
    if one.chain:
        one.sent[one.chain.incarnation, one.chain.next] = one.chain.link
    plan = one.recover(two.answer)
    if lost_here and not lost_there:
        assert plan.course is Course.RECOVER
        assert (plan.lost.first, plan.lost.last) == (before + 1, before + lost_here)
    send(2)
    assert two.incoming.incarnation == one.chain.incarnation
    assert two.taken[-1]["sequence"] == one.chain.next - 1


# recovery


def known(*links):
    return lambda _incarnation, sequence: links[sequence - 1] if 0 < sequence <= len(links) else None


OURS = Chain(A, B, ONE, 3, "L3", frozenset({"0" * 43}))


@pytest.mark.parametrize(
    ("ours", "theirs", "course", "detail"),
    [
        (None, None, Course.GO_ON, None),
        (OURS, None, Course.SEND_AGAIN, 1),
        (OURS, Place(ONE, 3, "L3"), Course.GO_ON, None),
        (OURS, Place(ONE, 2, "L2"), Course.SEND_AGAIN, 2),
        (OURS, Place(ONE, 5, "L5"), Course.RECOVER, Lost(ONE, 3, 4)),
        (OURS, Place(ONE, 3, "XX"), Course.RECOVER, Lost(ONE, 2, 2)),
        (OURS, Place("0" * 43, 9, "L9"), Course.ANNOUNCE, 1),
        (OURS, Place(TWO, 9, "L9"), Course.RECOVER, Lost(TWO, 1, 8)),
        (None, Place(TWO, 2, "L2"), Course.RECOVER, Lost(TWO, 1, 1)),
    ],
)
def test_what_follows_from_a_comparison(ours, theirs, course, detail):
    plan = recovery.compare(ours, theirs, known("L1", "L2", "L3"))
    assert plan.course is course
    assert detail in {None, plan.again_from, plan.lost}


def test_an_announcement_closes_what_was_known_and_never_reopens_it():
    chain = Chain.begin(A, B, ONE).after("L" * 43)
    later = recovery.announced(chain, A, B, {"incarnation": TWO, "closed": [ONE], "lost": None})
    assert (later.incarnation, later.next, later.closed) == (TWO, 1, frozenset({ONE}))
    assert recovery.announced(later, A, B, {"incarnation": TWO, "closed": []}) == later
    with pytest.raises(InvalidInput, match="closed before"):
        recovery.announced(later, A, B, {"incarnation": ONE, "closed": []})


# receipts


def test_a_receipt_proves_its_message_place_hash_and_signer():
    one, two = Node("KH"), Node("VN")
    document, token, link = one.write(two)
    place = read_frame(document)
    made = receipts.sign(two.keyring.signing, place, token_hash=link, outcome=Outcome.TAKEN, received_at=NOW, head={})
    public = two.keyring.signing.public
    assert receipts.read(made, public, place, hashes=[link], depth=4).message == document["id"]
    other = read_frame(one.write(two)[0])
    for key, where, hashes in (
        (one.keyring.signing.public, place, [link]),
        (public, other, [link]),
        (public, place, [token_hash(token + "x")]),
    ):
        with pytest.raises(InvalidInput):
            receipts.read(made, key, where, hashes=hashes, depth=4)


# the outbox


def test_waits_grow_to_three_hours_and_no_further():
    waits = [outbox.Trying(attempts=n).wait for n in range(1, 30)]
    assert waits == sorted(waits)
    assert waits[-1] == outbox.WAITS[-1]


def test_a_message_expires_after_thirty_days_of_trying():
    trying, now = outbox.Trying(), NOW
    while not trying.is_expired(LIMITS):
        now = trying.next_at(now)
        assert trying.is_due(now)
        trying = trying.failed(now)
    assert 30 <= (now - NOW).days <= 31


@given(st.lists(st.integers(-4000, 4000), max_size=20))
def test_leaps_of_the_clock_neither_expire_nor_postpone(days):
    from datetime import timedelta

    trying, now = outbox.Trying(), NOW
    for leap in days:
        trying = trying.failed(now)
        now += timedelta(days=leap)
        if leap < 0:
            assert trying.is_due(now)
    assert not trying.is_expired(LIMITS)
