"""What a node takes of a partner's items, and what it does not; loosening by the owner's consent and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from comity.exchange.contents.items import Conditions
from comity.kernel import InvalidInput, Tlp
from comity.node.items import operations as items
from comity.node.items.models import Item
from comity.node.items.proving import granted, read_proof
from comity.node.partners.models import Partner
from tests.node.items.giving import answered, asked, given, made, marks, row


def taken(three, at, sender, wire):
    with three.at(at), transaction.atomic():
        partner = Partner.objects.get(id=three[sender].id)
        return items.take(partner=partner, message_id="m" * 36, items=[wire], purpose="investigation")[0]


def wire(three, at, item):
    with three.at(at):
        return items.wire(Item.objects.get(owner=item.owner, wire_id=item.wire_id))


def test_an_item_keeps_what_it_said_first(three):
    item = given(three, "KH", "VN", marks())
    changed = wire(three, "KH", item).model_copy(update={"text": "A black lorry."})
    with pytest.raises(InvalidInput, match="other than what came under its name before"):
        taken(three, "VN", "KH", changed)


def test_what_comes_twice_is_bound_by_the_stricter(three):
    item = given(three, "KH", "VN", marks("H1"))
    again = wire(three, "KH", item).model_copy(update={"conditions": Conditions.of(marks("H2", tlp=Tlp.GREEN))})
    there = taken(three, "VN", "KH", again)
    assert (there.handling, there.tlp) == ("H0 H1 H2", Tlp.GREEN)


def test_nobody_gives_us_what_we_never_gave(three):
    item = made(three, "KH", marks())
    false = wire(three, "KH", item).model_copy(update={"owner": three["VN"].id})
    with pytest.raises(InvalidInput, match="claims to be ours"):
        taken(three, "VN", "KH", false)


def test_a_node_that_passes_on_what_it_may_not_is_not_heard(three):
    item = given(three, "KH", "VN", marks("H2"))
    stolen = wire(three, "VN", item)
    with pytest.raises(InvalidInput):
        taken(three, "TH", "VN", stolen)
    with three.at("TH"):
        assert not Item.objects.exists()


def test_a_consent_for_one_partner_proves_nothing_for_another(three):
    item = given(three, "KH", "VN", marks("H2"))
    asked(three, "VN", item, "forward", to="TH")
    answered(three, "KH")
    with three.at("VN"):
        here = Item.objects.get()
        consent = here.consents.get()
        token = consent.proof
        owner = Partner.objects.get(id=three["KH"].id)
        document = read_proof(token, owner)
        name = (here.owner, here.wire_id)
        assert granted(document, name, owner.id, three["VN"].id).recipient == three["TH"].id
        for other in ((name, owner.id, three["TH"].id), ((here.owner, "x"), owner.id, three["VN"].id)):
            with pytest.raises(InvalidInput, match="no consent of its owner"):
                granted(document, *other)
        with pytest.raises(InvalidInput, match="no key"):
            read_proof(token, Partner.objects.get(id=three["TH"].id))


def test_the_owner_lets_its_marks_be_lowered_and_takes_it_back(three):
    item = given(three, "KH", "VN", marks("H1", "H2", tlp=Tlp.AMBER))
    asked(three, "VN", item, "loosen", restriction=marks("H1", tlp=Tlp.GREEN))
    assert row(three, "VN", item).handling == "H0 H1 H2"
    answered(three, "KH")
    lower = row(three, "VN", item)
    assert (lower.handling, lower.tlp) == ("H0 H1", Tlp.GREEN)
    answered(three, "KH", grant=False)
    again = row(three, "VN", item)
    assert (again.handling, again.tlp) == ("H0 H1 H2", Tlp.AMBER)


def test_the_owner_lets_it_be_kept_longer(three):
    item = given(three, "KH", "VN", marks(), days=10)
    later = item.retention_until + timedelta(days=30)
    asked(three, "VN", item, "keep-longer", retention_until=later)
    answered(three, "KH")
    assert row(three, "VN", item).retention_until == later


def test_what_was_kept_to_its_day_is_erased_and_does_not_come_back(three):
    item = given(three, "KH", "VN", marks(), days=3)
    copy = wire(three, "VN", item)
    three.later(days=4)
    there = row(three, "VN", item)
    assert (there.state, there.text, there.subject) == ("expired", "", None)
    with three.at("VN"), transaction.atomic():
        partner = Partner.objects.get(id=three["KH"].id)
        items.take(partner=partner, message_id="m" * 36, items=[copy], purpose="investigation")
        assert not Item.objects.get().stands


def test_a_partner_reads_who_may_and_the_rest_read_why_not(three):
    given(three, "KH", "VN", marks(tlp=Tlp.RED))
    with three.at("VN") as node:
        officer, supervisor = (items.look(actor, Item.objects.get()) for actor in (node.officer, node.supervisor))
        assert (officer.item.text, officer.judgement.code) == ("", "uses.red.read")
        assert supervisor.judgement.allowed
