"""Contrast of the design tokens, in both colour schemes: WCAG 2.2 AA asks 4.5 for text and 3 for borders and signs."""

import re
from pathlib import Path

import pytest

from comity.node import desk

TOKENS = (Path(desk.__file__).parent / "static" / "desk" / "tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = TOKENS.split("@media (prefers-color-scheme: dark)")
TEXT = [
    *(("ink", ground) for ground in ("paper", "surface", "sunken", "primary-wash")),
    *(("ink-soft", ground) for ground in ("paper", "surface", "sunken", "primary-wash", "warn-wash")),
    *(("primary", ground) for ground in ("paper", "surface", "sunken", "primary-wash", "warn-wash")),
    ("primary-deep", "primary-wash"), ("on-primary", "primary"), ("on-primary", "primary-deep"), ("surface", "accent"),
    ("surface", "ink"), ("bad", "surface"), ("bad", "paper"), ("ink", "warn-wash"),
    *((tone, f"{tone}-wash") for tone in ("wait", "go", "good", "warn", "bad")),
]  # fmt: skip
SIGNS = [
    ("line-strong", "surface"),
    ("line-strong", "paper"),
    ("focus", "surface"),
    ("focus", "paper"),
    ("accent", "paper"),
]


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})\b", css))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_its_ground(scheme):
    known = colours(scheme)
    poor = {(a, b): round(contrast(known[a], known[b]), 2) for a, b in TEXT if contrast(known[a], known[b]) < 4.5}
    assert not poor


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_borders_of_inputs_and_focus_can_be_seen(scheme):
    known = colours(scheme)
    poor = {(a, b): round(contrast(known[a], known[b]), 2) for a, b in SIGNS if contrast(known[a], known[b]) < 3}
    assert not poor


def test_both_schemes_know_the_same_colours():
    assert set(colours(LIGHT)) == set(colours(DARK))


def test_contrast_agrees_with_published_values():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
