"""The node under test beside a simulated partner that asks and answers with the real protocol."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

import pytest

from comity import linkage
from comity.crypto import oprf
from comity.crypto.signatures import verify_document
from comity.kernel import Evaluation, Restriction, new_id
from comity.linkage import Entrant, Index, Publication, function_input, key_id, keys_of, own_tokens
from comity.linkage.checks import Asker, Statement, answer, read_statement
from comity.linkage.deltas import apply, read, write
from comity.linkage.manifest import canaries, check_index, manifest_of, read_manifest
from comity.node import runtime
from comity.node.partners import operations as partners
from comity.node.partners.own import own_card
from comity.node.permissions import Role
from comity.simulation.partner import SimulatedPartner
from comity.subjects.model import Role as SubjectRole
from comity.subjects.model import Schema, Subject
from tests.node.simulated import keys, network, post  # noqa: F401 -- fixtures

HOST = "vn.example"


@dataclass
class Partner:
    """A partner with an index of its own, that can also ask."""

    simulated: SimulatedPartner
    post: object
    row: object = None
    supervisor: object = None
    lie: bool = False
    evaluated: list = field(default_factory=list)

    def __post_init__(self):
        self.clock = self.simulated.clock
        self.id = self.simulated.node
        self.simulated.answers("matching.index", self._give_index)
        self.simulated.answers("matching.check", self._evaluate)
        self.begin()

    def answer(self, data: bytes) -> bytes:
        return self.simulated.receive(data)

    # as owner of an index

    def begin(self, *subjects: Subject):
        self.secret = oprf.generate()
        self.epoch = new_id(self.clock.now())
        self.starts = self.clock.now()
        self.publication = Publication(self.epoch, secrets.token_bytes(32))
        self.deltas = []
        self.index = self.publication.publish([self._entrant(s) for s in subjects], secrets.token_bytes)
        self.canaries = canaries(self.secret, linkage.version(), secrets.token_bytes)

    def change(self, *, enter=(), leave=()):
        delta, self.index = self.publication.change(
            self.index, [self._entrant(s) for s in enter], list(leave), secrets.token_bytes
        )
        self.deltas.append(delta)

    def _entrant(self, subject: Subject) -> Entrant:
        made = keys_of(subject, limits=runtime.limits())
        inputs = [function_input(key, linkage.version()) for key in made]
        return Entrant(subject.id, [key_id(i) for i in inputs], own_tokens(self.secret, inputs))

    def _give_index(self, content, _body):
        manifest = manifest_of(
            self.index, owner=self.id, partner=runtime.node_id(), starts=self.starts,
            ends=self.starts + timedelta(days=30), keys=linkage.version(), public=self.secret.public,
            sequence=self.publication.sequence, holdings=len(self.publication), made=self.canaries,
        )  # fmt: skip
        token = self.simulated.keyring.signing.sign_document(manifest.document())
        if content["epoch"] == self.epoch:
            rest = write(self.deltas[content["sequence"] :])
            return {"kind": "deltas", "manifest": token, "head": self._head()}, rest
        return {"kind": "full", "manifest": token, "head": self._head()}, self.index.body

    def _evaluate(self, content, body):
        statement = read_statement(content)
        self.evaluated.append(statement)
        secret = oprf.generate() if self.lie else self.secret
        return {"id": statement.id, "head": self._head()}, answer(secret, body)

    def _head(self):
        return self.simulated.log.carried(runtime.node_id(), self.simulated.keyring.signing)

    # as asker

    def call(self, kind, content, body=b""):
        sent = self.simulated.call(runtime.node_id(), kind, content, body)
        response = self.post(sent.packet)
        assert response.status_code == 200, response.content
        return self.simulated.read(sent, response.content)

    def fetch(self, held=None):
        """This function fetches the node's index and returns manifest and index, or None."""
        asked = {"epoch": held[0].epoch, "sequence": held[0].sequence} if held else {"epoch": "", "sequence": 0}
        got = self.call("matching.index", asked)
        if got.content["kind"] == "none":
            return None
        manifest = read_manifest(
            verify_document(got.content["manifest"], runtime.keyring().signing.public, depth=16),
            owner=runtime.node_id(), partner=self.id, now=self.clock.now(), agreed=100_000, limits=runtime.limits(),
        )  # fmt: skip
        if got.content["kind"] == "full":
            index = Index(manifest.epoch, bytes.fromhex(manifest.salt), got.body)
        else:
            index, _ = apply(held[1], held[0].sequence, read(got.body))
        check_index(manifest, index)
        return manifest, index

    def statement(self, manifest, body, **changed) -> Statement:
        known = {
            "id": new_id(self.clock.now()), "asker": self.id, "responder": runtime.node_id(), "epoch": manifest.epoch,
            "keys": manifest.keys, "purpose": "investigation", "case": "VN-1", "legal_basis": "MOU-1",
            "elements": len(body) // 32, "body": sha256(body).hexdigest(),
        }  # fmt: skip
        return Statement(**(known | changed))

    def find(self, held, subject: Subject) -> set[str]:
        """This function checks a subject and returns the handles that were found."""
        manifest, index = held
        asked = keys_of(subject, limits=runtime.limits(), asking=True)
        asker = Asker(manifest, secrets.token_bytes)
        pending = asker.prepare([function_input(k, manifest.keys) for k in asked], single=True)
        got = self.call("matching.check", self.statement(manifest, pending.body).document(), pending.body)
        tokens = asker.finish(pending, got.body)
        return {entry.handle.hex() for entry in index.look_up(tokens.tokens)}


@pytest.fixture
def partner(db, clock, person, network, keys, post):  # noqa: F811
    """A partner that both sides accepted, in a visibility group that releases suspects."""
    made = Partner(SimulatedPartner("VN", clock, address=f"https://{HOST}"), post)
    network.partners[HOST] = made
    made.supervisor = person(Role.SUPERVISOR)
    made.simulated.meet(own_card().token)
    added = partners.add(actor=made.supervisor, card=made.simulated.card)
    partners.accept(actor=made.supervisor, partner_id=added.id, fingerprint=added.card.fingerprint)
    group = partners.write_group(
        actor=made.supervisor, name="neighbours", roles=[SubjectRole.SUSPECT, SubjectRole.OFFENDER]
    )
    made.row = partners.set_group(actor=made.supervisor, partner_id=added.id, group_id=group.id)
    yield made
    for part in ("own", "partners", "inquiries"):
        for path in (runtime.config().folder / "indexes" / part).rglob("*"):
            if path.is_file():
                path.unlink()
    for path in (runtime.config().folder / "keys" / "epochs").glob("*"):
        path.unlink()


@pytest.fixture
def hold(at_work):
    """Records a subject and returns the holding's id."""
    from comity.node.holdings import operations as holdings

    def make(name, birth, role=SubjectRole.SUSPECT, releasable=("VN",), **properties):
        grounds = holdings.Grounds(
            role=role, source="file", evaluation=Evaluation.parse("B2"), restriction=Restriction(),
            retention_until=(runtime.clock().now() + timedelta(days=900)).date(), case_id=at_work.case_id,
            releasable_to=tuple(releasable),
        )  # fmt: skip
        values = [("name", name), ("birthDate", birth), *properties.items()]
        return holdings.record_holding(actor=at_work, grounds=grounds, schema=Schema.PERSON, values=values).id

    return make


def someone(name, birth, own_id="x", **properties) -> Subject:
    """A subject."""
    return Subject.of(own_id, Schema.PERSON, None, name=name, birthDate=birth, **properties)
