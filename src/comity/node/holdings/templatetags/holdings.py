"""Words of holdings: ``{% load holdings %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from comity.exchange.uses import Judgement
from comity.node.countries import country_name
from comity.node.holdings import words
from comity.node.holdings.models import Import, Statement
from comity.node.holdings.queries import Detail, Row
from comity.node.judgements import way_out, why
from comity.node.offences import PURPOSE_NAMES
from comity.subjects.properties import COUNTRIES

if TYPE_CHECKING:
    from comity.names import Reason, Token

register = template.Library()


@register.simple_tag
def property_name(prop: str) -> str:
    """This function returns what pages call a property."""
    return str(words.property_name(prop))


@register.simple_tag
def stated(statement: Statement) -> str:
    """This function returns a statement's value as pages say it: countries and genders by their names."""
    if statement.property in COUNTRIES:
        return country_name(statement.value)
    if statement.property == "gender":
        return str(words.GENDERS.get(statement.value, statement.value))
    return statement.value


@register.simple_tag
def purposes_in_words(codes: str) -> str:
    """This function names purposes that a column has with blanks between."""
    known = {purpose.value: str(name) for purpose, name in PURPOSE_NAMES.items()}
    return ", ".join(known.get(code, code) for code in codes.split())


@register.simple_tag
def unread(found: Detail, statement: Statement) -> str:
    """This function says why a statement is not shown; nothing where it is."""
    return _said(found.unread.get(statement.id))


@register.simple_tag
def unprinted(found: Detail, statement: Statement) -> str:
    """This function says why a statement does not go onto paper; nothing where it does."""
    return _said(found.unprinted.get(statement.id))


def _said(judgement: Judgement | None) -> str:
    return f"{why(judgement)} {way_out(judgement)}" if judgement else ""


@register.simple_tag
def ground(row: Row) -> str:
    """This function shows the reference of a record's case to who works on it, and that there is another to others."""
    if row.ground:
        return format_html("<bdi>{}</bdi>", row.ground)
    return format_html('<span class="quiet">{}</span>', _("not one of yours"))


@register.simple_tag
def percent(share: float) -> str:
    """This function writes a share from 0 to 1 as a percentage, never 100 % or 0 % unless it is exactly that."""
    whole = round(share * 100)
    if 0 < share < 1:
        whole = min(max(whole, 1), 99)
    return f"{whole} %"


@register.simple_tag
def reason_name(what: str) -> str:
    """This function says what kind of reason the comparison of two names gives."""
    return str(words.NAME_REASONS.get(what, what))


@register.filter
def said(reason: Reason) -> str:
    """This function says why two names are alike or not."""
    return words.name_reason(reason)


@register.simple_tag
def script_name(code: str) -> str:
    """This function says which script an ISO 15924 code means."""
    return str(words.SCRIPTS.get(code, code))


@register.filter
def spellings(token: Token) -> list[tuple[str, str]]:
    """This function returns how a part of a name is read, the most usual first: letters, and by which systems."""
    found: dict[str, list[str]] = {}
    for reading in token.readings:
        found.setdefault(reading.latin, []).append(reading.system)
    return [(latin, ", ".join(dict.fromkeys(systems))) for latin, systems in found.items()]


@register.simple_tag
def token_name(role: str) -> str:
    """This function says what a part of a name is."""
    return str(words.TOKENS.get(role, role))


@register.simple_tag
def hundredths(share: float) -> int:
    """This function returns a share from 0 to 1 in hundredths, for a bar."""
    return round(share * 100)


@register.inclusion_tag("holdings/bar.html")
def rows_bar(made: Import) -> dict[str, Any]:
    """This function draws how many rows of a file were read and left out."""
    return _bar(_("Rows"), (_("read"), made.read, "good"), (_("left out"), made.left_out, "bad"))


@register.inclusion_tag("holdings/bar.html")
def values_bar(made: Import) -> dict[str, Any]:
    """This function draws how many values of a file were read as they stand, repaired, doubted and left out."""
    plain = max(made.values - made.repaired - made.doubted, 0)
    return _bar(
        _("Values"), (_("as they stand"), plain, "good"), (_("repaired"), made.repaired, "go"),
        (_("doubted"), made.doubted, "warn"), (_("left out"), made.warnings, "bad"),
    )  # fmt: skip


def _bar(title: str, *parts: tuple[str, int, str]) -> dict[str, Any]:
    total = sum(count for _label, count, _tone in parts)
    drawn, left = [], 0.0
    for label, count, tone in parts:
        # What is there is seen, however little it is.
        width = max(count / total * 100, 0.7) if count else 0.0
        drawn.append({
            "label": label, "count": count, "tone": tone, "x": f"{min(left, 99.3):.2f}%", "width": f"{width:.2f}%",
        })  # fmt: skip
        left += width
    return {"title": title, "parts": drawn, "total": total}
