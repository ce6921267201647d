"""The scorer's groups of names, in words."""

from __future__ import annotations

SCRIPTS = {
    "km": "Khmer", "lo": "Lao", "my": "Burmese", "th": "Thai", "zh": "Chinese", "vi": "Vietnamese", "latin": "Latin",
}  # fmt: skip
KINDS = {"person": "persons", "place": "places", "person_en_given": "persons with an English given name"}
SPECIAL = {
    "latin-latin person": "Latin aliases, persons",
    "cross-cross person": "two scripts of the region, persons",
    "vi-latin person": "Vietnamese with and without marks, persons",
    "vi-latin-reord person": "Vietnamese in another order, persons",
    "vi-latin-nomid person": "Vietnamese without the middle name, persons",
}


def words(group: str) -> str:
    """A group of the scorer as a reader would call it."""
    if group in SPECIAL:
        return SPECIAL[group]
    scripts, _, kind = group.partition(" ")
    one, _, other = scripts.partition("-")
    return f"{SCRIPTS.get(one, one)} and {SCRIPTS.get(other, other)}, {KINDS.get(kind, kind)}"
