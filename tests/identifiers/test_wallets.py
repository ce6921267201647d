"""Published examples of each form of address, and one damaged of each."""

from __future__ import annotations

import pytest

from comity.identifiers import Kind, normalise
from comity.identifiers.checksums import keccak256

GOOD = {
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa": "Bitcoin",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4": "Bitcoin",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0": "Bitcoin",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed": "Ethereum",
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t": "Tron",
}


@pytest.mark.parametrize(("address", "chain"), GOOD.items())
def test_published_addresses(address: str, chain: str):
    found = normalise(Kind.WALLET, address)
    assert found.valid is True
    assert chain in found.form


@pytest.mark.parametrize("address", GOOD)
def test_a_damaged_address_keeps_its_value(address: str):
    at = len(address) - 3
    other = "a" if address[at].lower() != "a" else "c"
    found = normalise(Kind.WALLET, address[:at] + other + address[at + 1 :])
    assert found.valid is False
    assert len(found.value) == len(address)


def test_capitals_alone_are_no_check():
    assert normalise(Kind.WALLET, "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed").valid is None


def test_an_unknown_chain_is_said():
    assert "not known" in normalise(Kind.WALLET, "addr1" + "q" * 40).note


def test_keccak_of_nothing():
    assert keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"


def test_keccak_of_more_than_one_block():
    assert keccak256(b"a" * 136) != keccak256(b"a" * 137)
