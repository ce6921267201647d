"""Why something is done, and for which offence: codes that travel between nodes.

Source of the offences: the conventions of the United Nations against illicit traffic in drugs (1988), transnational
organized crime (2000) with its protocols, corruption (2003), and the recommendations of the FATF.
"""

from enum import StrEnum


class Purpose(StrEnum):
    """Why a holding is read, a subject checked or a request sent."""

    PREVENTION = "prevention"
    DETECTION = "detection"
    INVESTIGATION = "investigation"
    PROSECUTION = "prosecution"
    VICTIM_PROTECTION = "victim-protection"
    FINANCIAL_ANALYSIS = "financial-analysis"
    SANCTIONS = "sanctions"
    BORDER_CONTROL = "border-control"


class Offence(StrEnum):
    """The offence that a case is about."""

    DRUG_TRAFFICKING = "drug-trafficking"
    PRECURSORS = "precursors"
    TRAFFICKING_IN_PERSONS = "trafficking-in-persons"
    SMUGGLING_OF_MIGRANTS = "smuggling-of-migrants"
    MONEY_LAUNDERING = "money-laundering"
    TERRORIST_FINANCING = "terrorist-financing"
    PROLIFERATION_FINANCING = "proliferation-financing"
    CORRUPTION = "corruption"
    FRAUD = "fraud"
    FIREARMS = "firearms"
    OTHER = "other"
