"""A partner learns that its item was read, and never by whom."""

from __future__ import annotations

import json

from comity.exchange.contents import ItemName
from comity.node.items.models import Item, ItemRead
from comity.node.items.operations import read
from comity.node.messaging import operations, queries
from comity.node.messaging.models import THEIRS, Message
from tests.node.messaging.said import item, spontaneous


def share(three):
    with three.at("KH") as kh:
        given = item(kh.id)
        operations.send(
            actor=kh.officer, message_type="spontaneous", content=spontaneous(kh.id, items=[given]),
            partner_ids=[three["VN"].id],
        )  # fmt: skip
    three.settle()
    return ItemName(owner=three["KH"].id, id=given["id"])


def test_the_owner_is_told_once_which_item_was_read_and_for_which_purpose(three):
    name = share(three)
    with three.at("VN") as vn:
        for _ in range(3):
            read(actor=vn.officer, items=list(Item.objects.all()))
    three.later(minutes=10)
    three.later(minutes=10)
    with three.at("KH") as kh:
        notices = queries.reads_of(kh.officer, name)
        assert [(n.partner_id, n.content["purpose"]) for n in notices] == [(three["VN"].id, vn.officer.purpose)]
        said = json.dumps(notices[0].document)
        assert vn.officer.user_id not in said
        assert vn.officer.name not in said
    with three.at("VN"):
        assert not ItemRead.objects.filter(told=None).exists()


def test_reading_an_item_of_ones_own_tells_nobody(three):
    share(three)
    with three.at("KH") as kh:
        read(actor=kh.officer, items=list(Item.objects.all()))
    three.later(minutes=10)
    with three.at("VN"):
        assert not Message.objects.filter(direction=THEIRS, type="read").exists()


def test_a_partner_that_is_cut_off_is_told_later(three):
    name = share(three)
    three.cut.add("KH")
    with three.at("VN") as vn:
        read(actor=vn.officer, items=list(Item.objects.all()))
    three.later(minutes=10)
    three.cut.clear()
    three.later(hours=8)
    with three.at("KH") as kh:
        assert len(queries.reads_of(kh.officer, name)) == 1
