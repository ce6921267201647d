"""Countries as records write them, beyond the names that the kernel knows: adjectives, native names, old names."""

from __future__ import annotations

import re
from functools import cache

from comity.kernel.countries import country as kernel_country

_WORDS = {
    "KH": "cambodian khmer កម្ពុជា ខ្មែរ campuchia กัมพูชา 柬埔寨",
    "VN": "vietnamese vietnam_socialist_republic វៀតណាម việt_nam việt เวียดนาม ຫວຽດນາມ 越南",
    "TH": "thai ថៃ thái_lan ไทย ໄທ ထိုင်း 泰国",
    "LA": "lao laotian ឡាវ lào ลาว ລາວ 老挝",
    "MM": "burmese myanma ភូមា มียนมา เมียนมา พม่า မြန်မာ miến_điện 缅甸",
    "CN": "chinese ចិន trung_quốc จีน ຈີນ တရုတ် 中国 中國",
    "MY": "malaysian មេឡេស៊ី 马来西亚", "SG": "singaporean សិង្ហបុរី 新加坡", "ID": "indonesian", "PH": "filipino philippine",
    "AU": "australian", "KR": "korean south_korean korea,_south", "KP": "north_korean rpdc korea,_north",
    "JP": "japanese", "TW": "taiwanese",
    "IN": "indian", "BD": "bangladeshi", "PK": "pakistani", "NP": "nepali nepalese", "LK": "sri_lankan", "AF": "afghan",
    "IR": "iranian", "IQ": "iraqi", "SY": "syrian", "JO": "jordanian", "LB": "lebanese", "SA": "saudi saudi_arabian",
    "YE": "yemeni", "KW": "kuwaiti", "QA": "qatari", "AE": "emirati uae", "BH": "bahraini", "OM": "omani",
    "EG": "egyptian", "LY": "libyan libyan_arab_jamahiriya", "TN": "tunisian", "DZ": "algerian",
    "MA": "moroccan", "SD": "sudanese",
    "SO": "somali", "ET": "ethiopian", "ER": "eritrean", "KE": "kenyan", "NG": "nigerian", "GH": "ghanaian",
    "ZA": "south_african", "RU": "russian", "UA": "ukrainian",
    "DE": "german", "FR": "french", "GB": "british english",
    "IE": "irish", "IT": "italian", "ES": "spanish", "NL": "dutch netherlands",
    "BE": "belgian", "SE": "swedish",
    "NO": "norwegian", "DK": "danish", "FI": "finnish", "PL": "polish", "TR": "turkish",
    "US": "american", "CA": "canadian", "MX": "mexican",
    "BR": "brazilian", "CO": "colombian", "HT": "haitian", "NZ": "new_zealander",
    "PS": "palestinian state_of_palestine palestinian_territories west_bank gaza",
    "CD": "congo,_democratic_republic_of_the congo,_democratic_republic_of congo_(democratic_republic)",
    "CG": "congo,_republic_of_the congo_(republic)", "BA": "bosnia-herzegovina bosnia", "GM": "the_gambia gambia,_the",
    "BS": "bahamas,_the the_bahamas", "CZ": "czech_republic", "SZ": "eswatini",
    "MK": "macedonia,_north macedonia,_the_former_yugoslav_republic_of",
    "XK": "xk", "VC": "st._vincent_and_the_grenadines", "KN": "st._kitts_&_nevis", "LC": "st._lucia",
    "HK": "hong_kong_special_administrative_region china,_hong_kong_special_administrative_region",
}  # fmt: skip
_BY_WORD = {word.replace("_", " "): code for code, words in _WORDS.items() for word in words.split()}
_BRACKETED = re.compile(r"(.+?)\s*\(([^()]*)\)")


@cache
def country_of(text: str) -> str | None:
    """This function returns the alpha-2 code of a country however a record names it, or None where unknown."""
    bare = " ".join(text.split()).strip(" .,;")
    if found := kernel_country(bare) or _BY_WORD.get(bare.casefold()):
        return found
    lower = bare.casefold()
    if lower.startswith("the "):
        return country_of(bare[4:])
    if match := _BRACKETED.fullmatch(bare):
        return kernel_country(f"{match[1]}, {match[2]}")
    return None
