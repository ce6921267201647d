from decimal import Decimal

import pytest

from comity.flows import units
from comity.flows.words import rows


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Kilogram", "kilogram"), ("KG.", "kilogram"), ("kgs", "kilogram"), ("กิโลกรัม", "kilogram"),
        ("គីឡូក្រាម", "kilogram"),
        ("Gram", "gram"), ("г", "gram"), ("Ton", "tonne"), ("Viss", "viss"), ("ပိဿာ", "viss"), ("Tablet", "tablet"),
        ("tablets", "tablet"), ("เม็ด", "tablet"), ("Millilitre", "millilitre"), ("cc", "millilitre"),
        ("Gallons (US, liquid)", "gallon"), ("Gallons", "gallon-any"), ("Hundred of units", "hundred-unit"),
        ("Thousand of doses", "thousand-dose"), ("thousand tablets", "thousand-tablet"),
        ("Block (350gr)", "block-350-gram"), ("Block 350 g", "block-350-gram"), ("Bottles", "bottle"),
        ("Plants", "plant"), ("Ton (metric)", "tonne"), ("Kilogram (kg)", "kilogram"),
    ],
)  # fmt: skip
def test_words_name_a_unit_and_its_code_gives_it_back(words, code):
    found = units.match(words)
    assert found.code == code
    assert units.get(code) == found


@pytest.mark.parametrize("words", ["", "Handfuls", "kg g", "Block (350)", "(350gr)", "thousand", "a" * 10_000])
def test_what_is_no_unit_is_none(words):
    assert units.match(words) is None


@pytest.mark.parametrize(
    ("amount", "unit", "weight"),
    [
        (1, "kilogram", 1), (60, "gram", 0.06), (2500, "milligram", 0.0025), (3, "tonne", 3000), (5, "viss", 8.16465),
        (Decimal("1.0499999999999998"), "block-350-gram", 0.3675), (2, "picul", 120.957964), (1, "pound", 0.45359237),
        (10, "thousand-gram", 10), (1, "tola", 0.01166380375), (0, "gram", 0),
    ],
)  # fmt: skip
def test_a_mass_weighs_what_its_unit_says_and_nothing_is_imputed(amount, unit, weight):
    for drug in (None, "heroin", "methamphetamine"):
        mass = units.kilograms(amount, unit, drug)
        assert mass.kilograms == pytest.approx(weight, rel=1e-11)
        assert mass.low == mass.high == mass.kilograms
        assert not mass.imputed
        assert mass.source


@pytest.mark.parametrize(
    ("amount", "unit", "drug", "form", "weight"),
    [
        (1_000_000, "tablet", "methamphetamine", "", 90),
        (728, "thousand-dose", "methamphetamine", "", 65.52),
        (22_000_000, "tablet", "amphetamine", "", 5500),
        (4, "hundred-unit", "ecstasy", "", 0.108),
        (10, "plant", "cannabis-plants", "", 1),
        (3, "litre", "ghb", "", 3),
        (500, "millilitre", "sulphuric-acid", "", 0.915),
        (10, "unit", "lsd", "blotter", 0.0000005),
    ],
)
def test_what_nobody_weighed_is_imputed_with_bounds_and_source(amount, unit, drug, form, weight):
    mass = units.kilograms(amount, unit, drug, form)
    assert mass.imputed
    assert mass.kilograms == pytest.approx(weight)
    assert mass.low < mass.kilograms < mass.high
    assert mass.source
    assert mass.factor * amount == pytest.approx(mass.kilograms)


@pytest.mark.parametrize(
    ("unit", "drug"),
    [("bottle", "ketamine"), ("vial", "diazepam"), ("tablet", "diazepam"), ("tablet", None), ("plant", "heroin"),
     ("hectare", "opium-poppy"), ("seed", "poppy-seeds"), ("packet", "heroin"), ("", "heroin"), ("nonsense", "heroin")],
)  # fmt: skip
def test_no_factor_is_guessed(unit, drug):
    assert units.kilograms(10, unit, drug) is None


def test_no_amount_has_no_weight():
    assert units.kilograms(None, "gram", "heroin") is None


def test_a_word_for_two_sizes_has_both_as_bounds():
    mass = units.kilograms(1, "gallon-any", "acetone")
    assert mass.low == pytest.approx(3.785411784 * 0.78)
    assert mass.high == pytest.approx(4.54609 * 0.8)


def test_every_line_of_factors_names_units_that_are_known_and_bounds_in_order():
    for what, several, weight, low, high, source in rows("factors"):
        assert all(units.get(code) for code in several.split()), what
        assert float(low) <= float(weight) <= float(high)
        assert source


def test_every_unit_that_has_a_size_says_where_it_is_from():
    assert all(unit.source for unit in units.every() if unit.size)
