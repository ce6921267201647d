"""Handling codes, TLP, PAP and the 4×4 evaluation; how restrictions combine.

Sources: Europol SIENA handling codes, FIRST TLP 2.0, MISP PAP taxonomy, Europol 4×4 evaluation.
Handling says what the receiver may do with an item, TLP who may see it, PAP what may be done with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Handling(StrEnum):
    """SIENA handling codes; H1 to H3 add to H0."""

    H0 = "H0"
    """For the prevention and combating of crime only."""
    H1 = "H1"
    """Not as evidence in judicial proceedings without the provider's permission."""
    H2 = "H2"
    """No dissemination without the provider's permission."""
    H3 = "H3"
    """Another restriction, in words."""


class Tlp(IntEnum):
    """Traffic Light Protocol 2.0, stricter upwards."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def label(self) -> str:
        """This function returns the label as FIRST writes it, for example ``AMBER+STRICT``."""
        return self.name.replace("_", "+")

    @classmethod
    def from_label(cls, label: str) -> Tlp:
        """This function reads a label in any case, with or without ``TLP:``.

        Raises:
            ValueError: no such label.
        """
        name = label.strip().upper().removeprefix("TLP:").replace("+", "_")
        try:
            return cls[name]
        except KeyError:
            raise ValueError(f"{label!r} is no TLP label") from None


class Pap(IntEnum):
    """Permissible Actions Protocol, stricter upwards."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    RED = 3


_EVALUATION = re.compile(r"[ABCX][1-4]")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """4×4 evaluation: source A reliable, B mostly, C mostly not, X unknown; information 1 to 4, 1 not in doubt."""

    source: str
    information: str

    @classmethod
    def parse(cls, text: str) -> Evaluation:
        """This function reads two characters such as ``B2``.

        Raises:
            ValueError: the text is no evaluation.
        """
        code = text.strip().upper()
        if not _EVALUATION.fullmatch(code):
            raise ValueError(f"{text!r} is no evaluation: a letter of A B C X and a digit of 1 2 3 4, such as B2")
        return cls(code[0], code[1])

    def __str__(self) -> str:
        """This function writes the two characters."""
        return self.source + self.information

    def weakest(self, other: Evaluation) -> Evaluation:
        """This function returns the less certain source and the less certain information of two."""
        return Evaluation(max(self.source, other.source), max(self.information, other.information))


@dataclass(frozen=True, slots=True)
class Restriction:
    """Everything that travels with an item about its use.

    Args:
        handling: the codes that hold; H0 always holds and is always present.
        tlp: who may see it.
        pap: what may be done.
        words: the text of H3; empty without H3.
    """

    handling: frozenset[Handling] = frozenset({Handling.H0})
    tlp: Tlp = Tlp.AMBER
    pap: Pap = Pap.AMBER
    words: str = ""

    def __post_init__(self) -> None:
        """This function adds H0 and checks that H3 has words.

        Raises:
            ValueError: H3 without words, or words without H3.
        """
        object.__setattr__(self, "handling", frozenset(self.handling) | {Handling.H0})
        if (Handling.H3 in self.handling) != bool(self.words.strip()):
            raise ValueError("H3 needs its restriction in words, and words need H3")

    def covers(self, other: Restriction) -> bool:
        """This function tells whether this restriction is at least as strict as another in every respect."""
        return (
            self.handling >= other.handling
            and self.tlp >= other.tlp
            and self.pap >= other.pap
            and all(part in self.words.split("\n") for part in other.words.split("\n") if part)
        )

    @property
    def code(self) -> str:
        """This function returns the handling codes in one text, for example ``H0 H2``."""
        return " ".join(sorted(self.handling))


def strictest(first: Restriction, *others: Restriction) -> Restriction:
    """This function combines restrictions into the strictest in every respect; words are kept one to a line."""
    every = (first, *others)
    words: dict[str, None] = {}
    for restriction in every:
        words.update(dict.fromkeys(part for part in restriction.words.split("\n") if part))
    return Restriction(
        handling=frozenset().union(*(r.handling for r in every)),
        tlp=max(r.tlp for r in every),
        pap=max(r.pap for r in every),
        words="\n".join(words),
    )
