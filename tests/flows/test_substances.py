import re

import pytest

from comity.flows import substances
from comity.flows.words import rows


@pytest.mark.parametrize(
    ("words", "code", "form"),
    [
        ("Methamphetamine", "methamphetamine", ""),
        ("  METHAMPHETAMINE ", "methamphetamine", ""),
        ("Methamphetamine (crystalline)", "methamphetamine", "crystal"),
        ("Yaba", "methamphetamine", "tablet"),
        ("ยาบ้า", "methamphetamine", "tablet"),
        ("យ៉ាម៉ា", "methamphetamine", "tablet"),
        ("ma túy đá", "methamphetamine", "crystal"),
        ("冰毒", "methamphetamine", "crystal"),
        ("methamphetamine", "methamphetamine", ""),
        ("MDMA (Ecstasy)", "ecstasy", ""),
        ("Ecstasy (MDMA)", "ecstasy", ""),
        ("heroin powder", "heroin", "powder"),
        ("Ketamine HCl", "ketamine", ""),
        ("Alprazolam (Xanax)", "alprazolam", ""),
        ("alprazolam", "alprazolam", ""),
        ("Cocaine", "cocaine", ""),
        ("Cocaine HCL", "cocaine-hydrochloride", ""),
        ("Crack cocaine", "crack", ""),
        ("Sulfuric acid", "sulphuric-acid", ""),
        ("Pseudo-ephedrine", "pseudoephedrine", ""),
    ],
)
def test_words_name_a_substance(words, code, form):
    found = substances.match(words)
    assert (found.substance.code, found.form) == (code, form)


@pytest.mark.parametrize("words", ["", "Karcidone", "Zopalet", "meth lab waste", "Heroin (Cocaine)", "a" * 10_000])
def test_what_is_not_known_is_forced_upon_nothing(words):
    assert substances.match(words) is None


def test_what_unodc_lists_apart_stays_apart_and_the_group_joins_it():
    apart = [substances.match(words).substance for words in ("Cocaine", "Cocaine HCL", "Crack", "Coca leaf")]
    assert len({each.code for each in apart}) == 4
    assert {each.group for each in apart} == {"cocaine"}


def test_every_word_of_the_table_finds_its_own_line():
    for each in substances.every():
        for words in (each.code, each.name, *(name.partition("=")[0] for name in each.names)):
            assert substances.match(words).substance == each, words


def test_the_table_is_whole():
    for each in substances.every():
        assert each.group in substances.GROUPS
        assert each.kind in {"drug", "precursor", "other"}
        assert re.fullmatch(r"[a-z0-9-]+", each.code)
        assert not each.hs or re.fullmatch(r"\d{6}", each.hs)
        assert not each.cas or _check_digit(each.cas), each
    assert len({row[0] for row in rows("substances")}) == len(substances.every())


def test_precursors_under_the_convention_have_their_numbers():
    grouped = {"acetone-ethyl-ether", "precursors-other", "precursors-unspecified"}
    for each in substances.every():
        if each.group == "precursors" and each.code not in grouped:
            assert each.cas, each.code
            assert each.hs, each.code


def _check_digit(cas):
    digits = cas.replace("-", "")
    return sum(int(d) * i for i, d in enumerate(reversed(digits[:-1]), 1)) % 10 == int(digits[-1])
