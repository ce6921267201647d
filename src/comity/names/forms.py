"""Words that are not the name itself: titles, legal forms, kinds of place, particles, prefixes of ships.

They are data, in tables of one form: script, kind of name, position, how sure, words, readings of their meaning. A word
is one only in its script and position, and only where something of the name is left. It loses as much weight as it is
sure, and is never dropped. What means the same in two languages shares a reading, so that it meets there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from unicodedata import category

from comity.names import burmese
from comity.names.model import Reading, Token
from comity.names.rows import rows
from comity.names.scripts import script_of

ROLES = {
    "titles": "title",
    "vessels": "title",
    "legal_forms": "legal form",
    "generics": "generic",
    "connectors": "connector",
}
"""Table to the role of its words."""
_UNSPACED = frozenset({"Mymr", "Hani", "Hang"})
_MOST_TOKENS = 7
"""Tokens of the longest form (``cong ty trach nhiem huu han``)."""


@dataclass(frozen=True, slots=True)
class Form:
    """A word that is not the name itself, in one position.

    Args:
        role: of its token.
        sure: how sure it is one, 0 to 1.
        meanings: readings that it shares with words of other languages; empty where it has its own alone.
    """

    role: str
    sure: float
    meanings: tuple[str, ...]


@lru_cache(maxsize=256)
def _forms(script: str, kind: str) -> dict[tuple[str, str], Form]:
    """Position (``+``: also without a space, but for abbreviations with a stop) and words to the form."""
    found: dict[tuple[str, str], Form] = {}
    for table, role in ROLES.items():
        for code, of, position, sure, words, *meanings in rows(table):
            if code == script and of in {"any", kind}:
                form = Form(role, float(sure), tuple(" ".join(meanings).split()))
                for word in words.split("|"):
                    found.setdefault((position.rstrip("+"), _joined(script, word)), form)
                    if position.endswith("+") and not word.endswith("."):
                        found.setdefault((position, _joined(script, word)), form)
    return found


def _joined(script: str, words: str) -> str:
    """Words as tokens would be joined: scripts that are read by syllable or character have no spaces between them."""
    parts = "".join(c if category(c)[0] in "LMN" else " " for c in words.casefold()).split()
    if script == "Mymr":
        parts = [syllable for part in parts for syllable in burmese.syllables(part)]
    return ("" if script in _UNSPACED else " ").join(parts)


@lru_cache(maxsize=1024)
def _glued(script: str, kind: str, position: str) -> tuple[tuple[str, ...], tuple[tuple[str, Form], ...]]:
    """Words that are written without a space at a position, longest first: alone, and with their forms."""
    found = [(word, form) for (at, word), form in _forms(script, kind).items() if at == position]
    found.sort(key=lambda pair: -len(pair[0]))
    return tuple(word for word, _ in found), tuple(found)


def parted(text: str, script: str, kind: str) -> list[tuple[str, Form | None]]:
    """This function parts a word from what is written to it without a space: pieces, each with its form or none."""
    if ("whole", text) in _forms(script, kind):
        return [(text, None)]
    before: list[tuple[str, Form | None]] = []
    after: list[tuple[str, Form | None]] = []
    words, forms = _glued(script, kind, "start+")
    for word, form in forms if text.startswith(words) else ():
        if text.startswith(word) and _stands(text[len(word) :], script):
            before, text = [(word, form)], text[len(word) :]
            break
    words, forms = _glued(script, kind, "end+")
    for word, form in forms if text.endswith(words) else ():
        if text.endswith(word) and _stands(text[: -len(word)], script):
            after, text = [(word, form)], text[: -len(word)]
            break
    return [*before, (text, None), *after]


def _stands(rest: str, script: str) -> bool:
    """Whether what is left is a word: two letters or more, of which the first is no sign of the letter before."""
    return len(rest) > 1 and rest[0].isalpha() and script_of(rest[0]) == script and rest[0] not in "ะาำฤຳະາ"


def marked(tokens: Sequence[Token], kind: str) -> list[Token]:
    """This function finds the forms among tokens; the tokens of one form become one token, with its role and weight."""
    tokens = list(tokens)
    if not any(_reach(token, kind) for token in tokens):
        return tokens
    start = _at_start(tokens, kind)
    tokens = _at_end(tokens, kind, start)
    names = [i for i, token in enumerate(tokens) if token.role == "name"]
    for i in reversed(names[1:-1]):
        form, size = _longest(tokens, i, kind, "any")
        if form and len([t for t in tokens if t.role == "name"]) > size:
            tokens[i : i + size] = [_merged(tokens[i : i + size], form)]
    return tokens


def _at_start(tokens: list[Token], kind: str) -> int:
    """Marks forms at the start, one after the other; returns how many tokens they are."""
    i = 0
    while i < len(tokens):
        if tokens[i].role not in {"name", "in brackets"}:
            i += 1
            continue
        form, size = _longest(tokens, i, kind, "start")
        if not form or not _left(tokens, i, size):
            break
        tokens[i : i + size] = [_merged(tokens[i : i + size], form)]
        i += 1
    return i


def _at_end(tokens: list[Token], kind: str, start: int) -> list[Token]:
    end = len(tokens)
    while end > start + 1:
        if tokens[end - 1].role not in {"name", "in brackets"}:
            end -= 1
            continue
        for size in range(min(_MOST_TOKENS, end - start - 1), 0, -1):
            form = _found(tokens[end - size : end], kind, "end")
            if form and _left(tokens, end - size, size):
                tokens[end - size : end] = [_merged(tokens[end - size : end], form)]
                end -= size
                break
        else:
            break
    return tokens


def _left(tokens: Sequence[Token], at: int, size: int) -> bool:
    """Whether a token of the name itself is left beside these."""
    return any(t.role == "name" for t in (*tokens[:at], *tokens[at + size :]))


def _longest(tokens: Sequence[Token], i: int, kind: str, position: str) -> tuple[Form | None, int]:
    for size in range(min(_reach(tokens[i], kind), len(tokens) - i), 0, -1):
        form = _found(tokens[i : i + size], kind, position)
        if form:
            return form, size
    return None, 0


def _reach(token: Token, kind: str) -> int:
    """How many tokens a form that begins with this one may have; 0 where none does."""
    script = script_of(token.text[0])
    latin = token.readings[0].latin if script == "Latn" and token.readings else ""
    return _firsts(script, kind).get(latin or token.text.casefold()[0], 0)


def _found(tokens: Sequence[Token], kind: str, position: str) -> Form | None:
    if len(tokens) > _reach(tokens[0], kind):
        return None
    script = script_of(tokens[0].text[0])
    if any(t.role not in {"name", "in brackets"} for t in tokens):
        return None
    if script == "Latn":
        text = " ".join(t.readings[0].latin for t in tokens if t.readings)
    else:
        text = _joined(script, " ".join(t.text for t in tokens))
    return _forms(script, kind).get((position, text))


@lru_cache(maxsize=256)
def _firsts(script: str, kind: str) -> dict[str, int]:
    """What forms begin with, and their most tokens: a word in Latin letters, a character in other scripts."""
    texts = [text for _, text in _forms(script, kind) if text]
    if script != "Latn":
        return dict.fromkeys((text[0] for text in texts), _MOST_TOKENS)
    found: dict[str, int] = {}
    for words in map(str.split, texts):
        found[words[0]] = max(found.get(words[0], 0), min(len(words), _MOST_TOKENS))
    return found


def _merged(tokens: Sequence[Token], form: Form) -> Token:
    return token_of(" ".join(t.text for t in tokens), form, tokens)


def token_of(text: str, form: Form, tokens: Sequence[Token] = ()) -> Token:
    """This function makes the token of a form; without a meaning it is read as its tokens are."""
    readings = tuple(Reading(m, "meaning") for m in form.meanings)
    if not readings and len(tokens) == 1:
        readings = tokens[0].readings
    elif not readings:
        readings = (Reading("".join(t.readings[0].latin for t in tokens if t.readings), "latin"),)
    first = tokens[0] if tokens else Token(text, readings)
    return replace(first, text=text, readings=readings, role=form.role, weight=round(1 - form.sure, 6))
