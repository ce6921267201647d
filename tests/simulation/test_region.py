"""The region is the same for the same seed, its truth holds, and its damage is as documented."""

from __future__ import annotations

import csv
import time
from collections import Counter
from itertools import combinations

import pytest
from defusedxml.ElementTree import parse

from comity.identifiers import PROPERTIES, kind_of, normalise
from comity.kernel import InvalidInput
from comity.kernel.dates import PartialDate
from comity.simulation import NODES, Record, Region, region, write_files
from comity.simulation.people import Person
from comity.subjects.model import NEVER_INDEXED, Role, Schema


@pytest.fixture(scope="module")
def made() -> Region:
    return region(7)


def test_same_seed_same_region(made):
    again = region(7)
    assert again.entities == made.entities
    assert again.agencies == made.agencies


def test_another_seed_is_another_region():
    assert region(8, holdings_each=50).agencies != region(9, holdings_each=50).agencies


def test_as_many_holdings_as_asked_for_in_two_seconds():
    started = time.process_time()
    found = region(1, holdings_each=2000)
    assert time.process_time() - started < 2
    assert [len(found.agencies[c].records) for c in NODES] == [2000, 2000, 2000]


def test_ids_are_unique_and_say_nothing_of_the_truth(made):
    for agency in made.agencies.values():
        ids = [r.id for r in agency.records]
        assert len(set(ids)) == len(ids)
        assert not any(r.entity in f"{r.id} {r.case} {dict(r.properties)}" for r in agency.records)


def test_pairs_are_of_one_entity_and_of_roles_that_may_be_indexed(made):
    for left, right in combinations(NODES, 2):
        here = {r.id: r for r in made.agencies[left].records}
        there = {r.id: r for r in made.agencies[right].records}
        pairs = made.pairs(left, right)
        assert len(pairs) > 20
        assert {(b, a) for a, b in made.pairs(right, left)} == pairs
        for a, b in pairs:
            assert here[a].entity == there[b].entity
            assert here[a].role not in NEVER_INDEXED
            assert there[b].role not in NEVER_INDEXED
        expected = sum(
            1 for a in here.values() for b in there.values() if a.entity == b.entity and a.indexed and b.indexed
        )
        assert len(pairs) == expected


def test_every_agency_has_victims_and_witnesses_whom_no_pair_names(made):
    for left, right in combinations(NODES, 2):
        roles = Counter(r.role for r in made.agencies[left].records)
        assert roles[Role.VICTIM] > 20
        assert roles[Role.WITNESS] > 10
        protected = {r.id for r in made.agencies[left].records if r.role in NEVER_INDEXED}
        assert protected.isdisjoint(a for a, _ in made.pairs(left, right))


def test_some_persons_are_victim_and_offender_in_separate_records(made):
    roles: dict[tuple[str, str], set[Role]] = {}
    for agency in made.agencies.values():
        for r in agency.records:
            roles.setdefault((agency.country, r.entity), set()).add(r.role)
    assert any(Role.VICTIM in found and Role.OFFENDER in found for found in roles.values())


def test_relatives_share_a_phone_and_an_address(made):
    families: dict[str, list[Person]] = {}
    for entity in made.entities.values():
        if isinstance(entity, Person) and entity.family:
            families.setdefault(entity.family, []).append(entity)
    together = [people for people in families.values() if len(people) > 1]
    assert len(together) > 50
    for people in together:
        for shared in ("phone", "address"):
            assert set.intersection(*(set(p.properties[shared]) for p in people))


def test_namesakes_are_different_people_some_of_the_same_year(made):
    by_name: dict[str, list[Person]] = {}
    for entity in made.entities.values():
        if isinstance(entity, Person):
            by_name.setdefault(entity.name.native, []).append(entity)
    namesakes = [people for people in by_name.values() if len(people) > 1]
    assert len(namesakes) > 100
    assert any(len({p.born.year for p in people}) < len(people) for people in namesakes)


def _identifiers(record: Record) -> set[tuple[str, str]]:
    country = (record.properties.get("nationality") or record.properties["country"])[0]
    found = set()
    for name, texts in record.properties.items():
        if kind_of(name, record.schema) is None:
            continue
        for text in texts:
            try:
                read = normalise(name, text, country)
            except InvalidInput:
                continue
            found.add((read.kind.value, read.value))
    return found


@pytest.mark.parametrize("seed", [1, 7, 20])
def test_share_of_shared_persons_with_a_common_identifier_is_as_documented(seed):
    found = region(seed)
    common = every = 0
    for left, right in combinations(NODES, 2):
        here = {r.id: r for r in found.agencies[left].records}
        there = {r.id: r for r in found.agencies[right].records}
        for a, b in found.pairs(left, right):
            if here[a].schema is Schema.PERSON:
                every += 1
                common += bool(_identifiers(here[a]) & _identifiers(there[b]))
    assert every > 250
    assert 0.60 <= common / every <= 0.75


def test_damage_is_there_in_documented_amounts(made):
    counted: Counter[str] = Counter()
    for agency in made.agencies.values():
        for record in agency.records:
            truth = made.entities[record.entity]
            if not isinstance(truth, Person):
                continue
            side = "home" if truth.country == agency.country else "abroad"
            counted[side] += 1
            text = record.properties.get("birthDate", ("",))[0]
            if not text:
                counted[f"{side} missing"] += 1
                continue
            read = PartialDate.parse(text)
            counted[f"{side} year only"] += not read.is_full
            wrong = read.is_full and (read.year, read.month, read.day) != (
                truth.born.year, truth.born.month, truth.born.day,
            )  # fmt: skip
            counted[f"{side} wrong"] += wrong
            counted[f"{side} buddhist"] += "/25" in text
    assert 0.003 < counted["home missing"] / counted["home"] < 0.02
    assert 0.015 < counted["abroad missing"] / counted["abroad"] < 0.06
    assert 0.015 < counted["home year only"] / counted["home"] < 0.05
    assert 0.03 < counted["abroad year only"] / counted["abroad"] < 0.10
    assert 0.02 < counted["abroad wrong"] / counted["abroad"] < 0.08
    assert counted["home buddhist"] > 500


def test_undamaged_numbers_have_valid_check_digits(made):
    checked = Counter()
    for entity in made.entities.values():
        for name, texts in entity.properties.items():
            if name in PROPERTIES and kind_of(name, entity.schema) is not None:
                for text in texts:
                    read = normalise(kind_of(name, entity.schema), text, None if name == "phone" else entity.country)
                    assert read.valid is not False, (name, text, read.note)
                    checked[name, read.valid] += 1
    assert checked["phone", True] > 5000
    assert checked["idNumber", True] > 2000


def test_native_scripts_and_latin_spellings_of_other_agencies(made):
    for country, low, high in (("KH", "ក", "៹"), ("TH", "ก", "๛")):
        home = [r for r in made.agencies[country].records if made.entities[r.entity].country == country]
        people = [r for r in home if r.schema is Schema.PERSON]
        native = [r for r in people if any(low <= c <= high for c in r.properties.get("name", ("",))[0])]
        assert len(native) > 0.9 * len(people)
        abroad = [
            r
            for other in NODES
            if other != country
            for r in made.agencies[other].records
            if made.entities[r.entity].country == country and r.schema is Schema.PERSON
        ]
        assert abroad
        assert not any(low <= c <= high for r in abroad for c in r.properties.get("name", ("",))[0])


def test_files_hold_every_record_once(made, tmp_path):
    agency = made.agencies["VN"]
    files = write_files(agency, tmp_path)
    rows = {}
    for file in files:
        with file.path.open(encoding="utf-8", newline="") as opened:
            found = list(csv.DictReader(opened))
        assert len(found) == file.rows
        rows |= {row["id"]: row for row in found}
    assert set(rows) == {r.id for r in agency.records}
    for record in agency.records:
        row = rows[record.id]
        assert row["role"] == record.role.value
        assert {k: tuple(v.split(";")) for k, v in row.items() if v and k not in {"id", "schema", "role"}} == dict(
            record.properties
        )


def test_nobody_is_real(made, shared_data):
    """No made-up person has the name and the date of birth of one whom the United Nations list."""
    listed = set()
    for path in sorted((shared_data / "un_sc").glob("*.xml")):
        for person in parse(path).iter("INDIVIDUAL"):
            words = {
                (person.findtext(tag) or "").strip().lower()
                for tag in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
            }
            dates = {d.text for d in person.iter("DATE") if d.text}
            listed |= {(frozenset(" ".join(words).split()), date) for date in dates}
    assert len(listed) > 400
    people = [e for e in made.entities.values() if isinstance(e, Person)]
    assert not [p for p in people if (frozenset(p.name.latin.lower().split()), p.born.isoformat()) in listed]


def test_mail_goes_nowhere(made):
    for entity in made.entities.values():
        assert all(text.endswith(".example") for text in entity.properties.get("email", ()))
