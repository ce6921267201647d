"""Blocks of 256 leaves: how a log grows, is padded, and proves itself from few stored hashes.

A head covers whole blocks only, since the exact size of a tree would show how busy an agency is. The open block is
filled with a *run* of padding leaves when a head is needed; one salt stands for the run, and without it padding
cannot be told from entries. A block, once closed, is kept as the hashes of the perfect subtrees that it completes
(`close`); heads and the proofs between them need nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence

from comity.ledger.tree import Nodes, completed, consistency_proof, inclusion_proof, leaf_hash, nodes_of, root

BLOCK = 256
"""Leaves in a block; every head's size is a multiple."""

LEVEL = 8
"""The level of a block's hash in the tree of leaves: ``2 ** 8`` is `BLOCK`."""

PADDING_DOMAIN = b"comity-ledger-padding/1\x00"

Blocks = Callable[[int], Sequence[bytes]]
"""Gives what `close` returned for a block, by the block's index."""


def padding_hash(salt: bytes, index: int) -> bytes:
    """This function returns the leaf hash of the padding leaf at an index of the log, under its run's salt."""
    return leaf_hash(hmac.digest(salt, PADDING_DOMAIN + index.to_bytes(8, "big"), hashlib.sha256))


def padded(hashes: Sequence[bytes], block: int, salt: bytes) -> list[bytes]:
    """This function fills the leaf hashes of an open block with padding up to `BLOCK`."""
    first = block * BLOCK
    return [*hashes, *(padding_hash(salt, first + i) for i in range(len(hashes), BLOCK))]


def block_hash(hashes: Sequence[bytes]) -> bytes:
    """This function returns the hash of a whole block.

    Raises:
        ValueError: the block does not have 256 leaves.
    """
    if len(hashes) != BLOCK:
        raise ValueError(f"a block has {BLOCK} leaves, not {len(hashes)}")
    return root(nodes_of(hashes), BLOCK)


def close(blocks: Blocks, block: int, hashes: Sequence[bytes]) -> list[bytes]:
    """This function returns what to keep of a full block: its hash, then each larger subtree that it completes."""
    return completed(block_nodes(blocks), block, block_hash(hashes))


def block_nodes(blocks: Blocks) -> Nodes:
    """This function reads the tree over block hashes from what `close` returned."""
    return lambda level, index: blocks((index + 1 << level) - 1)[level]


def peaks(count: int) -> list[int]:
    """This function returns which of the first ``count`` blocks their root is made of, and the next block joins.

    >>> peaks(7)
    [3, 5, 6]
    """
    found, end = list[int](), 0
    for level in reversed(range(count.bit_length())):
        if count >> level & 1:
            end += 1 << level
            found.append(end - 1)
    return found


def log_root(blocks: Blocks, size: int) -> bytes:
    """This function returns the root of a log at a size that is a multiple of `BLOCK`."""
    return root(block_nodes(blocks), _whole(size))


def log_consistency(blocks: Blocks, first: int, second: int) -> list[bytes]:
    """This function returns the consistency proof between two sizes, both multiples of `BLOCK`.

    Over whole blocks the proof is the same as over leaves.
    """
    return consistency_proof(block_nodes(blocks), _whole(first), _whole(second))


def log_inclusion(blocks: Blocks, hashes: Sequence[bytes], index: int, size: int) -> list[bytes]:
    """This function returns the inclusion proof of a leaf in a log, given the leaf hashes of its block."""
    block, place = divmod(index, BLOCK)
    inner = inclusion_proof(nodes_of(hashes), place, BLOCK)
    return inner + inclusion_proof(block_nodes(blocks), block, _whole(size))


def _whole(size: int) -> int:
    count, rest = divmod(size, BLOCK)
    if rest:
        raise ValueError(f"a head covers whole blocks of {BLOCK}, and {size} is none")
    return count
