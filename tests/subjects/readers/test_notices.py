import io
import json

import pytest

from comity.kernel import Limits, UnreadableFile
from comity.subjects import Role
from comity.subjects.readers import read

NOTICE = {
    "entity_id": "2026/1", "forename": "DARA", "name": "SOK", "date_of_birth": "1970/05/12", "type": "red",
    "nationalities": ["KH"], "sex_id": "M", "country_of_birth_id": "KH", "place_of_birth": "Phnom Penh",
    "height": 1.7, "weight": 70, "languages_spoken_ids": ["KHM"], "eyes_colors_id": ["BRO"], "hairs_id": ["BLA"],
    "distinguishing_marks": "scar", "_links": {"self": {"href": "https://example.org"}},
    "arrest_warrants": [{"issuing_country_id": "KH", "charge": "theft"}], "mood": "bad",
}  # fmt: skip


def reading(document, **options):
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    made = read(io.BytesIO(data), limits=Limits(), **options)
    return made, list(made)


def test_a_notice_becomes_a_subject_with_its_role():
    made, (subject,) = reading(NOTICE)
    assert (made.format.name, made.faults, subject.id, subject.role) == ("notices", [], "2026/1", Role.SUSPECT)
    assert subject.as_mapping() == {
        "name": ("DARA SOK",), "firstName": ("DARA",), "lastName": ("SOK",), "birthDate": ("1970-05-12",),
        "nationality": ("KH",), "gender": ("male",), "birthCountry": ("KH",), "birthPlace": ("Phnom Penh",),
        "height": ("1.7",), "weight": ("70",), "spokenLanguage": ("KHM",), "eyeColor": ("BRO",), "hairColor": ("BLA",),
        "appearance": ("scar",),
        "notes": ("Notice: red", "Arrest warrants: issuing_country_id KH; charge theft", "Mood: bad"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrap", [lambda n: n, lambda n: {"notices": n}, lambda n: {"total": 3, "_embedded": {"notices": n}}]
)
def test_lists_and_pages_of_a_search_are_read(wrap):
    made, subjects = reading(wrap([NOTICE, {**NOTICE, "entity_id": "2", "type": "Yellow notice"}, 7, NOTICE]))
    assert [(s.id, s.role) for s in subjects] == [("2026/1", Role.SUSPECT), ("2", Role.MISSING)]
    assert (made.rows, made.read, made.left_out) == (4, 2, 2)


def test_partial_dates_unknown_countries_and_nested_parts():
    made, (subject,) = reading(
        {"entity_id": "1", "name": "X", "date_of_birth": "1970", "nationalities": ["QQ"], "odd": {"a": {"b": "c"}}}
    )
    assert subject.get("birthDate") == ("1970",)
    assert "Nationality: QQ" in subject.get("notes")
    assert [f.field for f in made.faults] == ["nationality", "odd"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"notices": [{"entity_id": "1"}', "no whole JSON"),
        (b'{"notices": []}', "no notices"),
        (b'{"entity_id": "1", "entity_id": "2"}', "name twice"),
        (b'{"entity_id": ' + b"[" * 5000 + b"]" * 5000 + b"}", "nested"),
    ],
)
def test_hostile_or_broken_files_are_refused(data, words):
    with pytest.raises(UnreadableFile, match=words):
        reading(data, format="notices")


def test_what_kind_of_notice_it_is_stands_in_the_link_to_itself():
    notice = {"entity_id": "2024/1", "name": "DOE", "forename": "JOHN", "date_of_birth": "1980/01/15"}
    link = {"self": {"href": "https://ws-public.interpol.int/notices/v1/red/2024-1"}}
    data = json.dumps({"total": 1, "_embedded": {"notices": [notice | {"_links": link}, notice | {"entity_id": "2"}]}})
    made = read(io.BytesIO(data.encode()), limits=Limits())
    subjects = list(made)
    assert [s.role for s in subjects] == [Role.SUSPECT, None]
    assert (subjects[0].get("birthDate"), subjects[0].get("notes")) == (("1980-01-15",), ("Notice: red",))
    assert made.faults == []
