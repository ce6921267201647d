"""The region: agencies with their cases and holdings, and the truth about who is the same as whom.

Every entity belongs to a country; one in seven is active in a second or third, mostly a neighbour's. Its own agency
knows it, and so does the agency of each country where it is active, nine times in ten. Each agency writes its own
record (`comity.simulation.records`), in a case of its own, with a role of its own. A few persons stand in two records
of one agency: in a second case, or as a victim who was forced to offend.

After damage, 60 to 75 % of the persons whom two agencies both know have an identifier in common; the others have only
their name, date or year of birth, and what else the records say. That share is measured by a test, and was not chosen
to suit the matcher.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from types import MappingProxyType

from comity.kernel.purposes import Offence
from comity.simulation.people import Entity, Person, Population
from comity.simulation.records import write
from comity.subjects.model import NEVER_INDEXED, Role, Schema

NODES = ("KH", "VN", "TH")
"""The countries of the demo."""
ABROAD = 0.14
"""Share of entities that are active in more than one country."""
NOTICED = 0.9
"""Share of them that an agency knows where they are active."""
SECOND_RECORD = 0.02
"""Share of persons of whom one agency has two records."""

_ROLES: Mapping[Offence, Mapping[Role, float]] = {
    Offence.DRUG_TRAFFICKING: {Role.SUSPECT: 0.50, Role.OFFENDER: 0.28, Role.ASSOCIATE: 0.19, Role.WITNESS: 0.03},
    Offence.TRAFFICKING_IN_PERSONS: {
        Role.SUSPECT: 0.38, Role.OFFENDER: 0.22, Role.ASSOCIATE: 0.12, Role.VICTIM: 0.22, Role.WITNESS: 0.04,
        Role.UNKNOWN: 0.02,
    },
    Offence.MONEY_LAUNDERING: {Role.SUSPECT: 0.55, Role.OFFENDER: 0.15, Role.ASSOCIATE: 0.28, Role.UNKNOWN: 0.02},
}  # fmt: skip
_THINGS = {Role.SUSPECT: 0.4, Role.ASSOCIATE: 0.6}
_SHARES = {Offence.DRUG_TRAFFICKING: 0.5, Offence.TRAFFICKING_IN_PERSONS: 0.25, Offence.MONEY_LAUNDERING: 0.25}
_SHORT = {Offence.DRUG_TRAFFICKING: "DRUG", Offence.TRAFFICKING_IN_PERSONS: "TIP", Offence.MONEY_LAUNDERING: "ML"}


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One investigation of an agency."""

    reference: str
    offence: Offence


@dataclass(frozen=True, slots=True)
class Record:
    """One holding as the agency's file has it.

    Args:
        id: the agency's own number for it.
        entity: id of the truth behind it, which the agency does not know.
        schema: what it is.
        role: in the case.
        case: reference of the case.
        properties: FollowTheMoney property names and texts as written.
    """

    id: str
    entity: str
    schema: Schema
    role: Role
    case: str
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def indexed(self) -> bool:
        """This function tells whether the role may be in an index at all."""
        return self.role not in NEVER_INDEXED


@dataclass(frozen=True, slots=True)
class Agency:
    """What one agency of the region has."""

    country: str
    cases: tuple[CaseFile, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A made-up region.

    Args:
        seed: from which everything follows.
        agencies: by alpha-2 code.
        entities: the truth by id.
    """

    seed: int
    agencies: Mapping[str, Agency]
    entities: Mapping[str, Entity]

    def pairs(self, left: str, right: str) -> frozenset[tuple[str, str]]:
        """This function returns the true pairs: ids of records of one entity, both of roles that may be indexed."""
        known: dict[str, list[str]] = {}
        for record in self.agencies[right].records:
            if record.indexed:
                known.setdefault(record.entity, []).append(record.id)
        return frozenset(
            (record.id, other)
            for record in self.agencies[left].records
            if record.indexed
            for other in known.get(record.entity, ())
        )


def region(seed: int, countries: Sequence[str] = NODES, holdings_each: int = 2000) -> Region:
    """This function makes a region; the same arguments make the same region.

    Args:
        seed: any integer.
        countries: alpha-2 codes of the agencies.
        holdings_each: records of each agency.
    """
    rng = Random(f"comity region {seed}")  # noqa: S311 -- repeatable on purpose
    people = Population(rng, _nationalities(countries), ABROAD)
    drafts: dict[str, list[tuple[Entity, Role, Offence]]] = {country: [] for country in countries}
    entities: dict[str, Entity] = {}
    for entity in people:
        if all(len(found) >= holdings_each for found in drafts.values()):
            break
        for country in entity.places:
            if country not in drafts or (country != entity.country and rng.random() >= NOTICED):
                continue
            for draft in _drafts(entity, rng):
                if len(drafts[country]) < holdings_each:
                    drafts[country].append(draft)
                    entities[entity.id] = entity
    agencies = {country: _agency(country, drafts[country], rng) for country in countries}
    return Region(seed, MappingProxyType(agencies), MappingProxyType(entities))


def _nationalities(countries: Sequence[str]) -> dict[str, float]:
    return {c: 10.0 if c in countries else 1.0 for c in ("KH", "VN", "TH", "LA", "MM", "CN")}


def _drafts(entity: Entity, rng: Random) -> list[tuple[Entity, Role, Offence]]:
    offence = rng.choices(list(_SHARES), list(_SHARES.values()))[0]
    roles = _ROLES[offence] if isinstance(entity, Person) else _THINGS
    role = rng.choices(list(roles), list(roles.values()))[0]
    found = [(entity, role, offence)]
    if isinstance(entity, Person) and rng.random() < (0.1 if role is Role.VICTIM else SECOND_RECORD):
        other = rng.choice([o for o in _SHARES if o is not offence])
        found.append((entity, rng.choice((Role.SUSPECT, Role.OFFENDER)), other))
    return found


def _agency(country: str, drafts: list[tuple[Entity, Role, Offence]], rng: Random) -> Agency:
    cases = {
        offence: CaseFile(f"{country}-{_SHORT[offence]}-2026-{rng.randrange(10, 90):03}", offence)
        for offence in _SHARES
    }
    rng.shuffle(drafts)
    records = []
    for number, (entity, role, offence) in enumerate(drafts, 100001):
        written, case = write(entity, country, rng), cases[offence].reference
        records.append(Record(f"{country}-{number}", entity.id, entity.schema, role, case, written))
    return Agency(country, tuple(cases.values()), tuple(records))
