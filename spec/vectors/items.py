"""Makes ``items.json``: items with what their owner signed of them, and items with one fault each.

Each vector has the item as it came, the keys that are known of its owner (``null`` for a stranger), the day, and how
the item stands to its proof: ``standing`` and what differs. Run ``python spec/vectors/items.py``; ``--check`` compares
only.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from comity.crypto import SigningKey
from comity.crypto.encoding import decode, encode
from comity.exchange import proofs
from comity.exchange.contents import Item

PATH = Path(__file__).with_suffix(".json")
OWNER, FORWARDER = (SigningKey.from_private(bytes([n]) * 32) for n in (1, 2))
NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
DEPTH = 16
Vector = dict[str, Any]

CONDITIONS = {"handling": ["H0", "H2"], "tlp": "AMBER", "pap": "AMBER", "words": ""}
OPEN = {"handling": ["H0"], "tlp": "GREEN", "pap": "GREEN", "words": ""}
OLD_ITEM = {
    "text": "Crossed at the border post on two evenings.",
    "subject": {"schema_name": "Person", "role": "suspect", "properties": {"name": ["Chan Dara"]}},
    "conditions": CONDITIONS,
    "evaluation": "B2",
    "permitted_use": "Intelligence.",
    "date_of_data": "2026-11",
}
NAME = {"owner": OWNER.key_id, "id": "019aa8f0-4b88-7000-8000-00000000000a"}
ITEM = NAME | OLD_ITEM | {"permitted_purposes": ["investigation"], "retention_until": "2027-11-22", "consents": []}
CONSENT = {
    "type": "consent-answer",
    "from": OWNER.key_id,
    "to": FORWARDER.key_id,
    "content": {
        "in_reply_to": "019aa8f0-4b88-7000-8000-000000000003",
        "item": NAME,
        "use": "loosen",
        "answer": "granted",
        "conditions": OPEN,
        "until": "2026-12-31",
    },
}
"""The parts of a consent answer that are looked at; a whole message has more."""


def _signed(key: SigningKey = OWNER) -> Vector:
    return proofs.sign(Item.model_validate(ITEM), key, NOW).document()


def _consent(key: SigningKey) -> list[Vector]:
    return [{"message": "019aa8f0-4b88-7000-8000-000000000004", "token": key.sign_document(CONSENT)}]


def build() -> list[Vector]:
    """This function makes every vector."""
    given, plain = _signed(), {name: value for name, value in _signed().items() if name != "proof"}
    subject = OLD_ITEM["subject"]
    came: dict[str, tuple[Vector, list[SigningKey] | None, str]] = {
        "as its owner signed it": (given, [OWNER], "2026-11-23"),
        "with a handle, which is its sender's word": (
            given | {"subject": subject | {"handle": "abc"}}, [OWNER], "2026-11-23",
        ),
        "bound more strictly": (
            given | {"conditions": CONDITIONS | {"tlp": "RED"}, "retention_until": "2027-01-31"}, [OWNER], "2026-11-23",
        ),
        "loosened as its owner consented": (
            given | {"conditions": OPEN, "consents": _consent(OWNER)}, [OWNER], "2026-12-31",
        ),
        "loosened after the consent ended": (
            given | {"conditions": OPEN, "consents": _consent(OWNER)}, [OWNER], "2027-01-01",
        ),
        "loosened by a consent that another signed": (
            given | {"conditions": OPEN, "consents": _consent(FORWARDER)}, [OWNER], "2026-11-23",
        ),
        "H2 taken off": (given | {"conditions": CONDITIONS | {"handling": ["H0"]}}, [OWNER], "2026-11-23"),
        "kept longer": (given | {"retention_until": "2027-11-23"}, [OWNER], "2026-11-23"),
        "for every purpose": (given | {"permitted_purposes": []}, [OWNER], "2026-11-23"),
        "other words": (given | {"text": "Crossed once."}, [OWNER], "2026-11-23"),
        "another evaluation": (given | {"evaluation": "A1"}, [OWNER], "2026-11-23"),
        "another date of the data": (given | {"date_of_data": "2026-10"}, [OWNER], "2026-11-23"),
        "another permitted use": (given | {"permitted_use": "Evidence."}, [OWNER], "2026-11-23"),
        "another subject": (
            given | {"subject": subject | {"properties": {"name": ["Chan Thy"]}}}, [OWNER], "2026-11-23",
        ),
        "without its subject": ({k: v for k, v in given.items() if k != "subject"}, [OWNER], "2026-11-23"),
        "under another id": (given | {"id": "019aa8f0-4b88-7000-8000-00000000000b"}, [OWNER], "2026-11-23"),
        "signed by who hands it on": (_signed(FORWARDER), [OWNER], "2026-11-23"),
        "signed by a key that its owner replaced": (_signed(FORWARDER), [OWNER, FORWARDER], "2026-11-23"),
        "of an owner all of whose keys are revoked": (given, [], "2026-11-23"),
        "of an owner who is not known": (given, None, "2026-11-23"),
        "of an owner who is not known, with other words": (given | {"text": "Crossed once."}, None, "2026-11-23"),
        "without a proof": (plain, [OWNER], "2026-11-23"),
        "without a proof, of an owner who is not known": (plain, None, "2026-11-23"),
    }  # fmt: skip
    made = [
        {"name": name, "item": item, "on": on, "keys": None if known is None else [encode(k.public) for k in known]}
        for name, (item, known, on) in came.items()
    ]
    return [vector | {"result": result_of(vector)} for vector in made]


def result_of(vector: Vector) -> Vector:
    """This function compares an item with its proof and returns how it stands."""
    known = vector["keys"]
    keys = None if known is None else [decode(each) for each in known]
    item, on = Item.model_validate(vector["item"]), date.fromisoformat(vector["on"])
    found = proofs.proven(item, lambda _node: keys, on=on, depth=DEPTH)
    return {"standing": found.standing.value, "what": list(found.what)}


def main() -> int:
    """This function writes the vectors, or with ``--check`` compares them; 1 where they differ."""
    text = json.dumps({"format": "comity-item-vectors/1", "vectors": build()}, ensure_ascii=False, indent=1) + "\n"
    if "--check" in sys.argv:
        return int(PATH.read_text(encoding="utf-8") != text)
    PATH.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
