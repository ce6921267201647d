"""Canonical JSON: one form, and every other is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.crypto import canonical, parse_canonical
from comity.kernel import InvalidInput

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-(2.0**53) + 1, 2.0**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_is_written_is_read_back(value):
    data = canonical(value)
    assert canonical(parse_canonical(data, depth=64)) == data


@given(st.binary(max_size=60) | st.text(alphabet='{}[]",:0123456789.eE-nultrfase \\', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    try:
        value = parse_canonical(data, depth=8)
    except InvalidInput:
        return
    assert canonical(value) == data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a":1,"a":2}', "crypto.json.duplicate_name"),
        (b'{"b":1,"a":2}', "crypto.json.not_canonical"),
        (b'{"a": 1}', "crypto.json.not_canonical"),
        (b"1.0", "crypto.json.not_canonical"),
        (b"1e2", "crypto.json.not_canonical"),
        (b'"\\u00e9"', "crypto.json.not_canonical"),
        (b"NaN", "crypto.json.number"),
        (b"-Infinity", "crypto.json.number"),
        (b"1" + b"0" * 400, "crypto.json.number"),
        (b"1" + b"0" * 5000, "crypto.json.number"),
        (b"1e400", "crypto.json.unwritable"),
        (b"9007199254740993", "crypto.json.unwritable"),
        (b'"\\ud800"', "crypto.json.unwritable"),
        (b'"\xff"', "crypto.json.unreadable"),
        (b"\xef\xbb\xbf{}", "crypto.json.unreadable"),
        (b"", "crypto.json.unreadable"),
        (b"[" * 9 + b"]" * 9, "crypto.json.depth"),
        (b"[" * 100_000 + b"]" * 100_000, "crypto.json.depth"),
    ],
)
def test_every_other_form_is_refused(data, code):
    with pytest.raises(InvalidInput) as error:
        parse_canonical(data, depth=8)
    assert error.value.code == code


def test_the_deepest_allowed_nesting_is_read():
    assert parse_canonical(b"[" * 8 + b"]" * 8, depth=8) == [[[[[[[[]]]]]]]]


def test_a_document_that_json_cannot_carry_is_refused():
    for value in ({"a": object()}, {1: 2}, float("nan"), "\ud800", 2**60):
        with pytest.raises(InvalidInput):
            canonical(value)
