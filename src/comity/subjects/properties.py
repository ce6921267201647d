"""The properties of FollowTheMoney that a record may have, by what their values are.

Source: FollowTheMoney schemata Thing, LegalEntity, Person, Organization, Company, Vehicle, Vessel, BankAccount,
CryptoWallet and Sanction. The properties of identifiers are `comity.identifiers.PROPERTIES`.
"""

from __future__ import annotations

from functools import cache

from comity.identifiers import PROPERTIES as IDENTIFIERS

NAMES = frozenset({
    "name", "alias", "weakAlias", "previousName", "abbreviation", "firstName", "secondName", "middleName", "lastName",
    "fatherName", "motherName", "maidenName", "nameSuffix",
})  # fmt: skip
DATES = frozenset({
    "birthDate", "deathDate", "incorporationDate", "dissolutionDate", "buildDate", "registrationDate", "listingDate",
    "startDate", "endDate", "createdAt", "modifiedAt", "openingDate", "closingDate",
    "creationDate", "deregistrationDate", "balanceDate",
})  # fmt: skip
COUNTRIES = frozenset({
    "country", "nationality", "citizenship", "jurisdiction", "mainCountry", "birthCountry", "flag", "pastFlags",
})  # fmt: skip
TEXTS = frozenset({
    "address", "addressEntity", "birthPlace", "summary", "description", "notes", "keywords", "title", "position",
    "occupation", "profession", "education", "religion", "ethnicity", "political", "appearance", "height", "weight",
    "eyeColor", "hairColor", "legalForm", "sector", "classification", "status", "topics", "program", "programId",
    "unscId",
    "listName", "authority", "reason", "sourceUrl", "website", "wikidataId", "publisher", "publisherUrl", "type",
    "model",
    "owner", "operator", "tonnage", "balance", "currency", "bankName", "maxBalance", "accountType", "managingExchange",
    "managingExchangeId", "holder", "city", "street", "state", "region", "province", "district", "village",
    "postalCode",
    "make", "color", "engineNumber", "manufacturer", "serialNumber", "callSign", "mmsi", "deadweightTonnage",
    "grossRegisteredTonnage", "dunsCode", "ogrnCode", "okpoCode", "licenseNumber", "icaoCode", "crsNumber",
    "registrationPort", "pastTypes", "wikipediaUrl", "biography", "spokenLanguage", "accountId", "currencySymbol",
    "blockchain", "bankAddress", "alephUrl", "opencorporatesUrl", "icijId", "permId", "cageCode", "giiNumber",
    "isinCode", "kppCode", "bikCode", "cikCode", "ticker", "taxStatus",
})  # fmt: skip


@cache
def known() -> dict[str, str]:
    """This function returns every known property by its name in small letters."""
    every = NAMES | DATES | COUNTRIES | TEXTS | {"gender"} | set(IDENTIFIERS)
    return {name.lower(): name for name in every}
