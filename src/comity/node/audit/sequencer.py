"""The sequencer: contiguous indices, closed blocks and heads, all inside the caller's transaction.

The one row of `LedgerState` is locked by whoever writes (SQLite begins every transaction as IMMEDIATE), so that an
index is taken only together with its change: a transaction that rolls back leaves no gap.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import transaction

from comity.crypto.canonical import canonical
from comity.crypto.signatures import verify_document
from comity.kernel import Conflicting, InvalidInput
from comity.ledger import (
    BLOCK,
    SALT_BYTES,
    Blocks,
    Entry,
    Head,
    SignedHead,
    Start,
    close,
    commitment,
    log_root,
    padded,
    peaks,
    sign_head,
)
from comity.ledger.heads import DEPTH
from comity.ledger.tree import HASH_BYTES
from comity.node.audit.directory import own_keys
from comity.node.audit.models import EntryObject, LedgerBlock, LedgerEntry, LedgerHead, LedgerState, Log
from comity.node.runtime import clock, keyring, make_id, node_id

STARTED = "audit.log.started"


def locked() -> LedgerState:
    """This function locks the ledger until the transaction ends; the first writer starts the first log."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the ledger is written inside the transaction of the change that it records")
    state = LedgerState.objects.select_for_update().select_related("log").filter(id=1).first()
    return _begin() if state is None else state


def _begin() -> LedgerState:
    with transaction.atomic():
        log, _ = Log.objects.get_or_create(number=1, defaults={"id": make_id(), "started": clock().now()})
        LedgerState.objects.get_or_create(id=1, defaults={"log": log})
    state = LedgerState.objects.select_for_update().select_related("log").get(id=1)
    if state.log.size == 0:
        append(state, event=STARTED, actor="system", objects=(state.log.id,), purpose="", details={})
    return state


def append(
    state: LedgerState, *, event: str, actor: str, objects: Sequence[str], purpose: str, details: dict[str, object]
) -> int:
    """This function appends an entry to the log whose state is locked, and returns its index."""
    log = state.log
    salt = secrets.token_bytes(SALT_BYTES)
    entry = Entry(event, actor, clock().now(), tuple(objects), purpose, commitment(salt, details))
    row = LedgerEntry.objects.create(
        log=log,
        index=log.size,
        event=event,
        actor=actor,
        time=entry.time,
        objects_text="\n".join(entry.objects),
        purpose=purpose,
        commitment=entry.commitment,
        hash=entry.hash(),
        salt=salt,
        details=canonical(details).decode(),
    )
    EntryObject.objects.bulk_create(EntryObject(entry=row, object=each) for each in dict.fromkeys(entry.objects))
    _grow(log, log.size + 1)
    if log.size % BLOCK == 0:
        _close_block(log, log.size // BLOCK - 1, pad=False)
    return int(row.index)


def seal(state: LedgerState, read: Blocks | None = None) -> SignedHead:
    """This function returns a signed head over everything in the log whose state is locked.

    Args:
        state: locked.
        read: reads the log's closed blocks, each once, where the caller needs them too.
    """
    log = state.log
    read = read or blocks(log.id, log.size)
    if log.size % BLOCK:
        block = log.size // BLOCK
        _close_block(log, block, pad=True, read=read)
        _grow(log, (block + 1) * BLOCK)
    elif row := LedgerHead.objects.filter(log=log, size=log.size).first():
        return signed(row)
    head = Head(node_id(), log.id, log.size, log_root(read, log.size), clock().now())
    made = sign_head(head, keyring().signing)
    LedgerHead.objects.create(log=log, size=head.size, root=head.root, time=head.time, token=made.token)
    return made


def signed(row: LedgerHead) -> SignedHead:
    """This function reads back a head of ours."""
    return SignedHead(Head(node_id(), row.log_id, row.size, bytes(row.root), row.time), row.token)


def blocks(log_id: str, size: int = 0) -> Blocks:
    """This function reads the closed blocks of a log, each once.

    Args:
        log_id: of the log.
        size: of the log; the blocks that its root is made of are then read together.
    """
    seen: dict[int, list[bytes]] = {}
    together = set(peaks(size // BLOCK))

    def read(index: int) -> list[bytes]:
        if index not in seen:
            rows = LedgerBlock.objects.filter(log_id=log_id, index__in={index} | (together - seen.keys()))
            seen.update((i, split(bytes(nodes))) for i, nodes in rows.values_list("index", "nodes"))
        if index not in seen:
            raise _broken(f"block {index} is missing")
        return seen[index]

    return read


def root_at(log_id: str, size: int) -> bytes:
    """This function returns the root of a log at a size that is a multiple of 256, from its block rows."""
    return log_root(blocks(log_id), size)


def read_start(token: str) -> tuple[Start, str]:
    """This function reads a statement of this node's own, with its token."""
    for key in own_keys():
        try:
            return Start.from_document(verify_document(token, key, depth=DEPTH)), token
        except InvalidInput:
            continue
    raise _broken("the statement that began a log is not signed by this node")


def split(nodes: bytes) -> list[bytes]:
    """This function separates hashes that are stored one after another."""
    return [nodes[i : i + HASH_BYTES] for i in range(0, len(nodes), HASH_BYTES)]


def block_hashes(log_id: str, block: int, *, salt: bytes | None) -> list[bytes]:
    """This function returns the leaf hashes of a block, padded where a salt is given."""
    rows = LedgerEntry.objects.filter(log_id=log_id, index__gte=block * BLOCK, index__lt=(block + 1) * BLOCK)
    hashes = [bytes(each) for each in rows.order_by("index").values_list("hash", flat=True)]
    return padded(hashes, block, salt) if salt else hashes


def _close_block(log: Log, block: int, *, pad: bool, read: Blocks | None = None) -> None:
    entries = log.size - block * BLOCK
    salt = secrets.token_bytes(SALT_BYTES) if pad else None
    hashes = block_hashes(log.id, block, salt=None)
    if len(hashes) != entries:
        raise _broken(f"{entries - len(hashes)} of the last {entries} entries are missing")
    if salt:
        hashes = padded(hashes, block, salt)
    nodes = close(read or blocks(log.id, block * BLOCK), block, hashes)
    LedgerBlock.objects.create(log=log, index=block, nodes=b"".join(nodes), padding=BLOCK - entries, salt=salt)


def _grow(log: Log, size: int) -> None:
    log.size = size
    log.save(update_fields=["size"])


def _broken(reason: str) -> Conflicting:
    return Conflicting(
        "the ledger",
        reason,
        "Nothing is written or sent until this is understood: run comity ledger verify",
        code="ledger.rows.broken",
    )
