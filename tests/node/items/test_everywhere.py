"""Whatever three nodes do with items, no item is anywhere its handling forbids, and no path loosens a code.

A machine drives random sequences over three real nodes. It keeps by itself, in few lines and without the code under
test, who was given what and who consented to what; after each step every row of each database is read for the words
of every item. ``COMITY_SEQUENCES`` sets how many sequences are tried, ``COMITY_STEPS`` how long they are, and with
``COMITY_SHRINK`` the shortest one that fails is looked for, which takes minutes.
"""

from __future__ import annotations

import csv
import io
import os
from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from comity.exchange.contents import Status
from comity.exchange.contents.recalls import WithdrawalReason
from comity.kernel import ComityError
from comity.node.holdings import operations as holdings
from comity.node.holdings.indexing import keyed
from comity.node.holdings.models import Holding, Statement
from comity.node.items import operations as items
from comity.node.items.models import Consent, Item
from comity.node.messaging.answering import answer
from comity.node.messaging.asking import ask
from comity.node.messaging.consenting import answer_consent
from comity.node.messaging.models import THEIRS, Message
from comity.node.messaging.recalling import correct, withdraw
from comity.node.runtime import clock
from comity.subjects import Role
from tests.exchange.parties import SUBJECT
from tests.node.items.everywhere import places_of
from tests.node.items.machine import LOOSE, NODES, Driven, Told, marks, word_of

SEQUENCES = int(os.environ.get("COMITY_SEQUENCES", "5"))
STEPS = int(os.environ.get("COMITY_STEPS", "12"))
SHRINKING = [Phase.shrink] if "COMITY_SHRINK" in os.environ else []


class Everywhere(Driven):
    # What people do ----------------------------------------------------------------------------------------------

    @initialize(owner=NODES, restriction=marks())
    def begin(self, owner, restriction):
        self.make(owner, restriction, (), 60)
        self.hand(0, 0)

    @rule(
        owner=NODES, restriction=marks(), days=st.sampled_from([3, 60]),
        purposes=st.sampled_from([(), ("investigation",), ("prosecution",)]),
    )  # fmt: skip
    def make(self, owner, restriction, purposes, days):
        self.count += 1
        text, number = f"Cargo word{self.count:04d}x under the third bridge.", f"PX{self.count:04d}77"
        subject = SUBJECT | {"handle": None, "properties": {"name": ["Sok Dara"], "passportNumber": [number]}}
        subject.pop("handle")
        with self.three.at(owner) as node:
            made = items.make(
                actor=node.officer, text=text, restriction=restriction, evaluation="B2", permitted_use="Intelligence.",
                retention_until=clock().now().date() + timedelta(days=days), date_of_data="2026-11", subject=subject,
                permitted_purposes=purposes,
            )  # fmt: skip
        self.told.append(
            Told(owner, made.wire_id, text, number, restriction, purposes, made.retention_until, may_have={owner})
        )

    @rule(which=st.integers(0, 9), to=st.integers(0, 1))
    def hand(self, which, to):
        """The owner gives its item."""
        told = self._told(which)
        self._share(told, told.owner, self._others(told.owner)[to])

    @rule(which=st.integers(0, 9), to=st.integers(0, 1))
    def reply(self, which, to):
        """The owner answers a request with it."""
        told = self._told(which)
        asks = self._others(told.owner)[to]
        with self.three.at(asks) as node:
            asked = ask(
                actor=node.officer, partner_id=self.three[told.owner].id, subjects=[SUBJECT], facts="Seen.",
                asked="Known?", link="A passport of yours.", foreseen_use="Intelligence.",
            )  # fmt: skip
        self.three.settle()
        with self.three.at(told.owner) as node:
            row = self._row(told)
            request = Message.objects.get(direction=THEIRS, message_id=asked.message_id)
            given = items.wire(row).document() if row.stands else None
            if given is None:
                return
            answer(actor=node.officer, message_id=request.id, status=Status.FULL, items=[given])
        told.may_have.add(asks)
        self.three.settle()

    @rule(which=st.integers(0, 9), by=st.integers(0, 1), to=st.integers(0, 1))
    def forward(self, which, by, to):
        """Who was given it hands it onward."""
        told = self._told(which)
        holder = self._others(told.owner)[by]
        self._share(told, holder, self._others(holder)[to])

    @rule(which=st.integers(0, 9), by=st.integers(0, 1), to=st.integers(0, 1))
    def ask_to_forward(self, which, by, to):
        told = self._told(which)
        holder = self._others(told.owner)[by]
        recipient = self._others(holder)[to]
        if recipient != told.owner:
            self._ask(told, holder, "forward", recipient)

    @rule(which=st.integers(0, 9), by=st.integers(0, 1))
    def ask_to_loosen(self, which, by):
        told = self._told(which)
        self._ask(told, self._others(told.owner)[by], "loosen", "")

    @rule(grant=st.booleans())
    def decide(self, grant):
        """An owner answers the question that waits longest."""
        if not self.asked:
            return
        told, holder, recipient, question = self.asked.pop(0)
        with self.three.at(told.owner) as node:
            row = Consent.objects.get(question=question, ours=False)
            try:
                answer_consent(actor=node.supervisor, consent_id=row.id, grant=grant, words="As said.")
            except ComityError:
                return
        if grant and recipient:
            told.granted.add((holder, recipient))
        elif grant:
            told.loosened[holder] = LOOSE
        self.three.settle()

    @rule(which=st.integers(0, 9))
    def take_consent_back(self, which):
        told = self._told(which)
        with self.three.at(told.owner) as node:
            row = Consent.objects.filter(item__wire_id=told.wire_id, ours=False, state="granted").first()
            if row is None:
                return
            answer_consent(actor=node.supervisor, consent_id=row.id, grant=False, words="No more.")
            holder = next(n.country for n in self.three if n.id == row.partner_id)
            to = next((n.country for n in self.three if n.id == row.recipient), "")
            others = Consent.objects.filter(
                item=row.item, partner=row.partner, use=row.use, recipient=row.recipient, state="granted"
            )
            if not others.exists():
                told.granted.discard((holder, to))
                told.loosened.pop(holder, None) if row.use == "loosen" else None
        self.three.settle()

    @rule(which=st.integers(0, 9), by=st.integers(0, 1), into=st.booleans())
    def derive(self, which, by, into):
        """It becomes a record, or statements of a record that is there."""
        told = self._told(which)
        holder = self._others(told.owner)[by]
        with self.three.at(holder) as node:
            row = self._row(told)
            if row is None:
                return
            held = self._own_record(node) if into else ""
            try:
                items.derive(actor=node.officer, item_id=row.id, role=Role.SUSPECT, holding_id=held)
            except ComityError:
                return

    @rule(which=st.integers(0, 9), by=st.integers(0, 1), restriction=marks(), to=st.integers(0, 1))
    def repeat_as_own(self, which, by, restriction, to):
        """Who holds it writes an item of its own that repeats it, and gives that away."""
        told = self._told(which)
        holder = self._others(told.owner)[by]
        other = self._others(holder)[to]
        with self.three.at(holder) as node:
            statement = Statement.objects.filter(value=told.number, withdrawn=None, holding__owner="").first()
            if statement is None:
                return
            try:
                made = items.make(
                    actor=node.officer, text=f"He carries {told.number.lower()}.", restriction=restriction,
                    evaluation="B2", permitted_use="Intelligence.", date_of_data="2026-11",
                    retention_until=clock().now().date() + timedelta(days=2), holding_id=statement.holding_id,
                )  # fmt: skip
                assert restriction.covers(self._row(told).restriction)
                told.quoted_at.add(holder)
                self._send(node, other, made)
            except ComityError:
                return
        assert self._may_hand(told, holder, other), "an item that repeats another went where that may not go"
        told.may_have.add(other)
        told.quoted_at.add(other)
        self.three.settle()

    @rule(at=NODES)
    def merge(self, at):
        with self.three.at(at) as node:
            first, *others = list(Holding.objects.order_by("id"))[:2] or [None]
            if first is None or not others:
                return
            try:
                holdings.merge(
                    actor=node.officer, kept_holding=first.id, absorbed_holding=others[0].id, reason="They are one."
                )
            except ComityError:
                return

    @rule(at=NODES)
    def export(self, at):
        with self.three.at(at) as node:
            for read in (
                lambda: "".join(holdings.export_csv(actor=node.supervisor)),
                lambda: items.export(actor=node.supervisor, items=list(Item.objects.all()))[1],
            ):
                try:
                    text = read()
                except ComityError:
                    continue
                list(csv.reader(io.StringIO(text)))
                self._check_leaving(at, text)

    @rule(at=NODES)
    def put_on_paper(self, at):
        with self.three.at(at) as node:
            try:
                carried = items.put_on_paper(actor=node.officer, items=list(Item.objects.all()))
            except ComityError:
                return
            self._check_leaving(at, "\n".join(f"{item.text} {item.subject}" for item in carried.items))

    @rule(which=st.integers(0, 9), by=st.integers(0, 2), restriction=marks())
    def tighten(self, which, by, restriction):
        told = self._told(which)
        with self.three.at(("KH", "VN", "TH")[by]) as node:
            row = self._row(told)
            if row is None:
                return
            before = row.restriction
            try:
                items.tighten(actor=node.officer, item_id=row.id, restriction=restriction)
            except ComityError:
                assert not restriction.covers(before) or not row.stands
                return
            assert restriction.covers(before)

    @precondition(lambda self: any(not told.withdrawn for told in self.told))
    @rule(which=st.integers(0, 9))
    def correct(self, which):
        told = self._told(which)
        with self.three.at(told.owner) as node:
            self.count += 1
            text = f"Cargo word{self.count:04d}x under the second bridge."
            try:
                correct(actor=node.officer, item_id=self._row(told).id, wrong="The bridge.", changes={"text": text})
            except ComityError:
                return
        told.old.append(told.text)
        told.text = text
        self.three.settle()

    @rule(which=st.integers(0, 9))
    def withdraw(self, which):
        told = self._told(which)
        with self.three.at(told.owner) as node:
            try:
                withdraw(
                    actor=node.officer, item_id=self._row(told).id, reason=WithdrawalReason.WRONG, words="Mistaken."
                )
            except ComityError:
                return
        told.withdrawn = True
        self.three.settle()

    @rule(days=st.sampled_from([1, 4]))
    def time_passes(self, days):
        self.three.later(days=days)

    # What must hold ----------------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_where_it_may_not_be(self):
        today = self.three.clock.now().date()
        words = {w for told in self.told for w in (word_of(told.text), *map(word_of, told.old), told.number)}
        for node in self.three:
            with self.three.at(node.country):
                found = places_of(words)
            for told in self.told:
                said = {
                    w: found.get(w) for w in (word_of(told.text), *map(word_of, told.old), told.number) if w in found
                }
                if node.country not in told.may_have:
                    assert not said, f"{told} at {node.country}: {said}"
                if node.country == told.owner:
                    continue
                over = told.withdrawn or today > told.until
                if over and node.country not in told.quoted_at:
                    assert not said, f"{told} is over, and stands at {node.country}: {said}"
                for old in told.old:
                    assert word_of(old) not in found, f"{told} was corrected, and {old} stands at {node.country}"

    @invariant()
    def no_code_is_looser_than_its_owner_gave_it(self):
        for node in self.three:
            with self.three.at(node.country):
                for told in self.told:
                    least = told.loosened.get(node.country, told.given)
                    row = self._row(told)
                    if row is None or node.country == told.owner:
                        continue
                    assert row.restriction.covers(least)
                    assert not told.purposes or set(row.permitted_purposes) <= {*told.purposes, "none"}
                    assert row.retention_until <= told.until
                    for each in Statement.objects.filter(item=row.id):
                        assert each.restriction.covers(row.restriction)
                        assert each.retention_until <= row.retention_until
                        assert not told.purposes or set(each.permitted_purposes.split()) <= {*told.purposes, "none"}
                        assert each.owner == self.three[told.owner].id

    @invariant()
    def no_partner_finds_what_another_gave(self):
        for node in self.three:
            with self.three.at(node.country):
                keys = {key.value.upper() for batch in keyed() for held in batch for key in held.keys}
                for told in self.told:
                    if node.country != told.owner:
                        assert not any(told.number in key for key in keys)


def test_no_item_is_anywhere_its_handling_forbids(three_founded, db, django_db_blocker, clock):
    machine = type("Machine", (Everywhere,), {"template": three_founded, "time": clock})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=SEQUENCES, stateful_step_count=STEPS, deadline=None, database=None, print_blob=True,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate, *SHRINKING],
        ),
    )  # fmt: skip
