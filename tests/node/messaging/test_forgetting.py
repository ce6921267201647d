"""The words of an item that is gone stand in no message, whenever and however that came; the chain goes on."""

import pytest

from comity.exchange.contents import WithdrawalReason
from comity.node.audit.proof import prove
from comity.node.items.models import Item
from comity.node.messaging import delivering, forgetting, recalling
from comity.node.messaging.composing import content_of
from comity.node.messaging.models import OURS, THEIRS, Message, Outbox
from tests.node.items.giving import TEXT, made, marks, row, share
from tests.node.items.test_recalls import everything, settle


@pytest.fixture
def item(three):
    return made(three, "KH", marks("H0"))


def withdraw(three, item):
    with three.at("KH") as node:
        recalling.withdraw(
            actor=node.officer, item_id=item.id, reason=WithdrawalReason.UNLAWFUL, words="It should not have gone."
        )


def test_an_item_that_comes_by_another_way_after_it_was_taken_back_leaves_no_words(three, item):
    share(three, "KH", "VN", item)
    share(three, "KH", "TH", item)
    three.cut.add("TH")
    withdraw(three, item)
    settle(three)
    share(three, "TH", "VN", row(three, "TH", item), settle=False)
    three.cut.clear()
    three.work("TH")
    with three.at("VN"):
        assert Message.objects.filter(direction=THEIRS, partner=three["TH"].id, type="spontaneous").count() == 1
        assert not Item.objects.get().stands
    assert TEXT not in everything(three, "VN")


def test_words_that_were_on_their_way_are_forgotten_once_they_have_arrived(three, item):
    three.cut.add("VN")
    share(three, "KH", "VN", item)
    withdraw(three, item)
    settle(three)
    assert TEXT in everything(three, "KH"), "it has to be sent as it was signed"
    three.cut.clear()
    three.later(hours=4)
    three.later(hours=1)
    with three.at("KH"):
        assert forgetting.forget_late() == 0, "nothing is gone through twice"
    for country in ("KH", "VN"):
        assert TEXT not in everything(three, country), country
        assert not row(three, country, item).stands


def test_a_message_whose_words_are_gone_may_be_asked_for_again(three, item):
    share(three, "KH", "VN", item)
    withdraw(three, item)
    settle(three)
    with three.at("KH"):
        sent = Message.objects.get(direction=OURS, type="spontaneous")
        before = (sent.state, sent.receipt.token)
        assert sent.tombstone
        Outbox.objects.create(message=sent)
        assert delivering.deliver() >= 1
        sent = Message.objects.get(id=sent.id)
        assert (sent.state, sent.receipt.token) == before
        assert not Outbox.objects.filter(message=sent).exists()


def test_two_items_of_one_message_are_both_forgotten_late_and_then_whom_it_spoke_of(three, item):
    other = made(three, "KH", marks("H0"), text="The driver sleeps at the market.")
    three.cut.add("VN")
    share(three, "KH", "VN", item, other)
    withdraw(three, item)
    withdraw(three, other)
    three.cut.clear()
    three.later(hours=4)
    three.later(hours=1)
    for country in ("KH", "VN"):
        said = everything(three, country)
        assert TEXT not in said
        assert "sleeps at the market" not in said
        with three.at(country):
            message = Message.objects.get(type="spontaneous")
            assert message.document["content"]["subjects"][0]["properties"] == {"name": ["(erased)"]}
            assert content_of(message) is not None, "it can still be read as what it is"


def test_the_ledger_is_proven_with_the_details_gone(three, item):
    share(three, "KH", "VN", item)
    withdraw(three, item)
    settle(three)
    for country in ("KH", "VN"):
        with three.at(country):
            assert prove(ask=False).holds
