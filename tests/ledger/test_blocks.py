"""Which blocks a root is made of."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from comity.ledger import BLOCK, close, log_root, peaks

BLOCKS: list[list[bytes]] = []
for number in range(40):
    leaves = [hashlib.sha256(number.to_bytes(4, "big") + bytes([i])).digest() for i in range(BLOCK)]
    BLOCKS.append(close(BLOCKS.__getitem__, number, leaves))


@given(st.integers(0, len(BLOCKS)))
def test_a_root_reads_the_peaks_and_nothing_else(count: int) -> None:
    read = []
    log_root(lambda index: read.append(index) or BLOCKS[index], count * BLOCK)
    assert sorted(read) == peaks(count)


@given(st.integers(0, len(BLOCKS) - 1))
def test_a_block_that_closes_reads_peaks_before_it_only(count: int) -> None:
    read = []
    leaves = [bytes([i]) * 32 for i in range(BLOCK)]
    close(lambda index: read.append(index) or BLOCKS[index], count, leaves)
    assert set(read) <= set(peaks(count))
