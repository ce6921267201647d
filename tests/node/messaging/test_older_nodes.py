"""Partners whose node is older: they get what they understand, and an officer reads why where they cannot."""

import pytest

from comity.exchange import messages
from comity.exchange.contents import Status
from comity.exchange.contents.older import named_by_place
from comity.kernel import Refused
from comity.node.messaging import delivering, operations
from comity.node.messaging.composing import content_of
from comity.node.messaging.models import THEIRS, Message, Outbox
from comity.node.messaging.sending import send
from tests.exchange.examples import EXAMPLES, example
from tests.exchange.parties import CONDITIONS, REQUEST

ITEM = {"text": "Known in case VN-7.", "conditions": CONDITIONS, "evaluation": "B2", "permitted_use": "intelligence",
        "date_of_data": "2026-05"}  # fmt: skip


@pytest.fixture
def older(partner):
    """A partner whose card says nothing of versions."""
    return partner("VN", understands=None)


@pytest.fixture
def its_request(older, gate):
    document, token, _ = older.write(older.to(), "request", REQUEST)
    older.hand_over(document, token, gate)
    return Message.objects.get(partner=older.id, direction=THEIRS)


def test_it_gets_replies_and_notices_that_it_can_read(older, its_request, at_work):
    operations.mark_read(actor=at_work, message_id=its_request.id)
    operations.answer(actor=at_work, message_id=its_request.id, status=Status.FULL, items=[ITEM])
    delivering.deliver()
    notice, reply = older.taken
    assert (notice["type"], notice["version"], set(notice["content"])) == ("read", 1, {"message", "at"})
    assert (reply["type"], reply["version"]) == ("reply", 1)
    assert set(reply["content"]["items"][0]) == set(ITEM)
    assert messages.read(reply).content.items[0].owner == older.partner.node


def test_an_item_that_would_lose_a_restriction_does_not_go_and_the_officer_reads_why(older, its_request, at_work):
    items = [ITEM | {"permitted_purposes": ["investigation"]}]
    with pytest.raises(Refused) as error:
        operations.answer(actor=at_work, message_id=its_request.id, status=Status.FULL, items=items)
    assert error.value.code == "exchange.version.loses"
    assert "an item would lose the purposes that it is limited to" in error.value.reason
    assert not Outbox.objects.exists()
    its_request.refresh_from_db()
    assert its_request.state == "received"


def test_what_it_does_not_understand_is_refused_before_it_is_written(older, at_work):
    with pytest.raises(Refused) as error:
        send(actor=at_work, message_type="alert", content=example("alert", items=[]), partner_ids=[older.id])
    assert (error.value.code, "does not understand messages of the type alert" in error.value.reason) == (
        "exchange.version.none", True,
    )  # fmt: skip
    assert not Message.objects.exists()


def test_its_reply_is_read_with_items_that_have_a_name(older, asked, gate):
    request = asked(older)
    delivering.deliver()
    said = EXAMPLES["reply", 1] | {"in_reply_to": request.message_id}
    document, _, _ = older.write(older.to(), "reply", example("reply", in_reply_to=request.message_id))
    document |= {"version": 1, "content": said}
    token = older.keyring.signing.sign_document(document)
    assert older.hand_over(document, token, gate).outcome == "taken"
    row = Message.objects.get(direction=THEIRS)
    (item,) = content_of(row).items
    assert (item.owner, item.id) == (older.id, named_by_place(document["id"], 0))
    assert item.retention_until == document["retention_until"]


def test_once_its_card_says_more_it_gets_more(older, its_request, at_work, gate):
    older.reissue(address=f"https://{older.host}", agency="Agency of VN")
    document, token, _ = older.write(older.to(), "request", REQUEST)
    older.hand_over(document, token, gate)
    operations.answer(actor=at_work, message_id=its_request.id, status=Status.FULL, items=[ITEM])
    delivering.deliver()
    reply = older.taken[-1]
    assert (reply["type"], reply["version"], reply["content"]["items"][0]["owner"]) == ("reply", 2, older.partner.node)
