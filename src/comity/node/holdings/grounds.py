"""What an import, or a record made by hand, states once for its rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from comity.kernel import Evaluation, InvalidInput, Restriction
from comity.kernel.countries import country
from comity.node.cases.models import Case, Duty
from comity.node.holdings.access import works_on_ground
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock
from comity.subjects import Role

LONGEST_YEARS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Case or duty, role, source, evaluation, handling and retention.

    Args:
        case_id: the case, or None.
        duty_id: the standing duty, or None; exactly one of both.
        role: of rows that state none.
        source: who or what the information comes from, in words.
        evaluation: 4×4.
        restriction: handling codes, TLP, PAP and words.
        releasable_to: ISO codes of countries and ids of visibility groups; empty: to nobody.
        retention_until: the last day on which it may be kept.
    """

    role: Role
    source: str
    evaluation: Evaluation
    restriction: Restriction
    retention_until: date
    case_id: str | None = None
    duty_id: str | None = None
    releasable_to: tuple[str, ...] = ()

    def columns(self) -> dict[str, object]:
        """This function returns what models of this slice store of it, but the role."""
        return {
            "case_id": self.case_id, "duty_id": self.duty_id, "source": self.source, "evaluation": str(self.evaluation),
            "releasable_to": list(self.releasable_to), "retention_until": self.retention_until,
        } | restricted(self.restriction)  # fmt: skip


def restricted(restriction: Restriction) -> dict[str, object]:
    """This function returns a restriction as the columns of `Restricted`."""
    return {
        "handling": restriction.code, "tlp": int(restriction.tlp), "pap": int(restriction.pap),
        "words": restriction.words,
    }  # fmt: skip


def admit(actor: Actor, grounds: Grounds, action: Action) -> Grounds:
    """This function checks permission and what was stated, and returns it with country codes in one form.

    Raises:
        Refused: the actor may not, or does not work on the case or duty.
        InvalidInput: a statement is missing or wrong.
    """
    member = works_on_ground(actor, grounds.case_id, grounds.duty_id)
    require(actor, action, member=member)
    if grounds.role is Role.VICTIM:
        require(actor, Action.VICTIM_WRITE, member=member)
    found = (
        Case.objects.filter(id=grounds.case_id, closed=None).exists() if grounds.case_id
        else Duty.objects.filter(id=grounds.duty_id).exists()
    )  # fmt: skip
    if not found or (grounds.case_id and grounds.duty_id):
        raise _wrong("case", "records belong to one open case, or to one standing duty", "Name it")
    if not grounds.source.strip() or len(grounds.source) > 200:
        raise _wrong("source", "the source is stated in 1 to 200 characters", "Say who or what it comes from")
    check_retention(grounds.retention_until)
    return replace_releasable(grounds)


def check_retention(until: date) -> None:
    """This function refuses a retention date that has passed, or that is further away than any record is kept.

    Raises:
        InvalidInput: the date is one of these.
    """
    today = clock().now().date()
    if not today <= until <= today.replace(year=today.year + LONGEST_YEARS, day=min(today.day, 28)):
        raise _wrong("retention", f"{until} is not between today and {LONGEST_YEARS} years from now", "Choose a day")


def replace_releasable(grounds: Grounds) -> Grounds:
    """This function returns the grounds with countries as codes."""
    return replace(grounds, source=grounds.source.strip(), releasable_to=releasable(grounds.releasable_to))


def releasable(given: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """This function returns ISO codes for countries however written, and leaves ids of groups as they are.

    Raises:
        InvalidInput: a text is neither a country nor an id of ours.
    """
    codes = []
    for text in given:
        code = text if len(text) == 36 else country(text)
        if code is None:
            raise _wrong("releasable to", f"{text!r} is no country", "Write ISO codes such as KH and VN")
        codes.append(code)
    return tuple(dict.fromkeys(codes))


def _wrong(thing: str, reason: str, way_out: str) -> InvalidInput:
    return InvalidInput(thing, reason, way_out, code=f"holdings.grounds.{thing.replace(' ', '-')}")
