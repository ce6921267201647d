"""Makes ``messages.json``: a message of every type and version, and messages with one fault each.

Each vector has the document of a message and what reading it gives: ``ok``, ``kept`` (type or version not known), or
``poisoned`` with the faults; of an older version also the content as the newest says it. Run
``python spec/vectors/messages.py``; ``--check`` compares only.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from comity.exchange import messages, versions
from comity.kernel import InvalidInput

PATH = Path(__file__).with_suffix(".json")
SENDER, RECIPIENT, THIRD = "a" * 16, "b" * 16, "c" * 16
Vector = dict[str, Any]


def numbered(number: int) -> str:
    """This function makes an id of version 7 from a number."""
    return f"019aa8f0-4b88-7000-8000-{number:012x}"


CONDITIONS = {"handling": ["H0", "H2"], "tlp": "AMBER", "pap": "AMBER", "words": ""}
NAME = {"owner": SENDER, "id": numbered(10)}
SUBJECT = {"schema_name": "Person", "role": "suspect", "properties": {"name": ["Chan Dara"]}}
LATER, LATEST = "2026-11-29T03:04:05.000000Z", "2026-12-06T03:04:05.000000Z"
TOKEN = "e30.e30.c2lnbmF0dXJl"  # noqa: S105 -- the form of a signed document, signed by nobody
OLD_ITEM = {
    "text": "Crossed at the border post on two evenings.",
    "conditions": CONDITIONS,
    "evaluation": "B2",
    "permitted_use": "Intelligence.",
    "date_of_data": "2026-11",
}
ITEM = NAME | OLD_ITEM | {"permitted_purposes": ["investigation"], "retention_until": "2027-11-22", "consents": []}
PARTS = [{"node": SENDER, "role": "Follows the vehicle to the border."}, {"node": RECIPIENT, "role": "Takes over."}]
PERIOD = {"begins": "2026-12-01", "ends": "2026-12-03", "area": "The border crossing and the road north of it."}
EXAMPLES: dict[tuple[str, int], Vector] = {
    ("request", 1): {
        "facts": "Seen at the border post on two evenings.",
        "asked": "Is this person known to you, and in which case?",
        "link": "The person carries a passport of your country.",
        "subjects": [SUBJECT],
        "foreseen_use": "Intelligence in case KH-1.",
        "deadline": LATER,
    },
    ("reply", 1): {"in_reply_to": numbered(1), "status": "full", "items": [OLD_ITEM]},
    ("reply", 2): {"in_reply_to": numbered(1), "status": "full", "items": [ITEM]},
    ("spontaneous", 1): {
        "reason": "The person travels to your country tomorrow.",
        "link": "A ticket to your capital.",
        "subjects": [SUBJECT],
        "items": [ITEM],
        "reply_wanted": True,
        "reply_by": LATER,
    },
    ("alert", 1): {
        "category": "vehicle",
        "text": "A white lorry with a double floor.",
        "items": [ITEM],
        "what_to_do": "Note place, time and driver, and call.",
        "what_not_to_do": "Do not stop it.",
        "area": "Both sides of the border.",
        "valid_from": LATER,
        "valid_to": LATEST,
        "contact": "+855 23 000 000",
        "danger": "possible",
        "danger_words": "The driver may be armed.",
    },
    ("alert-cancellation", 1): {"alert": numbered(2), "reason": "The lorry was found."},
    ("feedback", 1): {"item": NAME, "useful": True, "used_in": "investigation", "outcome": "It confirmed an address."},
    ("consent-request", 1): {
        "item": NAME,
        "use": "forward",
        "recipient": THIRD,
        "purpose": "investigation",
        "reason": "The person moved on to a third country.",
        "answer_by": LATER,
    },
    ("consent-answer", 1): {
        "in_reply_to": numbered(3),
        "item": NAME,
        "use": "forward",
        "answer": "granted",
        "recipient": THIRD,
        "purposes": ["investigation"],
        "words": "Not to be shown in court.",
        "until": "2027-05-22",
    },
    ("correction", 1): {
        "item": NAME,
        "wrong": "The date was wrong.",
        "corrected": ITEM | {"date_of_data": "2026-10"},
        "confirm_by": LATER,
    },
    ("withdrawal", 1): {"item": NAME, "reason": "wrong", "words": "It was another person.", "confirm_by": LATER},
    ("deletion-confirmed", 1): {
        "in_reply_to": numbered(4),
        "item": NAME,
        "at": LATER,
        "copies": [
            {"kind": "item", "count": 1, "treated": "deleted"},
            {"kind": "print", "count": 2, "treated": "marked", "words": "In the court's file KH-1."},
        ],
        "onward": [{"node": THIRD, "agency": "Agency", "state": "confirmed", "token": TOKEN}],
        "complete": True,
    },
    ("operation-proposal", 1): {
        "kind": "controlled-delivery",
        "title": "White lorry",
        "proposal": "Let the lorry pass and follow it to its buyer.",
        "parts": PARTS,
        **PERIOD,
        "legal_basis": "Convention of 1988, article 11, for both sides.",
        "delivery": {
            "goods": "About 200 kg of precursor.",
            "route": "From the depot over the crossing to the capital.",
            "control": "Each side on its own ground.",
            "substitution": "The goods stay.",
            "stop": "When the lorry leaves the route; the leader on that side decides.",
        },
        "answer_by": LATER,
    },
    ("operation-plan", 1): {
        "proposal": numbered(5),
        "edition": 1,
        "plan": "First day: both teams in place.",
        "parts": PARTS,
        **PERIOD,
        "legal_basis": "Convention of 1988, article 11, for both sides.",
        "contact": "+855 23 000 000",
        "answer_by": LATER,
    },
    ("operation-answer", 1): {"in_reply_to": numbered(5), "answer": "refused", "ground": "no-legal-basis"},
    ("operation-result", 1): {
        "proposal": numbered(5),
        "outcome": "done",
        "result": "Three persons arrested.",
        "ended": "2026-12-03",
        "items": [ITEM],
    },
    ("joint-seizure", 1): {
        "joint": numbered(9),
        "reference": "S-2026-17",
        "date": "2026-11-20",
        "country": "KH",
        "place": "The ferry",
        "place_code": "KH-12",
        "goods": [
            {
                "kind": "drug",
                "what": "Tablets",
                "substance": "methamphetamine",
                "amount": "3200",
                "unit": "tablet",
                "kilograms": "0.288",
            },
            {"kind": "cash", "what": "Notes", "amount": "12000", "unit": "USD"},
        ],
        "counted_by": SENDER,
        "words": "Both teams stood on the ferry.",
        "answer_by": LATER,
    },
    ("joint-seizure-answer", 1): {
        "joint": numbered(9),
        "in_reply_to": numbered(5),
        "answer": "agreed",
        "counted_by": SENDER,
        "reference": "VN-2026-4",
    },
    ("aggregates", 1): {
        "dataset": "seizures",
        "year": 2025,
        "revision": 1,
        "k": 11,
        "method": 1,
        "completeness": "complete",
        "levels": [
            {"name": "drug_group", "dimension": "drug"},
            {"name": "drug", "dimension": "drug"},
            {"name": "province", "dimension": "place"},
        ],
        "measures": ["kilograms"],
        "parents": [{"level": "drug", "value": "methamphetamine", "parent": "ats"}],
        "rows": [
            {
                "chosen": [{"one": "ats"}, {"one": "methamphetamine"}, {"one": "KH-12"}],
                "count": 214,
                "amounts": [1230.0],
            },
            {
                "chosen": [{"one": "ats"}, {"one": "methamphetamine"}, {"others": ["KH-12"]}],
                "count": 31,
                "amounts": [4.5],
            },
            {"chosen": [{"others": ["ats"]}, None, None], "count": 19, "amounts": [None]},
        ],
    },
    ("card", 1): {"card": TOKEN, "reason": "Another telephone."},
    ("key-change", 1): {
        "statement": TOKEN,
        "card": TOKEN,
        "reason": "compromise",
        "words": "A copy of the key was found.",
        "doubtful_since": "2026-11-20T00:00:00.000000Z",
    },
    ("read", 1): {"message": numbered(6), "at": LATER},
    ("read", 2): {"message": numbered(6), "at": LATER, "items": [NAME], "purpose": "investigation"},
    ("tombstone", 1): {"message": numbered(7), "stands_for": "A" * 43, "reason": "expired"},
    ("not-understood", 1): {
        "message": numbered(8),
        "type": "reply",
        "version": 3,
        "reason": "unknown-version",
        "understands": [1, 2],
    },
}
"""One content of every version of every type."""


def message(message_type: str, version: int, content: Any, **change: Any) -> Vector:
    """This function writes the document of a message of the sender."""
    return {
        "format": "comity-message/1", "id": numbered(1), "type": message_type, "version": version, "from": SENDER,
        "authority": "Agency", "to": RECIPIENT, "recipients": [RECIPIENT], "incarnation": "A" * 43, "sequence": 1,
        "previous": "A" * 43, "conversation": numbered(0), "sent_at": "2026-11-22T03:04:05.000000Z",
        "zone": "Asia/Phnom_Penh", "expires_at": "2026-12-22T03:04:05.000000Z", "priority": "routine",
        "purpose": "investigation", "legal_basis": "MOU-1", "offence": "drug-trafficking", "reference": "KH-1",
        "conditions": CONDITIONS, "retention_until": "2027-11-22", "language": "en", "script": "Latn",
        "attachments": [], "body": None, "content": content,
    } | change  # fmt: skip


def _with(name: str, version: int = 1, **change: Any) -> Vector:
    return message(name, version, EXAMPLES[name, version] | change)


def build() -> list[Vector]:
    """This function makes every vector."""
    made = {f"{name}, version {version}": message(name, version, said) for (name, version), said in EXAMPLES.items()}
    made |= {
        "a type that is not known": message("commitment", 1, {"anything": [1, {"a": None}]}),
        "a version that is not known": message("reply", 3, {"anything": 1}),
        "a content that is no object": message("read", 1, []),
        "a purpose that is none": message("read", 1, EXAMPLES["read", 1], purpose="curiosity"),
        "every fault at once": _with("request", facts=" ", urgency="urgent", deadline="soon", more=1),
        "an item with what its owner signed of it": _with("reply", 2, items=[ITEM | {"proof": TOKEN}]),
        "an item with a proof that is no signed document": _with("reply", 2, items=[ITEM | {"proof": "signed"}]),
        "an item without a name": _with("reply", 2, items=[OLD_ITEM]),
        "an item named twice": _with("reply", 2, items=[ITEM, ITEM]),
        "an item whose owner is no node": _with("reply", 2, items=[ITEM | {"owner": "me"}]),
        "a reply in full without items": _with("reply", 2, items=[]),
        "a refusal without a ground": _with("reply", 2, status="refused", items=[]),
        "a reply wanted without a moment": message(
            "spontaneous", 1, {k: v for k, v in EXAMPLES["spontaneous", 1].items() if k != "reply_by"}
        ),
        "an alert that ends before it begins": _with("alert", valid_to=EXAMPLES["alert", 1]["valid_from"]),
        "handing onward to nobody": _with("consent-request", recipient=None),
        "a correction of another item": _with("correction", item=NAME | {"id": numbered(11)}),
        "complete with a copy that was not reached": _with(
            "deletion-confirmed", copies=[{"kind": "export", "count": 1, "treated": "not-reached", "words": "A disk."}]
        ),
        "a controlled delivery without its route": _with("operation-proposal", delivery=None),
        "changes wanted without saying which": _with(
            "operation-answer", answer="changes-wanted", ground=None, ground_words=""
        ),
        "an agreement that does not say who counts": message(
            "joint-seizure-answer",
            1,
            {k: v for k, v in EXAMPLES["joint-seizure-answer", 1].items() if k != "counted_by"},
        ),
        "a group of fewer than k": _with("aggregates", k=20),
        "a compromise without a moment": message(
            "key-change", 1, {k: v for k, v in EXAMPLES["key-change", 1].items() if k != "doubtful_since"}
        ),
    }
    return [{"name": name, "document": document} | result_of(document) for name, document in made.items()]


def result_of(document: Vector) -> Vector:
    """This function reads a message and returns what became of it."""
    try:
        read = messages.read(document)
    except InvalidInput as error:
        return {"result": "poisoned", "faults": error.reason.split("; ")}
    if read.content is None:
        return {"result": "kept", "faults": []}
    newest = read.content.document()
    older = document["version"] < versions.NEWEST[document["type"]]
    return {"result": "ok", "faults": []} | ({"newest": newest} if older else {})


def main() -> int:
    """This function writes the vectors, or with ``--check`` compares them; 1 where they differ."""
    made = {"format": "comity-message-vectors/1", "vectors": build()}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if "--check" in sys.argv:
        return int(PATH.read_text(encoding="utf-8") != text)
    PATH.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
