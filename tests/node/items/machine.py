"""What a machine of random sequences knows of items by itself, and how it drives three nodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from comity.kernel import ComityError, Handling, Pap, Restriction, Tlp
from comity.kernel.handling import Evaluation
from comity.node.holdings import operations as holdings
from comity.node.holdings.grounds import Grounds
from comity.node.holdings.models import Holding
from comity.node.items import operations as items
from comity.node.items.models import Item
from comity.node.messaging.consenting import ask_consent
from comity.node.messaging.sending import send
from comity.node.runtime import clock
from comity.subjects import Role, Schema
from tests.exchange.parties import SUBJECT

NODES = st.sampled_from(["KH", "VN", "TH"])
LOOSE = Restriction(tlp=Tlp.GREEN, pap=Pap.GREEN)
EVALUATION = Evaluation("B", "2")


@st.composite
def marks(draw: st.DrawFn) -> Restriction:
    codes = draw(st.frozensets(st.sampled_from([Handling.H1, Handling.H2, Handling.H3]), max_size=2))
    words = "Not to customs." if Handling.H3 in codes else ""
    return Restriction(codes, draw(st.sampled_from(Tlp)), draw(st.sampled_from(Pap)), words)


@dataclass
class Told:
    """What the machine knows of an item without asking the code under test."""

    owner: str
    wire_id: str
    text: str
    number: str
    given: Restriction
    purposes: tuple[str, ...]
    until: object
    old: list[str] = field(default_factory=list)
    """What it said before it was corrected."""
    may_have: set[str] = field(default_factory=set)
    withdrawn: bool = False
    granted: set[tuple[str, str]] = field(default_factory=set)
    """Who may hand it to whom by its owner's consent."""
    loosened: dict[str, Restriction] = field(default_factory=dict)
    quoted_at: set[str] = field(default_factory=set)
    """Where an item of that node's own repeats it."""


class Driven(RuleBasedStateMachine):
    """Three nodes, what was told of each item, and the steps that several rules take."""

    template = None
    time = None

    def __init__(self) -> None:
        super().__init__()
        self.opened = self.template.world(self.time)
        self.three = self.opened.__enter__()
        self.told: list[Told] = []
        self.asked: list[tuple[Told, str, str, str]] = []
        self.count = 0

    def teardown(self) -> None:
        self.opened.__exit__(None, None, None)

    def _told(self, which: int) -> Told:
        return self.told[which % len(self.told)]

    def _others(self, country: str) -> list[str]:
        return [c for c in ("KH", "VN", "TH") if c != country]

    def _row(self, told: Told) -> Item | None:
        return Item.objects.filter(owner=self.three[told.owner].id, wire_id=told.wire_id).first()

    def _share(self, told: Told, by: str, to: str) -> None:
        with self.three.at(by) as node:
            row = self._row(told)
            if row is None or not row.stands:
                return
            allowed = self._may_hand(told, by, to)
            try:
                self._send(node, to, row)
            except ComityError as error:
                assert not allowed, f"{told} may go from {by} to {to}, and is refused: {error}"
                assert error.code.startswith("uses.")
                return
            assert allowed, f"{told} went from {by} to {to}"
        told.may_have.add(to)
        if by in told.loosened:
            told.loosened[to] = told.loosened[by]
        self.three.settle()

    def _send(self, node, to: str, row: Item) -> None:
        send(
            actor=node.officer, message_type="spontaneous", partner_ids=[self.three[to].id],
            content={
                "reason": "It concerns you.", "link": "Yours.", "subjects": [SUBJECT],
                "items": [items.wire(row).document()],
            },
        )  # fmt: skip

    def _may_hand(self, told: Told, by: str, to: str) -> bool:
        """What the rules of the codes say, said anew: by the marks as they stand where it is handed from."""
        if self.three.clock.now().date() > told.until:
            return False
        if told.owner in {by, to}:
            return True
        here = self._row(told)
        free = not here.restriction.handling & {Handling.H2, Handling.H3} and here.restriction.tlp < Tlp.AMBER
        fits = not here.permitted_purposes or "investigation" in here.permitted_purposes
        return (free and fits) or (by, to) in told.granted

    def _ask(self, told: Told, holder: str, use: str, recipient: str) -> None:
        with self.three.at(holder) as node:
            row = self._row(told)
            if row is None:
                return
            try:
                asked = ask_consent(
                    actor=node.officer, item_id=row.id, use=use, reason="They can stop it.",
                    recipient_id=self.three[recipient].id if recipient else "",
                    restriction=LOOSE if use == "loosen" else None,
                )  # fmt: skip
            except ComityError:
                return
        self.three.settle()
        self.asked.append((told, holder, recipient, asked.question))

    def _own_record(self, node) -> str:
        held = Holding.objects.filter(owner="").first()
        if held is None:
            grounds = Grounds(
                role=Role.SUSPECT, source="A patrol", evaluation=EVALUATION, restriction=LOOSE,
                retention_until=clock().now().date() + timedelta(days=400), case_id=node.case_id,
                releasable_to=("KH", "VN", "TH"),
            )  # fmt: skip
            values = [("name", "Chan Thy"), ("birthDate", "1980-01-02")]
            held = holdings.record_holding(actor=node.officer, grounds=grounds, schema=Schema.PERSON, values=values)
        return held.id

    def _check_leaving(self, at: str, text: str) -> None:
        for told in self.told:
            row = self._row(told)
            if row is None or not (word_of(told.text) in text or told.number in text):
                continue
            assert row.restriction.tlp < Tlp.RED, f"{told} left {at} on paper or in a file"
            assert at == told.owner or not (told.withdrawn or self.three.clock.now().date() > told.until)
            fits = not row.permitted_purposes or "investigation" in row.permitted_purposes
            assert at == told.owner or fits


def word_of(text: str) -> str:
    """The word by which a text of a made item is known."""
    return next(word for word in text.split() if word.startswith("word"))
