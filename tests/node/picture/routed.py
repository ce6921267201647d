"""Made-up seizures with routes, straight into the database: the Golden Triangle, Cambodia, and where it goes on."""

from __future__ import annotations

from datetime import date
from typing import Any

from comity.node.cases.models import Case
from comity.node.runtime import clock
from comity.node.seizures.models import Good, RoutePoint, Seizure
from comity.node.seizures.revising import advance

ROUTES = (
    # producing, departure, transit, destination, seizures a year
    ("MM", "LA", ("KH",), "AU", 14), ("MM", "MM", ("LA", "KH"), "CN", 12), ("MM", "LA", ("KH",), "TW", 11),
    ("", "KH", (), "VN", 13), ("", "VN", (), "KH", 2), ("", "KH", (), "KH", 15), ("", "", (), "", 20),
)  # fmt: skip
YEARS = (2015, 2016)
PLACES = {"LA": "LA-CH", "KH": "KH-12", "MM": "MM-17", "VN": "VN-SG", "AU": "AU-NSW", "CN": "", "TW": ""}


def fill(case: Case, by: str, years: tuple[int, ...] = YEARS, times: int = 1, largest: float = 500.0) -> None:
    """This function puts seizures in, the same each time; the first of each year is as heavy as ``largest``."""
    made: list[Seizure] = []
    goods: list[Good] = []
    points: list[RoutePoint] = []
    for year in years:
        for producing, departure, transit, destination, number in ROUTES:
            for n in range(number * times):
                day = date(year, n % 12 + 1, n % 27 + 1)
                one = Seizure(
                    reference=f"R-{len(made)}", date=day.isoformat(), date_from=day, date_to=day, country="KH",
                    province="KH-12" if n % 3 else "KH-1", transport="road" if n % 2 else "", case=case,
                    source="register", evaluation="B2", retention_until=date(2060, 1, 1), recorded_by=by,
                    recorded=clock().now(),
                )  # fmt: skip
                weight = largest if number == 2 and n == 0 else 1.0 + n % 5
                goods.append(Good(seizure=one, number=1, kind="drug", substance="heroin" if n % 4 == 0 else
                                  "methamphetamine", words="ice", kilograms=weight))  # fmt: skip
                ends = (("producing", [producing]), ("departure", [departure]), ("transit", list(transit)),
                        ("destination", [destination]))  # fmt: skip
                points += [
                    RoutePoint(seizure=one, role=role, order=at, country=code, place=PLACES.get(code, ""))
                    for role, codes in ends
                    for at, code in enumerate(codes, 1)
                    if code
                ]
                made.append(one)
    Seizure.every.bulk_create(made)
    Good.objects.bulk_create(goods)
    RoutePoint.objects.bulk_create(points)
    advance()


def words(page: Any) -> str:
    """This function returns what a page says, without its markup."""
    import re
    from html import unescape

    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())))
