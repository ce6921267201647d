"""A check: asking a partner about keys without showing them. Both sides as machines without I/O.

Asker: `Asker.prepare` → (send) → `Asker.finish`. Responder: `admit` → `repeated` → (debit, in the caller's
transaction) → `answer`. What a message must say is in `Statement`; the envelope around it signs it together with the
body's SHA-256.

Rules kept here: one subject is always a batch of one constant size; every batch hides canaries at random places; a
wrong canary voids the batch; a wrong epoch or key version is refused and never evaluated; one id stands for one
batch.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from comity.crypto import oprf, oprf_batches
from comity.kernel import Conflicting, InvalidInput, Refused
from comity.linkage.manifest import Manifest, canary_input
from comity.linkage.padding import padded
from comity.linkage.pending import Pending
from comity.linkage.publication import Randomness
from comity.linkage.tokens import SCHEME, SLOTS, TAG, epoch_bytes, tags_of_slots

SINGLE = 18
"""Elements of a batch for one subject: 16 keys and 2 canaries."""
_CANARY_EVERY = 256
_LONGEST = 500


class State(StrEnum):
    """Where a check stands at the asker."""

    QUEUED = "queued"
    SENT = "sent"
    ANSWERED = "answered"
    VOID = "void"
    REFUSED = "refused"
    EXPIRED = "expired"


TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.SENT, State.ANSWERED, State.REFUSED, State.VOID, State.EXPIRED}),
    State.SENT: frozenset({State.QUEUED, State.ANSWERED, State.REFUSED, State.VOID, State.EXPIRED}),
    State.ANSWERED: frozenset(),
    State.VOID: frozenset(),
    State.REFUSED: frozenset(),
    State.EXPIRED: frozenset(),
}
"""What may follow what: the partner away puts a check back into the queue; the ends are ends."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a check says besides its elements.

    Args:
        id: UUIDv7 of the asker's.
        asker: node.
        responder: node.
        epoch: of the responder's index.
        keys: version of the derivation of keys.
        purpose: code.
        case: reference, as the asker names the case to partners.
        legal_basis: reference of the instrument between the two countries.
        elements: how many, after padding.
        body: SHA-256 of the binary body, in hexadecimal.
        format: of the scheme.
        joint: id of the joint check under whose budget it is asked; left out where there is none.
    """

    id: str
    asker: str
    responder: str
    epoch: str
    keys: str
    purpose: str
    case: str
    legal_basis: str
    elements: int
    body: str
    format: str = SCHEME
    joint: str | None = None

    def document(self) -> dict[str, Any]:
        """This function returns the statement as plain JSON data."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @property
    def fingerprint(self) -> str:
        """This function returns what one id stands for: the SHA-256 of everything said, the body's among it."""
        return hashlib.sha256("\n".join(f"{k}={v}" for k, v in sorted(self.document().items())).encode()).hexdigest()


def batch_size(keys: int, *, single: bool) -> int:
    """This function returns how many elements a batch has: one constant for one subject, else a step."""
    return SINGLE if single else padded(max(keys + 2 + keys // _CANARY_EVERY, SINGLE))


def most_keys(elements: int) -> int:
    """This function returns how many keys the largest batch of at most so many elements carries, none of it wasted."""
    size = smallest = padded(0)
    while size <= elements:
        smallest, size = size, padded(size + 1)
    keys = smallest - 2
    while keys + 2 + keys // _CANARY_EVERY > smallest:
        keys -= 1
    return keys


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an answered batch gave.

    Args:
        tokens: 64 bytes for each input.
        tags: the eight slot tags of each, one after the other.
    """

    tokens: list[bytes]
    tags: bytes | bytearray


class Asker:
    """The asking side of one partner's epoch.

    Args:
        manifest: verified.
        randomness: for blinds, places and dummies.
    """

    def __init__(self, manifest: Manifest, randomness: Randomness) -> None:
        self.manifest = manifest
        self._randomness = randomness
        self._canaries = [canary_input(canary.key, manifest.keys) for canary in manifest.canaries]
        self._canary_points = oprf.hash_to_group(self._canaries)

    def prepare(
        self, inputs: Sequence[bytes], *, single: bool, points: bytes | None = None, threads: int | None = None
    ) -> Pending:
        """This function blinds keys and hides canaries among them.

        Args:
            inputs: function inputs, each once.
            single: whether they are of one subject.
            points: of the inputs, where they are cached.
            threads: how many to use; all cores where None.

        Raises:
            InvalidInput: no key, or one subject with more than 16.
        """
        if not inputs or (single and len(inputs) > SINGLE - 2):
            raise InvalidInput(
                "the check",
                f"the subject gives {len(inputs)} keys",
                "Give an identifier, or a name with a date of birth",
                code="linkage.check.keys",
            )
        size = batch_size(len(inputs), single=single)
        number = min(size - len(inputs), 2 + len(inputs) // _CANARY_EVERY)
        start = self._randomness(1)[0]
        chosen = [(start + i) % len(self._canaries) for i in range(number)]
        hidden = [self._canaries[i] for i in chosen]
        hashed = b"".join(self._canary_points[oprf.POINT * i : oprf.POINT * (i + 1)] for i in chosen)
        blinds = oprf.random_scalars(len(inputs) + number, self._randomness)
        split = oprf.POINT * len(inputs)
        real = oprf_batches.blind_inputs(inputs, blinds[:split], points=points, threads=threads)
        real += oprf_batches.blind_inputs(hidden, blinds[split:], points=hashed, threads=threads)
        rest = size - len(inputs) - number
        drawn = self._randomness(32 * rest)
        dummies = oprf.hash_to_group([drawn[i : i + 32] for i in range(0, len(drawn), 32)])
        order = np.argsort(np.frombuffer(self._randomness(8 * size), dtype=np.uint64), kind="stable")
        body = np.empty((size, oprf.POINT), dtype=np.uint8)
        body[order] = np.frombuffer(real + dummies, dtype=np.uint8).reshape(size, oprf.POINT)
        places = tuple(order[: len(inputs) + number].tolist())
        return Pending(body.tobytes(), blinds, places, (*inputs, *hidden), number)

    def finish(self, pending: Pending, evaluated: bytes, *, threads: int | None = None) -> Tokens:
        """This function unblinds an answer and tests its canaries.

        Args:
            pending: what was sent.
            evaluated: what came back.
            threads: how many to use; all cores where None.

        Raises:
            InvalidInput: the answer has another length or holds what is no point.
            Refused: ``linkage.check.canary``: a canary came back wrong; the whole batch is void.
        """
        if len(evaluated) != len(pending.body):
            raise InvalidInput(
                "the partner's answer", "it has another number of elements", "Ask again", code="linkage.check.length"
            )
        rows = np.frombuffer(evaluated, dtype=np.uint8).reshape(-1, oprf.POINT)
        real = rows[list(pending.places)].tobytes()
        tokens = [b""] * len(pending.inputs)
        tags = bytearray(SLOTS * TAG * len(pending.inputs))
        tags_of = tags_of_slots(bytes.fromhex(self.manifest.salt), epoch_bytes(self.manifest.epoch))

        def then(i: int, token: bytes) -> None:
            tokens[i] = token
            tags[64 * i : 64 * i + 64] = tags_of(token)

        oprf_batches.finalize_inputs(pending.inputs, pending.blinds, real, then, threads=threads)
        expected = {
            data: bytes.fromhex(c.token) for data, c in zip(self._canaries, self.manifest.canaries, strict=True)
        }
        split = len(pending.inputs) - pending.canaries
        for data, token in zip(pending.inputs[split:], tokens[split:], strict=True):
            if data not in expected or not hmac.compare_digest(expected[data], token):
                raise Refused(
                    "the partner's answer",
                    "a canary came back wrong, so nothing in this batch can be trusted",
                    "Tell the partner; the check is void",
                    code="linkage.check.canary",
                )
        return Tokens(tokens[:split], tags[: 64 * split])


def read_statement(document: Mapping[str, Any]) -> Statement:
    """This function reads the statement of a check from a verified document.

    Raises:
        InvalidInput: a field is missing, unknown or of another type.
    """
    try:
        found = Statement(**document)
    except TypeError as error:
        raise _malformed(str(error)) from error
    texts = [v for k, v in asdict(found).items() if k != "elements" and (k != "joint" or "joint" in document)]
    if type(found.elements) is not int or not all(isinstance(t, str) and 0 < len(t) <= _LONGEST for t in texts):
        raise _malformed("a field is empty, too long or of another type")
    return found


def admit(statement: Statement, body: bytes, *, asker: str, responder: str, epoch: str, keys: str) -> None:
    """This function lets a check through to the budget, or says why not. Nothing is evaluated here.

    Args:
        statement: what the check says.
        body: its elements.
        asker: the node that signed it.
        responder: this node.
        epoch: the present epoch for this asker.
        keys: version of the derivation of keys here.

    Raises:
        InvalidInput: it is malformed.
        Refused: other nodes, epoch or key version.
    """
    if statement.format != SCHEME:
        raise _malformed(f"its format is {statement.format}")
    if (statement.asker, statement.responder) != (asker, responder):
        raise Refused("the check", "it names other nodes than its envelope", code="linkage.check.nodes")
    if statement.body != hashlib.sha256(body).hexdigest():
        raise _malformed("its body is another one")
    size = len(body) // oprf.POINT
    if len(body) % oprf.POINT or size != statement.elements or (size != SINGLE and size != padded(size)):
        raise _malformed("its size is no batch size")
    if statement.keys != keys:
        raise Refused(
            "the check",
            f"its keys are of version {statement.keys}, and version {keys} is used here",
            "Upgrade the older node; then fetch the index again",
            code="linkage.check.keys_version",
        )
    if statement.epoch != epoch:
        raise Refused(
            "the check", "its epoch is over", "Fetch the index of the present epoch", code="linkage.check.epoch"
        )


def repeated(statement: Statement, known: str | None) -> bool:
    """This function tells whether a check came before.

    Args:
        statement: of the check.
        known: fingerprint kept under the same id and asker, or None.

    Raises:
        Conflicting: ``linkage.check.id``: the id came before with other bytes.
    """
    if known is None:
        return False
    if known != statement.fingerprint:
        raise Conflicting(
            "the check", "its id was used for another batch", "Use a new id for each batch", code="linkage.check.id"
        )
    return True


def answer(secret: oprf.SecretKey, body: bytes) -> bytes:
    """This function evaluates an admitted and debited batch.

    Raises:
        InvalidInput: an element is no point, or the identity.
    """
    return oprf.evaluate(secret, body)


def _malformed(reason: str) -> InvalidInput:
    return InvalidInput("the check", reason, "Send it as spec/hit-no-hit.md says", code="linkage.check.malformed")
