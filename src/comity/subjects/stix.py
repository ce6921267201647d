"""What reader and writer of STIX 2.1 share: names, ids, markings, and which property stands where.

Sources: STIX 2.1 (OASIS), sections 2.9, 3.1, 7.2 and 7.3; TLP 2.0 as the STIX Common Object Repository publishes it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from comity.kernel import Tlp
from comity.subjects.marks import Marks
from comity.subjects.model import Schema

OURS = uuid.UUID("5b1c2a58-92d4-5a0e-9c0b-0d0f8a6e3c11")
"""Namespace of the ids that we make from what they name."""
OBSERVABLES = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""Namespace of the ids of cyber-observable objects, as the standard sets it."""
RECORD = "extension-definition--8a54bd5c-4fc1-4a2c-9d3e-6b1f7d0c2e01"
"""Our extension of properties: a record's statements as we have them, and what marks say."""
KINDS = "extension-definition--8a54bd5c-4fc1-4a2c-9d3e-6b1f7d0c2e02"
"""Our extension of objects: kinds of subject that STIX has no object for."""
TLP_2 = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP_MARKINGS: Mapping[Tlp, str] = MappingProxyType({
    Tlp.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Tlp.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Tlp.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Tlp.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Tlp.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
})  # fmt: skip
"""TLP 2.0; the ids are the same everywhere."""
KNOWN_TLP: Mapping[str, Tlp] = MappingProxyType({own_id: tlp for tlp, own_id in TLP_MARKINGS.items()} | {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Tlp.CLEAR,
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Tlp.GREEN,
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Tlp.AMBER,
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Tlp.RED,
})  # fmt: skip
"""Those of TLP 2.0, and of TLP 1 as STIX 2.1 itself has them."""
TYPES: Mapping[Schema, str] = MappingProxyType({
    Schema.PERSON: "identity", Schema.ORGANIZATION: "identity", Schema.COMPANY: "identity", Schema.UNKNOWN: "identity",
    Schema.VEHICLE: "vehicle", Schema.VESSEL: "vessel", Schema.ACCOUNT: "bank-account",
    Schema.WALLET: "cryptocurrency-wallet",
})  # fmt: skip
CLASSES: Mapping[Schema, str] = MappingProxyType({
    Schema.PERSON: "individual", Schema.ORGANIZATION: "organization", Schema.COMPANY: "organization",
    Schema.UNKNOWN: "unknown",
})  # fmt: skip
OBJECTS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "bank-account": {"iban": "iban", "account_number": "accountNumber", "bic": "bic", "bank_name": "bankName",
                     "currency": "currency"},
    "cryptocurrency-wallet": {"value": "publicKey", "currency": "currencySymbol"},
    "vehicle": {"registration_number": "registrationNumber", "vin": "vin", "make": "make", "model": "model",
                "color": "color", "vehicle_type": "type"},
    "vessel": {"imo_number": "imoNumber", "mmsi": "mmsi", "flag": "flag", "call_sign": "callSign",
               "vessel_type": "type"},
})  # fmt: skip
"""Objects of our own kinds: their properties, each with the property of FollowTheMoney; all have name, description."""
SCHEMAS: Mapping[str, Schema] = MappingProxyType({
    "bank-account": Schema.ACCOUNT, "cryptocurrency-wallet": Schema.WALLET, "vehicle": Schema.VEHICLE,
    "vessel": Schema.VESSEL,
})  # fmt: skip
ASIDE: Mapping[str, tuple[str, str]] = MappingProxyType({
    "website": ("domain-name", "value"), "email": ("email-addr", "value"), "phone": ("phone-number", "value"),
})  # fmt: skip
"""Properties whose values stand as objects of their own beside the subject, with the object's type and property."""


def object_id(kind: str, name: str) -> str:
    """This function returns an id with the type in front; the same name gives the same id, and a UUID stays."""
    try:
        made = uuid.UUID(name)
    except ValueError:
        made = None
    if made is None or str(made) != name or made.variant != uuid.RFC_4122:
        made = uuid.uuid5(OURS, name)
    return f"{kind}--{made}"


def observable_id(kind: str, value: str) -> str:
    """This function returns the id of a cyber-observable object whose one contributing property is its value."""
    plain = json.dumps({"value": value}, ensure_ascii=False, separators=(",", ":"))
    return f"{kind}--{uuid.uuid5(OBSERVABLES, plain)}"


def marking_id(marks: Marks) -> str:
    """This function returns the id of the marking definition that carries marks; it is made from their content."""
    return f"marking-definition--{uuid.uuid5(OURS, marks.name)}"


def statement_id(marks: Marks) -> str:
    """This function returns the id of the statement that says marks in words."""
    return f"marking-definition--{uuid.uuid5(OURS, f'statement {marks.sentence()}')}"


def extension_of(each: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    """This function returns an extension of an object, or None."""
    every = each.get("extensions")
    found = every.get(name) if isinstance(every, dict) else None
    return found if isinstance(found, dict) else None
