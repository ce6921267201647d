"""Keys: what two records of one subject share, and what is never a key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import Limits
from comity.linkage import Kind, keys_of, permitted, version
from comity.linkage.keys import DERIVATION, NAMES_ALONE
from comity.subjects.model import Schema, Subject


def person(**properties):
    return Subject.of("p", Schema.PERSON, None, **properties)


def shared(a, b):
    asked, held = keys_of(a, limits=Limits(), asking=True), keys_of(b, limits=Limits())
    return {key.kind for key in asked} & {k.kind for k in set(asked) & set(held)}


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ({"name": "Sok Dara", "birthDate": "1980-02-13"}, {"name": "សុខ ដារ៉ា", "birthDate": "1980-02-13"}, "name+date"),
        ({"name": "Sok Dara", "birthDate": "1980-02-03"}, {"name": "Sok Dara", "birthDate": "1980-03-02"},
         "name+date-either-order"),
        ({"name": "Sok Dara", "birthDate": "1980-02-13"}, {"name": "Sok Dara", "birthDate": "1980"}, "name+year"),
        ({"name": "Sok Dara", "birthDate": "1980"}, {"name": "Sok Dara", "birthDate": "1980-02-13"}, "name+year"),
        ({"name": "Sok Dara", "birthDate": "1980-02-13"}, {"name": "Sok Dara", "birthDate": "1980-02-14"},
         "name+month"),
        ({"name": "Sok Dara", "birthDate": "1980-02-13"}, {"name": "Sok Dara", "birthDate": "1981-02-13"}, "name+day"),
        ({"name": "Sok Dara", "birthDate": "1980-02-13"}, {"name": "Sok Dara", "birthDate": "1980-12-13"},
         "name+year-day"),
        ({"name": "Sok Dara", "birthDate": "1980-02-13"}, {"name": "Sok Darat", "birthDate": "1980-02-13"},
         "name-part+date"),
        ({"name": "Sok Dara", "birthDate": "1980-02-13"}, {"name": "Sokh Darat", "birthDate": "1980-02-13"},
         "name-start+date"),
        ({"name": "Sok Dara", "birthDate": "1980-02-13"}, {"name": "Sok Darat", "birthDate": "1980"},
         "name-part+year"),
        ({"name": "Sok Dara", "birthDate": "1980-02-13"}, {"name": "Dara Sok"}, "name+no-date"),
        ({"phone": "+855 12 345 678"}, {"phone": "+85512345678"}, "phone"),
        ({"passportNumber": "N 0123456"}, {"passportNumber": "n0123456"}, "passport"),
        ({"firstName": "Dara", "lastName": "Sok", "birthDate": "1980-02-13"},
         {"name": "Sok Dara", "birthDate": "1980-02-13"}, "name+date"),
    ],
)  # fmt: skip
def test_what_two_records_of_one_person_share(a, b, kind):
    assert kind in shared(person(**a), person(**b))


def test_two_people_with_one_name_born_in_one_year_share_the_name_alone():
    one, two = person(name="Sok Dara", birthDate="1980-02-13"), person(name="Sok Dara", birthDate="1980-07-25")
    assert shared(one, two) == {"name"}


def test_a_name_alone_is_released_and_asked_only_where_both_agreed():
    keys = keys_of(person(name="Sok Dara", alias="Dara"), limits=Limits())
    assert {key.kind for key in keys} == NAMES_ALONE
    assert permitted(keys, names_alone=False) == ()
    assert permitted(keys, names_alone=True) == keys
    assert keys_of(Subject.of("o", Schema.COMPANY, None, name="Golden River"), limits=Limits()) == ()


def test_keys_of_dates_with_one_part_wrong_are_for_who_has_little_else():
    few = keys_of(person(name="Sok Dara", birthDate="1980-02-13"), limits=Limits())
    many = keys_of(
        person(
            name="Sok Dara Vanna", birthDate="1980-02-13", phone=["+85512345678", "+85512345679"], postalCode="12000",
            passportNumber=["N0123456", "N0123457"], email="dara@post.example",
        ),
        limits=Limits(),
    )  # fmt: skip
    assert {"name+month", "name+day"} <= {key.kind for key in few}
    assert not {"name+month", "name+day"} & {key.kind for key in many}
    assert len(few) <= 11


def test_an_organisation_meets_in_its_country():
    a = Subject.of("o", Schema.COMPANY, None, name="GOLDEN RIVER TRADING", jurisdiction="KH")
    b = Subject.of("o", Schema.COMPANY, None, name="Golden River Trading", country="KH")
    assert Kind.ORGANISATION_COUNTRY in shared(a, b)


@pytest.mark.parametrize("filler", ["0000000", "n/a", "1111", "-", "xx"])
def test_what_stands_for_nothing_is_no_key(filler):
    assert keys_of(person(passportNumber=filler, idNumber=filler), limits=Limits()) == ()


@given(
    st.lists(st.text(max_size=20), max_size=4),
    st.lists(st.sampled_from(["1980-02-03", "1980", "13/2/1980", "x", "circa 1970"]), max_size=3),
    st.lists(st.text(alphabet="0123456789+ ", max_size=14), max_size=4),
    st.lists(st.text(max_size=12), max_size=5),
    st.booleans(),
)
def test_keys_are_few_distinct_and_the_same_each_time(names, dates, phones, numbers, asking):
    subject = person(name=names, birthDate=dates, phone=phones, passportNumber=numbers, email=numbers)
    first = keys_of(subject, limits=Limits(), asking=asking)
    assert len(first) <= 16
    assert len(set(first)) == len(first)
    assert first == keys_of(subject, limits=Limits(), asking=asking)
    assert all(key.value.strip("|") for key in first)


def test_the_version_names_both_derivations():
    assert version().split("/")[0] == DERIVATION
    assert len(version().split("/")) == 2
