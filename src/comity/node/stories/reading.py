"""Reading extracts: proving that the node that they name made them. No database."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from comity.crypto import verify_document
from comity.exchange.cards import Card
from comity.exchange.cards import read as read_card
from comity.kernel import ComityError, Refused, UnreadableFile
from comity.ledger.parts import DEPTH, Part

FORMAT = "comity-extract/1"
LONGEST = 256 * 1024 * 1024
"""Bytes of a file that is read."""


def read(document: Mapping[str, Any], *, signed: bool = True) -> Part:
    """This function reads an extract and proves that its node made it.

    Args:
        document: as `make` or `unsigned` wrote it.
        signed: whether it must be signed; only what this very program read from a folder need not be.

    Raises:
        InvalidInput: a card or the part has another form.
        Refused: it is not signed by the node that it names.
    """
    if document.get("format") != FORMAT or not isinstance(document.get("cards"), list):
        raise UnreadableFile("extract", f"it is not of the format {FORMAT}", code="stories.extract.form")
    cards = [read_card(str(each)) for each in document["cards"]]
    keys = tuple(dict.fromkeys(card.signing for card in cards))
    given = document.get("part")
    said = given if isinstance(given, dict) and not signed else _proven(given, keys)
    part = Part.from_document(said, keys=keys)
    if not cards or {card.node for card in cards} != {part.node}:
        raise _foreign(cards, part.node)
    return part


def read_file(path: Path) -> Part:
    """This function reads an extract from a file.

    Raises:
        UnreadableFile: no file, or none of this format.
        InvalidInput: a card or the part has another form.
        Refused: it is not signed by the node that it names.
    """
    try:
        if path.stat().st_size > LONGEST:
            raise UnreadableFile(str(path), "it is too large for an extract", code="stories.extract.form")
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no JSON"
        raise UnreadableFile(str(path), reason, code="stories.extract.form") from None
    if not isinstance(document, dict):
        raise UnreadableFile(str(path), f"it is not of the format {FORMAT}", code="stories.extract.form")
    return read(document)


def _proven(token: object, keys: Sequence[bytes]) -> dict[str, Any]:
    for key in keys:
        try:
            return verify_document(str(token), key, depth=DEPTH)
        except ComityError:
            continue
    raise Refused(
        "extract",
        "none of the keys on its cards signed it, or it was changed since",
        "Ask the node that made it to make it again",
        code="stories.extract.signature",
    )


def _foreign(cards: Sequence[Card], node: str) -> Refused:
    of = ", ".join(sorted({card.node for card in cards})) or "no node"
    return Refused("extract", f"it speaks for {node} and has the cards of {of}", code="stories.extract.node")
