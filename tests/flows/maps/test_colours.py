"""Colours of the groups, for people who see all colours and for those with protanopia or deuteranopia.

Simulation: Machado, Oliveira and Fernandes (2009), severity 1, in linear sRGB. Distance: CIE 1976 in Lab.
"""

import itertools
import re

import numpy as np
import pytest

from comity.flows.maps.style import GROUPS, STATIC, palette

THEMES = ("light", "dark", "print")
SEEN = {
    "all colours": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
WHITE = np.array([0.95047, 1.0, 1.08883])
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
)
APART = 15.0
"""Distance in Lab that two areas of colour beside each other need; about 2.3 can just be seen."""


def linear(colour):
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(colour, seen):
    xyz = TO_XYZ @ np.clip(SEEN[seen] @ linear(colour), 0, 1) / WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(first, second):
    light = [float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour)) for colour in (first, second)]
    return (max(light) + 0.05) / (min(light) + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("seen", SEEN)
def test_groups_are_told_apart(theme, seen):
    known = palette(theme)
    pairs = itertools.combinations(range(GROUPS), 2)
    found = {
        (a, b): round(float(np.linalg.norm(lab(known[f"group-{a}"], seen) - lab(known[f"group-{b}"], seen))), 1)
        for a, b in pairs
    }
    assert {pair: distance for pair, distance in found.items() if distance < APART} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_arcs_and_words_stand_out_from_what_lies_below(theme):
    known = palette(theme)
    grounds = ("sea", "land", "named", "paper")
    arcs = [(f"group-{n}", ground) for n in range(GROUPS) for ground in grounds]
    poor = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in arcs}
    assert {pair: found for pair, found in poor.items() if found < 3} == {}
    words = [(ink, ground) for ink in ("ink", "soft") for ground in grounds]
    assert {pair: contrast(known[pair[0]], known[pair[1]]) for pair in words
            if contrast(known[pair[0]], known[pair[1]]) < 4.5} == {}  # fmt: skip
    assert contrast(known["unknown"], known["named"]) >= 3


def test_every_theme_knows_every_colour_and_the_same_ones_where_it_is_said_twice():
    names = set(palette("light"))
    assert all(set(palette(theme)) == names for theme in THEMES)
    text = (STATIC / "maps" / "maps.css").read_text(encoding="utf-8")
    blocks = re.findall(r"(\.cm--[a-z]+(?:, \.cm--[a-z]+)*) \{([^}]*)\}", text)
    said = {}
    for selector, block in blocks:
        said.setdefault(" ".join(block.split()), []).append(selector)
    assert sorted(map(sorted, said.values())) == [[".cm--auto", ".cm--dark"], [".cm--auto, .cm--dark", ".cm--print"]]


def test_the_measure_agrees_with_published_values():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert lab("#ff0000", "all colours") == pytest.approx([53.24, 80.09, 67.2], abs=0.1)
    red, green = (lab(colour, "deuteranopia") for colour in ("#d80000", "#8a8a00"))
    assert np.linalg.norm(red - green) < np.linalg.norm(lab("#d80000", "all colours") - lab("#8a8a00", "all colours"))
