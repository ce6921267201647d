"""A proposal in words; what linkage says by codes is put in words by `matching.words`."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.node.duplicates.models import Proposal
from comity.node.matching.words import reasons

AGAINST: dict[str, str | Promise] = {
    "gender": _("the genders differ"),
    "country": _("the nationalities differ"),
    "date": _("the dates of birth differ"),
    "document.passport": _("both have a passport, with different numbers"),
    "document.id-card": _("both have an identity card, with different numbers"),
}


def speaks_for(proposal: Proposal) -> list[str]:
    """This function says what speaks for a proposal, the weightiest first."""
    return [str(words) for words, factor in reasons(proposal.reasons) if factor >= 1]


def speaks_against(proposal: Proposal) -> list[str]:
    """This function says what speaks against it: what both records state differently, then what did not meet."""
    said = set(proposal.against)
    differ = [str(AGAINST.get(code, code)) for code in proposal.against]
    unmet = [(code, factor) for code, factor in proposal.reasons if factor < 1 and not _same(str(code), said)]
    return [*differ, *(str(words) for words, _factor in reasons(unmet))]


def _same(code: str, said: set[str]) -> bool:
    """This function tells whether what did not meet is said already by what both records state differently."""
    aspect, _dot, level = code.partition(".")
    return level.startswith("none") and ("date" in said if aspect == "identity" else f"document.{aspect}" in said)
