"""What the forms of seizures offer: codes in words, what is seized most often first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pycountry
from django.utils.translation import get_language

from comity.flows import codes, substances
from comity.kernel import Evaluation
from comity.kernel.countries import country
from comity.node.cases.queries import cases, duties
from comity.node.countries import country_name
from comity.node.holdings.grounds import Grounds
from comity.node.permissions import Actor
from comity.node.places import queries as places
from comity.node.seizures import naming
from comity.node.seizures.models import Good, GoodKind
from comity.node.seizures.words import AGE_BANDS, SEXES
from comity.subjects import Role

Choices = list[tuple[str, str]]
NONE = ("", "–")
MOST = 6
"""Drugs that stand ready as buttons."""
LAST = 500
"""Things seized of which the most frequent are counted."""
USUAL = (
    "methamphetamine:tablet", "methamphetamine:crystal", "heroin:", "ketamine:", "cannabis-herb:herb", "ecstasy:tablet",
)  # fmt: skip
"""What stands there before this node has recorded anything: what the region seizes most."""
UNITS = ("gram", "kilogram", "tablet", "millilitre", "litre", "plant", "piece", "KHR", "USD")
CURRENCIES = frozenset(each for each in UNITS if each.isupper())


@dataclass(frozen=True, slots=True)
class Known:
    """A drug as a button offers it.

    Args:
        code: of `comity.flows.substances`.
        form: code of its form, or empty.
        kind: drug, precursor or other.
    """

    code: str
    form: str
    kind: str

    @property
    def words(self) -> str:
        """This function returns what is recorded as the words of who pressed the button."""
        return str(naming.substance(self.code, self.form))


def known(chosen: str) -> Known | None:
    """This function returns what a button means; None where none was pressed."""
    code, _colon, form = chosen.partition(":")
    found = substances.get(code)
    return Known(code, form, found.kind) if found else None


def kind_of(chosen: str, pressed: Known | None, words: str) -> str:
    """This function returns the kind of a thing: as chosen, else what its button or its words mean."""
    if chosen not in {"", GoodKind.DRUG}:
        return chosen
    found = substances.match(words)
    return pressed.kind if pressed else found.substance.kind if found else chosen or GoodKind.DRUG


def frequent() -> Choices:
    """This function returns what is seized most often at this node, then what the region seizes most."""
    offered = list(dict.fromkeys([*_counted(), *USUAL]))[:MOST]
    return [(each, str(naming.substance(*each.split(":")))) for each in offered]


def _counted() -> list[str]:
    """This function returns the drugs among what was recorded last, those that come most often first."""
    last = Good.objects.filter(kind=GoodKind.DRUG).exclude(substance="").order_by("-id")
    found = Counter(last.values_list("substance", "form")[:LAST])
    return [f"{code}:{form}" for (code, form), _times in found.most_common() if substances.get(code)]


def substance_words() -> list[str]:
    """This function returns the names of all substances, for a field that completes them."""
    return sorted({str(naming.substance(each.code)) for each in substances.every()}, key=str.casefold)


def cash() -> str:
    """This function returns what is recorded as the words of money, where nobody wrote any."""
    return str(GoodKind.CASH.label)


def units() -> Choices:
    """This function returns the units as buttons; a currency makes the thing cash."""
    return [(code, str(naming.unit(code))) for code in UNITS]


def listed(entries: Mapping[str, object], named: naming.Names) -> Choices:
    """This function returns the codes of a list in words, nothing first."""
    return [NONE, *((code, named(code)) for code in entries)]


def forms() -> Choices:
    """This function returns the forms of a drug."""
    return listed(codes.FORMS, naming.form)


def place_kinds() -> Choices:
    """This function returns the kinds of place that stand ready as buttons."""
    return [(code, naming.installation(code)) for code in naming.NEAR_A_BORDER]


def other_kinds() -> Choices:
    """This function returns the kinds of place that do not."""
    rest = [(code, naming.installation(code)) for code in codes.INSTALLATIONS if code not in naming.NEAR_A_BORDER]
    return [NONE, *sorted(rest, key=lambda each: each[1].casefold())]


def transports() -> Choices:
    """This function returns the means of transport."""
    return listed(codes.TRANSPORTS, naming.transport)


def hidings() -> Choices:
    """This function returns the hiding places."""
    return listed(codes.HIDING_PLACES, naming.hiding)


def routings() -> Choices:
    """This function returns the six kinds of routing."""
    return listed(codes.ROUTINGS, naming.routing)


def detections() -> Choices:
    """This function returns the ways in which something is found."""
    return listed(naming.DETECTIONS, naming.detection)


def sexes() -> Choices:
    """This function returns the words for sex."""
    return [NONE, *((code, str(word)) for code, word in SEXES.items())]


def ages() -> Choices:
    """This function returns the bands of age."""
    return [NONE, *((code, str(word)) for code, word in AGE_BANDS.items())]


def grounds(actor: Actor) -> Choices:
    """This function returns the cases and duties that the actor works on."""
    mine = cases(actor).filter(closed=None, casemember__user_id=actor.user_id).distinct()
    return [(f"case:{each.id}", str(each)) for each in mine] + [(f"duty:{d.id}", str(d)) for d in duties(actor)]


def ground_of(actor: Actor) -> str:
    """This function returns the case or duty of the actor's working period."""
    return f"case:{actor.case_id}" if actor.case_id else f"duty:{actor.duty_id}"


def plainly(field: str, code: str) -> str:
    """This function returns a unit, form or drug that is held, and that is not among those offered, in words."""
    named = {"unit": naming.unit, "form": naming.form}.get(field)
    return named(code) if named else str(naming.substance(*code.split(":")[:1]))


def place_name(code: str) -> str:
    """This function returns what a place is called in the reader's language."""
    return places.name(code, (get_language() or "en").split("-")[0])


def grounds_said(said: Mapping[str, Any], role: Role, evaluation: Evaluation) -> Grounds:
    """This function returns case or duty, source, evaluation, handling and retention of a valid form."""
    kind, _colon, ground_id = said["ground"].partition(":")
    return Grounds(
        case_id=ground_id if kind == "case" else None, duty_id=ground_id if kind == "duty" else None, role=role,
        source=said["source"], evaluation=evaluation, restriction=said["restriction"],
        retention_until=said["retention_until"],
    )  # fmt: skip


def country_words(code: str) -> str:
    """This function returns a country as a field shows it; empty for none."""
    return country_name(code) if code else ""


@lru_cache(maxsize=4)
def _countries(language: str) -> dict[str, str]:
    return {country_name(each.alpha_2, language): each.alpha_2 for each in pycountry.countries}


def country_names() -> list[str]:
    """This function returns the names of all countries in the reader's language, for a field that completes them."""
    return sorted(_countries((get_language() or "en").split("-")[0]), key=str.casefold)


def country_code(words: str) -> str:
    """This function returns the code of a country named in the reader's language; else the words themselves."""
    found = _countries((get_language() or "en").split("-")[0]).get(words.strip())
    return found or country(words) or words


def level_of(code: str) -> dict[str, str]:
    """This function returns the code of a place under the name of its level; nothing for none that is known."""
    names = ("country", "province", "district", "commune", "village")
    place = places.gazetteer().get(code) if code else None
    return {names[place.level]: place.code} if place else {}


def plain(number: Decimal | None) -> str:
    """This function writes a number without an exponent and without zeros at its end; empty for none."""
    return "" if number is None else f"{number.normalize():f}"
