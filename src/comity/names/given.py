"""English given names beside Asian ones, and the sex that a given name is usual for: weak evidence, but evidence."""

from __future__ import annotations

from functools import cache

from comity.names.rows import part, rows


@cache
def english() -> dict[str, str]:
    """This function returns English given names and the sex that each is usual for."""
    return {name: sex for sex, names in rows("given_english") for name in names.split()}


@cache
def _characters() -> dict[str, str]:
    return {character: sex for sex, characters in part("sex", "character") for character in characters}


def sex_of_given(latin: str) -> str:
    """This function returns ``f`` or ``m`` where an English given name is usual for one sex alone, else nothing."""
    sex = english().get(latin, "")
    return sex if sex in {"f", "m"} else ""


def sex_of_character(character: str) -> str:
    """This function returns ``f`` or ``m`` where a character is usual in the given names of one sex."""
    return _characters().get(character, "")


def sex_of_characters(characters: str) -> str:
    """This function returns the sex that characters of a given name speak for; nothing where they disagree."""
    found = {sex_of_character(c) for c in characters} - {""}
    return found.pop() if len(found) == 1 else ""
