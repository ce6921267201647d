"""Base64url without padding (RFC 4648 §5), one text for one value."""

from __future__ import annotations

import base64
import binascii

from comity.kernel.errors import InvalidInput


def encode(data: bytes) -> str:
    """This function writes bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str, *, size: int | None = None) -> bytes:
    """This function reads what `encode` writes, and nothing else.

    Args:
        text: base64url without padding.
        size: the number of bytes that must come out, if it is known.

    Raises:
        InvalidInput: another alphabet, padding, stray bits or another size.
    """
    try:
        data = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (UnicodeEncodeError, binascii.Error, ValueError):
        data = None
    if data is None or encode(data) != text:
        raise InvalidInput("Binary value", "it is not base64url without padding", code="crypto.base64.form")
    if size is not None and len(data) != size:
        raise InvalidInput("Binary value", f"it has {len(data)} bytes where {size} belong", code="crypto.base64.size")
    return data
