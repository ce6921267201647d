import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import InvalidInput
from comity.subjects import Role, Schema
from comity.subjects.mapping import DELIMITERS, ENCODINGS, Column, Joined, Mapping, Years, parse, written
from comity.subjects.properties import known
from comity.subjects.written_dates import Order

PLAIN = 'format = "comity-mapping/1"\nid = "No"\n[[columns]]\nname = "Name"\nproperty = "name"\n'

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
marks = st.lists(st.sampled_from([";", "|", "\n", "/", ",", " \\ "]), max_size=3, unique=True).map(tuple)
properties = st.sampled_from(sorted(known().values()))


@st.composite
def mappings(draw):
    every = draw(st.lists(names, min_size=5, max_size=9, unique=True))
    columns = tuple(
        Column(name, draw(properties | st.sampled_from(["schema", "role"])), draw(st.none() | marks))
        for name in every[:2]
    )
    return Mapping(
        id=draw(st.sampled_from(["", every[0]])), schema=draw(st.sampled_from(Schema)),
        role=draw(st.sampled_from([None, *Role])), encoding=draw(st.sampled_from(["", *ENCODINGS])),
        delimiter=draw(st.sampled_from(["", *DELIMITERS.values()])), header=draw(st.integers(1, 1000)),
        dates=draw(st.sampled_from([None, *Order])), years=draw(st.sampled_from(Years)), separators=draw(marks),
        ignored=tuple(every[4:]),
        constants=tuple(draw(st.dictionaries(properties, names, max_size=2)).items()),
        columns=columns,
        joined=tuple(Joined(draw(properties), tuple(every[2:4]), draw(names)) for _ in range(draw(st.integers(0, 2)))),
    )  # fmt: skip


@given(mappings())
def test_a_mapping_is_read_back_as_it_was_written(mapping):
    assert parse(written(mapping)) == mapping


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("format = ", "no TOML"),
        ('format = "comity-mapping/2"', "not 'comity-mapping/1'"),
        ("", "its format is None"),
        ('format = "comity-mapping/1"', "no column holds a property"),
        (PLAIN + '[[columns]]\nname = "Name"\nproperty = "alias"\n', "'Name' is there twice"),
        (PLAIN + '[[columns]]\nname = "X"\nproperty = "shoeSize"\n', "column 'X': no property is called 'shoeSize'"),
        (PLAIN.replace('id = "No"', 'id = "No"\nignored = ["Name"]'), "both used and ignored"),
        (PLAIN.replace('id = "No"', 'id = 7\nmood = "bad"\nheader = 0'), "id is no text"),
        (PLAIN.replace('id = "No"', 'id = "No"\ndates = "sideways"'), "day-month-year, month-day-year"),
        (PLAIN.replace('id = "No"', 'id = "No"\nencoding = "klingon"'), "windows-1258"),
        (PLAIN.replace('id = "No"', 'id = "No"\nseparators = [""]'), "a separator is empty"),
        (PLAIN + '[[joined]]\nproperty = "name"\ncolumns = ["A"]\n', "fewer than two"),
        ("x" * 1_100_000, "longer than"),
        (PLAIN + "[[joined]]\nproperty = 1\ncolumns = 2\n", "no list of texts"),
        ("[" * 5000, "no TOML"),
    ],
)
def test_a_wrong_mapping_names_the_thing_the_reason_and_the_way_out(text, words):
    with pytest.raises(InvalidInput) as caught:
        parse(text, "mine.toml")
    assert (caught.value.thing, caught.value.code) == ("mine.toml", "subjects.mapping.invalid")
    assert words in caught.value.reason
    assert caught.value.way_out


def test_every_fault_is_told_at_once():
    wrong = PLAIN.replace('id = "No"', 'id = 7\nmood = "bad"\nheader = true\ndates = "x"\n')
    with pytest.raises(InvalidInput) as caught:
        parse(wrong + '[[columns]]\nproperty = "name"\n')
    assert all(word in caught.value.reason for word in ("id is", "mood", "header", "dates", "has no name"))


@given(st.text(max_size=200) | st.text(alphabet='[]={}"\n.columns joined', max_size=80).map(lambda t: PLAIN + t))
def test_whatever_the_text_is_it_is_a_mapping_or_refused(text):
    try:
        mapping = parse(text)
    except InvalidInput:
        return
    assert parse(written(mapping)) == mapping
