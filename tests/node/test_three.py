"""The test world of three nodes: what one knows the others do not, and messages cross."""

from __future__ import annotations

from comity.node.audit.models import LedgerEntry
from comity.node.cases.models import Case
from comity.node.messaging import operations as messaging
from comity.node.messaging.models import THEIRS, Message
from comity.node.partners.models import Partner
from comity.node.runtime import node_id
from tests.exchange.parties import SUBJECT


def _ask(three, at="KH", to="VN"):
    with three.at(at) as node:
        return messaging.ask(
            actor=node.officer, partner_id=three[to].id, subjects=[SUBJECT], facts="Seen twice.", asked="Known?",
            link="A passport of yours.", foreseen_use="Intelligence.",
        )  # fmt: skip


def test_each_node_has_its_own_keys_and_records(three):
    seen = []
    for country in ("KH", "VN", "TH"):
        with three.at(country) as node:
            assert node_id() == node.id
            assert Partner.objects.filter(state="accepted").count() == 2
            seen.append(Case.objects.get().reference)
    assert seen == ["KH-2026-1", "VN-2026-1", "TH-2026-1"]


def test_a_request_reaches_the_partner_and_nobody_else(three):
    asked = _ask(three)
    three.settle()
    with three.at("VN"):
        assert Message.objects.get(direction=THEIRS).message_id == asked.id
    with three.at("TH"):
        assert not Message.objects.exists()
    with three.at("KH"):
        asked.refresh_from_db()
        assert asked.state == "delivered"


def test_what_one_test_did_the_next_does_not_see(three):
    for node in three:
        with three.at(node.country):
            assert not Message.objects.exists()
            assert LedgerEntry.objects.exists()


def test_a_node_that_is_cut_off_gets_its_mail_later(three):
    three.cut.add("VN")
    _ask(three)
    three.settle()
    with three.at("VN"):
        assert not Message.objects.exists()
    three.cut.clear()
    three.later(hours=2)
    with three.at("VN"):
        assert Message.objects.filter(direction=THEIRS).exists()


def test_a_person_of_a_node_opens_its_pages(three):
    with three.at("TH") as node:
        assert node.client("officer").get("/").status_code == 200
