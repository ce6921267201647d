"""Writes documents in the form of OFAC's advanced XML, with numbers of reference values that mean nothing elsewhere."""

import itertools
from xml.sax.saxutils import escape, quoteattr

KINDS = {
    "AliasType": ["Name", "A.K.A.", "F.K.A.", "N.K.A."], "CalendarType": ["Gregorian", "Islamic"],
    "Country": ["Cambodia", "Viet Nam", "Thailand", "undetermined"], "DetailReference": ["Male", "Female"],
    "FeatureType": ["Birthdate", "Place of Birth", "Gender", "Nationality Country", "Citizenship Country", "Location",
                    "Title", "Email Address", "Digital Currency Address - XBT", "Vessel Flag", "VESSEL TYPE",
                    "Additional Sanctions Information -", "Phone Number"],
    "IDRegDocType": ["Passport", "National ID No.", "Tax ID No.", "Vessel Registration Identification", "SSN"],
    "IDRegDocDateType": ["Issue Date", "Expiration Date"], "EntryEventType": ["Created", "Modified"],
    "LegalBasis": ["Executive Order 1"], "List": ["SDN List"], "LocPartType": ["ADDRESS1", "CITY", "Unknown"],
    "NamePartType": ["Last Name", "First Name", "Middle Name", "Entity Name", "Vessel Name", "Nickname"],
    "PartyType": ["Individual", "Entity", "Transport"], "RelationType": ["Acting for or on behalf of"],
    "SanctionsType": ["Program", "Block"], "Script": ["Latin", "Khmer", "Chinese - Simplified"],
}  # fmt: skip


class Advanced:
    """A document that is built up, with every reference value numbered anew."""

    def __init__(self, first=90):
        self.number = itertools.count(first)
        self.ids = {(kind, text): str(next(self.number)) for kind, texts in KINDS.items() for text in texts}
        self.parts = {"Locations": [], "IDRegDocuments": [], "DistinctParties": [], "ProfileRelationships": [],
                      "SanctionsEntries": []}  # fmt: skip
        self.subtypes = {
            text: str(next(self.number)) for text in ("Unknown Individual", "Unknown Entity", "Vessel", "Aircraft")
        }

    def ref(self, kind, text):
        return self.ids[kind, text]

    def sets(self):
        out = []
        for kind, texts in KINDS.items():
            values = "".join(f'<{kind} ID="{self.ids[kind, text]}">{escape(text)}</{kind}>' for text in texts)
            out.append(f"<{kind}Values>{values}</{kind}Values>")
        kinds = {"Unknown Individual": "Individual", "Unknown Entity": "Entity", "Vessel": "Transport",
                 "Aircraft": "Transport"}  # fmt: skip
        values = "".join(
            f'<PartySubType ID="{number}" PartyTypeID="{self.ref("PartyType", kinds[text])}">{text.split()[0]}'
            "</PartySubType>"
            for text, number in self.subtypes.items()
        )
        return (
            f"<ReferenceValueSets>{''.join(out)}<PartySubTypeValues>{values}</PartySubTypeValues></ReferenceValueSets>"
        )

    def location(self, country="", **parts):
        own_id = str(next(self.number))
        inner = (
            f'<LocationCountry CountryID="{self.ref("Country", country)}" CountryRelevanceID="1"/>' if country else ""
        )
        inner += "".join(
            f'<LocationPart LocPartTypeID="{self.ref("LocPartType", kind)}"><LocationPartValue Primary="true">'
            f"<Comment/><Value>{escape(text)}</Value></LocationPartValue></LocationPart>"
            for kind, text in parts.items()
        )
        self.parts["Locations"].append(f'<Location ID="{own_id}">{inner}</Location>')
        return f'<VersionLocation LocationID="{own_id}"/>'

    def document(self, identity, kind, number, country="", issued=""):
        given = f' IssuedBy-CountryID="{self.ref("Country", country)}"' if country else ""
        dates = (
            f'<DocumentDate IDRegDocDateTypeID="{self.ref("IDRegDocDateType", "Issue Date")}">'
            f"{self.period(issued)}</DocumentDate>"
            if issued
            else ""
        )
        self.parts["IDRegDocuments"].append(
            f'<IDRegDocument ID="{next(self.number)}" IDRegDocTypeID="{self.ref("IDRegDocType", kind)}" '
            f'IdentityID="{identity}"{given}><Comment/><IDRegistrationNo>{escape(number)}</IDRegistrationNo>{dates}</IDRegDocument>'
        )

    def period(self, first, last="", *, circa=False, calendar="Gregorian"):
        def end(tag, day):
            year, month, days = day.split("-")
            inner = f"<Year>{year}</Year><Month>{int(month)}</Month><Day>{int(days)}</Day>"
            return f'<{tag} Approximate="{str(circa).lower()}"><From>{inner}</From><To>{inner}</To></{tag}>'

        number = self.ref("CalendarType", calendar)
        return f'<DatePeriod CalendarTypeID="{number}">{end("Start", first)}{end("End", last or first)}</DatePeriod>'

    def feature(self, kind, inner, comment=""):
        return (
            f'<Feature ID="{next(self.number)}" FeatureTypeID="{self.ref("FeatureType", kind)}">'
            f"<FeatureVersion ID='1'><Comment>{escape(comment)}</Comment>{inner}</FeatureVersion></Feature>"
        )

    def detail(self, text="", reference=""):
        given = f' DetailReferenceID="{self.ref("DetailReference", reference)}"' if reference else ""
        return f'<VersionDetail DetailTypeID="1"{given}>{escape(text)}</VersionDetail>'

    def alias(self, *names, kind="Name", primary=True, low=False):
        """Each name is a list of (kind of part, text), with the script as its last member where it is not Latin."""
        groups, out = [], []
        for name in names:
            script = name[-1] if isinstance(name[-1], str) else "Latin"
            values = []
            for part, text in (p for p in name if not isinstance(p, str)):
                group = str(next(self.number))
                groups.append(f'<NamePartGroup ID="{group}" NamePartTypeID="{self.ref("NamePartType", part)}"/>')
                values.append(
                    f'<DocumentedNamePart><NamePartValue NamePartGroupID="{group}" '
                    f'ScriptID="{self.ref("Script", script)}">'
                    f"{escape(text)}</NamePartValue></DocumentedNamePart>"
                )
            out.append(f'<DocumentedName ID="{next(self.number)}">{"".join(values)}</DocumentedName>')
        given = f'Primary="{str(primary).lower()}" LowQuality="{str(low).lower()}"'
        return f'<Alias AliasTypeID="{self.ref("AliasType", kind)}" {given}>{"".join(out)}</Alias>', "".join(groups)

    def party(self, own_id, aliases, features=(), subtype="Unknown Individual", identity=None):
        texts = "".join(text for text, _ in aliases)
        groups = "".join(f"<MasterNamePartGroup>{g}</MasterNamePartGroup>" for _, g in aliases)
        self.parts["DistinctParties"].append(
            f"<DistinctParty FixedRef={quoteattr(str(own_id))}><Comment/>"
            f'<Profile ID="{own_id}" PartySubTypeID="{self.subtypes[subtype]}"><Identity ID="{identity or own_id}" '
            f'Primary="true" False="false">{texts}<NamePartGroups>{groups}</NamePartGroups></Identity>'
            f"{''.join(features)}</Profile></DistinctParty>"
        )

    def entry(self, own_id, program, day="2020-01-31"):
        year, month, days = day.split("-")
        self.parts["SanctionsEntries"].append(
            f'<SanctionsEntry ID="{next(self.number)}" ProfileID="{own_id}" ListID="{self.ref("List", "SDN List")}">'
            f'<EntryEvent ID="1" EntryEventTypeID="{self.ref("EntryEventType", "Created")}" '
            f'LegalBasisID="{self.ref("LegalBasis", "Executive Order 1")}"><Comment/><Date CalendarTypeID="1">'
            f"<Year>{year}</Year><Month>{month}</Month><Day>{days}</Day></Date></EntryEvent>"
            f'<SanctionsMeasure ID="1" SanctionsTypeID="{self.ref("SanctionsType", "Program")}">'
            f"<Comment>{escape(program)}</Comment></SanctionsMeasure></SanctionsEntry>"
        )

    def relation(self, own_id, other):
        kind = self.ref("RelationType", "Acting for or on behalf of")
        self.parts["ProfileRelationships"].append(
            f'<ProfileRelationship ID="1" From-ProfileID="{own_id}" To-ProfileID="{other}" RelationTypeID="{kind}" '
            'Former="false"><Comment/></ProfileRelationship>'
        )

    def written(self):
        inner = "".join(f"<{tag}>{''.join(each)}</{tag}>" for tag, each in self.parts.items())
        return (
            '<?xml version="1.0" encoding="utf-8"?><Sanctions xmlns="http://www.un.org/sanctions/1.0">'
            f"<DateOfIssue><Year>2026</Year></DateOfIssue>{self.sets()}{inner}</Sanctions>"
        ).encode()
