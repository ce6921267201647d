"""From a text to a name: repaired, divided into tokens, each with its readings."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from anyascii import anyascii

from comity.names import burmese, hanzi, khmer, syllables
from comity.names.model import Name, Reading, Token
from comity.names.phones import plain
from comity.names.repairs import repair
from comity.names.scripts import main_script, script_of
from comity.names.weights import split_generic, weigh

LONGEST = 400
"""Characters of a name that are read; what goes on is cut, and said."""
MOST_TOKENS = 32
"""Tokens of a name that are kept."""


def read(text: str, kind: str = "person") -> Name:
    """This function reads a name in any script.

    Args:
        text: the name as it was written; of a very long one only the beginning is read.
        kind: ``person``, ``organisation``, ``place`` or ``vessel``.
    """
    return _read(text[: LONGEST + 1], kind)


@lru_cache(maxsize=16384)
def _read(text: str, kind: str) -> Name:
    repaired, made = repair(text[:LONGEST])
    script = main_script(repaired)
    tokens = [t for word, code, inside in _words(repaired) for t in _tokens(word, code, inside=inside)]
    if not tokens and text.strip():
        tokens = [Token(text.strip(), (Reading(_codepoints(text.strip()), "code points"),))]
    if len(text) > LONGEST or len(tokens) > MOST_TOKENS:
        made = (*made, "it is too long for a name; only its beginning is read")
    return Name(repaired, script, weigh(tokens[:MOST_TOKENS], script, kind), made, kind)


def _words(text: str) -> list[tuple[str, str, bool]]:
    """Runs of one script between spaces and signs, with their script and whether they stand in brackets."""
    words: list[tuple[str, str, bool]] = []
    current, code, depth = "", "", 0
    for c in text:
        category = unicodedata.category(c)
        if category[0] in "LMN":
            found = "Zyyy" if category[0] == "N" else script_of(c)
            if category[0] == "M":
                found = code or script_of(c)
            if current and found != code:
                words.append((current, code, depth > 0))
                current = ""
            current, code = current + c, found
            continue
        if c == "'":
            continue
        if current:
            words.append((current, code, depth > 0))
            current = ""
        depth += (c in "([{（") - (c in ")]}）" and depth > 0)
    if current:
        words.append((current, code, depth > 0))
    return words


def _tokens(text: str, script: str, *, inside: bool) -> list[Token]:
    role = "in brackets" if inside else "name"
    if script == "Hani":
        return [Token(c, tuple(Reading(s, d) for d, s in hanzi.spellings(c)) or _fallback(c), role=role) for c in text]
    if script == "Mymr":
        found = [(s, _usual(burmese.spellings(s), "newspaper") or _fallback(s)) for s in burmese.syllables(text)]
        return [Token(s, readings, role=role) for s, readings in found or [(text, _fallback(text))]]
    if script == "Zyyy":
        return [Token(text, _number(text), role=role)]
    generic, rest = split_generic(text, script)
    out = [Token(generic[0], tuple(Reading(g, "translated") for g in generic[1]), role="generic")] if generic else []
    return [*out, Token(rest, _readings(rest, script), role=role)] if rest else out


def _number(text: str) -> tuple[Reading, ...]:
    """A number is read as such, and as Khmer gazetteers write the numbers of quarters in words."""
    digits = "".join(str(unicodedata.digit(c, "")) for c in text)
    words = [Reading(w, "words") for w in khmer.number(digits)]
    return (*words, *_fallback(text))


def _readings(text: str, script: str) -> tuple[Reading, ...]:
    if script == "Khmr":
        spelt, system = khmer.spellings(text), "khmer"
    elif script == "Thai":
        spelt, system = syllables.spellings(text, "thai"), "thai"
    elif script == "Laoo":
        spelt, system = syllables.spellings(text, "lao"), "lao"
    elif script == "Latn":
        spelt, system = (plain(text),), "latin"
    else:
        return _fallback(text)
    return _usual(spelt, system) or _fallback(text)


def _usual(spelt: tuple[str, ...], system: str) -> tuple[Reading, ...]:
    plains = dict.fromkeys(p for s in spelt if (p := plain(s)))
    return tuple(Reading(p, system, 1.0 if i == 0 else 0.9) for i, p in enumerate(plains))


def _fallback(text: str) -> tuple[Reading, ...]:
    folded = unicodedata.normalize("NFKD", anyascii(unicodedata.normalize("NFKC", text))).lower()
    ascii_ = "".join(c for c in folded if c.isascii() and c.isalnum())
    return (Reading(ascii_ or _codepoints(text), "anyascii" if ascii_ else "code points"),)


def _codepoints(text: str) -> str:
    """Letters a to p for the digits of the code points, so that even a name of signs has a reading."""
    return "".join(chr(ord("a") + int(h, 16)) for c in text for h in f"{ord(c):04x}")
