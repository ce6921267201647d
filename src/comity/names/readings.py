"""From a text to a name: repaired, divided into tokens, each with its readings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from anyascii import anyascii

from comity.names import burmese, hangul, hanzi, khmer, letters, syllables
from comity.names.forms import parted, token_of
from comity.names.model import Name, Reading, Token
from comity.names.phones import plain
from comity.names.repairs import repair
from comity.names.scripts import main_script, reader_of, script_of
from comity.names.weights import weigh

LONGEST = 400
"""Characters of a name that are read; what goes on is cut, and said."""
MOST_TOKENS = 32
"""Tokens of a name that are kept."""
_LATIN = re.compile("[A-Za-z0-9 .,-]*")
_MARK = "mark"
_LATIN_WORD = re.compile("[A-Za-z]+|[0-9]+")


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
    tokens = [t for word, code, inside in _words(repaired) for t in _tokens(word, code, kind, inside=inside)]
    if not tokens and text.strip():
        tokens = [Token(text.strip(), (Reading(_codepoints(text.strip()), "code points"),))]
    if len(text) > LONGEST or len(tokens) > MOST_TOKENS:
        made = (*made, "it is too long for a name; only its beginning is read")
    return Name(repaired, script, weigh(tokens[:MOST_TOKENS], kind), made, kind)


def _words(text: str) -> list[tuple[str, str, bool]]:
    """Runs of one script between spaces and signs, with their script and whether they stand in brackets."""
    if _LATIN.fullmatch(text):
        return [(word, "Zyyy" if word.isdigit() else "Latn", False) for word in _LATIN_WORD.findall(text)]
    words: list[tuple[str, str, bool]] = []
    current, code, depth = "", "", 0
    for c in text:
        if found := _code(c):
            if found == _MARK:
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


@lru_cache(maxsize=4096)
def _code(character: str) -> str:
    """The script of a letter or digit; nothing for signs, `_MARK` for what belongs to the letter before it."""
    match unicodedata.category(character)[0]:
        case "L":
            return script_of(character)
        case "M":
            return _MARK
        case "N":
            return "Zyyy"
    return ""


@lru_cache(maxsize=1 << 16)
def _tokens(text: str, script: str, kind: str, *, inside: bool) -> tuple[Token, ...]:
    role = "in brackets" if inside else "name"
    if script == "Zyyy":
        return (Token(text, _number(text), role=role if inside else "number"),)
    reader, table = reader_of(script)
    if reader in _BY_PART:
        return tuple(Token(part, readings, role=role) for part, readings in _BY_PART[reader](text))
    found = []
    for piece, form in parted(text, script, kind):
        readings = _BY_WORD[reader](piece, table) or _fallback(piece)
        found.append(token_of(piece, form, (Token(piece, readings),)) if form else Token(piece, readings, role=role))
    return tuple(found)


def _number(text: str) -> tuple[Reading, ...]:
    """A number is read as such, and as Khmer gazetteers write the numbers of quarters in words."""
    digits = "".join(str(unicodedata.digit(c, "")) for c in text)
    return (*_fallback(digits or text), *(Reading(w, "words") for w in khmer.number(digits)))


def _characters(text: str) -> list[tuple[str, tuple[Reading, ...]]]:
    return [(c, _character(c)) for c in text]


@lru_cache(maxsize=8192)
def _character(character: str) -> tuple[Reading, ...]:
    return _systems(hanzi.spellings(character)) or _fallback(character)


def _hangul(text: str) -> list[tuple[str, tuple[Reading, ...]]]:
    found = [(s, _systems(hangul.spellings(s))) for s in hangul.syllables(text)]
    return found or [(text, _fallback(text))]


def _burmese(text: str) -> list[tuple[str, tuple[Reading, ...]]]:
    found = [(s, _syllable(s)) for s in burmese.syllables(text)]
    return found or [(text, _fallback(text))]


@lru_cache(maxsize=8192)
def _syllable(burman: str) -> tuple[Reading, ...]:
    return _usual(burmese.spellings(burman), "newspaper") or _fallback(burman)


_BY_PART: dict[str, Callable[[str], list[tuple[str, tuple[Reading, ...]]]]] = {
    "hanzi": _characters,
    "hangul": _hangul,
    "burmese": _burmese,
}
"""Readers that divide a text into parts that are tokens: a character or a syllable each."""
_BY_WORD: dict[str, Callable[[str, str], tuple[Reading, ...]]] = {
    "khmer": lambda word, _: _usual(khmer.spellings(word), "khmer"),
    "syllables": lambda word, table: _usual(syllables.spellings(word, table), table),
    "latin": lambda word, _: (Reading(latin, "latin"),) if (latin := plain(word)) else (),
    "letters": lambda word, table: _systems(letters.spellings(word, table)),
    "fallback": lambda word, _: _fallback(word),
}
"""Readers of whole words, given the word and the name of their table."""


def _systems(spelt: Sequence[tuple[str, str]]) -> tuple[Reading, ...]:
    return tuple(Reading(s, system) for system, s in spelt)


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
