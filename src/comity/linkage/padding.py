"""Sizes that are seen by the other side are rounded up to steps of at most 10 %."""

from __future__ import annotations

SMALLEST = 64


def padded(count: int) -> int:
    """This function returns the smallest step not below a count: 64, 70, 77, … each at most 10 % above the last."""
    size = SMALLEST
    while size < count:
        size += size // 10
    return size
