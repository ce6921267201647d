"""An item that went over three nodes is taken back: proved complete, or the node that has not answered is named."""

import pytest

from comity.exchange.confirmations import Standing
from comity.exchange.contents import WithdrawalReason
from comity.kernel import Conflicting, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.holdings.exporting import export_csv
from comity.node.holdings.models import Change, ChangeKind, Holding, Statement, Term
from comity.node.items import operations as items
from comity.node.items.models import Copy, Item, ItemState
from comity.node.items.recall_models import OwnerProof, Recall, RecallKind, RecallSide, SideState
from comity.node.messaging import recalling
from comity.node.messaging.models import OURS, THEIRS, Message
from tests.node.items.giving import TEXT, made, marks, row, share

FREE = marks("H0")


@pytest.fixture
def item(three):
    """An item of Cambodia that Viet Nam was given, which handed it on to Thailand."""
    mine = made(three, "KH", FREE)
    share(three, "KH", "VN", mine)
    share(three, "VN", "TH", row(three, "VN", mine))
    return row(three, "KH", mine)


def settle(three):
    """Lets the nodes work until nothing is said any more: what one does in its turn may leave in its next."""
    quiet = 0
    while quiet < 2:
        sent = len(three.traffic)
        three.settle(rounds=1)
        quiet = quiet + 1 if len(three.traffic) == sent else 0


def later(three, **span):
    three.later(**span)
    settle(three)


def withdraw(three, item, **more):
    with three.at("KH") as node:
        return recalling.withdraw(
            actor=node.officer, item_id=item.id, reason=WithdrawalReason.WRONG, words="Another lorry.", **more
        )


def side(three, at="KH", kind=None):
    with three.at(at):
        found = RecallSide.objects.filter(**({"recall__kind": kind} if kind else {}))
        return found.select_related("recall", "partner").get()


def everything(three, at):
    """Every text in a node's database, for what must not be there any more."""
    with three.at(at) as node, node.kept["connection"].cursor() as cursor:
        names = node.kept["connection"].introspection.table_names()
        said = []
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 -- our own tables
            said += [repr(line) for line in cursor.fetchall()]
        return "\n".join(said)


def test_a_recall_over_three_nodes_is_proved_complete(three, item):
    recall = withdraw(three, item)
    settle(three)
    found = side(three)
    assert found.state == SideState.COMPLETE
    assert [(each.node, each.standing) for each in found.confirmation.each()] == [
        (three["VN"].id, Standing.PROVEN), (three["TH"].id, Standing.PROVEN),
    ]  # fmt: skip
    for country in ("KH", "VN", "TH"):
        assert row(three, country, item).state == ItemState.WITHDRAWN
        assert TEXT not in everything(three, country), country
    with three.at("KH"):
        recall.refresh_from_db()
        assert recall.closed
        assert Message.objects.filter(direction=THEIRS, type="deletion-confirmed").count() >= 1


def test_a_node_that_has_not_answered_is_named_reminded_and_in_the_end_stated(three, item):
    three.cut.add("TH")
    recall = withdraw(three, item)
    settle(three)
    found = side(three)
    assert found.state == SideState.PARTLY
    assert [(e.node, e.standing) for e in found.confirmation.onward] == [(three["TH"].id, Standing.WAITING)]
    for _day in range(5):
        later(three, days=4)
    with three.at("VN"):
        onward = RecallSide.objects.get()
        assert (onward.state, onward.reminders) == (SideState.UNREACHED, recalling.MOST_REMINDERS)
    found = side(three)
    assert [e.standing for e in found.confirmation.onward] == [Standing.UNREACHABLE]
    three.cut.clear()
    later(three, hours=8)
    later(three, hours=8)
    assert side(three).state == SideState.COMPLETE, "late is not never"
    with three.at("KH"):
        recall.refresh_from_db()
        assert recall.closed


def test_whoever_dies_between_two_steps_goes_on_where_it_was(three, item, monkeypatch):
    from comity.node.messaging import sending

    withdraw(three, item)
    real = recalling.send

    def dies(**_):
        raise SystemExit

    for country in ("VN", "TH"):
        monkeypatch.setattr(recalling, "send", dies)
        with pytest.raises(SystemExit):
            settle(three)
        monkeypatch.setattr(recalling, "send", real)
        with three.at(country):
            assert Recall.objects.filter(confirmed=None).count() in {0, 1}
    assert sending.send is real
    settle(three)
    assert side(three).state == SideState.COMPLETE


def test_the_same_withdrawal_again_has_one_effect_and_is_confirmed_again(three, item):
    withdraw(three, item)
    settle(three)
    with three.at("KH"):
        first = RecallSide.objects.get()
        recalling._ask(first, three["KH"].officer)
    settle(three)
    with three.at("VN"):
        assert Recall.objects.count() == 1
        assert LedgerEntry.objects.filter(event="items.item.treated").count() == 1
    with three.at("KH"):
        again = RecallSide.objects.get()
        assert again.state == SideState.COMPLETE
        assert again.token != first.token


def test_a_partner_that_withdraws_what_is_not_its_own_is_refused(three, item):
    mine = made(three, "KH", FREE, text="The lorry is green.")
    share(three, "KH", "TH", mine)
    with three.at("VN") as node:
        forged = {
            "item": {"owner": three["KH"].id, "id": mine.wire_id}, "reason": "wrong", "words": "No.",
            "confirm_by": "2027-01-01T00:00:00.000000Z",
        }  # fmt: skip
        recalling.send(actor=node.officer, message_type="withdrawal", content=forged, partner_ids=[three["TH"].id])
        own = Message.objects.filter(direction=OURS).latest("made")
        stolen = forged | {"owner_token": own.token or Message.objects.filter(direction=THEIRS).first().token}
        recalling.send(actor=node.officer, message_type="withdrawal", content=stolen, partner_ids=[three["TH"].id])
    settle(three)
    assert row(three, "TH", mine).stands
    with three.at("VN"):
        states = set(Message.objects.filter(direction=OURS, type="withdrawal").values_list("state", flat=True))
        assert states == {"refused"}
    with three.at("TH"):
        assert set(Message.objects.filter(type="withdrawal").values_list("reason", flat=True)) == {
            "only its owner takes an item back or corrects it, and the owner's word is not shown",
            "its owner did not sign that",
        }
        assert not Recall.objects.exists()


def test_only_the_owner_takes_an_item_back_and_only_once(three, item):
    with three.at("VN") as node, pytest.raises(Refused, match="another agency's"):
        recalling.withdraw(
            actor=node.officer, item_id=row(three, "VN", item).id, reason=WithdrawalReason.WRONG, words="No."
        )
    withdraw(three, item)
    with pytest.raises(Conflicting):
        withdraw(three, item)


def lie(three, change):
    """Viet Nam confirms a withdrawal with a content that it changed."""
    with three.at("VN") as node:
        asked = Message.objects.get(direction=THEIRS, type="withdrawal")
        said = {
            "in_reply_to": asked.message_id, "item": asked.document["content"]["item"], "copies": [], "onward": [],
            "at": "2026-11-22T03:00:00.000000Z", "complete": True,
        }  # fmt: skip
        recalling.send(
            actor=node.officer, message_type="deletion-confirmed", content=said | change(said, node),
            partner_ids=[three["KH"].id], conversation=asked.conversation, in_reply_to=asked,
        )  # fmt: skip


@pytest.fixture
def asked(three, item, monkeypatch):
    """Viet Nam has the withdrawal and says nothing of its own accord."""
    from comity.node.chores import CHORES

    withdraw(three, item)
    monkeypatch.setattr(CHORES["messaging.recalls.confirm"], "work", lambda: 0)
    settle(three)
    return item


def test_a_confirmation_about_another_item_is_not_counted(three, asked):
    lie(three, lambda said, _node: {"item": said["item"] | {"id": "01a20132-3f80-7000-8000-000000000000"}})
    settle(three)
    assert side(three).state == SideState.WAITING
    with three.at("KH"):
        refused = Message.objects.get(type="deletion-confirmed")
        assert (refused.state, "another item" in refused.reason) == ("poisoned", True)


def test_an_onward_confirmation_that_the_node_itself_wrote_is_not_counted(three, asked):
    with three.at("VN"):
        forged = Message.objects.get(direction=OURS, type="withdrawal").token
    lie(three, lambda _said, _node: {
        "onward": [{"node": three["TH"].id, "agency": "TH", "state": "confirmed", "token": forged}],
    })  # fmt: skip
    settle(three)
    found = side(three)
    assert found.state == SideState.PARTLY
    (onward,) = found.confirmation.onward
    assert (onward.standing, onward.reason) == (Standing.FALSE, "it did not sign this")


def test_an_older_confirmation_of_the_same_item_is_not_counted(three, item):
    """Thailand confirmed a correction; Viet Nam shows that when the item is withdrawn."""
    correct(three, item, text="A grey lorry crosses on Mondays.")
    settle(three)
    with three.at("VN"):
        old = RecallSide.objects.get().token
    later(three, days=1)
    three.cut.add("TH")
    withdraw(three, item)
    settle(three)
    lie(three, lambda _said, _node: {
        "onward": [{"node": three["TH"].id, "agency": "TH", "state": "confirmed", "token": old}],
    })  # fmt: skip
    settle(three)
    found = side(three, kind=RecallKind.WITHDRAWAL)
    assert found.state == SideState.PARTLY
    assert found.confirmation.onward[0].reason == "it is older than this recall"


def test_a_signer_whose_card_is_not_known_is_said_so(three, item):
    withdraw(three, item)
    with three.at("KH"):
        from comity.node.partners.models import Partner

        Partner.objects.filter(id=three["TH"].id).update(state="proposed")
    settle(three)
    found = side(three)
    assert found.state == SideState.UNPROVED
    assert found.confirmation.onward[0].standing is Standing.UNKNOWN_SIGNER


def correct(three, item, **changes):
    with three.at("KH") as node:
        return recalling.correct(actor=node.officer, item_id=item.id, wrong="Not white.", changes=changes)


def test_a_correction_reaches_everybody_and_binds_what_was_derived(three, item):
    with three.at("TH") as node:
        held = items.derive(actor=node.officer, item_id=row(three, "TH", item).id, values=[("name", "Sok Dara")])
        before = Statement.objects.filter(holding=held).first().tlp
    correct(three, item, text="A grey lorry crosses.", conditions={"handling": ["H2"], "tlp": "RED", "pap": "GREEN"})
    settle(three)
    for country in ("KH", "VN", "TH"):
        there = row(three, country, item)
        assert (there.text, there.state, there.handling) == ("A grey lorry crosses.", ItemState.CORRECTED, "H0 H2")
        assert TEXT not in everything(three, country), country
    assert side(three).state == SideState.COMPLETE
    with three.at("TH"):
        assert Statement.objects.filter(holding=held).first().tlp > before
    copies = side(three).confirmation.onward[0].copies
    assert [(c.kind, c.treated) for c in copies] == [("item", "corrected"), ("statement", "marked")]


def test_everything_derived_goes_and_what_only_people_reach_is_named(three, item):
    with three.at("TH") as node:
        there = row(three, "TH", item)
        held = items.derive(actor=node.officer, item_id=there.id, values=[("name", "Sok Dara")])
        items.put_on_paper(actor=node.officer, items=[there])
        assert "Sok Dara" in "".join(export_csv(actor=node.supervisor))
    withdraw(three, item)
    settle(three)
    with three.at("TH"):
        assert not Holding.objects.filter(id=held.id).exists()
        assert not Term.objects.filter(holding_id=held.id).exists()
        assert Change.objects.filter(holding_id=held.id).latest("number").kind == ChangeKind.REMOVED
    found = side(three)
    assert found.state == SideState.PARTLY
    (behind,) = found.confirmation.onward
    assert {(c.kind, c.treated) for c in behind.copies} == {
        ("item", "deleted"), ("holding", "deleted"), ("statement", "deleted"), ("print", "not-reached"),
        ("export", "not-reached"),
    }  # fmt: skip
    with three.at("TH") as node:
        recalling.destroyed(actor=node.officer, copy_id=Copy.objects.get(kind="print").id)
        recalling.destroyed(actor=node.officer, copy_id=Copy.objects.get(kind="export").id)
    settle(three)
    assert side(three).state == SideState.COMPLETE


def test_an_item_whose_time_is_over_is_erased_and_confirmed_without_being_asked(three):
    mine = made(three, "KH", FREE, days=10)
    share(three, "KH", "VN", mine)
    share(three, "VN", "TH", row(three, "VN", mine))
    later(three, days=12)
    later(three, hours=1)
    for country in ("KH", "VN", "TH"):
        assert row(three, country, mine).state == ItemState.EXPIRED
        assert TEXT not in everything(three, country), country
    found = side(three)
    assert (found.recall.kind, found.state) == (RecallKind.RETENTION, SideState.COMPLETE)
    assert [each.node for each in found.confirmation.each()] == [three["VN"].id, three["TH"].id]
    with three.at("KH"):
        assert not Message.objects.filter(type="withdrawal").exists()


def test_paper_left_when_the_time_is_over_is_told_without_being_asked(three):
    mine = made(three, "KH", FREE, days=10)
    share(three, "KH", "VN", mine)
    with three.at("VN") as node:
        items.put_on_paper(actor=node.officer, items=[row(three, "VN", mine)])
    later(three, days=12)
    with three.at("KH"):
        assert not Message.objects.filter(type="deletion-confirmed").exists(), "people have time to destroy it"
    later(three, days=4)
    found = side(three)
    assert (found.state, [c.kind for c in found.confirmation.not_reached]) == (SideState.PARTLY, ["print"])


def test_who_does_not_confirm_that_its_time_is_over_is_asked(three):
    mine = made(three, "KH", FREE, days=10)
    share(three, "KH", "VN", mine)
    three.cut.add("VN")
    later(three, days=12)
    later(three, days=4)
    with three.at("KH"):
        asked = Message.objects.get(type="withdrawal")
        assert asked.document["content"]["reason"] == "retention-ended"
    three.cut.clear()
    later(three, days=1)
    later(three, hours=1)
    assert side(three).state == SideState.COMPLETE


def test_an_item_that_repeats_what_was_taken_back_is_taken_back_too(three, item):
    with three.at("VN"):
        source = row(three, "VN", item)
        repeating = made(three, "VN", FREE, text="We heard of a white lorry.", days=30)
        Item.objects.get(id=repeating.id).sources.add(source)
    share(three, "VN", "TH", repeating)
    withdraw(three, item)
    settle(three)
    assert row(three, "TH", repeating).state == ItemState.WITHDRAWN
    found = side(three)
    assert found.state == SideState.COMPLETE
    assert [(c.kind, c.treated, c.count) for c in found.confirmation.copies] == [
        ("item", "deleted", 1), ("item", "deleted", 1),
    ]  # fmt: skip


def test_an_owner_that_is_not_known_counts_from_who_gave_the_item(three, item):
    from comity.node.partners.models import Partner

    with three.at("TH"):
        Partner.objects.filter(id=three["KH"].id).update(state="proposed")
    withdraw(three, item)
    settle(three)
    with three.at("TH"):
        assert Recall.objects.get().proof == OwnerProof.UNPROVED
    assert side(three).state == SideState.COMPLETE


def test_two_ways_to_one_node_are_passed_on_once(three, item):
    share(three, "KH", "TH", item)
    withdraw(three, item)
    settle(three)
    later(three, hours=1)
    with three.at("KH"):
        assert {s.state for s in RecallSide.objects.all()} == {SideState.COMPLETE}
        assert RecallSide.objects.count() == 2
