"""Custody is a chain: whatever is changed in it afterwards, its end included, is named."""

from dataclasses import replace
from datetime import timedelta

import pytest

from comity.kernel import Conflicting, Missing, Refused
from comity.node.audit.models import EntryObject, LedgerEntry
from comity.node.audit.operations import erase_details, seal
from comity.node.permissions import SYSTEM
from comity.node.seizures import chains, operations, queries
from comity.node.seizures.exhibiting import digest
from comity.node.seizures.given import InvalidSeizure
from comity.node.seizures.models import Custody, Exhibit, Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def exhibit(seized, at_work):
    made = seized()
    return operations.record_exhibit(actor=at_work, seizure_id=made.id, label="A1", seal="KH-0001", good=1)


@pytest.fixture
def step(at_work, exhibit, clock):
    def take(kind=Step.HANDED_OVER, **said):
        said = {"when": clock.now(), "from_whom": "Border post", "to_whom": "Laboratory", "seal": "KH-0001"} | said
        return operations.record_step(actor=at_work, exhibit_id=exhibit.id, step=kind, **said)

    return take


def test_a_chain_holds_and_says_who_has_it(step, exhibit, at_work):
    step(Step.SEIZED, to_whom="Border post", from_whom="", intact=True)
    step(place="Laboratory, Phnom Penh", reason="Analysis", intact=True)
    found = queries.custody(at_work, exhibit.id)
    assert found.holds
    assert [(link.step.number, link.faults, link.by) for link in found.links] == [
        (1, (), "officer"),
        (2, (), "officer"),
    ]
    assert found.last.to_whom == "Laboratory"
    first, second = (link.step for link in found.links)
    assert (first.previous, second.previous) == ("", first.digest)
    assert {link.standing.state for link in found.links} == {"recorded"}
    seal()
    assert {link.standing.state for link in queries.custody(at_work, exhibit.id).links} == {"proven"}


def test_the_ledger_names_each_digest_and_nothing_that_was_said(step):
    made = step()
    entry = LedgerEntry.objects.filter(event="seizures.custody.recorded").get()
    assert f"custody/{made.digest}" in entry.object_ids
    assert "Laboratory" not in entry.objects_text + (entry.details or "")


@pytest.mark.parametrize(
    "change",
    [
        {"to_whom": "Somebody else"}, {"intact": False}, {"seal": "KH-0002"}, {"recorded_by": "x"}, {"salt": "0" * 64},
        {"previous": "0" * 64}, {"digest": "0" * 64}, {"reason": "Another"}, {"corrects": 1},
    ],
)  # fmt: skip
def test_a_changed_step_is_named(step, exhibit, change):
    for _ in range(3):
        step()
    Custody.objects.filter(number=2).update(**change)
    found = chains.chain(exhibit)
    assert [link.holds for link in found.links][:2] == [True, False]
    assert not found.holds


def test_a_step_whose_digest_was_made_anew_is_named(step, exhibit):
    step()
    step()
    last = Custody.objects.get(number=2)
    last.to_whom = "Somebody else"
    last.digest = digest(last)
    last.save()
    found = chains.chain(exhibit)
    assert [link.faults for link in found.links] == [(), (str(chains.UNKNOWN),)]
    assert len(found.lost) == 1


def test_a_step_that_was_cut_off_is_named(step, exhibit):
    step()
    step()
    Custody.objects.filter(number=2).delete()
    found = chains.chain(exhibit)
    assert ([link.holds for link in found.links], len(found.lost), found.holds) == ([True], 1, False)


def test_an_entry_of_the_ledger_that_was_changed_proves_nothing(step, exhibit):
    step()
    seal()
    entry = LedgerEntry.objects.get(event="seizures.custody.recorded")
    LedgerEntry.objects.filter(id=entry.id).update(actor="somebody")
    assert [link.faults for link in chains.chain(exhibit).links] == [(str(chains.LEDGER),)]
    EntryObject.objects.filter(entry=entry).delete()
    assert [link.faults for link in chains.chain(exhibit).links] == [(str(chains.UNKNOWN),)]


def test_erasing_details_leaves_the_chain_whole(step, exhibit):
    step()
    erase_details(actor=SYSTEM, object_ids=[exhibit.id])
    assert chains.chain(exhibit).holds


def test_a_step_is_put_right_only_by_a_further_one(step, exhibit):
    step(to_whom="Laboratori")
    with pytest.raises(InvalidSeizure):
        step(Step.CORRECTED)
    with pytest.raises(InvalidSeizure):
        step(corrects=1, reason="Spelling")
    with pytest.raises(InvalidSeizure):
        step(Step.CORRECTED, corrects=2, reason="Spelling")
    with pytest.raises(InvalidSeizure):
        step(Step.CORRECTED, corrects=1)
    step(Step.CORRECTED, corrects=1, reason="Spelling")
    found = chains.chain(exhibit)
    assert [(link.step.number, link.put_right_by, link.holds) for link in found.links] == [
        (1, 2, True),
        (2, None, True),
    ]


def test_nothing_follows_destruction_until_it_is_put_right(step):
    step(Step.DESTROYED, reason="By order of the court")
    with pytest.raises(Conflicting) as told:
        step()
    assert told.value.code == "seizures.custody.ended"
    step(Step.CORRECTED, corrects=1, reason="Another exhibit was destroyed")
    assert step().number == 3


def test_the_same_form_sent_twice_is_one_step(step, at_work, exhibit):
    assert step(key="p1").id == step(key="p1").id
    with pytest.raises(Conflicting):
        step(key="p1", reason="Another")
    again = operations.record_exhibit(actor=at_work, seizure_id=exhibit.seizure_id, label="A2", key="e1")
    assert operations.record_exhibit(actor=at_work, seizure_id=exhibit.seizure_id, label="A2", key="e1").id == again.id
    assert (Custody.objects.count(), Exhibit.objects.count()) == (1, 2)


def test_what_is_wrong_is_refused(step, at_work, exhibit, clock, analyst):
    with pytest.raises(InvalidSeizure) as told:
        step(when=clock.now() + timedelta(hours=1))
    assert [each.field for each in told.value.faults] == ["when"]
    with pytest.raises(InvalidSeizure):
        step(when=clock.now().replace(tzinfo=None))
    with pytest.raises(InvalidSeizure) as told:
        step(place="x" * 301, from_whom="a\x00b")
    assert [each.field for each in told.value.faults] == ["from_whom", "place"]
    with pytest.raises(Conflicting):
        operations.record_exhibit(actor=at_work, seizure_id=exhibit.seizure_id, label="A1")
    with pytest.raises(Refused):
        operations.record_step(actor=analyst, exhibit_id=exhibit.id, step=Step.STORED, when=clock.now())
    with pytest.raises(Refused):
        queries.custody(replace(analyst, purpose=""), exhibit.id)
    with pytest.raises(Missing):
        queries.custody(analyst, "no-such-id")
