"""Joint seizures for the tests of the slice: the same seizure at two agencies, proposed and agreed."""

from __future__ import annotations

from datetime import timedelta

from comity.node.messaging.models import Outbox
from comity.node.seizures import joining
from comity.node.seizures.given import Given, GivenGood
from comity.node.seizures.models import Joint, Seizure
from comity.node.seizures.operations import record_seizure
from tests.node.seizures.seizing import grounds

PILLS = Given(date="2026-11-20", province="KH-12", place="Ferry", goods=(GivenGood(kind="drug", words="heroin",
              amount="3", unit="kg"),))  # fmt: skip


def seize(three, country, given=PILLS):
    with three.at(country) as node:
        return record_seizure(actor=node.officer, given=given, grounds=grounds(case_id=node.case_id))


def propose(three, seizure, country="KH", to="VN", **more):
    with three.at(country) as node:
        return joining.propose(actor=node.officer, seizure_id=seizure.id, partner_id=three[to].id, **more)


def theirs(three, country="VN"):
    with three.at(country):
        return Joint.objects.get(ours=False)


def agree(three, seizure, country="VN", **more):
    with three.at(country) as node:
        row = Joint.objects.filter(ours=False).exclude(state="refused").get()
        said = {"agreed": True, "seizure_id": seizure.id} | more
        return joining.answer(actor=node.officer, joint_id=row.id, **said)


def counting(three):
    """Who counts how many seizures."""
    found = {}
    for node in three:
        with three.at(node.country):
            found[node.country] = Seizure.objects.filter(counted_by="").exclude(state="withdrawn").count()
    return found


def standing(three, country):
    with three.at(country):
        return [(row.state, row.counted_by) for row in Joint.objects.order_by("proposed", "id")]


def expire(three, country):
    """What waits at a node was tried for longer than messages are."""
    with three.at(country):
        Outbox.objects.update(tried_for=timedelta(days=31))
    three.later(hours=13)
