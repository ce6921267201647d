from dataclasses import replace
from itertools import pairwise

import pytest
from defusedxml.ElementTree import parse
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import Limits
from comity.subjects import Schema, Subject
from comity.subjects.readers import read
from comity.subjects.versions import Fate, compare, fates, fingerprint, remember

VERSIONS = ("2020-11", "2025-04-19", "2026-02-27")


def entry(own_id, name="A", version=""):
    return replace(Subject.of(own_id, Schema.PERSON, name=name, notes="said"), version=version)


def by_other_means(path):
    """Id and VERSIONNUM of every entry, as another parser sees them."""
    root = parse(path).getroot()
    return {e.findtext("DATAID"): e.findtext("VERSIONNUM") for e in root.iter() if e.tag in {"INDIVIDUAL", "ENTITY"}}


@pytest.mark.parametrize(("old", "new"), list(pairwise(VERSIONS)))
def test_the_deltas_of_the_published_list_are_the_publishers(shared_data, old, new):
    files = [shared_data / "un_sc" / f"un_consolidated_{v}.xml" for v in (old, new)]
    delta = compare(*(read(file, limits=Limits()) for file in files))
    before, after = map(by_other_means, files)
    both = set(before) & set(after)
    assert delta.numbered
    assert set(delta.added) == set(after) - set(before)
    assert set(delta.removed) == set(before) - set(after)
    assert set(delta.amended) == {i for i in both if before[i] != after[i]}
    assert set(delta.reworded) | set(delta.unchanged) == {i for i in both if before[i] == after[i]}
    assert not set(delta.reworded) & set(delta.unchanged)


def test_by_numbers_where_the_publisher_numbers():
    old = [entry("1", version="1"), entry("2", version="1"), entry("3", version="1"), entry("4", version="1")]
    new = [entry("1", version="2"), entry("2", "B", version="1"), entry("3", version="1"), entry("5", version="1")]
    delta = compare(old, new)
    assert (delta.added, delta.amended, delta.reworded, delta.removed, delta.unchanged) == (
        ["5"], ["1"], ["2"], ["4"], ["3"]
    )  # fmt: skip
    assert delta.counts == {"added": 1, "amended": 1, "reworded": 1, "removed": 1, "unchanged": 1}


def test_by_what_is_said_where_it_does_not():
    delta = compare([entry("1"), entry("2")], [entry("1"), entry("2", "B")])
    assert (delta.numbered, delta.amended, delta.unchanged, delta.reworded) == (False, ["2"], ["1"], [])


def test_the_kind_and_the_role_are_part_of_what_is_said():
    assert fingerprint(entry("1")) != fingerprint(replace(entry("1"), schema=Schema.ORGANIZATION))
    assert fingerprint(entry("1")) == fingerprint(replace(entry("9"), version="7"))


lists = st.lists(
    st.builds(entry, st.sampled_from("abcdef"), st.sampled_from("XY"), st.sampled_from(["", "1", "2"])),
    max_size=6, unique_by=lambda e: e.id,
)  # fmt: skip


@given(lists, lists, st.randoms())
def test_every_entry_has_one_fate_whatever_the_order(old, new, random):
    delta = compare(old, new)
    every = [own_id for fate in Fate for own_id in delta.of(fate)]
    assert sorted(every) == sorted({e.id for e in (*old, *new)})
    shuffled = [replace(e, values=tuple(random.sample(e.values, len(e.values)))) for e in random.sample(new, len(new))]
    assert {f: set(compare(old, shuffled).of(f)) for f in Fate} == {f: set(delta.of(f)) for f in Fate}
    assert set(compare(new, old).added) == set(delta.removed)
    assert [fate for _, fate in fates(remember(old), old)] == [Fate.UNCHANGED] * len(old)
