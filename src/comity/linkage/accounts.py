"""What two sides tell each other of what they counted, so that a difference is seen.

Each side tells, by purpose, how many elements it asked of the other and how many it evaluated for it, today and in
the last 28 days. Numbers are rounded up to the steps of `padding`, so nothing is told that the batches did not show:
elements of live checks, which the other side cannot see, and those of joint checks, which have a budget of their own,
are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from comity.kernel import InvalidInput
from comity.linkage.agreements import MOST_ELEMENTS
from comity.linkage.padding import SMALLEST, padded

FORMAT = "comity/account/1"
SPAN = timedelta(days=28)
"""How far back is counted, today included."""
_MOST_PURPOSES = 40
_MOST = 100 * MOST_ELEMENTS


@dataclass(frozen=True, slots=True)
class Counted:
    """Elements by purpose.

    Args:
        today: since midnight, UTC.
        span: in the last 28 days, today included.
    """

    today: Mapping[str, int] = field(default_factory=dict)
    span: Mapping[str, int] = field(default_factory=dict)

    def rounded(self) -> Counted:
        """This function returns what the other side is told."""
        return Counted(_rounded(self.today), _rounded(self.span))


@dataclass(frozen=True, slots=True)
class Account:
    """What one side tells the other.

    Args:
        number: of the telling; one that is not greater than the last is old.
        day: to which ``today`` belongs, UTC.
        asked: what it asked of the other.
        answered: what it evaluated for the other.
        limits: elements a day, by purpose, that it allows the other alone, where that is less than what was agreed.
        format: of the account.
    """

    number: int
    day: str
    asked: Counted
    answered: Counted
    limits: Mapping[str, int] = field(default_factory=dict)
    format: str = FORMAT

    def document(self) -> dict[str, Any]:
        """This function returns the account as plain JSON data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two accounts of the same elements that cannot both be right.

    Args:
        purpose: of the checks.
        today: whether it is about today, or about the last 28 days.
        ours: what this node counted.
        theirs: what the partner told, rounded up to a step.
        least: by how many elements they differ at least.
    """

    purpose: str
    today: bool
    ours: int
    theirs: int
    least: int


def read_account(document: Mapping[str, Any]) -> Account:
    """This function reads an account from a verified document.

    Raises:
        InvalidInput: ``linkage.account.malformed``.
    """
    try:
        known = {**document, "asked": _counted(document["asked"]), "answered": _counted(document["answered"])}
        found = Account(**known)
        date.fromisoformat(found.day)
    except (KeyError, TypeError, ValueError) as error:
        raise _malformed(str(error)) from error
    if found.format != FORMAT or type(found.number) is not int or found.number < 0 or found.number >= 2**62:
        raise _malformed("it is of another format")
    _check(found.limits)
    return found


def differences(ours: Counted, theirs: Counted, *, same_day: bool, batch: int) -> list[Difference]:
    """This function returns where two accounts of the same elements differ by more than one batch under way.

    Args:
        ours: what this node counted, not rounded.
        theirs: what the partner told of the same, rounded up.
        same_day: whether both speak of the same day; else only 28 days are compared.
        batch: elements of the largest batch between both sides.
    """
    found = []
    for today, one, other in ((True, ours.today, theirs.today), (False, ours.span, theirs.span)):
        if today and not same_day:
            continue
        for purpose in sorted({*one, *other}):
            mine, told = one.get(purpose, 0), other.get(purpose, 0)
            least = max(mine - told, _below(told) - mine, 0)
            if least > batch:
                found.append(Difference(purpose, today, mine, told, least))
    return found


def _below(told: int) -> int:
    """This function returns the fewest elements that a rounded number can stand for, less one."""
    size, last = SMALLEST, 0
    while size < told:
        size, last = size + size // 10, size
    return last


def _rounded(counts: Mapping[str, int]) -> dict[str, int]:
    return {purpose: padded(count) for purpose, count in counts.items() if count}


def _counted(document: Any) -> Counted:
    found = Counted(**document)
    _check(found.today)
    _check(found.span)
    return found


def _check(counts: Any) -> None:
    if not isinstance(counts, dict) or len(counts) > _MOST_PURPOSES:
        raise _malformed("its numbers are of another form")
    for purpose, count in counts.items():
        if not isinstance(purpose, str) or len(purpose) > 30 or type(count) is not int or not 0 <= count <= _MOST:
            raise _malformed("a number is of another form or out of range")


def purposes(*counts: Mapping[str, int]) -> Iterable[str]:
    """This function returns every purpose that is counted anywhere, in order."""
    return sorted({purpose for each in counts for purpose in each})


def _malformed(reason: str) -> InvalidInput:
    return InvalidInput("the account of elements", reason, "Ask the partner", code="linkage.account.malformed")
