"""A seizure that is held, as its form shows it."""

from __future__ import annotations

from typing import Any

from comity.node.seizures import naming
from comity.node.seizures.forms import choices
from comity.node.seizures.models import Arrest, Good, RoutePoint, Seizure

SAME = (
    "place", "place_kind", "latitude", "longitude", "accuracy", "position_of", "transport", "hiding", "detection",
    "routing", "remarks", "reference", "source", "revision",
)  # fmt: skip
"""Fields that are called alike in the form and the record."""


def initial_of(seizure: Seizure) -> dict[str, Any]:
    """This function returns what the form of a seizure begins with."""
    smallest = next((code for code in seizure.places if code != seizure.country), "")
    full = len(seizure.date) == len("2026-11-22")
    begun = {name: getattr(seizure, name) for name in SAME}
    begun |= {
        "date": seizure.date if full else "", "date_words": "" if full else seizure.date, "place_code": smallest,
        "ground": f"case:{seizure.case_id}" if seizure.case_id else f"duty:{seizure.duty_id}",
    }  # fmt: skip
    if seizure.place_kind not in naming.NEAR_A_BORDER:
        begun |= {"place_kind": "", "other_kind": seizure.place_kind}
    return begun | {
        "source_code": seizure.evaluation[:1], "information_code": seizure.evaluation[1:],
        "handling": seizure.handling.split(), "words": seizure.words, "tlp": str(seizure.tlp), "pap": str(seizure.pap),
        "retention_until": seizure.retention_until,
    }  # fmt: skip


def rows_of(seizure: Seizure) -> dict[str, list[dict[str, Any]]]:
    """This function returns what the rows of a seizure's form begin with."""
    return {
        "goods": [_good(each) | {"was": n} for n, each in enumerate(seizure.goods.all())],
        "points": [_point(each) | {"was": n} for n, each in enumerate(seizure.points.all())],
        "arrests": [_arrest(each) | {"was": n} for n, each in enumerate(seizure.arrests.all())],
    }


def _good(good: Good) -> dict[str, Any]:
    same = (
        "kind", "form", "logo", "hs", "cas", "laboratory_result", "laboratory_reference", "laboratory_date", "amount",
    )  # fmt: skip
    begun = {name: getattr(good, name) for name in same}
    return begun | {
        "said": good.words, "purity": choices.plain(good.purity),
        "amount": good.amount_text or choices.plain(good.amount), "unit": good.currency or good.unit or good.unit_text,
    }  # fmt: skip


def _point(point: RoutePoint) -> dict[str, Any]:
    return {
        "role": point.role, "country": choices.country_words(point.country), "place_words": point.words,
        "source": point.source, "source_code": point.confidence[:1], "information_code": point.confidence[1:],
    }  # fmt: skip


def _arrest(arrest: Arrest) -> dict[str, Any]:
    return {
        "number": arrest.number, "nationality": choices.country_words(arrest.nationality), "sex": arrest.sex,
        "age_band": arrest.age_band,
    }  # fmt: skip
