"""Addresses of the internet, and letters that pretend to be others."""

from __future__ import annotations

import pytest

from comity.identifiers import Kind, normalise
from comity.kernel.errors import InvalidInput


def test_look_alikes_are_noted():
    assert "look like paypal" in normalise(Kind.DOMAIN, "p\u0430ypal.com").note
    assert normalise(Kind.DOMAIN, "paypal.com").note == ""
    assert "mixes scripts" in normalise(Kind.HANDLE, "telegram:so\u043a\u0416").note


def test_a_domain_in_native_letters_gets_its_ascii_form():
    found = normalise(Kind.DOMAIN, "ตัวอย่าง.ไทย")
    assert found.value.startswith("xn--")
    assert "ตัวอย่าง.ไทย" in found.note


@pytest.mark.parametrize(
    ("kind", "text"),
    [(Kind.EMAIL, "no-at.example.org"), (Kind.EMAIL, "a@b"), (Kind.EMAIL, "a b@example.org"), (Kind.DOMAIN, "nodot"),
     (Kind.DOMAIN, "two words.org"), (Kind.HANDLE, "https://t.me/"), (Kind.HANDLE, "a b c")],
)  # fmt: skip
def test_what_is_none_is_refused(kind: Kind, text: str):
    with pytest.raises(InvalidInput):
        normalise(kind, text)
