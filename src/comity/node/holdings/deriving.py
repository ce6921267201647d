"""Linkage keys and terms of many subjects, derived in a process of its own beside the one that reads and writes.

Deriving takes about half of the time that an import spends in Python, and one process computes on one core only. The
process gets a JSON line for each batch and gives one back; it needs neither settings nor database, and ends when the
one that started it does. Where it cannot start or was killed, batches are derived where they are written.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import IO, Any, Self

from comity import linkage
from comity.kernel import Limits
from comity.node.holdings.terms import terms
from comity.subjects import NEVER_INDEXED, Role, Schema, Subject, Value

FROM = 2
"""Batches that are derived here before a process is worth its start."""
_GARBAGE = 100_000
Derived = tuple[str, str, Sequence[str]]
"""Linkage keys as `packed` writes them, the kinds of all terms, a letter each, and their values."""


def packed(subject: Subject, role: Role, limits: Limits) -> str:
    """This function derives the linkage keys of a subject and writes them one a line; none for protected roles."""
    if role in NEVER_INDEXED:
        return ""
    return "\n".join(f"{key.kind}\t{key.value}" for key in linkage.keys_of(subject, limits=limits))


def derived(subjects: Sequence[Subject], roles: Sequence[Role], limits: Limits) -> list[Derived]:
    """This function derives keys and terms of subjects, each in its role."""
    return [_derived(each, role, limits) for each, role in zip(subjects, roles, strict=True)]


def _derived(subject: Subject, role: Role, limits: Limits) -> Derived:
    found = list(terms(subject.schema.value, [(v.property, v.value) for v in subject.values]))
    return packed(subject, role, limits), "".join(kind for kind, _ in found), [value for _, value in found]


class Deriver:
    """Derives batches in order; `give` and `take` are called from a thread each, `take` for what `give` said yes to.

    Args:
        limits: of the node.
        start: from which batch on there is a process.
    """

    def __init__(self, limits: Limits, *, start: int = FROM) -> None:
        self._limits, self._left = limits, start
        self._process: subprocess.Popen[bytes] | None = None
        self._over, self._lock = False, threading.Lock()

    def __enter__(self) -> Self:
        """This function starts nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """This function ends the process, whatever it does, so that no thread waits for it."""
        with self._lock:
            self._over = True
            process = self._process
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                _close(pipe)

    @property
    def pid(self) -> int:
        """This function returns the id of the process, or 0 where there is none."""
        return self._process.pid if self._process else 0

    def give(self, subjects: Sequence[Subject], roles: Sequence[Role]) -> bool:
        """This function leaves a batch to the process and tells whether it was left there."""
        with self._lock:
            self._left -= 1
            if self._over or self._left >= 0:
                return False
            if self._process is None:
                self._process = _started(self._limits)
                self._over = self._process is None
            if self._process is None:
                return False
        said = [
            (each.schema.value, role.value, [v.property for v in each.values], [v.value for v in each.values])
            for each, role in zip(subjects, roles, strict=True)
        ]
        try:
            assert self._process.stdin is not None  # noqa: S101 -- made with pipes
            self._process.stdin.write(json.dumps(said).encode() + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError):  # it was killed, or ended here
            self._over = True
            return False
        return True

    def take(self, subjects: Sequence[Subject], roles: Sequence[Role]) -> list[Derived]:
        """This function returns what was derived of the next batch that was left to the process."""
        assert self._process is not None  # noqa: S101 -- something was left to it
        assert self._process.stdout is not None  # noqa: S101 -- made with pipes
        line = self._process.stdout.readline()
        if line.endswith(b"\n"):
            found: list[Derived] = json.loads(line)
            return found
        self._over = True
        return derived(subjects, roles, self._limits)


def _started(limits: Limits) -> subprocess.Popen[bytes] | None:
    command = [sys.executable, "-m", "comity.node.holdings.deriving", str(limits.keys_per_subject)]
    try:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    except OSError:
        return None


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except OSError:  # what was still to be written has nobody to read it
        pass


def answers(lines: Iterator[str], limits: Limits) -> Iterator[str]:
    """This function answers lines of batches, as the process does.

    Args:
        lines: each a JSON list of schema, role, properties and values of subjects.
        limits: how many keys a subject has.
    """
    for line in lines:
        said: list[tuple[str, str, list[str], list[str]]] = json.loads(line)
        subjects = [
            Subject("", Schema(schema), tuple(map(Value, properties, values, values)))
            for schema, _, properties, values in said
        ]
        yield json.dumps(derived(subjects, [Role(role) for _, role, _, _ in said], limits))


def main(arguments: Sequence[str], lines: Iterator[str], out: Any) -> None:
    """This function answers until there are no more lines."""
    gc.set_threshold(_GARBAGE)  # a batch is many lists that soon go, and in no circle
    for answer in answers(lines, Limits(keys_per_subject=int(arguments[0]))):
        out.write(answer + "\n")
        out.flush()


if __name__ == "__main__":
    answered = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    main(sys.argv[1:], iter(sys.stdin), answered)
