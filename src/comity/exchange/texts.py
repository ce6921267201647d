"""What text from another node may hold: lengths, no control characters, no characters that turn the reading direction.

Zero-width characters stay, because Khmer, Lao, Thai and Burmese are written with them.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from urllib.parse import urlsplit

NODE = re.compile(r"[a-z2-7]{16}")
KEY = NODE
HASH = re.compile(r"[A-Za-z0-9_-]{43}")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def fault_of(text: str, *, longest: int, lines: bool = False) -> str:
    """This function says in plain words what is wrong with a text, or returns an empty text.

    Args:
        text: as received.
        longest: the most characters.
        lines: whether line breaks and tabs are allowed.
    """
    if len(text) > longest:
        return f"it has {len(text)} characters, {longest} are allowed"
    if _FORBIDDEN.search(text) or (not lines and re.search(r"[\n\t]", text)):
        return "it holds control characters or characters that turn the reading direction"
    if any(unicodedata.category(c) == "Cs" for c in text):
        return "it holds half a character"
    return ""


def cleaned(text: str) -> str:
    """This function takes out of a text of ours what other nodes would refuse."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def is_id(text: str) -> bool:
    """This function tells whether a text is a UUID of version 7 in its usual form."""
    try:
        value = uuid.UUID(text)
    except ValueError:
        return False
    return value.version == 7 and str(value) == text


def address_fault(address: str) -> str:
    """This function says what is wrong with a node's address, or returns an empty text.

    An address is ``http`` or ``https``, a host, perhaps a port and a path; no user, question or fragment.
    """
    if fault := fault_of(address, longest=300):
        return fault
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "it is no URL"
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return "it is no http or https URL with a host"
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment or port == 0:
        return "it holds more than a host, a port and a path"
    if not re.fullmatch(r"[A-Za-z0-9.\-:\[\]]+", parts.netloc) or not re.fullmatch(r"[A-Za-z0-9._~/\-]*", parts.path):
        return "its host or path holds characters that do not belong there"
    return ""
