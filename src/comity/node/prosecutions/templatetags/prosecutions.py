"""How pages tell what went to court."""

from __future__ import annotations

from collections import Counter

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.node.countries import country_name
from comity.node.prosecutions.models import Defendant, Outcome, Prosecution, ProsecutionState, Sentence
from comity.node.seizures.forms.choices import plain
from comity.node.seizures.templatetags.seizures import place_label
from comity.node.seizures.words import AGE_BANDS, SEXES

register = template.Library()
_STATES = {ProsecutionState.OPEN: "queued", ProsecutionState.ENDED: "closed", ProsecutionState.WITHDRAWN: "withdrawn"}


@register.filter
def stands(prosecution: Prosecution) -> str:
    """This function returns the state whose colour and sign a prosecution has."""
    return _STATES[ProsecutionState(prosecution.state)]


@register.filter
def ended(defendant: Defendant) -> str:
    """This function returns the state whose colour and sign an outcome has; none of them says that it is good."""
    return "queued" if defendant.outcome == Outcome.PENDING else "closed"


@register.simple_tag
def describe(defendant: Defendant) -> str:
    """This function describes persons charged: how many, nationality, sex, age."""
    parts = [ngettext("%(n)s person", "%(n)s persons", defendant.persons) % {"n": defendant.persons}]
    parts += [country_name(defendant.nationality)] if defendant.nationality else []
    parts += [str(SEXES.get(defendant.sex, defendant.sex))] if defendant.sex else []
    parts += [str(AGE_BANDS.get(defendant.age_band, defendant.age_band))] if defendant.age_band else []
    return ", ".join(parts)


@register.simple_tag
def sentence(defendant: Defendant) -> str:
    """This function says a sentence: its gravest part, months, and a fine."""
    parts = [str(Sentence(defendant.sentence).label)] if defendant.sentence else []
    if defendant.months:
        parts.append(ngettext("%(n)s month", "%(n)s months", defendant.months) % {"n": defendant.months})
    if defendant.fine is not None:
        parts.append(_("fine of %(amount)s") % {"amount": f"{plain(defendant.fine)} {defendant.currency}"})
    return ", ".join(parts)


@register.simple_tag
def outcomes(prosecution: Prosecution, between: str = "") -> SafeString:
    """This function says how many persons have which outcome, one a line or with a text between them."""
    counted: Counter[str] = Counter()
    for each in prosecution.defendants.all():
        counted[each.outcome] += each.persons
    several = sum(counted.values()) > 1
    rows = [(f"{counted[code]} × " if several else "", label) for code, label in Outcome.choices if counted[code]]
    return format_html_join(between or SafeString("<br>"), "{}{}", rows)


@register.simple_tag
def court_place(prosecution: Prosecution) -> str:
    """This function says before which court, and where."""
    where = place_label(prosecution.province) if prosecution.province else country_name(prosecution.country)
    return ", ".join(part for part in (prosecution.court, where) if part)
