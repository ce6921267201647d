"""A signed confirmation proves what its signer did, and each one that it shows is proven anew."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.crypto import SigningKey
from comity.exchange.confirmations import DEEPEST, Asked, Confirmation, Standing, read
from comity.exchange.contents import DeletionConfirmed, ItemName, Onward
from comity.kernel.clock import timestamp

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
NODES = {name: SigningKey.generate() for name in ("a" * 16, "b" * 16, "c" * 16, "d" * 16)}
A, B, C, D = NODES
ITEM = ItemName(owner=A, id="01a20132-3f80-7000-8000-000000000001")
OTHER = ItemName(owner=A, id="01a20132-3f80-7000-8000-000000000002")
ASKED = Asked(ITEM, NOW, timedelta(minutes=10), 16)
PAPER = {"kind": "print", "count": 2, "treated": "not-reached", "words": "paper"}


def known(node):
    return [NODES[node].public]


def said(by, to, *, onward=(), copies=(), item=ITEM, at=NOW, kind="deletion-confirmed", key=None):
    """What a node signs for another, showing what those behind it signed."""
    shown = [
        Onward(node=node, agency=node.upper(), state=("partly" if partly else "confirmed") if token else "waiting",
               token=token)
        for node, token, partly in onward
    ]  # fmt: skip
    reached = all(copy["treated"] != "not-reached" for copy in copies)
    content = DeletionConfirmed.model_validate({
        "item": item.document(), "at": timestamp(at), "copies": list(copies),
        "onward": [each.document() for each in shown],
        "complete": reached and all(each.state == "confirmed" for each in shown),
    })  # fmt: skip
    document = {"type": kind, "from": by, "to": to, "sent_at": timestamp(at), "content": content.document()}
    return (key or NODES[by]).sign_document(document)


def found(token, *, keys=known, node=B, to=A):
    return read(token, node=node, to=to, asked=ASKED, keys=keys)


def test_three_nodes_one_behind_the_other_are_proven():
    token = said(B, A, onward=[(C, said(C, B, onward=[(D, said(D, C), False)]), False)])
    proof = found(token)
    assert proof.is_complete
    assert [(each.node, each.standing) for each in proof.each()] == [(n, Standing.PROVEN) for n in (B, C, D)]
    assert Confirmation.from_document(proof.document()) == proof


@pytest.mark.parametrize(
    ("forged", "reason"),
    [
        (said(C, B, key=NODES[B]), "it did not sign this"),
        (said(C, B, item=OTHER), "it is about another item"),
        (said(C, A), "it was written by another, or to another"),
        (said(D, B, key=NODES[C]), "it was written by another, or to another"),
        (said(C, B, kind="reply"), "it is no confirmation"),
        (said(C, B, at=NOW - timedelta(hours=1)), "it is older than this recall"),
    ],
)
def test_what_is_shown_as_a_confirmation_and_is_none(forged, reason):
    proof = found(said(B, A, onward=[(C, forged, False)]))
    (onward,) = proof.onward
    assert (onward.standing, onward.reason) == (Standing.FALSE, reason)
    assert not proof.is_complete
    assert not proof.is_said_complete


def test_a_clock_that_is_a_little_slow_is_no_matter():
    assert found(said(B, A, onward=[(C, said(C, B, at=NOW - timedelta(minutes=9)), False)])).is_complete


def test_a_stranger_is_shown_and_not_proven():
    proof = found(said(B, A, onward=[(C, said(C, B), False)]), keys=lambda node: known(node) if node == B else [])
    assert proof.onward[0].standing is Standing.UNKNOWN_SIGNER
    assert (proof.is_complete, proof.is_said_complete) == (False, True)


def test_a_copy_that_was_not_reached_far_behind_keeps_it_open():
    proof = found(said(B, A, onward=[(C, said(C, B, copies=[PAPER]), True)]))
    assert proof.onward[0].standing is Standing.PROVEN
    assert [copy.count for copy in proof.onward[0].not_reached] == [2]
    assert not proof.is_said_complete


def test_who_waits_is_named():
    proof = found(said(B, A, onward=[(C, None, False)]))
    assert [(e.node, e.agency, e.standing) for e in proof.onward] == [(C, C.upper(), Standing.WAITING)]


def test_a_chain_without_end_is_not_followed():
    token = said(D, C)
    for n in range(DEEPEST + 2):
        by, to = (C, D) if n % 2 == 0 else (D, C)
        token = said(by, to, onward=[(to, token, False)])
    last = DEEPEST + 1
    by, to = (C, D) if last % 2 == 0 else (D, C)
    proof = read(token, node=by, to=to, asked=ASKED, keys=known)
    assert len(proof.each()) == DEEPEST + 1
    assert proof.each()[-1].reason == "it stands behind too many others"
    assert not proof.is_complete


@pytest.mark.parametrize("rubbish", ["", "a.b.c", "e30.e30.e30", "ab", "a" * 100])
def test_rubbish_proves_nothing(rubbish):
    assert found(rubbish).standing is Standing.FALSE
    assert found(rubbish, keys=lambda _node: []).standing is Standing.FALSE


@given(st.recursive(st.just(()), lambda behind: st.lists(behind, max_size=3).map(tuple), max_leaves=6), st.data())
def test_one_edited_byte_anywhere_leaves_nothing_complete(tree, data):
    def written(shape, by, to):
        others = [node for node in NODES if node not in {by, to}]
        behind = [(node, written(part, node, by), False) for node, part in zip(others, shape, strict=False)]
        return said(by, to, onward=behind)

    token = written(tree, B, A)
    assert found(token).is_complete
    place = data.draw(st.integers(0, len(token) - 2))
    letter = "A" if token[place] != "A" else "B"
    assert not found(token[:place] + letter + token[place + 1 :]).is_complete
