"""What stands in the remarks of OFAC's list, piece by piece: dates and places of birth, documents, numbers, links.

A remark is a sentence of pieces between semicolons. Every piece becomes a value; one that begins with no known words
stays in the notes as it is. Source: OFAC, SDN data specification (legacy formats), and the list as published.
"""

from __future__ import annotations

import re

from comity.subjects.model import Schema
from comity.subjects.places import country_of
from comity.subjects.readers.record import Record, joined

_DOCUMENTS = {
    "passportNumber": "Passport; Diplomatic Passport; British National Overseas Passport; Stateless Person Passport; "
    "Passport Booklet; Diplomatic Passport Laissez-Passer; Passport #",
    "socialSecurityNumber": "SSN; U.S. Social Security Number",
    "idNumber": "National ID No.; Cedula No.; Cedula de Residencia; C.U.R.P.; C.U.R.P. #; D.N.I.; "
    "Identification Number; Personal ID Card; Driver's License No.; National Foreign ID Number; Residency Number; "
    "I.F.E.; C.U.I.; C.U.I.P.; "
    "Electoral Registry No.; Credencial electoral; LE Number; Turkish Identification Number; Numero de Identidad; "
    "Citizen's Card Number; Kenyan ID No.; Travel Document Number; Cartilla de Servicio Militar Nacional; "
    "Birth Certificate Number; Tazkira National ID Card; Stateless Person ID Card; Refugee ID Card; N.I.E.; "
    "Bosnian Personal ID No.; Moroccan Personal ID No.; CNP (Personal Numerical Code); UAE Identification; "
    "Seafarer's Identification Document; Immigration No.; Public Security and Immigration No.; Pilot License Number; "
    "Tarjeta Profesional; VisaNumberID; File Number; Romanian Permanent Resident; Interpol: Red Notice. File No.; "
    "Identification Document; Cedula de Identidad; Cedula de Ciudadania; Carnet No.; Numero Unico de Identidad",
    "taxNumber": "NIT #; R.F.C.; R.F.C. #; RFC; Tax ID No.; RUC #; V.A.T. Number; RIF #; C.U.I.T.; US FEIN; "
    "Italian Fiscal Code; Fiscal Code; C.I.F.; Numero Unico de Identificacao Tributaria (NUIT); "
    "Romanian Tax Registration; Paraguayan tax identification number",
    "registrationNumber": "Registration Number; Registration ID; Folio Mercantil No.; Company Number; "
    "Commercial Registry Number; Matricula Mercantil No; Matricula Mercantil No.; Trade License No.; C.R. No.; "
    "Business Registration Number; Business Registration Document #; Government Gazette Number; License; License No.; "
    "Chamber of Commerce Number; Public Registration Number; UK Company Number; Certificate of Incorporation Number; "
    "Registered Charity No.; Branch Unit Number; Legal Entity Number; Enterprise Number; Business Number; "
    "Dubai Chamber of Commerce Membership No.; Istanbul Chamber of Comm. No.; Central Registration System Number; "
    "Afghan Money Service Provider License Number; MSB Registration Number; Tourism License No.; SRE Permit No.; "
    "Romanian C.R.; D-U-N-S Number; BIK (RU)",
    "uscCode": "United Social Credit Code Certificate (USCCC); Unified Social Credit Code (USCC)",
    "leiCode": "Legal Entity Identifier (LEI); LEI",
}  # fmt: skip
_PLAIN = {
    "Gender": "gender", "nationality": "nationality", "citizen": "citizenship",
    "Nationality of Registration": "country",
    "Vessel Registration Identification IMO": "imoNumber", "Identification Number IMO": "imoNumber",
    "Company Number IMO": "imoNumber", "Registration Number IMO": "imoNumber", "MMSI": "mmsi",
    "Other Vessel Call Sign": "callSign", "Former Vessel Flag": "pastFlags", "Vessel Flag": "flag",
    "Other Vessel Flag": "flag", "Vessel Type": "type", "Other Vessel Type": "type",
    "Vessel Year of Build": "buildDate", "Phone Number": "phone", "Telephone": "phone", "Telephone No.": "phone",
    "Phone No.": "phone", "PHONE": "phone", "Fax": "phone", "Fax No.": "phone", "Email Address": "email",
    "Website": "website", "SWIFT/BIC": "swiftBic", "Organization Established Date": "incorporationDate",
    "Organization Type:": "sector", "Aircraft Manufacture Date": "buildDate", "Aircraft Model": "model",
    "Aircraft Operator": "operator", "Aircraft Tail Number": "registrationNumber",
    "Previous Aircraft Tail Number": "registrationNumber",
    "Aircraft Manufacturer's Serial Number (MSN)": "serialNumber",
    "Aircraft Construction Number (also called L/N or S/N or F/N)": "serialNumber",
    "Aircraft Serial Identification": "serialNumber",
}  # fmt: skip
_LABELS = {words.strip(): prop for prop, several in _DOCUMENTS.items() for words in several.split(";")}
DOCUMENTS = {words.strip("#: ").casefold(): prop for words, prop in _LABELS.items()}
"""Kind of document in small letters, and the property of its number."""
FEATURES = {words.strip(": ").casefold(): prop for words, prop in _PLAIN.items()} | {
    "birthdate": "birthDate", "title": "title", "vessel call sign": "callSign", "vessel type": "type",
    "vessel owner": "owner", "vessel tonnage": "deadweightTonnage", "isin": "isinCode", "equity ticker": "ticker",
    "vessel gross registered tonnage": "grossRegisteredTonnage", "vessel gross tonnage": "grossRegisteredTonnage",
    "vessel deadweight tonnage": "deadweightTonnage", "d-u-n-s number": "dunsCode",
}  # fmt: skip
"""Kind of feature in small letters, and its property."""
_BEFORE = re.compile(
    "(" + "|".join(re.escape(w) for w in sorted({*_LABELS, *_PLAIN}, key=len, reverse=True)) + r")\s+(\S.*)"
)
_ALTERNATIVE = re.compile(r"alt\.\s+(.*)")
_KNOWN_AS = re.compile(r"(a|f|n)\.k\.a\.\s+'?(.*?)'?")
_TAIL = re.compile(r"\s+(issued|expires|expired)\s+(.*)")
_COUNTRY = re.compile(r"(.*?)\s*\(([^()]+)\)")
_CURRENCY = re.compile(r"Digital Currency Address\s+-\s+(\S+)\s+(\S+)")
_NO_PLACE = {"", "undetermined", "none identified"}
_PIECES = re.compile(r";\s+")


def known_place(text: str) -> bool:
    """This function tells whether a column of a country names one; these words say that the list knows none."""
    return text.casefold() not in _NO_PLACE


def read_remarks(record: Record, text: str) -> None:
    """This function adds to a record everything that its remarks say."""
    for piece in _PIECES.split(text.strip().removesuffix(".")):
        if whole := piece.strip(" ;"):
            match = _ALTERNATIVE.fullmatch(whole)
            _piece(record, match[1] if match else whole, whole, "alternative" if match else "")


def _piece(record: Record, text: str, whole: str, note: str) -> None:
    if text.startswith("DOB "):
        record.date("birthDate", text[4:], note)
    elif text.startswith("POB "):
        _birth_place(record, text[4:], note)
    elif match := _KNOWN_AS.fullmatch(text):
        prop = {"a": "weakAlias", "f": "previousName", "n": "alias"}[match[1]]
        record.keep(prop, match[2], joined(note, "now known as" if match[1] == "n" else "from the remarks"))
    elif match := _CURRENCY.fullmatch(text):
        record.keep("publicKey", match[2], joined(note, match[1]))
    elif match := _BEFORE.fullmatch(text):
        _labelled(record, match[1], match[2], note, whole)
    else:
        record.note("", whole)


def _labelled(record: Record, label: str, text: str, note: str, whole: str) -> None:
    prop = _PLAIN.get(label)
    if prop is None:
        _document(record, _LABELS[label], label, text, note, whole)
    elif prop in {"buildDate", "incorporationDate"}:
        record.date(prop, text, note)
    elif prop == "phone":
        record.keep(prop, text, joined(note, "fax" if label.startswith("Fax") else ""), country=None)
    elif (prop == "registrationNumber" and record.schema is not Schema.VEHICLE) or not known_place(text):
        record.note("", whole)
    else:
        record.keep(prop, text, joined(note, "former" if label.startswith("Previous") else ""))


def _document(record: Record, prop: str, label: str, text: str, note: str, whole: str) -> None:
    issued = _TAIL.search(text)
    number, words = (text[: issued.start()], issued[0].strip()) if issued else (text, "")
    country, country_words = None, ""
    if match := _COUNTRY.fullmatch(number):
        country = country_of(match[2])
        number, country_words = match[1], "" if country else match[2]
    if not any(c.isdigit() for c in number):
        record.note("", whole)
        return
    said = joined(note, label.rstrip("#: "), country_words, words)
    made = record.add(prop, number, said, original=text, country=country)
    if made is None:
        record.note("", whole)


def _birth_place(record: Record, text: str, note: str) -> None:
    record.add("birthPlace", text, note)
    parts = [part.strip() for part in text.split(",")]
    for last in (", ".join(parts[-2:]), parts[-1]):
        if country_of(last):
            record.add("birthCountry", last, note, original=text)
            return
