"""What a name is once it has been read, and what a comparison says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to say a token in Latin letters.

    Args:
        latin: small ASCII letters.
        system: the romanisation or dialect, for example ``common`` or ``cantonese``.
        weight: how usual it is, 0 to 1; the most usual has 1.
    """

    latin: str
    system: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a name that stands on its own: a word, a syllable or a character, by script.

    Args:
        text: as repaired.
        readings: most usual first; empty only for a token without letters and digits.
        weight: how much it tells, 0 to 1; titles and very common names tell little.
        role: ``name``, ``title``, ``legal form`` or ``initial``.
    """

    text: str
    readings: tuple[Reading, ...]
    weight: float = 1.0
    role: str = "name"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it was read.

    Args:
        text: as repaired.
        script: ISO 15924 code of its main script, for example ``Khmr`` or ``Latn``.
        tokens: in the order of the text.
        repairs: what was repaired, in words.
        kind: ``person``, ``organisation``, ``place`` or ``vessel``.
    """

    text: str
    script: str
    tokens: tuple[Token, ...]
    repairs: tuple[str, ...] = ()
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a score.

    Args:
        what: ``met``, ``order``, ``ignored``, ``missing``, ``against``, ``same`` or ``repaired``.
        text: the reason in words.
        effect: the log-odds that it adds (above 0) or takes away; for `same` and `against` alone, of a whole score.
        code: stable name of the sentence, for saying it in another language.
        values: what the sentence is about, in its order.
    """

    what: str
    text: str
    effect: float = 0.0
    code: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are, and why.

    Args:
        score: 0 to 1, the probability at even odds that two names are spellings of one; 1 for names written alike.
        reasons: most important first.
    """

    score: float
    reasons: tuple[Reason, ...]
