"""Evidence: how probable it is that a hit means the same subject, and why, in words.

After Fellegi and Sunter (A Theory for Record Linkage, JASA 64, 1969): each aspect of a hit (`comity.linkage.patterns`)
multiplies the odds by how much more often its level comes up between two records of one subject than between records
of two; for names the latter is the rarity of the very name. The odds begin with a stated prior, and are calibrated at
the end. All parameters are data in ``tables/``, fitted by ``python -m bench.fit_evidence``; ``docs/evidence.md`` shows
how well they hold.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeVar

from comity.kernel.purposes import Purpose
from comity.linkage.keys import Key
from comity.linkage.patterns import Level, levels
from comity.linkage.rarity import Form, Rarity, rows

S = TypeVar("S", bound=Hashable)
H = TypeVar("H", bound=Hashable)
STRONG = 0.95
POSSIBLE = 0.60
HIGHEST = 0.9999
LOWEST = 0.0001
_FARTHEST = 50.0
KNOWN = 0.1
"""Stated prior: one in ten of the subjects that an officer checks is known to the partner."""
SUBJECTS = 20
"""So many checked subjects weigh as much as the stated prior."""
KNOWN_MOST = 0.95
ROUNDS = 10
FEWEST = 3_000
"""A partner with fewer holdings counts as one with so many: what it holds was not drawn at random."""
SECOND = 0.03
"""How often a partner that knows a subject has a second record of it."""
UNSEEN = 0.05
"""How often two records of one subject share no key at all."""


class Strength(StrEnum):
    """How strong a hit is."""

    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


NEEDED: Mapping[Purpose, Strength] = {
    Purpose.PREVENTION: Strength.STRONG,
    Purpose.DETECTION: Strength.POSSIBLE,
    Purpose.INVESTIGATION: Strength.POSSIBLE,
    Purpose.PROSECUTION: Strength.STRONG,
    Purpose.VICTIM_PROTECTION: Strength.POSSIBLE,
    Purpose.FINANCIAL_ANALYSIS: Strength.POSSIBLE,
    Purpose.SANCTIONS: Strength.POSSIBLE,
    Purpose.BORDER_CONTROL: Strength.STRONG,
}
"""How strong a hit has to be, by purpose, before a first request says more of the subject than the handle.

Strong where nobody has been accused yet, where a person waits at a border, and where a court will read it.
"""


def cites_handle_only(strength: str, keys: Collection[str], purpose: str) -> bool:
    """This function tells whether a first request may cite nothing but the handle.

    So it is with a hit that is weak, that rests on a single key, or that is not strong enough for the purpose.

    Args:
        strength: of the hit.
        keys: kinds of key that agreed.
        purpose: of the check; an unknown one needs a strong hit.
    """
    needed = NEEDED.get(Purpose(purpose), Strength.STRONG) if purpose in set(Purpose) else Strength.STRONG
    enough = {Strength.STRONG} if needed is Strength.STRONG else {Strength.STRONG, Strength.POSSIBLE}
    return strength not in enough or len(keys) < 2


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed before anything is compared.

    Args:
        holdings: of the partner, as its manifest declares.
        known: share of checked subjects that the partner knows.
        second: whether another holding of the partner is taken for the subject beyond doubt.
    """

    holdings: int = 10_000
    known: float = KNOWN
    second: bool = False

    @property
    def odds(self) -> float:
        """This function returns the odds that one given holding among those with a key in common is the subject."""
        known = SECOND if self.second else self.known / (1 - self.known * (1 - UNSEEN))
        return known / max(self.holdings, FEWEST)

    def learnt(self, factors: Sequence[float], asked: int) -> Prior:
        """This function moves the share that is known by what one check found (expectation maximisation).

        Args:
            factors: of the best hit of each subject that has one: what `weigh` multiplied the prior by.
            asked: subjects of the check.
        """
        known = self.known
        for _ in range(ROUNDS):
            begin = Prior(self.holdings, known).odds
            found = sum(begin * f / (1 + begin * f) for f in factors)
            known = min((found / (1 - UNSEEN) + KNOWN * SUBJECTS) / (asked + SUBJECTS), KNOWN_MOST)
        return Prior(self.holdings, known)


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an explanation.

    Args:
        code: stable; the desk translates by it.
        factor: by which it multiplies the odds; of ``prior`` the odds to begin with.
    """

    code: str
    factor: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a hit.

    Args:
        score: posterior probability, 0 to 1.
        strength: its class.
        reasons: the prior, then the weightiest first, then the calibration; their product is the odds of the score.
        keys: kinds of key that agreed.
    """

    score: float
    strength: Strength
    reasons: tuple[Reason, ...]
    keys: tuple[str, ...]


@cache
def parameters() -> Mapping[tuple[str, str, str], tuple[float, float]]:
    """This function reads the fitted table: aspect, what was asked, level → how often in one subject, and in two."""
    return {
        (row["aspect"], row["asked"], row["level"]): (float(row["same"]), float(row["other"]))
        for row in rows("evidence.csv")
    }


def strength_of(score: float) -> Strength:
    """This function names the class of a score."""
    if score >= STRONG:
        return Strength.STRONG
    return Strength.POSSIBLE if score >= POSSIBLE else Strength.WEAK


def weigh(
    asked: Collection[Key], agreed: Sequence[Key], rarity: Rarity, texts: Iterable[str] = (), prior: Prior | None = None
) -> Evidence:
    """This function weighs one hit that stands alone.

    Args:
        asked: every key that was asked for the subject.
        agreed: those found under the handle.
        rarity: how common names are.
        texts: the names of the subject that was checked, as written.
        prior: see `Prior`.
    """
    return _evidence(agreed, _every_reason(asked, agreed, rarity, texts), prior or Prior())


def _every_reason(
    asked: Collection[Key], agreed: Sequence[Key], rarity: Rarity, texts: Iterable[str]
) -> tuple[Reason, ...]:
    found = [r for level in levels(asked, agreed) for r in _reasons(level, rarity, tuple(texts))]
    return tuple(sorted(found, key=lambda r: -abs(math.log(r.factor))))


def _evidence(agreed: Sequence[Key], reasons: tuple[Reason, ...], prior: Prior) -> Evidence:
    odds = math.log(prior.odds) + sum(math.log(r.factor) for r in reasons)
    slope, shift = parameters()["calibration", "", ""]
    calibrated = max(min(slope * odds + shift, _FARTHEST), -_FARTHEST)
    score = round(min(max(1 / (1 + math.exp(-calibrated)), LOWEST), HIGHEST), 4)
    every = (Reason("prior", prior.odds), *reasons, Reason("calibration", math.exp(calibrated - odds)))
    return Evidence(score, strength_of(score), every, tuple(dict.fromkeys(key.kind for key in agreed)))


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked subject as evidence needs it.

    Args:
        keys: every key that was asked.
        texts: its names as written.
    """

    keys: Sequence[Key]
    texts: Sequence[str] = ()


def judge(
    found: Mapping[S, Mapping[H, Sequence[Key]]], asked: Mapping[S, Asked], rarity: Rarity, holdings: int
) -> dict[tuple[S, H], Evidence]:
    """This function weighs all hits of one check at one partner together.

    What the check found moves the prior; and where one holding is a subject's beyond doubt, another of the same partner
    is so only as often as partners have second records.

    Args:
        found: subject → handle → keys that agreed.
        asked: every subject of the check, those without a hit too.
        rarity: how common names are.
        holdings: of the partner.
    """
    weighed = {
        subject: {
            handle: _every_reason(asked[subject].keys, keys, rarity, asked[subject].texts)
            for handle, keys in hits.items()
        }
        for subject, hits in found.items()
    }
    factors = {
        subject: {handle: math.prod(r.factor for r in reasons) for handle, reasons in hits.items()}
        for subject, hits in weighed.items()
    }
    prior = Prior(holdings).learnt([max(hits.values()) for hits in factors.values() if hits], len(asked))
    second = Prior(holdings, prior.known, second=True)
    judged = {}
    for subject, hits in weighed.items():
        best = max(hits, key=factors[subject].__getitem__)
        first = _evidence(found[subject][best], hits[best], prior)
        for handle, reasons in hits.items():
            taken = handle != best and first.strength is Strength.STRONG
            judged[subject, handle] = (
                first if handle == best else _evidence(found[subject][handle], reasons, second if taken else prior)
            )
    return judged


def _reasons(level: Level, rarity: Rarity, texts: tuple[str, ...]) -> list[Reason]:
    """This function returns the reasons of one level: how rare the name is that agreed, and all the rest."""
    every = parameters()
    same, other = every.get((level.aspect, level.given, level.level)) or every["document", level.aspect, level.level]
    reasons = [Reason(_code(level), same / other)]
    if shares := sorted(rarity.share(form, value, texts) for form, value in level.values):
        together = shares[:1] if level.values[0][0] in {Form.CLOSE, Form.WHOLE, Form.ORGANISATION} else shares
        word = level.aspect if level.aspect == "organisation" else level.level.rsplit(".", 1)[-1]
        reasons.append(Reason(f"name.{word}", 1 / math.prod(together)))
    return reasons


def _code(level: Level) -> str:
    """This function names what a level says besides how rare the name is."""
    if level.level == "agrees":
        return f"document.{level.aspect}"
    if level.aspect != "identity" or level.level == "none":
        return f"{level.aspect}.{level.level}"
    date, word = level.level.split(".")
    if date == "none" and level.given.startswith("undated"):
        date = "unknown"
    return f"identity.{date}.{'none' if word == 'none' else 'whole' if word in {'close', 'whole'} else 'part'}"
