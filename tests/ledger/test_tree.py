import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.ledger.tree import (
    EMPTY_ROOT,
    completed,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    nodes_of,
    proves_consistency,
    proves_inclusion,
    root,
)
from tests.ledger import naive, published

NODES = nodes_of([leaf_hash(leaf) for leaf in published.LEAVES])
ROOTS = [bytes.fromhex(each) for each in published.ROOTS]


def hashes(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def tree(size: int) -> tuple[list[bytes], list[bytes]]:
    leaves = [b"leaf %d" % i for i in range(size)]
    return leaves, [leaf_hash(leaf) for leaf in leaves]


def test_published_roots():
    assert EMPTY_ROOT.hex() == published.EMPTY
    assert [root(NODES, size).hex() for size in range(1, 9)] == published.ROOTS


@pytest.mark.parametrize(("place", "size"), published.INCLUSION)
def test_published_inclusion_proofs(place, size):
    path = hashes(published.INCLUSION[place, size])
    assert inclusion_proof(NODES, place - 1, size) == path
    assert proves_inclusion(leaf_hash(published.LEAVES[place - 1]), place - 1, size, path, ROOTS[size - 1])


@pytest.mark.parametrize(("first", "second"), published.CONSISTENCY)
def test_published_consistency_proofs(first, second):
    path = hashes(published.CONSISTENCY[first, second])
    assert consistency_proof(NODES, first, second) == path
    assert proves_consistency(first, ROOTS[first - 1], second, ROOTS[second - 1], path)


def damaged(path: list[bytes], *others: bytes) -> list[list[bytes]]:
    """What the published test data does to a proof, one failure each."""
    flipped = [[*path[:i], bytes([path[i][0] ^ 8]) + path[i][1:], *path[i + 1 :]] for i in range(len(path))]
    around = [bad for each in (b"", *others) for bad in ([*path, each], [each, *path])]
    inserted = [[path[0], leaf_hash(b"x"), *path[1:]]] if path else []
    return [*flipped, *around, *inserted, *([path[:-1], path[1:]] if path else [])]


@pytest.mark.parametrize(("place", "size"), [key for key in published.INCLUSION if key != (1, 1)])
def test_damaged_inclusion_proofs_prove_nothing(place, size):
    leaf, index, path = leaf_hash(published.LEAVES[place - 1]), place - 1, hashes(published.INCLUSION[place, size])
    right = ROOTS[size - 1]
    for other in (index - 1, index + 1, index ^ 2):
        assert not proves_inclusion(leaf, other, size, path, right)
    for other in (size * 2, size // 2, 0):
        assert not proves_inclusion(leaf, index, other, path, right)
    for other in (leaf_hash(b"wrong"), b"", b"WrongLeaf"):
        assert not proves_inclusion(other, index, size, path, right)
        assert not proves_inclusion(leaf, index, size, path, other)
    for bad in damaged(path, right):
        assert not proves_inclusion(leaf, index, size, bad, right)


@pytest.mark.parametrize(("first", "second"), [key for key in published.CONSISTENCY if key != (1, 1)])
def test_damaged_consistency_proofs_prove_nothing(first, second):
    path = hashes(published.CONSISTENCY[first, second])
    old, new = ROOTS[first - 1], ROOTS[second - 1]
    for other in (first - 1, first + 1, first ^ 2, second + 1):
        assert not proves_consistency(other, old, second, new, path)
    for other in (second * 2, second // 2):
        assert not proves_consistency(first, old, other, new, path)
    assert not proves_consistency(first, new, second, old, path)
    assert not proves_consistency(first, b"WrongRoot", second, new, path)
    assert not proves_consistency(first, old, second, b"WrongRoot", path)
    for bad in [*damaged(path, old, new), []]:
        assert not proves_consistency(first, old, second, new, bad)


@pytest.mark.parametrize(
    ("first", "second", "same", "path", "proven"),
    [
        (0, 0, True, [], True), (1, 1, True, [], True), (1, 1, False, [], False), (2, 1, True, [], False),
        (1, 2, True, [], False), (1, 1, True, [EMPTY_ROOT], False), (0, 0, True, [EMPTY_ROOT], False),
        (0, 1, True, [EMPTY_ROOT], False), (0, 1, False, [], True), (-1, 1, True, [], False),
    ],
)  # fmt: skip
def test_sizes_at_the_edges(first, second, same, path, proven):
    assert proves_consistency(first, EMPTY_ROOT, second, EMPTY_ROOT if same else leaf_hash(b"a"), path) is proven


def test_every_small_tree_agrees_with_the_rfc_read_literally():
    for size in range(1, 40):
        leaves, hashed = tree(size)
        nodes = nodes_of(hashed)
        assert root(nodes, size) == naive.mth(leaves)
        for index in range(size):
            path = inclusion_proof(nodes, index, size)
            assert path == naive.path(index, leaves)
            assert proves_inclusion(hashed[index], index, size, path, naive.mth(leaves))
        for first in range(1, size + 1):
            path = consistency_proof(nodes, first, size)
            assert path == naive.proof(first, leaves)
            assert proves_consistency(first, naive.mth(leaves[:first]), size, naive.mth(leaves), path)


@given(size=st.integers(1, 400), data=st.data())
def test_a_proof_holds_for_its_own_leaf_and_sizes_only(size, data):
    leaves, hashed = tree(size)
    nodes, whole = nodes_of(hashed), naive.mth(leaves)
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    path = inclusion_proof(nodes, index, size)
    assert proves_inclusion(hashed[other], index, size, path, whole) is (other == index)
    first, wrong = data.draw(st.integers(1, size)), data.draw(st.integers(1, size))
    old = naive.mth(leaves[:first])
    assert proves_consistency(wrong, old, size, whole, consistency_proof(nodes, first, size)) is (wrong == first)


@given(size=st.integers(1, 300))
def test_the_tree_can_be_read_from_what_each_leaf_completes(size):
    leaves, hashed = tree(size)
    kept: list[list[bytes]] = []

    def nodes(level: int, index: int) -> bytes:
        return kept[(index + 1 << level) - 1][level]

    for index, leaf in enumerate(hashed):
        kept.append(completed(nodes, index, leaf))
    assert root(nodes, size) == naive.mth(leaves)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_there_is_no_proof_for_a_leaf_outside(index, size):
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(NODES, index, size)


@pytest.mark.parametrize(("first", "second"), [(3, 2), (-1, 2)])
def test_there_is_no_proof_for_a_tree_that_shrinks(first, second):
    with pytest.raises(ValueError, match="no tree grows"):
        consistency_proof(NODES, first, second)
