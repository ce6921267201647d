"""The Merkle tree of RFC 9162, section 2.1, with SHA-256: hashes, root, inclusion and consistency proofs.

A tree is known by a function that gives the hash of any *perfect* subtree: ``nodes(level, index)`` is the hash of the
``2**level`` leaves from leaf ``index * 2**level`` on. Everything else follows from these hashes, so that who stores the
tree reads a logarithmic number of them and never all leaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""

Nodes = Callable[[int, int], bytes]
"""Gives the hash of the perfect subtree at a level and index."""


def leaf_hash(data: bytes) -> bytes:
    """This function returns the hash of a leaf: SHA-256 of a zero byte and the data."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """This function returns the hash of an inner node: SHA-256 of a one byte and both children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def nodes_of(leaves: Sequence[bytes]) -> Nodes:
    """This function returns the perfect subtrees over leaf hashes that are in memory."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)])
    return lambda level, index: levels[level][index]


def completed(nodes: Nodes, index: int, leaf: bytes) -> list[bytes]:
    """This function returns the perfect subtrees that a new leaf completes, by level, the leaf itself first.

    Args:
        nodes: the tree of the ``index`` leaves before it.
        index: the new leaf's index.
        leaf: the new leaf's hash.
    """
    done = [leaf]
    while index & 1:
        done.append(node_hash(nodes(len(done) - 1, index - 1), done[-1]))
        index >>= 1
    return done


def root(nodes: Nodes, size: int) -> bytes:
    """This function returns the root of the first ``size`` leaves."""
    return _subtree(nodes, 0, size) if size else EMPTY_ROOT


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """This function returns the path that proves leaf ``index`` in the tree of the first ``size`` leaves (2.1.3.1).

    Raises:
        ValueError: there is no such leaf in that tree.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    path: list[bytes] = []
    first = 0
    while size > 1:
        half = _split(size)
        if index - first < half:
            path.append(_subtree(nodes, first + half, size - half))
            size = half
        else:
            path.append(_subtree(nodes, first, half))
            first, size = first + half, size - half
    return path[::-1]


def consistency_proof(nodes: Nodes, first: int, second: int) -> list[bytes]:
    """This function returns the proof that the first ``first`` of ``second`` leaves are unchanged (2.1.4.1).

    Raises:
        ValueError: the sizes are out of order.
    """
    if not 0 <= first <= second:
        raise ValueError(f"no tree grows from {first} to {second} leaves")
    if first in {0, second}:
        return []
    proof: list[bytes] = []
    start, size, whole = 0, second, True
    while first != size:
        half = _split(size)
        if first <= half:
            proof.append(_subtree(nodes, start + half, size - half))
            size = half
        else:
            proof.append(_subtree(nodes, start, half))
            start, size, first, whole = start + half, size - half, first - half, False
    return ([] if whole else [_subtree(nodes, start, size)]) + proof[::-1]


def proves_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree_root: bytes) -> bool:
    """This function tells whether a path leads from a leaf's hash to a root (2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, tree_root, *proof):
        return False
    node, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            result = node_hash(sibling, result)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and result == tree_root


def proves_consistency(first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """This function tells whether a proof shows that one tree is the beginning of another (2.1.4.2).

    Every tree begins with the empty one and with itself; their proofs are empty.
    """
    if not 0 <= first <= second or not _are_hashes(first_root, second_root, *proof):
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == EMPTY_ROOT
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    return bool(path) and _walk(path, first - 1, second - 1, first_root, second_root)


def _walk(path: list[bytes], node: int, last: int, first_root: bytes, second_root: bytes) -> bool:
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _subtree(nodes: Nodes, first: int, size: int) -> bytes:
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return nodes(level, first >> level)
    half = _split(size)
    return node_hash(nodes(half.bit_length() - 1, first // half), _subtree(nodes, first + half, size - half))


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
