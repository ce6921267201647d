"""Dates written out in the languages of the region: words for day, month and year, names of months, eras.

``១២ ឧសភា ១៩៧០``, ``12 พ.ค. 2513``, ``ngày 12 tháng 5 năm 1970``, ``1970年5月12日`` and ``၁၉၇၀ ခုနှစ် မေလ ၁၂ ရက်`` are all
12 May 1970. Digits of any script count as digits. An era that is named is converted, and said.
"""

from __future__ import annotations

import re
from functools import cache

from comity.kernel.dates import BUDDHIST_OFFSET, PartialDate

_MONTHS = (
    "january jan មករា มกราคม ม.ค. ມັງກອນ ဇန်နဝါရီ ဇန္နဝါရီ enero janvier",
    "february feb កុម្ភៈ កុម្ភះ กุมภาพันธ์ ก.พ. ກຸມພາ ဖေဖော်ဝါရီ febrero février",
    "march mar មីនា มีนาคม มี.ค. ມີນາ မတ် marzo mars",
    "april apr មេសា เมษายน เม.ย. ເມສາ ဧပြီ abril avril",
    "may ឧសភា พฤษภาคม พ.ค. ພຶດສະພາ မေ mayo mai",
    "june jun មិថុនា มิถุนายน มิ.ย. ມິຖຸນາ ဇွန် junio juin",
    "july jul កក្កដា กรกฎาคม ก.ค. ກໍລະກົດ ဇူလိုင် julio juillet",
    "august aug សីហា สิงหาคม ส.ค. ສິງຫາ ဩဂုတ် သြဂုတ် agosto août",
    "september sept sep កញ្ញា กันยายน ก.ย. ກັນຍາ စက်တင်ဘာ septiembre septembre",
    "october oct តុលា ตุลาคม ต.ค. ຕຸລາ အောက်တိုဘာ octubre octobre",
    "november nov វិច្ឆិកា พฤศจิกายน พ.ย. ພະຈິກ နိုဝင်ဘာ noviembre novembre",
    "december dec ធ្នូ ธันวาคม ธ.ค. ທັນວາ ဒီဇင်ဘာ diciembre décembre",
)
"""Of each month the names in English, Khmer, Thai, Lao, Burmese, Spanish, French."""
_BUDDHIST = "พุทธศักราช พ.ศ. พ.ศ พศ ព.ស. ពុទ្ធសករាជ ພ.ສ. ພ.ສ b.e. be"
_COMMON = "คริสต์ศักราช ค.ศ. ค.ศ คศ គ.ស. គ.ស គ្រិស្តសករាជ ຄ.ສ. ຄ.ສ a.d. ad c.e. ce 公元 西元 အေဒီ"
_REPUBLIC = "民國 民国"
_REPUBLIC_OFFSET = 1911
_WORDS = {
    "y": "năm ឆ្នាំ ปี ປີ ခုနှစ် ခု 年 year",
    "m": "tháng ខែ เดือน ເດືອນ လ 月",
    "d": "ngày ថ្ងៃទី ថ្ងៃ ទី วันที่ ວັນທີ ရက်နေ့ ရက် 日 号 號",
}
_AFTER = frozenset("年月日号號") | {"ခုနှစ်", "ခု", "လ", "ရက်နေ့", "ရက်"}
"""Words that stand behind their number; all others stand before it."""
_NUMBER = r"\d{1,4}"
_YEAR = 1000


def native_date(text: str) -> tuple[PartialDate, str] | None:
    """This function reads a date that is written out, and returns it with what was converted, or None for no date."""
    found = [(m.lastgroup or "", m[0]) for m in _token().finditer(text)]
    if "".join(t for _, t in found) != text or not any(kind != "space" for kind, _ in found):
        return None
    words = [(kind, t.casefold()) for kind, t in found if kind != "space"]
    eras = {kind for kind, _ in words if kind in {"buddhist", "common", "republic"}}
    names = [_months()[t] for kind, t in words if kind == "month"]
    parts = _parts([w for w in words if w[0] not in {"buddhist", "common", "republic"}])
    if len(eras) > 1 or len(names) > 1 or parts is None:
        return None
    year, month, day = parts
    note = ""
    if "buddhist" in eras or ("common" not in eras and year >= 2200):
        year, note = year - BUDDHIST_OFFSET, f"year {year} of the Buddhist era is {year - BUDDHIST_OFFSET}"
    elif "republic" in eras:
        year, note = year + _REPUBLIC_OFFSET, f"year {year} of the Republic is {year + _REPUBLIC_OFFSET}"
    elif year < _YEAR:
        return None
    try:
        return PartialDate(year, month, day), note
    except ValueError:
        return None


def _parts(words: list[tuple[str, str]]) -> tuple[int, int | None, int | None] | None:
    """This function returns year, month and day from numbers, names of months and the words that stand by them."""
    said: dict[str, int] = {}
    plain: list[int] = []
    for i, (kind, text) in enumerate(words):
        if kind == "month":
            said.setdefault("m", _months()[text])
        elif kind == "number":
            before = words[i - 1] if i else ("", "")
            after = words[i + 1] if i + 1 < len(words) else ("", "")
            role = after[0] if after[1] in _AFTER else before[0] if before[1] not in _AFTER else ""
            if role in _WORDS and role not in said:
                said[role] = int(text)
            else:
                plain.append(int(text))
    for role in _free(said, plain):
        said[role] = plain.pop(0)
    if plain or "y" not in said or ("d" in said and "m" not in said):
        return None
    return said["y"], said.get("m"), said.get("d")


def _free(said: dict[str, int], plain: list[int]) -> list[str]:
    """This function returns, for numbers that no word explains, which part of the date each is."""
    free = [role for role in "dmy" if role not in said]
    if plain and max(plain) >= 100 and plain[0] < 100:
        return free[-len(plain) :] if len(plain) < len(free) else free
    order = free[::-1]
    return order[: len(plain)]


@cache
def _months() -> dict[str, int]:
    return {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


@cache
def _token() -> re.Pattern[str]:
    def either(words: str) -> str:
        ordered = sorted(words.split(), key=len, reverse=True)
        return "|".join(re.escape(w) + (r"(?![a-zà-ÿ])" if w[-1].isascii() and w[-1].isalpha() else "")
                        for w in ordered)  # fmt: skip

    groups = {
        "buddhist": either(_BUDDHIST), "common": either(_COMMON), "republic": either(_REPUBLIC),
        "month": either(" ".join(_MONTHS)), **{role: either(words) for role, words in _WORDS.items()},
        "number": _NUMBER, "space": r"[\s.,/၊။\-]+|(?<=\d)(?:st|nd|rd|th)\b|\bof\b|\b(?:de|del)\b",
    }  # fmt: skip
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in groups.items()), re.IGNORECASE)
