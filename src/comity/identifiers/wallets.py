"""Wallet addresses of Bitcoin (and its kin), Ethereum (and its kin) and Tron, each with its own check."""

from __future__ import annotations

import hashlib
import re

from comity.identifiers.characters import folded
from comity.identifiers.checksums import base58_payload, bech32_agrees, keccak256
from comity.identifiers.model import Identifier, Kind, unreadable
from comity.identifiers.rows import rows

_BASE58 = re.compile(r"[1-9A-HJ-NP-Za-km-z]{25,110}")
_HEX = re.compile(r"(?:0x)?([0-9a-fA-F]{40})")
_SCHEMES = re.compile(r"^[a-z]+:(?://)?", re.IGNORECASE)


def wallet(text: str, country: str | None = None) -> Identifier:
    """This function reads a wallet address, names its chain, and checks it where the chain's form has a check.

    Raises:
        InvalidInput: fewer than 20 or more than 120 characters, or a space within.
    """
    address = _SCHEMES.sub("", folded(text)).split("?", maxsplit=1)[0]
    if not 20 <= len(address) <= 120 or " " in address:
        raise unreadable(Kind.WALLET, text, "a wallet address has 20 to 120 characters", "Copy it from the transaction")
    return (
        _ethereum(address, country) or _bech32(address, country) or _base58(address, country)
        or Identifier(Kind.WALLET, address, country, None, "of a chain that is not known here", "wallet address")
    )  # fmt: skip


def _ethereum(address: str, country: str | None) -> Identifier | None:
    match = _HEX.fullmatch(address)
    if not match or not (address[:2] in {"0x", "0X"} or not _BASE58.fullmatch(address)):
        return None
    plain, written = match[1].lower(), match[1]
    form = "address of Ethereum or a chain with its form (EIP-55)"
    if written in {plain, plain.upper()}:
        return Identifier(Kind.WALLET, "0x" + plain, country, None, "written without the check by capitals", form)
    digest = keccak256(plain.encode()).hex()
    agrees = written == "".join(c.upper() if int(h, 16) >= 8 else c for c, h in zip(plain, digest, strict=False))
    return Identifier(
        Kind.WALLET, "0x" + plain, country, agrees, "" if agrees else "the check by capitals disagrees", form
    )


def _bech32(address: str, country: str | None) -> Identifier | None:
    low = address.lower()
    for style, prefix, chain in rows("wallets"):
        if style == "bech32" and low.startswith(prefix + "1"):
            mixed = address not in {low, address.upper()}
            agrees = not mixed and bech32_agrees(prefix, low[len(prefix) + 1 :])
            note = "" if agrees else "the checksum disagrees"
            return Identifier(Kind.WALLET, low, country, agrees, note, f"address of {chain} (BIP 173 and BIP 350)")
    return None


def _base58(address: str, country: str | None) -> Identifier | None:
    if not _BASE58.fullmatch(address):
        return None
    payload = base58_payload(address)
    for style, prefix, chain in rows("wallets"):
        if style != "base58" or not payload or len(payload) != 25 or payload[0] != int(prefix, 16):
            continue
        digest = hashlib.sha256(hashlib.sha256(payload[:21]).digest()).digest()
        agrees = digest[:4] == payload[21:]
        note = "" if agrees else "the checksum disagrees"
        return Identifier(Kind.WALLET, address, country, agrees, note, f"address of {chain} (base58check)")
    return None
