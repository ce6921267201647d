"""Offences and purposes in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comity.kernel.purposes import Offence, Purpose

OFFENCE_NAMES = {
    Offence.DRUG_TRAFFICKING: _("drug trafficking"),
    Offence.PRECURSORS: _("precursors"),
    Offence.TRAFFICKING_IN_PERSONS: _("trafficking in persons"),
    Offence.SMUGGLING_OF_MIGRANTS: _("smuggling of migrants"),
    Offence.MONEY_LAUNDERING: _("money laundering"),
    Offence.TERRORIST_FINANCING: _("terrorist financing"),
    Offence.PROLIFERATION_FINANCING: _("proliferation financing"),
    Offence.CORRUPTION: _("corruption"),
    Offence.FRAUD: _("fraud"),
    Offence.FIREARMS: _("firearms"),
    Offence.OTHER: _("other offence"),
}
PURPOSE_NAMES = {
    Purpose.PREVENTION: _("prevention"),
    Purpose.DETECTION: _("detection"),
    Purpose.INVESTIGATION: _("investigation"),
    Purpose.PROSECUTION: _("prosecution"),
    Purpose.VICTIM_PROTECTION: _("protection of victims"),
    Purpose.FINANCIAL_ANALYSIS: _("financial analysis"),
    Purpose.SANCTIONS: _("sanctions"),
    Purpose.BORDER_CONTROL: _("border control"),
}
OFFENCES = [(o.value, n) for o, n in OFFENCE_NAMES.items()]
PURPOSES = [(p.value, n) for p, n in PURPOSE_NAMES.items()]
