"""What was seized, as it travels in a proposal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from comity.exchange.contents import MOST_ITEMS, SeizedKind
from comity.node.seizures.models import Good, Seizure


def seized(seizure: Seizure) -> list[dict[str, Any]]:
    """This function returns the goods of a seizure as a proposal names them; of very many it says how many are left."""
    goods = list(seizure.goods.all())
    if len(goods) <= MOST_ITEMS:
        return [_good(each) for each in goods]
    left = len(goods) - MOST_ITEMS + 1
    rest = {"kind": SeizedKind.OTHER.value, "what": f"and {left} more things"}
    return [*(_good(each) for each in goods[: MOST_ITEMS - 1]), rest]


def _good(good: Good) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": good.kind, "what": good.words, "substance": good.substance}
    said["unit"] = good.currency or good.unit or good.unit_text
    if good.amount is not None:
        said["amount"] = _digits(good.amount)
    if good.kilograms is not None:
        said["kilograms"] = _digits(Decimal(str(good.kilograms)))
    return said


def _digits(number: Decimal) -> str:
    """This function writes a number with at most nine decimals and no exponent."""
    text = f"{number:.9f}"
    return text.rstrip("0").rstrip(".")
