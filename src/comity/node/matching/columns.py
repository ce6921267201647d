"""What an owner keeps of an index, at rest: columns in sealed chunks, so that millions of keys are written in seconds.

A file is a first line that names the format, then chunks: a length of 4 bytes and so many bytes, wrapped under the
node's keys for this epoch, partner and place. The first chunk is a JSON document that says which columns follow, the
others are their bytes. Format 1 was one wrapped JSON document without a first line.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from comity.kernel import UnreadableFile
from comity.linkage import Publication
from comity.node.runtime import keyring

Column = npt.NDArray[Any]
_LINE = b"comity-index-state/2\n"
_LENGTH = struct.Struct(">I")
_CHUNK = 4 * 1024 * 1024


def is_sealed(data: memoryview) -> bool:
    """This function tells whether a file is of this format."""
    return bytes(data[: len(_LINE)]) == _LINE


def sealed(publication: Publication, partner: str, first: int | None = None) -> Iterator[bytes]:
    """This function writes a publication.

    Args:
        publication: of one partner's index.
        partner: whose.
        first: only so many columns; all where None.
    """
    chosen = dict(list(publication.columns().items())[:first])
    head = {
        "epoch": publication.epoch, "salt": publication.salt.hex(), "sequence": publication.sequence,
        "left_out": publication.left_out, "columns": [[n, c.dtype.str, list(c.shape)] for n, c in chosen.items()],
    }  # fmt: skip
    yield _LINE
    for number, part in enumerate(chain([json.dumps(head).encode()], _cut(chosen.values()))):
        wrapped = keyring().wrap(_context(publication.epoch, partner, number), part)
        yield _LENGTH.pack(len(wrapped)) + wrapped


def _cut(chosen: Iterable[Column]) -> Iterator[bytes]:
    for column in chosen:
        flat = np.ascontiguousarray(column).view(np.uint8).reshape(-1)
        for at in range(0, len(flat), _CHUNK):
            yield flat[at : at + _CHUNK].tobytes()


def opened(data: memoryview, epoch: str, partner: str) -> Publication:
    """This function reads a publication.

    Raises:
        UnreadableFile: it ends early, or was changed.
    """
    chunks = _chunks(data, epoch, partner)
    head = json.loads(next(chunks))
    return Publication(
        head["epoch"], bytes.fromhex(head["salt"]), sequence=head["sequence"], left_out=head["left_out"],
        columns={name: _column(chunks, dtype, shape) for name, dtype, shape in head["columns"]},
    )  # fmt: skip


def some(data: memoryview, epoch: str, partner: str, first: int) -> dict[str, Column]:
    """This function reads only the first columns of a publication."""
    chunks = _chunks(data, epoch, partner)
    head = json.loads(next(chunks))
    return {name: _column(chunks, dtype, shape) for name, dtype, shape in head["columns"][:first]}


def _chunks(data: memoryview, epoch: str, partner: str) -> Iterator[bytes]:
    at, number = len(_LINE), 0
    while at < len(data):
        if at + _LENGTH.size > len(data):
            raise _cut_off()
        (length,) = _LENGTH.unpack_from(data, at)
        part = bytes(data[at + _LENGTH.size : at + _LENGTH.size + length])
        if len(part) != length:
            raise _cut_off()
        yield keyring().unwrap(_context(epoch, partner, number), part)
        at, number = at + _LENGTH.size + length, number + 1


def _column(chunks: Iterator[bytes], dtype: str, shape: list[int]) -> Column:
    column = np.empty(shape, dtype=np.dtype(dtype))
    flat, at = column.reshape(-1).view(np.uint8), 0
    while at < len(flat):
        part = next(chunks, None)
        if part is None:
            raise _cut_off()
        flat[at : at + len(part)] = np.frombuffer(part, dtype=np.uint8)
        at += len(part)
    return column


def _context(epoch: str, partner: str, number: int) -> str:
    return f"own-index/{epoch}/{partner}/{number}"


def _cut_off() -> UnreadableFile:
    return UnreadableFile(
        "the state of an index", "it ends early", "A new epoch makes it anew", code="matching.file.cut_off"
    )
