"""One party of OFAC's advanced XML as values: names in every script, features, documents, why it is listed."""

from __future__ import annotations

from comity.subjects.model import Schema
from comity.subjects.places import country_of
from comity.subjects.readers.ofac_remarks import DOCUMENTS, FEATURES, known_place
from comity.subjects.readers.ofac_sets import GREGORIAN, Document, Entry, Place, Sets, period
from comity.subjects.readers.reading import Reading
from comity.subjects.readers.record import Record, joined
from comity.subjects.readers.xml_records import Element

_SCHEMAS = {
    "individual": Schema.PERSON, "entity": Schema.ORGANIZATION, "vessel": Schema.VESSEL, "aircraft": Schema.VEHICLE,
}  # fmt: skip
_ORDER = (
    "First Name", "Middle Name", "Nickname", "Patronymic", "Last Name", "Matronymic", "Maiden Name", "Suffix",
)  # fmt: skip
_PARTS = {
    "First Name": "firstName", "Middle Name": "middleName", "Last Name": "lastName", "Patronymic": "fatherName",
    "Matronymic": "motherName", "Maiden Name": "maidenName", "Suffix": "nameSuffix", "Nickname": "weakAlias",
}  # fmt: skip
_ALIASES = {"name": "name", "a.k.a.": "alias", "f.k.a.": "previousName", "n.k.a.": "alias"}
_FAMILY_FIRST = ("chinese", "han", "japanese", "korean", "hangul")
_COUNTRIES = {
    "nationality country": "nationality", "citizenship country": "citizenship",
    "nationality of registration": "country", "vessel flag": "flag", "other vessel flag": "flag",
    "former vessel flag": "pastFlags", "country of birth": "birthCountry",
}  # fmt: skip
_KNOWN = frozenset({"Comment", "Profile", "Identity", "Feature"})


def party(reading: Reading, element: Element, sets: Sets) -> Record:
    """This function reads a DistinctParty; its id is FixedRef, which is ent_num in the legacy files."""
    record = Record(reading, element.line, element.attributes.get("FixedRef", ""))
    record.note("", element.text("Comment"))
    for profile in element.all("Profile"):
        record.schema = _schema(record, profile, sets)
        own_id = profile.attributes.get("ID", "")
        for identity in profile.all("Identity"):
            _identity(record, identity, sets)
        for feature in profile.all("Feature"):
            _feature(record, feature, sets)
        for entry in sets.entries.get(own_id, ()):
            _entry(record, entry, sets)
        for relation in sets.relations.get(own_id, ()):
            kind = sets.text(record, "RelationType", relation.kind) or "Relation"
            other = sets.names.get(relation.other, relation.other)
            record.note(kind.rstrip(":"), joined(other, relation.said))
        record.note("", profile.text("Comment"))
    for child in (*element.children, *(c for p in element.all("Profile") for c in p.children)):
        if child.tag not in _KNOWN:
            record.doubt(child.tag, child.content.strip(), "no such element is known; it is left out", line=child.line)
    return record


def first_name(element: Element) -> tuple[str, str]:
    """This function returns a party's profile number and its first name, parts in the order of the file."""
    for profile in element.all("Profile"):
        for identity in profile.all("Identity"):
            for alias in identity.all("Alias"):
                for name in alias.all("DocumentedName"):
                    values = (v.content for p in name.all("DocumentedNamePart") for v in p.all("NamePartValue"))
                    return profile.attributes.get("ID", ""), " ".join(" ".join(values).split())
    return "", ""


def _schema(record: Record, profile: Element, sets: Sets) -> Schema:
    number = profile.attributes.get("PartySubTypeID", "")
    words = sets.text(record, "PartySubType", number)
    if words.casefold() not in _SCHEMAS:
        more = sets.attributes["PartySubType"].get(number, {})
        words = sets.text(record, "PartyType", more.get("PartyTypeID", "")) or words
    schema = _SCHEMAS.get(words.casefold())
    if schema is None:
        record.doubt("PartySubType", words or number, "no such type is known; the subject counts as LegalEntity")
    if words.casefold() == "aircraft":
        record.add("type", "aircraft")
    return schema or Schema.UNKNOWN


def _identity(record: Record, identity: Element, sets: Sets) -> None:
    groups = {
        group.attributes.get("ID", ""): sets.text(record, "NamePartType", group.attributes.get("NamePartTypeID", ""))
        for every in identity.all("NamePartGroups")
        for master in every.all("MasterNamePartGroup")
        for group in master.all("NamePartGroup")
    }
    false = "a false identity" if identity.attributes.get("False") == "true" else ""
    for alias in identity.all("Alias"):
        kind = sets.text(record, "AliasType", alias.attributes.get("AliasTypeID", ""))
        prop = _ALIASES.get(kind.casefold(), "alias")
        if kind and kind.casefold() not in _ALIASES:
            record.doubt("AliasType", kind, "no such kind of alias is known; it counts as an alias", line=alias.line)
        if alias.attributes.get("LowQuality") == "true":
            prop = "weakAlias"
        elif prop == "name" and (false or alias.attributes.get("Primary") == "false"):
            prop = "alias"
        note = joined("now known as" if kind.casefold() == "n.k.a." else "", false, alias.text("Comment"))
        for name in alias.all("DocumentedName"):
            _name(record, name, prop, note, groups, sets)
    for document in sets.documents.get(identity.attributes.get("ID", ""), ()):
        _document(record, document, sets)


def _name(record: Record, name: Element, prop: str, note: str, groups: dict[str, str], sets: Sets) -> None:
    parts: list[tuple[str, str]] = []
    script = ""
    for value in (v for p in name.all("DocumentedNamePart") for v in p.all("NamePartValue")):
        parts.append((groups.get(value.attributes.get("NamePartGroupID", ""), ""), " ".join(value.content.split())))
        script = script or sets.text(record, "Script", value.attributes.get("ScriptID", ""))
    latin = script.casefold() in {"", "latin"}
    whole = list(parts)
    if not any(word in script.casefold() for word in _FAMILY_FIRST):
        whole.sort(key=lambda part: _ORDER.index(part[0]) if part[0] in _ORDER else 0)
    said = joined(note, "" if latin else f"original script: {script}")
    record.add(prop, " ".join(text for _, text in whole), said, line=name.line)
    if prop == "name" and latin and len(parts) > 1:
        for kind, text in parts:
            if kind in _PARTS:
                record.add(_PARTS[kind], text, line=name.line)


def _feature(record: Record, feature: Element, sets: Sets) -> None:
    label = sets.text(record, "FeatureType", feature.attributes.get("FeatureTypeID", "")).strip(" :-")
    for version in feature.all("FeatureVersion"):
        note = version.text("Comment")
        used = False
        for each in version.all("DatePeriod"):
            used = _dated(record, label, each, note, sets) or used
        for each in version.all("VersionLocation"):
            place = sets.places.get(each.attributes.get("LocationID", ""))
            if place is None:
                record.doubt(label, each.attributes.get("LocationID", ""), "the file has no location with this number",
                             line=each.line)  # fmt: skip
            else:
                _placed(record, label, place, note, sets)
            used = True
        for each in version.all("VersionDetail"):
            text = " ".join(each.content.split())
            text = text or sets.text(record, "DetailReference", each.attributes.get("DetailReferenceID", ""))
            _detailed(record, label, text, note, each.line)
            used = used or bool(text)
        if not used:
            record.note(label, note)


def _dated(record: Record, label: str, element: Element, note: str, sets: Sets) -> bool:
    prop = "birthDate" if label == "Birthdate" else FEATURES.get(label.casefold(), "")
    calendar = sets.text(record, "CalendarType", element.attributes.get("CalendarTypeID", ""))
    found = period(element)
    text = joined(*(each.note or str(each.date) for each in found))
    if not found or calendar.casefold() not in GREGORIAN:
        reason = "it is of another calendar" if found else "its parts make no date"
        record.doubt(
            label, text or " ".join(_texts(element)), f"{reason}; the words stay in the notes", line=element.line
        )
        record.note(label, calendar, text or " ".join(_texts(element)), note)
    elif prop.endswith("Date"):
        record.dated(prop, found, text, note, line=element.line)
    else:
        record.note(label, text, note)
    return True


def _placed(record: Record, label: str, place: Place, note: str, sets: Sets) -> None:
    country, words = sets.country(record, place), sets.words(record, place)
    country = country if known_place(country) else ""
    if prop := _COUNTRIES.get(label.casefold()):
        record.keep(prop, country or words, note)
    elif label == "Place of Birth":
        record.add("birthPlace", ", ".join(t for t in (words, country) if t), note)
        record.keep("birthCountry", country)
    elif label == "Location":
        if words:
            record.add("address", ", ".join(t for t in (words, country) if t), note)
        record.keep("country", country)
    else:
        record.note(label, ", ".join(t for t in (words, country) if t), note)


def _detailed(record: Record, label: str, text: str, note: str, line: int) -> None:
    prop = FEATURES.get(label.casefold(), "")
    if label.startswith("Digital Currency Address"):
        record.keep("publicKey", text, joined(label.partition("- ")[2], note), line=line)
    elif label == "Place of Birth":
        record.add("birthPlace", text, note, line=line)
        record.add("birthCountry", text if country_of(text) else "", note, line=line)
    elif country := _COUNTRIES.get(label.casefold()):
        record.keep(country, text if known_place(text) else "", note, line=line)
    elif prop in {"birthDate", "buildDate", "incorporationDate"}:
        record.date(prop, text, note, line=line)
    elif prop:
        record.keep(prop, text, note, line=line)
    else:
        record.note(label, text, note)


def _document(record: Record, document: Document, sets: Sets) -> None:
    kind = sets.text(record, "IDRegDocType", document.kind)
    country = sets.text(record, "Country", document.country)
    dates = (f"{sets.text(record, 'IDRegDocDateType', number).casefold()} {text}" for number, text in document.dates)
    validity = sets.text(record, "Validity", document.validity)
    said = joined(
        kind.rstrip("#: "), *(t for t in dates if t.strip()), *document.said,
        validity if validity.casefold() not in {"", "valid", "unknown"} else "",
    )  # fmt: skip
    code = country_of(country) if known_place(country) else None
    words = joined(said, "" if code or not known_place(country) else country)
    prop = DOCUMENTS.get(kind.casefold(), "")
    if document.number.upper().startswith("IMO ") and record.schema is Schema.VESSEL:
        prop = "imoNumber"
    if not prop or not any(c.isdigit() for c in document.number):
        record.note("Document", joined(words, document.number))
        return
    record.keep(prop, document.number, words, country=code, line=document.line)


def _entry(record: Record, entry: Entry, sets: Sets) -> None:
    record.add("listName", sets.text(record, "List", entry.listed))
    for kind, basis, day, comment in entry.events:
        words = sets.text(record, "EntryEventType", kind)
        if words.casefold() in {"", "created"}:
            record.add("listingDate", day)
        else:
            record.note(words, day)
        record.note("Legal basis", sets.text(record, "LegalBasis", basis))
        record.note("Entry", comment)
    for kind, comment in entry.measures:
        words = sets.text(record, "SanctionsType", kind)
        if words.casefold() == "program":
            record.add("program", comment)
        else:
            record.note("Measure", joined(words, comment))


def _texts(element: Element) -> list[str]:
    return [t for t in (" ".join(element.content.split()), *(w for c in element.children for w in _texts(c))) if t]
