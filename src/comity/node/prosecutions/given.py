"""What a person says of a prosecution, before any of it is judged."""

from __future__ import annotations

from dataclasses import dataclass

from comity.node.seizures.faults import InvalidFields, Wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenDefendant:
    """A person charged, or several of one description.

    Args:
        persons: how many, at least 1.
        nationality: ISO 3166-1 alpha-2 or a name.
        sex: ``male``, ``female``, ``other`` or ``unknown``.
        age_band: one of `comity.node.seizures.words.AGE_BANDS`.
        holding_id: a record of the person that the actor may read; only for one person.
        outcome: a code of `models.Outcome`.
        outcome_date: a partial date; needed where it is decided.
        appeal: a code of `models.Appeal`.
        sentence: a code of `models.Sentence`; only with a conviction.
        months: of imprisonment.
        fine: as written, such as ``5000000``.
        currency: of the fine, ISO 4217.
        words: anything else.
    """

    persons: int = 1
    nationality: str = ""
    sex: str = ""
    age_band: str = ""
    holding_id: str = ""
    outcome: str = "pending"
    outcome_date: str = ""
    appeal: str = ""
    sentence: str = ""
    months: int | None = None
    fine: str = ""
    currency: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A prosecution.

    Args:
        reference: of the court's or the agency's own file; this node makes one where empty.
        offence: a `comity.kernel.purposes.Offence`.
        charge: in words, with the article of the law.
        date: partial date of the charge.
        country: where the court sits; this node's own where empty.
        province: code of a place within it.
        court, prosecutor, remarks: in words.
        defendants: who is charged.
        seizures: references or ids of seizures that it rests on.
    """

    offence: str
    charge: str
    date: str
    defendants: tuple[GivenDefendant, ...] = ()
    reference: str = ""
    country: str = ""
    province: str = ""
    court: str = ""
    prosecutor: str = ""
    remarks: str = ""
    seizures: tuple[str, ...] = ()


class InvalidProsecution(InvalidFields):
    """What was given of a prosecution is wrong in one or more fields; nothing was changed.

    Args:
        faults: every one of them.
    """

    def __init__(self, faults: tuple[Wrong, ...]) -> None:
        super().__init__("prosecution", faults, "prosecutions.given")
