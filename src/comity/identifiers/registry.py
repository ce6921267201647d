"""Which reader reads which kind, and which property of FollowTheMoney holds which kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from types import MappingProxyType

from comity.identifiers.accounts import account, bic, iban
from comity.identifiers.documents import passport
from comity.identifiers.internet import domain, email, handle
from comity.identifiers.model import Identifier, Kind, unreadable
from comity.identifiers.national import imei, imo, lei, national
from comity.identifiers.phones import phone
from comity.identifiers.vehicles import plate, vin
from comity.identifiers.wallets import wallet
from comity.kernel.countries import country as country_of

Reader = Callable[[str, str | None], Identifier]

_LONGEST = 1000

_READERS: Mapping[Kind, Reader] = MappingProxyType(
    {
        Kind.PASSPORT: passport,
        Kind.ID_CARD: partial(national, Kind.ID_CARD),
        Kind.PHONE: phone,
        Kind.IBAN: iban,
        Kind.ACCOUNT: account,
        Kind.BIC: bic,
        Kind.EMAIL: email,
        Kind.WALLET: wallet,
        Kind.DOMAIN: domain,
        Kind.HANDLE: handle,
        Kind.PLATE: plate,
        Kind.VIN: vin,
        Kind.IMEI: lambda text, _: imei(text),
        Kind.IMO: lambda text, _: imo(text),
        Kind.COMPANY_NUMBER: partial(national, Kind.COMPANY_NUMBER),
        Kind.TAX: partial(national, Kind.TAX),
        Kind.LEI: lambda text, _: lei(text),
    }
)

PROPERTIES: Mapping[str, Kind] = MappingProxyType(
    {
        "passportNumber": Kind.PASSPORT,
        "idNumber": Kind.ID_CARD,
        "socialSecurityNumber": Kind.ID_CARD,
        "phone": Kind.PHONE,
        "iban": Kind.IBAN,
        "accountNumber": Kind.ACCOUNT,
        "bic": Kind.BIC,
        "swiftBic": Kind.BIC,
        "email": Kind.EMAIL,
        "publicKey": Kind.WALLET,
        "website": Kind.DOMAIN,
        "username": Kind.HANDLE,
        "plate": Kind.PLATE,
        "vin": Kind.VIN,
        "vinCode": Kind.VIN,
        "imei": Kind.IMEI,
        "imoNumber": Kind.IMO,
        "registrationNumber": Kind.COMPANY_NUMBER,
        "uscCode": Kind.COMPANY_NUMBER,
        "taxNumber": Kind.TAX,
        "vatCode": Kind.TAX,
        "innCode": Kind.TAX,
        "leiCode": Kind.LEI,
    }
)
"""Property of FollowTheMoney (``plate``, ``vin`` and ``imei`` are ours) and the kind of identifier that it holds."""


def kind_of(prop: str, schema: str = "") -> Kind | None:
    """This function returns the kind that a property holds; a vehicle's ``registrationNumber`` is its plate."""
    if prop == "registrationNumber" and schema in {"Vehicle", "Vessel", "Airplane"}:
        return Kind.PLATE
    return PROPERTIES.get(prop)


def normalise(kind: Kind | str, text: str, country: str | None = None) -> Identifier:
    """This function normalises and checks one identifier.

    Args:
        kind: a kind, or the FollowTheMoney property that holds it.
        text: as it was written.
        country: alpha-2 code, alpha-3 code or name of the country that it belongs to, where known.

    Raises:
        InvalidInput: the text cannot be an identifier of this kind.
        ValueError: no such kind or property.
    """
    found = kind if isinstance(kind, Kind) else PROPERTIES.get(kind) or Kind(kind)
    if len(text) > _LONGEST:
        raise unreadable(found, text, f"it is longer than {_LONGEST} characters")
    if not text.strip():
        raise unreadable(found, text, "it is empty")
    return _read(found, text, country_of(country) if country else None)


@lru_cache(maxsize=4096)
def _read(kind: Kind, text: str, country: str | None) -> Identifier:
    # A file's reader normalises what becomes a key a moment later: the second time costs nothing.
    return _READERS[kind](text, country)
