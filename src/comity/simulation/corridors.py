"""Ways by which drugs go through the made-up region, and how often something is seized along each of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Corridor:
    """One way of one drug.

    Args:
        name: of the corridor.
        drug: in the words of UNODC's columns.
        unit: of its amounts.
        producing: alpha-2, or empty.
        stops: codes of countries or provinces in order: the first is the departure, the last the destination; a single
            one is a street market without a route.
        transport: in words, like installation and hiding.
        installation: kind of place where it is seized.
        hiding: where it is hidden.
        monthly: seizures a month, on average, by all agencies of the region together.
        median: of the amounts.
        spread: standard deviation of their natural logarithm.
    """

    name: str
    drug: str
    unit: str
    producing: str
    stops: tuple[str, ...]
    transport: str
    installation: str
    hiding: str
    monthly: float
    median: float
    spread: float


@dataclass(frozen=True, slots=True)
class Step:
    """A planted change: from a day on, a corridor has so many times its seizures."""

    corridor: str
    begins: date
    times: float


@cache
def corridors() -> tuple[Corridor, ...]:
    """This function returns the corridors of ``tables/corridors.csv``."""
    text = resources.files(__package__).joinpath("tables/corridors.csv").read_text(encoding="utf-8")
    return tuple(
        Corridor(
            row["corridor"], row["drug"], row["unit"], row["producing"], tuple(row["stops"].split(">")),
            row["transport"], row["installation"], row["hiding"], float(row["monthly"]), float(row["median"]),
            float(row["spread"]),
        )
        for row in csv.DictReader(text.splitlines())
    )  # fmt: skip


PLACES: Mapping[str, tuple[str, str]] = MappingProxyType({
    "KH-12": ("ភ្នំពេញ", "Phnom Penh"), "KH-13": ("ព្រះវិហារ", "Preah Vihear"), "KH-18": ("ព្រះសីហនុ", "Preah Sihanouk"),
    "KH-19": ("ស្ទឹងត្រែង", "Stung Treng"), "KH-20": ("ស្វាយរៀង", "Svay Rieng"), "KH-2": ("បាត់ដំបង", "Battambang"),
    "KH-1": ("បន្ទាយមានជ័យ", "Banteay Meanchey"), "KH-17": ("សៀមរាប", "Siem Reap"), "KH-8": ("កណ្ដាល", "Kandal"),
    "TH-10": ("กรุงเทพมหานคร", "Bangkok"), "TH-34": ("อุบลราชธานี", "Ubon Ratchathani"),
    "TH-48": ("นครพนม", "Nakhon Phanom"), "TH-50": ("เชียงใหม่", "Chiang Mai"), "TH-57": ("เชียงราย", "Chiang Rai"),
    "TH-90": ("สงขลา", "Songkhla"), "TH-20": ("ชลบุรี", "Chon Buri"), "TH-30": ("นครราชสีมา", "Nakhon Ratchasima"),
    "VN-22": ("Nghệ An", "Nghe An"), "VN-25": ("Quảng Trị", "Quang Tri"), "VN-37": ("Tây Ninh", "Tay Ninh"),
    "VN-71": ("Điện Biên", "Dien Bien"), "VN-HN": ("Hà Nội", "Ha Noi"), "VN-HP": ("Hải Phòng", "Hai Phong"),
    "VN-SG": ("Thành phố Hồ Chí Minh", "Ho Chi Minh City"), "VN-44": ("An Giang", "An Giang"),
})  # fmt: skip
"""Provinces of the demo's countries as they and others write them, so that no list of places is tested on itself."""
BORDERS = frozenset({
    "KH-1", "KH-13", "KH-19", "KH-20", "TH-34", "TH-48", "TH-57", "VN-22", "VN-25", "VN-37", "VN-71",
})  # fmt: skip
"""Those where a seizure on the way is made at the border."""
STREETS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "KH": ("KH-12", "KH-12", "KH-2", "KH-1", "KH-17", "KH-8"), "TH": ("TH-10", "TH-10", "TH-20", "TH-30", "TH-50"),
    "VN": ("VN-SG", "VN-SG", "VN-HN", "VN-44"),
})  # fmt: skip
"""Where street markets are, the larger ones more than once."""
