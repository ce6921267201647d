"""What reader and writer of MISP events share: object templates, and which property stands in which attribute.

Sources: the MISP core format; the object templates of misp-objects (person 21, organization 9, legal-entity 2,
bank-account 3, vehicle 5, coin-address 7, phone-number 1, domain-ip 11, report 8, intelligence-source-assessment 1);
the taxonomies tlp and PAP.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from comity.subjects.model import Role, Schema
from comity.subjects.stix import OURS

RECORD = "comity-record"
"""Our own object: a record's statements and marks as we have them, beside the object that MISP knows."""
RECORD_TEMPLATE = "7c0e4f6a-3d1b-5c57-9a44-2f6f5e0b8d10"
REFERENCE = "annotates"
"""How our object refers to the one that it stands beside."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template of misp-objects.

    Args:
        uuid: of the template.
        version: that is written.
        category: its meta-category.
        attributes: relation, with the attribute's type and the property of FollowTheMoney that it holds.
        several: relations that may stand more than once.
        one_of: at least one of these relations stands in every object.
    """

    uuid: str
    version: str
    category: str
    attributes: Mapping[str, tuple[str, str]]
    several: frozenset[str]
    one_of: frozenset[str]


def _template(own: str, version: str, category: str, text: str, several: str, one_of: str) -> Template:
    rows = (line.split() for line in text.strip().splitlines())
    attributes = {relation: (kind, prop) for relation, kind, prop in rows}
    return Template(
        own, version, category, MappingProxyType(attributes), frozenset(several.split()), frozenset(one_of.split())
    )


TEMPLATES: Mapping[str, Template] = MappingProxyType({
    "person": _template(
        "a15b0477-e9d1-4b9c-9546-abe78a4f4248", "21", "misc",
        """
        full-name full-name name
        alias text alias
        first-name first-name firstName
        middle-name middle-name middleName
        last-name last-name lastName
        date-of-birth date-of-birth birthDate
        place-of-birth place-of-birth birthPlace
        gender gender gender
        nationality nationality nationality
        passport-number passport-number passportNumber
        identity-card-number identity-card-number idNumber
        social-security-number text socialSecurityNumber
        phone-number phone-number phone
        e-mail email-src email
        address text address
        function text position
        occupation text occupation
        title text title
        mothers-name text motherName
        handle text username
        text text notes
        """,
        "alias nationality phone-number e-mail address handle",
        "first-name last-name full-name alias handle",
    ),
    "organization": _template(
        "f750e12b-127a-432c-b022-b3f9153c4e2a", "9", "misc",
        """
        name text name
        alias text alias
        registration-number text registrationNumber
        VAT text vatCode
        phone-number phone-number phone
        e-mail email-src email
        address text address
        type-of-organization text legalForm
        description text description
        """,
        "alias VAT phone-number e-mail address",
        "name alias",
    ),
    "legal-entity": _template(
        "14f5688f-d89c-469f-9878-c48bf6c41c65", "2", "misc",
        """
        name text name
        commercial-name text alias
        legal-form text legalForm
        business text sector
        phone-number phone-number phone
        registration-number text registrationNumber
        text text notes
        """,
        "",
        "name",
    ),
    "bank-account": _template(
        "b4712203-95a8-4883-80e9-b566f5df11c9", "3", "financial",
        """
        iban iban iban
        account bank-account-nr accountNumber
        swift bic bic
        institution-name text bankName
        currency-code text currency
        account-name text name
        beneficiary text holder
        personal-account-type text accountType
        text text notes
        """,
        "",
        "account iban",
    ),
    "vehicle": _template(
        "683c076c-f695-4ff2-8efa-e98a418049f4", "5", "misc",
        """
        license-plate-number text registrationNumber
        vin text vin
        make text make
        model text model
        exterior-color text color
        description text description
        """,
        "license-plate-number",
        "description make model license-plate-number vin type",
    ),
    "coin-address": _template(
        "d0e6997e-78da-4815-a6a1-cfc1c1cb8a46", "7", "financial",
        """
        address btc publicKey
        address-crypto text publicKey
        symbol text currencySymbol
        text text notes
        """,
        "",
        "address address-crypto",
    ),
    "phone-number": _template(
        "c4b5a67c-63d2-11ec-90d6-0242ac120003", "1", "mobile",
        """
        phone-number phone-number phone
        text text notes
        """,
        "",
        "phone-number",
    ),
    "domain-ip": _template(
        "43b3b146-77eb-4931-b4cc-b66c60f28734", "11", "network",
        """
        domain domain website
        text text notes
        """,
        "domain",
        "domain",
    ),
})  # fmt: skip
"""Templates that are written and read, by name."""
NAMES: Mapping[Schema, str] = MappingProxyType({
    Schema.PERSON: "person", Schema.ORGANIZATION: "organization", Schema.COMPANY: "organization",
    Schema.UNKNOWN: "legal-entity", Schema.VEHICLE: "vehicle", Schema.VESSEL: "vehicle",
    Schema.ACCOUNT: "bank-account", Schema.WALLET: "coin-address",
})  # fmt: skip
"""Which template a subject is written as."""
SCHEMAS: Mapping[str, Schema] = MappingProxyType({
    "person": Schema.PERSON, "organization": Schema.ORGANIZATION, "legal-entity": Schema.UNKNOWN,
    "vehicle": Schema.VEHICLE, "bank-account": Schema.ACCOUNT, "coin-address": Schema.WALLET,
    "btc-wallet": Schema.WALLET,
})  # fmt: skip
ALSO_READ: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "person": {"fax-number": "phone", "nic-hdl": "notes", "dni": "idNumber", "nie": "idNumber", "nif": "taxNumber",
               "birth-certificate-number": "idNumber"},
    "organization": {"date-of-inception": "incorporationDate", "contact_information": "notes", "sector": "sector",
                     "fax-number": "phone"},
    "legal-entity": {"website": "website"},
    "bank-account": {"opened": "openingDate", "closed": "closingDate", "balance": "balance", "comments": "notes",
                     "date-balance": "balanceDate", "branch": "bankAddress", "status-code": "status"},
    "vehicle": {"type": "type", "date-first-registration": "registrationDate", "state": "notes"},
    "coin-address": {"address-xmr": "publicKey", "current-balance": "balance"},
    "btc-wallet": {"wallet-address": "publicKey", "balance_BTC": "balance"},
    "phone-number": {},
    "phone": {"msisdn": "phone", "imei": "imei", "text": "notes", "brand": "notes", "model": "notes"},
    "domain-ip": {"hostname": "website", "ip": "notes"},
})  # fmt: skip
"""Relations that are read and not written, each with its property."""
LONE = frozenset({"phone-number", "phone", "domain-ip"})
"""Templates that say values of the subject that they are tied to, or else of one that is not known otherwise."""
ATTRIBUTES: Mapping[str, tuple[Schema, str]] = MappingProxyType({
    "iban": (Schema.ACCOUNT, "iban"), "bank-account-nr": (Schema.ACCOUNT, "accountNumber"),
    "btc": (Schema.WALLET, "publicKey"), "xmr": (Schema.WALLET, "publicKey"), "dash": (Schema.WALLET, "publicKey"),
    "phone-number": (Schema.UNKNOWN, "phone"), "domain": (Schema.UNKNOWN, "website"),
    "hostname": (Schema.UNKNOWN, "website"), "email": (Schema.UNKNOWN, "email"),
    "email-src": (Schema.UNKNOWN, "email"), "email-dst": (Schema.UNKNOWN, "email"),
    "full-name": (Schema.PERSON, "name"), "passport-number": (Schema.PERSON, "passportNumber"),
    "identity-card-number": (Schema.PERSON, "idNumber"),
})  # fmt: skip
"""Types of attributes outside objects that are subjects by themselves."""
CATEGORIES: Mapping[str, str] = MappingProxyType({
    "text": "Other", "full-name": "Person", "first-name": "Person", "middle-name": "Person", "last-name": "Person",
    "date-of-birth": "Person", "place-of-birth": "Person", "gender": "Person", "nationality": "Person",
    "passport-number": "Person", "identity-card-number": "Person", "phone-number": "Person",
    "email-src": "Payload delivery",
    "iban": "Financial fraud", "bank-account-nr": "Financial fraud", "bic": "Financial fraud",
    "btc": "Financial fraud", "domain": "Network activity", "comment": "Other",
})  # fmt: skip
"""Type of an attribute, and the category that MISP gives it where nobody says otherwise."""
ROLES: Mapping[Role, str] = MappingProxyType({
    Role.SUSPECT: "Suspect", Role.OFFENDER: "Culprit", Role.ASSOCIATE: "Accomplice", Role.VICTIM: "Victim",
    Role.WITNESS: "Witness",
})  # fmt: skip
ROLES_READ: Mapping[str, Role] = MappingProxyType(
    {name.lower(): role for role, name in ROLES.items()}
    | {"accused": Role.SUSPECT, "defendent": Role.SUSPECT, "defendant": Role.SUSPECT}
)
GENDERS: Mapping[str, str] = MappingProxyType(
    {"male": "Male", "female": "Female", "other": "Other", "unknown": "Unknown"}
)


def own_uuid(*parts: str) -> str:
    """This function returns a UUID that is made from names, so that the same export has the same."""
    return str(uuid.uuid5(OURS, "\n".join(parts)))
