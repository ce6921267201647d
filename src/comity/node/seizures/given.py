"""What a person, a phone or a file says of a seizure, in its own words, before any of it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from comity.crypto.canonical import canonical
from comity.node.seizures.faults import InvalidFields, Wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenGood:
    """One thing that was seized.

    Args:
        kind: drug, precursor, cash or other.
        words: what it is, as a person would say it.
        substance: code of `comity.flows.substances`; found from the words where empty.
        form: code or words of its form, such as ``tablet``.
        amount: as written, such as ``12.5``.
        unit: code or words of the unit; for cash the currency may stand here or in ``currency``.
        purity: in per cent, as written.
        logo: what is printed or pressed on it.
        hs: code of the Harmonized System, 2 to 10 digits.
        cas: number of the Chemical Abstracts Service, with its check digit.
        currency: ISO 4217, for cash.
        laboratory_result: what the laboratory found.
        laboratory_reference: its reference.
        laboratory_date: when, as written.
        as_written: words of other fields, where a code stands in their place.
    """

    kind: str
    words: str
    substance: str = ""
    form: str = ""
    amount: str = ""
    unit: str = ""
    purity: str = ""
    logo: str = ""
    hs: str = ""
    cas: str = ""
    currency: str = ""
    laboratory_result: str = ""
    laboratory_reference: str = ""
    laboratory_date: str = ""
    as_written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPoint:
    """A country or place of the route; several places of transit stand in their order.

    Args:
        role: producing, departure, transit or destination.
        words: as given.
        country: ISO 3166-1 alpha-2 or a name; found from the words where empty.
        place: code of `comity.flows.gazetteer`; empty where only the country is known.
        source: who or what says so.
        confidence: 4×4, such as ``B2``.
    """

    role: str
    words: str = ""
    country: str = ""
    place: str = ""
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenArrest:
    """Persons of one description who were arrested.

    Args:
        number: how many.
        nationality: ISO 3166-1 alpha-2 or a name.
        sex: ``male``, ``female``, ``other`` or ``unknown``.
        age_band: such as ``18-24``; one of `comity.node.seizures.words.AGE_BANDS`.
        words: as given.
    """

    number: int
    nationality: str = ""
    sex: str = ""
    age_band: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A seizure.

    Args:
        date: a partial date as `comity.kernel.PartialDate.parse` reads it.
        country: ISO 3166-1 alpha-2 or a name; this node's own where empty and no place says another.
        province, district, commune, village: codes of `comity.flows.gazetteer`; a smaller one implies the larger.
        place: in words.
        place_kind, transport, hiding, routing, detection: codes or words of `comity.flows.codes`.
        latitude, longitude: degrees, both or none.
        accuracy: metres.
        position_of: ``gps``, ``given``, ``place`` or ``none``; found from the others where empty.
        remarks: in words.
        reference: of the agency's own file; this node makes one where empty.
        goods, points, arrests: what was seized, the route, who was arrested.
        as_written: words of fields by their name, where a code stands in their place; a file's row by its columns.
    """

    date: str = ""
    country: str = ""
    province: str = ""
    district: str = ""
    commune: str = ""
    village: str = ""
    place: str = ""
    place_kind: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accuracy: float | None = None
    position_of: str = ""
    transport: str = ""
    hiding: str = ""
    routing: str = ""
    detection: str = ""
    remarks: str = ""
    reference: str = ""
    goods: tuple[GivenGood, ...] = ()
    points: tuple[GivenPoint, ...] = ()
    arrests: tuple[GivenArrest, ...] = ()
    as_written: Mapping[str, str] = field(default_factory=dict)

    def canonical(self) -> bytes:
        """This function returns everything that was given as bytes, the same for the same."""
        return canonical(_plain(asdict(self)))


class InvalidSeizure(InvalidFields):
    """What was given of a seizure is wrong in one or more fields; nothing was changed.

    Args:
        faults: every one of them.
    """

    def __init__(self, faults: tuple[Wrong, ...]) -> None:
        super().__init__("seizure", faults, "seizures.given")


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return repr(value) if isinstance(value, float) else value
