"""What an owner says of an index under its signature: the content of a manifest, and what a partner checks in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from comity.crypto import oprf
from comity.kernel import InvalidInput, Limits, Refused
from comity.kernel.clock import parse_timestamp, timestamp
from comity.linkage.index import Index
from comity.linkage.padding import padded
from comity.linkage.policy import check_index_size
from comity.linkage.publication import Randomness
from comity.linkage.tokens import SCHEME, epoch_bytes, own_tokens

DOMAIN = "comity/index-manifest/1"
CANARIES = 8
_SALT = 32


@dataclass(frozen=True, slots=True)
class Canary:
    """A key that stands for nobody, with its token: whoever evaluates wrongly is found out."""

    key: str
    token: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of a signed manifest.

    Args:
        owner: node whose index it is.
        partner: node that may hold it.
        epoch: id, UUID.
        starts: of the epoch.
        ends: of the epoch, at most 30 days later.
        keys: version of the derivation of keys.
        public: k·G, in hexadecimal.
        salt: 32 bytes in hexadecimal, of this partner and epoch.
        sequence: of the last delta that the index has in it.
        entries: of the index, after padding.
        root: of the index.
        holdings: in the index, rounded up to a step.
        canaries: keys with their tokens.
        format: of the manifest.
    """

    owner: str
    partner: str
    epoch: str
    starts: str
    ends: str
    keys: str
    public: str
    salt: str
    sequence: int
    entries: int
    root: str
    holdings: int
    canaries: tuple[Canary, ...]
    format: str = SCHEME

    def document(self) -> dict[str, Any]:
        """This function returns the manifest as plain JSON data, to be signed."""
        plain = asdict(self)
        plain["canaries"] = [asdict(c) for c in self.canaries]
        return plain

    @property
    def ends_at(self) -> datetime:
        """This function returns when the epoch ends."""
        return parse_timestamp(self.ends)


def canaries(secret: oprf.SecretKey, keys: str, randomness: Randomness) -> tuple[Canary, ...]:
    """This function makes canary keys and evaluates them."""
    drawn = [randomness(32).hex() for _ in range(CANARIES)]
    tokens = own_tokens(secret, [canary_input(key, keys) for key in drawn])
    return tuple(Canary(key, token.hex()) for key, token in zip(drawn, tokens, strict=True))


def canary_input(key: str, keys: str) -> bytes:
    """This function writes a canary key as the function's input."""
    return f"{SCHEME}\n{keys}\ncanary\n{key}".encode()


def manifest_of(
    index: Index,
    *,
    owner: str,
    partner: str,
    starts: datetime,
    ends: datetime,
    keys: str,
    public: bytes,
    sequence: int,
    holdings: int,
    made: tuple[Canary, ...],
) -> Manifest:
    """This function writes the manifest of an index as it is now."""
    return Manifest(
        owner=owner,
        partner=partner,
        epoch=index.epoch,
        starts=timestamp(starts),
        ends=timestamp(ends),
        keys=keys,
        public=public.hex(),
        salt=index.salt.hex(),
        sequence=sequence,
        entries=len(index),
        root=index.root,
        holdings=padded(holdings),
        canaries=made,
    )


def read_manifest(
    document: Mapping[str, Any], *, owner: str, partner: str, now: datetime, agreed: int, limits: Limits
) -> Manifest:
    """This function reads a manifest whose signature was verified.

    Args:
        document: the signed document.
        owner: node from which it came.
        partner: this node.
        now: the present.
        agreed: the most holdings that this node accepts from the owner.
        limits: life of an epoch, skew of clocks, keys a subject.

    Raises:
        InvalidInput: it is malformed, or of another version.
        Refused: it is for somebody else, its epoch is over or too long, or its index too large.
    """
    try:
        fields = dict(document)
        found = Manifest(**{**fields, "canaries": tuple(Canary(**c) for c in fields.pop("canaries"))})
        starts, ends = parse_timestamp(found.starts), found.ends_at
        epoch_bytes(found.epoch)
        oprf.check_points(bytes.fromhex(found.public), "the public part of the epoch's secret")
        texts = (found.owner, found.partner, found.keys, found.root, *(c.key for c in found.canaries))
        numbers = (found.sequence, found.entries, found.holdings)
        well_formed = (
            all(isinstance(t, str) for t in texts)
            and all(type(n) is int and n >= 0 for n in numbers)
            and len(bytes.fromhex(found.salt)) == _SALT
            and len(found.canaries) == CANARIES
            and all(len(bytes.fromhex(c.token)) == oprf.OUTPUT for c in found.canaries)
        )
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise _malformed(str(error)) from error
    if not well_formed:
        raise _malformed("a field has another form")
    if found.format != SCHEME:
        raise _malformed(f"its format is {found.format}")
    if (found.owner, found.partner) != (owner, partner):
        raise Refused("the partner's index", "its manifest is of or for another node", code="linkage.manifest.node")
    if ends - starts > timedelta(days=limits.epoch_days) or starts > now + timedelta(minutes=limits.clock_skew_minutes):
        raise Refused("the partner's index", "its epoch is too long or lies ahead", code="linkage.manifest.epoch")
    check_index_size(found.entries, found.holdings, agreed, limits)
    return found


def check_index(manifest: Manifest, index: Index) -> None:
    """This function checks that an index is the one that the manifest names.

    Raises:
        InvalidInput: ``linkage.index.root``.
    """
    if len(index) != manifest.entries or index.root != manifest.root:
        raise InvalidInput(
            "the partner's index",
            "it is not the one that its manifest names",
            "It is fetched again",
            code="linkage.index.root",
        )


def _malformed(reason: str) -> InvalidInput:
    return InvalidInput(
        "the manifest of the index", reason, "Ask the partner for its version", code="linkage.manifest.malformed"
    )
