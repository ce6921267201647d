"""An item becomes a record, and a record becomes an item: the owner's terms stay on every statement."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.kernel import Conflicting, Pap, Refused, Tlp
from comity.kernel.handling import Evaluation
from comity.node.holdings import operations as holdings
from comity.node.holdings.grounds import Grounds
from comity.node.holdings.indexing import keyed
from comity.node.holdings.models import Holding, Statement
from comity.node.holdings.queries import detail
from comity.node.items import operations as items
from comity.node.items.models import Item
from comity.node.matching.operations import check_subject
from comity.node.runtime import clock
from comity.subjects import Role, Schema
from tests.exchange.parties import SUBJECT
from tests.node.items.giving import given, marks

NUMBER = "PX55501"
ABOUT = {"schema_name": "Person", "role": "suspect", "properties": {"name": ["Sok Dara"], "passportNumber": [NUMBER]}}


def own_record(node, **changes) -> Holding:
    grounds = Grounds(
        role=Role.SUSPECT, source="A patrol", evaluation=Evaluation("B", "2"), case_id=node.case_id,
        retention_until=clock().now().date() + timedelta(days=400), releasable_to=("KH", "VN", "TH"),
        **({"restriction": marks()} | changes),
    )  # fmt: skip
    said = [("name", "Chan Thy"), ("birthDate", "1980-01-02")]
    return holdings.record_holding(actor=node.officer, grounds=grounds, schema=Schema.PERSON, values=said)


def derived(three, restriction, **more) -> Item:
    """An item of KH that VN made a record of."""
    item = given(three, "KH", "VN", restriction, subject=ABOUT, **more)
    with three.at("VN") as node:
        items.derive(actor=node.officer, item_id=item.id)
    return item


def test_terms_stand_at_each_statement(three):
    item = derived(three, marks("H1", "H2"), permitted_purposes=("investigation",))
    with three.at("VN"):
        held = Holding.objects.get()
        assert (held.owner, held.retention_until) == (three["KH"].id, item.retention_until)
        for each in held.statements.all():
            assert (each.owner, each.item, each.evaluation) == (three["KH"].id, item.id, "B2")
            assert (each.handling, each.permitted_purposes) == ("H0 H1 H2", "investigation")
            assert each.retention_until == item.retention_until


def test_a_record_of_a_partner_is_kept_no_longer_and_never_loosened(three):
    derived(three, marks("H2"))
    with three.at("VN") as node:
        held = Holding.objects.get()
        later = held.retention_until + timedelta(days=1)
        with pytest.raises(Refused, match="no longer than its owner said"):
            holdings.change_holding(actor=node.supervisor, holding_id=held.id, retention_until=later)
        with pytest.raises(Refused, match="never loosened"):
            holdings.change_holding(actor=node.supervisor, holding_id=held.id, restriction=marks())


def test_correcting_a_partners_statement_washes_nothing_off(three):
    item = derived(three, marks("H2"))
    with three.at("VN") as node:
        old = Statement.objects.get(property="name")
        made = holdings.correct_statement(
            actor=node.officer, holding_id=old.holding_id, statement_id=old.id, text="Sok Darra", reason="As spelt."
        )
        assert (made.owner, made.item, made.handling) == (three["KH"].id, item.id, "H0 H2")


def test_statements_of_a_partner_in_our_record_give_no_keys_and_stay_when_ours_is_kept_longer(three):
    item = given(three, "KH", "VN", marks(), subject=ABOUT)
    with three.at("VN") as node:
        held = own_record(node)
        before = {key for batch in keyed() for each in batch for key in each.keys}
        items.derive(actor=node.officer, item_id=item.id, holding_id=held.id)
        after = {key for batch in keyed() for each in batch for key in each.keys}
        assert before == after != set()
        longer = held.retention_until + timedelta(days=30)
        holdings.change_holding(actor=node.officer, holding_id=held.id, retention_until=longer)
        theirs = Statement.objects.filter(owner=three["KH"].id)
        assert theirs.count() == 2
        assert all(each.retention_until == item.retention_until for each in theirs)


def test_what_others_could_notice_is_not_checked(three):
    derived(three, marks(pap=Pap.RED))
    with three.at("VN") as node:
        held = Holding.objects.get()
        with pytest.raises(Refused) as refused:
            check_subject(actor=node.officer, holding_id=held.id, partner_ids=[three["TH"].id])
        assert refused.value.code == "uses.pap.red"


def test_red_becomes_no_record(three):
    item = given(three, "KH", "VN", marks(tlp=Tlp.RED), subject=ABOUT)
    with three.at("VN") as node:
        with pytest.raises(Refused) as refused:
            items.derive(actor=node.supervisor, item_id=item.id)
        assert refused.value.code == "uses.red"


def test_a_statement_that_its_purpose_forbids_is_shown_as_a_sentence(three):
    derived(three, marks())
    with three.at("VN") as node:
        held = Holding.objects.get()
        held.statements.update(permitted_purposes="prosecution")
        found = detail(node.officer, held.id)
        assert {each.value for each in found.statements} == {""}
        assert {judgement.code for judgement in found.unread.values()} == {"uses.purpose"}


def test_an_item_of_ours_that_repeats_a_partners_statement_is_bound_by_it(three):
    item = given(three, "KH", "VN", marks("H2"), subject=ABOUT)

    def make(node, restriction, days=2):
        return items.make(
            actor=node.officer, text=f"He carries {NUMBER.lower()}.", restriction=restriction, evaluation="B2",
            permitted_use="Intelligence.", retention_until=clock().now().date() + timedelta(days=days),
            date_of_data="2026", holding_id=held.id,
        )  # fmt: skip

    with three.at("VN") as node:
        held = own_record(node)
        items.derive(actor=node.officer, item_id=item.id, holding_id=held.id)
        with pytest.raises(Refused, match="handling would be looser"):
            make(node, marks())
        with pytest.raises(Refused, match="retention would be looser"):
            make(node, marks("H2"), days=500)
        made = make(node, marks("H2"))
        assert [source.id for source in made.sources.all()] == [item.id]
        with pytest.raises(Refused) as refused:
            items.release(actor=node.officer, item_id=made.id, partner_id=three["TH"].id, message_id="m" * 36)
        assert refused.value.code == "uses.h2"


def test_a_partners_record_is_handed_on_in_its_owners_name_only(three):
    derived(three, marks())
    with three.at("VN") as node, pytest.raises(Refused, match="Hand on the item"):
        items.make(
            actor=node.officer, text="Known here.", restriction=marks(), evaluation="B2", permitted_use="Any.",
            retention_until=clock().now().date(), date_of_data="2026", holding_id=Holding.objects.get().id,
        )  # fmt: skip


def test_an_item_is_no_less_restricted_than_its_record(three):
    with three.at("VN") as node:
        held = own_record(node, restriction=marks("H2", tlp=Tlp.AMBER))
        with pytest.raises(Refused, match="less restricted than its record"):
            items.make(
                actor=node.officer, text="Seen.", restriction=marks("H2"), evaluation="B2", permitted_use="Any.",
                retention_until=clock().now().date(), date_of_data="2026", holding_id=held.id, subject=SUBJECT,
            )  # fmt: skip


def test_what_is_ours_is_derived_from_nothing(three):
    with three.at("VN") as node:
        made = items.make(
            actor=node.officer, text="Seen.", restriction=marks(), evaluation="B2", permitted_use="Any.",
            retention_until=clock().now().date(), date_of_data="2026",
        )  # fmt: skip
        with pytest.raises(Conflicting, match="own"):
            items.derive(actor=node.officer, item_id=made.id)


def test_tightening_an_item_tightens_what_was_made_of_it(three):
    item = derived(three, marks())
    with three.at("VN") as node:
        items.tighten(actor=node.officer, item_id=item.id, restriction=marks("H1", "H2"))
        assert set(Statement.objects.values_list("handling", flat=True)) == {"H0 H1 H2"}
        assert Holding.objects.get().handling == "H0 H1 H2"
