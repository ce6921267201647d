"""Which properties FollowTheMoney has for each schema, among those that a subject may have.

Source: FollowTheMoney 4.11 (MIT), the schemata of the package. Others of ours are written beside the properties.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from comity.subjects.model import Schema

_EVERY = """
address addressEntity alephUrl alias country createdAt description keywords modifiedAt name notes previousName
program programId publisher publisherUrl sourceUrl summary topics weakAlias wikidataId wikipediaUrl
"""
_LEGAL = """
abbreviation classification dissolutionDate dunsCode email icijId idNumber incorporationDate innCode
jurisdiction legalForm leiCode licenseNumber mainCountry ogrnCode okpoCode opencorporatesUrl phone
registrationNumber sector status swiftBic taxNumber taxStatus uscCode vatCode website
"""
_PERSON = """
appearance biography birthCountry birthDate birthPlace citizenship deathDate education ethnicity eyeColor
fatherName firstName gender hairColor height lastName middleName motherName nameSuffix nationality
passportNumber political position profession religion secondName socialSecurityNumber spokenLanguage title
weight
"""
_ORGANIZATION = """
cageCode giiNumber imoNumber permId
"""
_COMPANY = """
bikCode cageCode cikCode currency giiNumber imoNumber isinCode kppCode permId ticker
"""
_VEHICLE = """
buildDate currency deregistrationDate model operator owner registrationDate registrationNumber type
"""
_VESSEL = """
callSign crsNumber deadweightTonnage flag grossRegisteredTonnage imoNumber mmsi pastFlags pastTypes
registrationPort tonnage
"""
_ACCOUNT = """
accountNumber accountType balance balanceDate bankAddress bankName bic closingDate currency iban maxBalance
openingDate
"""
_WALLET = """
accountId balance balanceDate blockchain creationDate currency currencySymbol holder managingExchange
publicKey
"""


def _all(*texts: str) -> frozenset[str]:
    return frozenset(" ".join((_EVERY, *texts)).split())


PROPERTIES: Mapping[Schema, frozenset[str]] = MappingProxyType(
    {
        Schema.PERSON: _all(_LEGAL, _PERSON),
        Schema.ORGANIZATION: _all(_LEGAL, _ORGANIZATION),
        Schema.COMPANY: _all(_LEGAL, _COMPANY),
        Schema.UNKNOWN: _all(_LEGAL),
        Schema.VEHICLE: _all(_VEHICLE),
        Schema.VESSEL: _all(_VEHICLE, _VESSEL),
        Schema.ACCOUNT: _all(_ACCOUNT),
        Schema.WALLET: _all(_WALLET),
    }
)
"""Schema, and the properties that the FollowTheMoney library accepts for it."""
