"""Indexes are made step by step, broken off, and brought up to date by what changed alone."""

import random
from datetime import timedelta

import pytest
from django.db import transaction

from comity.node.holdings import changes, keying
from comity.node.holdings.models import ChangeKind, Holding
from comity.node.matching import building, files, publishing, queries, releasing
from comity.node.matching.handles import in_force
from comity.node.matching.models import Epoch, IndexBuild, OwnIndex
from tests.node.matching.conftest import someone

pytestmark = pytest.mark.django_db
NAMES = [f"Chan {a}ara" for a in "bcdfghjklmnprstvwxyz"] + [f"Meas {a}opha" for a in "bcdfghjk"]


@pytest.fixture
def few(monkeypatch):
    """Holdings are read three at a time."""
    monkeypatch.setattr(releasing, "BATCH", 3)
    monkeypatch.setattr(building, "BATCH", 3)


@pytest.fixture
def many(hold):
    return [hold(name, f"19{50 + i}-03-14") for i, name in enumerate(NAMES)]


def test_an_index_is_made_in_turns_and_says_how_far_it_is(partner, few, many, clock):
    turns, seen = 0, []
    while not OwnIndex.objects.exists():
        publishing.publish(seconds=0)
        seen += IndexBuild.objects.values_list("done", flat=True)
        turns += 1
        clock.advance(timedelta(seconds=5))
        shown = queries.standing(partner.supervisor)[0]
        assert (shown.build is None) == (not IndexBuild.objects.exists())
    assert turns > len(NAMES) // 3
    assert seen == sorted(seen)
    publishing.publish()
    assert not IndexBuild.objects.exists()
    held = partner.fetch()
    for i, name in enumerate(NAMES):
        assert many[i] in {in_force()[h] for h in partner.find(held, someone(name, f"19{50 + i}-03-14"))}


def test_an_epoch_that_ends_while_its_index_is_made_leaves_nothing(partner, few, many):
    publishing.publish(seconds=0)
    epoch = Epoch.objects.get()
    with transaction.atomic():
        publishing.end_epoch(epoch)
    publishing.publish()
    assert OwnIndex.objects.get().epoch_id != epoch.id
    assert not (files.config().folder / "keys" / "epochs" / f"{epoch.id}.key").exists() or not epoch.ended


def test_a_delta_looks_only_at_what_changed(partner, few, many, clock, monkeypatch):
    publishing.publish()
    looked, released = [], publishing.released

    def watched(group, ids=None):
        looked.append(ids)
        return released(group, ids)

    monkeypatch.setattr(publishing, "released", watched)
    Holding.objects.filter(id=many[2]).update(role="victim")
    with transaction.atomic():
        keying.refresh([many[2]])
        changes.note(ChangeKind.CHANGED, [many[2]])
    clock.advance(timedelta(minutes=61))
    publishing.publish()
    assert looked == [[many[2]]]
    assert set(in_force().values()) == set(many) - {many[2]}
    clock.advance(timedelta(days=1))
    publishing.publish()
    assert looked[1] is None
    assert set(in_force().values()) == set(many) - {many[2]}


@pytest.mark.parametrize("seed", range(3))
def test_any_chain_of_changes_leads_to_what_is_released(partner, few, many, clock, seed):
    chance = random.Random(seed)
    publishing.publish()
    held = partner.fetch()
    for _ in range(4):
        ids = chance.sample(many, chance.randint(0, len(many)))
        with transaction.atomic():
            for each in ids:
                Holding.objects.filter(id=each).update(role=chance.choice(["suspect", "victim", "offender"]))
            keying.refresh(ids)
            changes.note(ChangeKind.CHANGED, ids)
        clock.advance(timedelta(minutes=61))
        publishing.publish()
        held = partner.fetch(held)
        row = OwnIndex.objects.get(epoch__ended=None)
        may = set(Holding.objects.exclude(role="victim").values_list("id", flat=True))
        assert set(in_force().values()) | set(row.waiting) == may
        assert len(row.waiting) < 20
        assert row.holdings == len(in_force())
