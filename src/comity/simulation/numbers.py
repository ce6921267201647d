"""Numbers of made-up documents, phones, accounts, wallets and plates: valid in form and check digit, and nobody's.

Sources: Thai identity number and juristic person number (mod 11), Vietnamese citizen identity card (Circular
59/2021/TT-BCA) and enterprise code (mod 11), Chinese resident identity number (GB 11643-1999), unified social credit
code (GB 32100-2015), base58check, numbering plans of the national regulators as ITU-T E.164 lists them.
"""

from __future__ import annotations

import hashlib
from datetime import date
from random import Random

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CARRIERS = {
    "KH": ("855", ("10", "12", "15", "16", "69", "70", "77", "81", "86", "87", "92", "93", "98"), 6),
    "VN": ("84", ("32", "33", "34", "38", "70", "76", "79", "81", "83", "90", "91", "93", "96", "97", "98"), 7),
    "TH": ("66", ("61", "62", "63", "80", "81", "82", "84", "85", "86", "87", "89", "91", "92", "94", "95"), 7),
    "LA": ("856", ("202", "205", "207", "209"), 7),
    "MM": ("95", ("977", "978", "979", "995", "996", "997"), 7),
    "CN": ("86", ("130", "131", "135", "136", "138", "139", "150", "158", "159", "186", "188"), 8),
}
_TOWNSHIPS = ("KaMaYa", "LaMaNa", "TaMaNa", "MaKaNa", "OuKaMa", "PaBaTa", "SaKhaNa", "ThaKaNa")
_PROVINCES_CN = "云桂粤川闽浙"
_PROVINCES_VN = tuple(range(11, 100))
_THAI_LETTERS = "กขคฆงจฉชฌญฎฐณดตถทธนบปผพภมยรลวศษสหฬอฮ"
_LAO_LETTERS = "ກຂຄງຈສຍດຕທນບປພມ"


def digits(rng: Random, count: int) -> str:
    """This function draws so many digits."""
    return "".join(rng.choices("0123456789", k=count))


def letters(rng: Random, count: int) -> str:
    """This function draws so many capital letters, without those that look like digits."""
    return "".join(rng.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=count))


def passport(country: str, rng: Random) -> str:
    """This function draws a passport number in the country's form."""
    match country:
        case "KH":
            return "N" + digits(rng, 8)
        case "VN":
            return rng.choice("BCNKP") + digits(rng, 7)
        case "TH":
            return "A" + letters(rng, 1) + digits(rng, 7)
        case "LA":
            return "P" + letters(rng, 1) + digits(rng, 7)
        case "MM":
            return "M" + letters(rng, 1) + digits(rng, 6)
        case _:
            return "E" + letters(rng, 1) + digits(rng, 7)


def identity_card(country: str, gender: str, born: date, rng: Random) -> str:
    """This function draws an identity card number that agrees with birth and gender where such numbers tell them."""
    match country:
        case "TH":
            body = rng.choice("13") + digits(rng, 11)
            return body + _thai_check(body)
        case "VN":
            century = (born.year // 100 - 19) * 2 + (gender == "female")
            return f"{rng.randrange(1, 97):03}{century}{born.year % 100:02}{digits(rng, 6)}"
        case "CN":
            serial = rng.randrange(100) * 10 + rng.choice((1, 3, 5, 7, 9) if gender == "male" else (0, 2, 4, 6, 8))
            body = f"{rng.choice(('530124', '532322', '510121', '350121'))}{born:%Y%m%d}{serial:03}"
            return body + _chinese_check(body)
        case "MM":
            return f"{rng.randrange(1, 15)}/{rng.choice(_TOWNSHIPS)}(N){digits(rng, 6)}"
        case "KH":
            return rng.choice("01") + digits(rng, 8)
        case _:
            return digits(rng, 9)


def _thai_check(body: str) -> str:
    return str((11 - sum((13 - i) * int(d) for i, d in enumerate(body)) % 11) % 10)


def _chinese_check(body: str) -> str:
    return "10X98765432"[sum(pow(2, 17 - i, 11) * int(d) for i, d in enumerate(body)) % 11]


def phone(country: str, rng: Random) -> str:
    """This function draws a mobile number in E.164 form."""
    code, carriers, count = _CARRIERS[country]
    carrier = rng.choice(carriers)
    return f"+{code}{carrier}{rng.choice('23456789')}{digits(rng, count - 1)}"


def account(country: str, rng: Random) -> str:
    """This function draws an account number as long as the country's banks use."""
    return rng.choice("123456789") + digits(rng, {"KH": 8, "VN": 12, "TH": 9, "LA": 11, "MM": 15, "CN": 18}[country])


def wallet(rng: Random) -> str:
    """This function draws a Tron address with its checksum; no key is behind it."""
    body = b"\x41" + rng.randbytes(20)
    data = body + hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4]
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _BASE58[rest] + text
    return text


def plate(country: str, rng: Random) -> str:
    """This function draws a registration plate in the country's form and script."""
    match country:
        case "KH":
            return f"{rng.choice('12')}{letters(rng, 2)}-{digits(rng, 4)}"
        case "VN":
            return f"{rng.choice(_PROVINCES_VN)}{rng.choice('ABCDEFGH')}-{digits(rng, 3)}.{digits(rng, 2)}"
        case "TH":
            return f"{rng.randrange(1, 10)}{''.join(rng.choices(_THAI_LETTERS, k=2))} {rng.randrange(1000, 10000)}"
        case "LA":
            return f"{''.join(rng.choices(_LAO_LETTERS, k=2))} {digits(rng, 4)}"
        case "MM":
            return f"{rng.randrange(1, 10)}{letters(rng, 1)}-{digits(rng, 4)}"
        case _:
            return f"{rng.choice(_PROVINCES_CN)}{rng.choice('ABCDEF')}{digits(rng, 1)}{letters(rng, 1)}{digits(rng, 3)}"


def company_number(country: str, rng: Random) -> str:
    """This function draws a company's number in the register of its country."""
    match country:
        case "TH":
            body = "0" + rng.choice("12345789") + digits(rng, 10)
            return body + _thai_check(body)
        case "VN":
            while True:
                body = f"{rng.randrange(1, 97):02}{digits(rng, 7)}"
                check = 10 - sum(w * int(d) for w, d in zip((31, 29, 23, 19, 17, 13, 7, 5, 3), body, strict=True)) % 11
                if check < 10 and body[2:] != "0000000":
                    return f"{body}{check}"
        case "CN":
            body = f"91{rng.choice(('530124', '510121', '350121'))}{''.join(rng.choices(_USCC, k=9))}"
            total = sum(pow(3, i, 31) * _USCC.index(c) for i, c in enumerate(body))
            return body + _USCC[-total % 31]
        case "MM":
            return "1" + digits(rng, 8)
        case _:
            return digits(rng, 8)


def email(latin: str, rng: Random) -> str:
    """This function makes an address under a domain that cannot exist (RFC 2606)."""
    local = rng.choice(("", ".", "_")).join(latin.lower().split())
    return f"{local}{rng.randrange(1, 1000)}@{rng.choice(('post', 'mail', 'web'))}.example"
