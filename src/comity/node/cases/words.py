"""Findings, kinds of exchange, channels and conditions in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.cooperation import Channel, ConditionKind, ExchangeKind, Finding
from comity.kernel.purposes import Offence, Purpose
from comity.node.countries import country_name
from comity.node.offences import OFFENCE_NAMES, PURPOSE_NAMES

EXCHANGE_NAMES = {
    ExchangeKind.CHECK: _("check (hit or no hit)"),
    ExchangeKind.SPONTANEOUS: _("information given unasked"),
    ExchangeKind.REQUEST: _("request for information"),
    ExchangeKind.PERSONAL_DATA: _("personal data"),
    ExchangeKind.EVIDENCE: _("evidence for a court"),
    ExchangeKind.JOINT_OPERATION: _("joint operation"),
    ExchangeKind.ALERT: _("alert"),
}
CHANNEL_NAMES = {
    Channel.POLICE: _("police"),
    Channel.JUDICIAL: _("judicial authorities"),
    Channel.FIU: _("financial intelligence unit"),
    Channel.CUSTOMS: _("customs"),
    Channel.BORDER: _("border liaison"),
}
CONDITION_NAMES = {
    ConditionKind.SPECIALTY: _("Used only for what it was given for"),
    ConditionKind.CONFIDENTIALITY: _("Kept confidential"),
    ConditionKind.DATA_PROTECTION: _("Data are protected"),
    ConditionKind.CENTRAL_AUTHORITY: _("Through central authorities"),
    ConditionKind.DUAL_CRIMINALITY: _("An offence under both laws"),
    ConditionKind.OTHER: _("Other"),
}
FINDINGS: Mapping[str, str | Promise] = {
    "standard": _("%(instrument)s is a standard and no legal basis by itself; it asks for a memorandum."),
    "domestic": _("%(instrument)s is between countries; an exchange inside %(country)s needs a law."),
    "not-a-party": _("%(country)s is not a party to %(instrument)s."),
    "signed-only": _("%(country)s signed %(instrument)s, and has not ratified it."),
    "date-unknown": _("It is not recorded since when %(instrument)s binds %(country)s."),
    "not-yet-bound": _("%(instrument)s binds %(country)s only from %(day)s."),
    "no-longer-bound": _("%(instrument)s bound %(country)s until %(day)s."),
    "not-in-force-yet": _("%(instrument)s is in force only from %(day)s."),
    "ended": _("%(instrument)s ended on %(day)s."),
    "offence": _("%(instrument)s does not cover this offence: %(offence)s."),
    "purpose": _("%(instrument)s does not serve this purpose: %(purpose)s."),
    "kind": _("%(instrument)s does not provide for this: %(kind)s."),
    "channel": _("%(instrument)s provides for this through other channels (%(channels)s), not through %(channel)s."),
    "dual-criminality": _("%(instrument)s asks how the offence is named in both laws, and that is not stated."),
    "to-check": _("Your lawyers have yet to check what is recorded of %(instrument)s."),
    "party-to-check": _("It has yet to be checked since when %(instrument)s binds %(country)s."),
    "declaration": _("%(country)s joined %(instrument)s with a note: %(words)s"),
    "dual-criminality-asked": _("%(country)s may ask how the offence is named in both laws."),
    "offences-limited": _("%(instrument)s covers some offences only, and no offence is stated."),
    "would-join": _("If %(country)s joined %(instrument)s, it would allow this."),
    "look-up-date": _("%(instrument)s may allow this: it is only not recorded since when it binds %(country)s."),
    "other-channel": _("%(instrument)s allows this through other channels: %(channels)s."),
    "say-dual-criminality": _("%(instrument)s allows this once it is said how the offence is named in both laws."),
}
"""Every finding of `comity.cooperation.findings`, by its code."""


def in_words(finding: Finding) -> str:
    """This function says a finding in the reader's language."""
    return str(FINDINGS[finding.code]) % {name: _value(name, value) for name, value in finding.values.items()}


def channels_in_words(codes: str) -> str:
    """This function says channels, given as codes with commas."""
    return ", ".join(str(CHANNEL_NAMES[Channel(code.strip())]) for code in codes.split(",") if code.strip())


def _value(name: str, value: str) -> str:
    if name == "country":
        return country_name(value)
    if name in {"channel", "channels"}:
        return channels_in_words(value)
    if name == "day":
        return formats.date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if name == "offence":
        return str(OFFENCE_NAMES[Offence(value)])
    if name == "purpose":
        return str(PURPOSE_NAMES[Purpose(value)])
    return str(EXCHANGE_NAMES[ExchangeKind(value)]) if name == "kind" else value
