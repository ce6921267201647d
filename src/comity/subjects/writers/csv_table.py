"""Writes subjects as CSV with FollowTheMoney property names, which the reader reads back unchanged."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TextIO

from comity.subjects.cells import join_cell, neutralised
from comity.subjects.model import Subject


def write_csv(
    subjects: Iterable[Subject],
    stream: TextIO,
    *,
    properties: Sequence[str] | None = None,
    extra: Iterable[Sequence[str]] | None = None,
    extra_columns: Sequence[str] = (),
    head: bool = True,
) -> int:
    """This function writes subjects, one a row, and returns how many.

    Args:
        subjects: what to write; read twice unless `properties` is given.
        stream: text opened with ``newline=""``.
        properties: the columns after id, schema and role; those that occur, in order, where None.
        extra: for each subject the cells of the columns that are no properties, such as handling codes.
        extra_columns: the names of these columns.
        head: whether the names of the columns come first; not where these subjects follow others.
    """
    if properties is None:
        kept = subjects if isinstance(subjects, Sequence) else list(subjects)
        properties = list(dict.fromkeys(v.property for s in kept for v in s.values))
        subjects = kept
    table = csv.writer(stream, lineterminator="\r\n")
    if head:
        table.writerow(["id", "schema", "role", *properties, *extra_columns])
    count = 0
    for subject, more in zip(subjects, _endless(extra), strict=False):
        cells = (join_cell(subject.get(p)) for p in properties)
        role = subject.role.value if subject.role else ""
        count += 1
        table.writerow(chain((neutralised(subject.id), subject.schema.value, role), cells, map(neutralised, more)))
    return count


def _endless(extra: Iterable[Sequence[str]] | None) -> Iterator[Sequence[str]]:
    yield from extra if extra is not None else ()
    while extra is None:
        yield ()
