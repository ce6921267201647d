"""What may be done with an item: the one place that decides, and says in one sentence why not and what to do.

Rules are data (`RULES`), each with its source; `judge` asks them in order. What binds is in `terms`. Nothing loosens it
but a consent of the owner, and a consent opens exactly one use: its kind, recipient and purpose, until its day.

Whether a consent is proved, who a reader is, and what day it is are the caller's business.

    judgement = judge(terms, Use(UseKind.FORWARD, by=ours, recipient=partner, purpose="investigation", on=today))
    if not judgement.allowed:
        raise judgement.refusal("Item")

Sources: Europol SIENA handling codes; FIRST TLP 2.0; MISP taxonomy PAP; purpose limitation and retention as in
Directive (EU) 2016/680, articles 4, 7 and 9. PAP binds what can be noticed from outside; TLP binds who may see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from comity.exchange.terms import (
    EVERY_PURPOSE,
    ON_PAPER,
    OUTSIDE,
    TO_A_PARTNER,
    Consent,
    Terms,
    Use,
    UseKind,
    combine,
    loosens,
)
from comity.kernel import Handling, Pap, Refused, Tlp

__all__ = [
    "EVERY_PURPOSE",
    "RULES",
    "Consent",
    "Judgement",
    "NotAllowed",
    "Rule",
    "Terms",
    "Use",
    "UseKind",
    "combine",
    "judge",
    "loosens",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason why a use is not allowed.

    Args:
        code: stable name, under ``uses.``.
        forbids: whether it stands against a use under terms.
        sentence: why, with ``%(day)s``, ``%(purposes)s`` and ``%(words)s`` where they belong.
        way_out: what to do.
        source: where it comes from.
        consent: whether the owner's consent opens it.
        own: whether it binds the owner too.
    """

    code: str
    forbids: Callable[[Terms, Use], bool]
    sentence: str
    way_out: str
    source: str
    consent: bool = True
    own: bool = False


_ASK = "Ask the owner for consent to this use."
_SIENA, _TLP, _PAP = "Europol SIENA handling codes", "FIRST TLP 2.0", "MISP taxonomy PAP"
_LIMITS = "Directive (EU) 2016/680, article"


def _h3(_terms: Terms, use: Use) -> bool:
    return use.kind in OUTSIDE | {UseKind.ACT}


def _red_on_paper(terms: Terms, use: Use) -> bool:
    return terms.restriction.tlp >= Tlp.RED and use.kind in ON_PAPER


def _code(handling: Handling, forbids: Callable[[Terms, Use], bool]) -> Callable[[Terms, Use], bool]:
    return lambda terms, use: handling in terms.restriction.handling and forbids(terms, use)


def _tlp(least: Tlp, forbids: Callable[[Use], bool]) -> Callable[[Terms, Use], bool]:
    return lambda terms, use: terms.restriction.tlp >= least and forbids(use)


def _pap(least: Pap, *kinds: UseKind) -> Callable[[Terms, Use], bool]:
    return lambda terms, use: terms.restriction.pap >= least and use.kind in kinds


RULES: tuple[Rule, ...] = (
    Rule(
        "uses.withdrawn", lambda terms, _use: terms.withdrawn,
        "Its owner has withdrawn it.", "Read what the owner says of it, and do not use it.",
        f"{_LIMITS} 7", consent=False, own=True,
    ),
    Rule(
        "uses.retention", lambda terms, use: use.on > terms.retention_until,
        "It was to be kept until %(day)s, and that day has passed.", "Ask the owner to give it again.",
        f"{_LIMITS} 4 (1)(e)", consent=False, own=True,
    ),
    Rule(
        "uses.h0", lambda _terms, use: use.purpose not in EVERY_PURPOSE,
        "It is for preventing and combating crime only (H0), and no such purpose is stated.",
        "State a purpose in your working period.", _SIENA, consent=False, own=True,
    ),
    Rule(
        "uses.red.own", lambda terms, use: _red_on_paper(terms, use) and terms.owners == {use.by},
        "Your agency marked it TLP RED: for the persons named, and neither for paper nor for files.",
        "Read it here, or have a supervisor lower the mark.", _TLP, consent=False, own=True,
    ),
    Rule(
        "uses.purpose", lambda terms, use: use.purpose not in terms.permitted_purposes,
        "Its owner lets it be used for this only: %(purposes)s.", _ASK, f"{_LIMITS} 9 (3)",
    ),
    Rule(
        "uses.h1", _code(Handling.H1, lambda _terms, use: use.kind is UseKind.EVIDENCE),
        "It may not be used as evidence without its owner's permission (H1).", _ASK, _SIENA,
    ),
    Rule(
        "uses.h2", _code(Handling.H2, lambda _terms, use: use.kind in OUTSIDE),
        "It may not be passed on without its owner's permission (H2).", _ASK, _SIENA,
    ),
    Rule(
        "uses.h3", _code(Handling.H3, _h3),
        "Its owner restricts it in words (H3), which a person has to weigh: “%(words)s”.", _ASK, _SIENA,
    ),
    Rule(
        "uses.red.read", _tlp(Tlp.RED, lambda use: use.kind is UseKind.READ and not use.named),
        "It is for the eyes of those only whom it was given to (TLP RED).",
        "Ask a supervisor to put you on its case.", _TLP, consent=False,
    ),
    Rule(
        "uses.red", _tlp(Tlp.RED, lambda use: use.kind in (OUTSIDE | {UseKind.DERIVE}) - ON_PAPER),
        "It is for the eyes of those only whom it was given to (TLP RED).", _ASK, _TLP,
    ),
    Rule(
        "uses.red.paper", _red_on_paper,
        "It is for the eyes of those only whom it was given to (TLP RED), not for paper or files.", _ASK, _TLP,
    ),
    Rule(
        "uses.strict", _tlp(Tlp.AMBER_STRICT, lambda use: use.kind in OUTSIDE),
        "It stays within your agency (TLP AMBER+STRICT).", _ASK, _TLP,
    ),
    Rule(
        "uses.amber", _tlp(Tlp.AMBER, lambda use: use.kind in TO_A_PARTNER and not use.domestic),
        "It stays within your agency and those it works for in your country (TLP AMBER).", _ASK, _TLP,
    ),
    Rule(
        "uses.pap.red", _pap(Pap.RED, UseKind.CHECK, UseKind.INDEX, UseKind.ACT, UseKind.EVIDENCE),
        "Nothing may be done on it that others can notice (PAP RED).", _ASK, _PAP,
    ),
    Rule(
        "uses.pap.amber", _pap(Pap.AMBER, UseKind.ACT),
        "It may be compared and looked up, and nobody may notice that you act on it (PAP AMBER).", _ASK, _PAP,
    ),
    Rule(
        "uses.index", lambda _terms, use: use.kind is UseKind.INDEX,
        "It is another agency's, and your index shows what is yours.", "Hand it onward to the partner instead.",
        "spec/hit-no-hit.md", consent=False,
    ),
)  # fmt: skip
"""Every reason, those first that no consent opens."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a use is allowed, and else why not.

    Args:
        use: that was judged.
        rules: that stand against it, the weightiest first; empty where it is allowed.
        values: what the sentences have to be filled with.
        opened_by: ids of the consents without which it would not be allowed.
    """

    use: Use
    rules: tuple[Rule, ...] = ()
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    opened_by: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """This function tells whether the use is allowed."""
        return not self.rules

    @property
    def code(self) -> str:
        """This function returns the code of the weightiest reason; empty where it is allowed."""
        return self.rules[0].code if self.rules else ""

    @property
    def sentence(self) -> str:
        """This function says in one sentence why it is not allowed; empty where it is."""
        return self.rules[0].sentence % self.values if self.rules else ""

    @property
    def way_out(self) -> str:
        """This function says what to do; empty where it is allowed."""
        return self.rules[0].way_out if self.rules else ""

    @property
    def consent(self) -> Use | None:
        """This function returns the use that the owner can be asked to consent to; None where no consent helps."""
        return self.use if self.rules and all(rule.consent for rule in self.rules) else None

    def refusal(self, thing: str) -> NotAllowed:
        """This function returns the error to raise.

        Args:
            thing: what was to be used, as the reader would name it.
        """
        return NotAllowed(thing, self)


class NotAllowed(Refused):
    """An item's handling forbids a use.

    Args:
        thing: what was to be used, as the reader would name it.
        judgement: why not.
    """

    def __init__(self, thing: str, judgement: Judgement) -> None:
        self.judgement = judgement
        reason = judgement.sentence.removesuffix(".")
        way_out = judgement.way_out.removesuffix(".")
        super().__init__(thing, reason[:1].lower() + reason[1:], way_out, code=judgement.code)


def judge(terms: Terms, use: Use) -> Judgement:
    """This function decides whether an item may be used so.

    Its owner is bound by its retention, its withdrawal, and its own mark TLP RED on paper. Giving an item back to its
    owner is bound by withdrawal, retention and a stated purpose alone.
    """
    owners_own = frozenset({use.by}) == terms.owners
    goes_back = use.kind is UseKind.FORWARD and frozenset({use.recipient}) == terms.owners
    asked = [rule for rule in RULES if rule.own] if owners_own or goes_back else list(RULES)
    against = tuple(rule for rule in asked if rule.forbids(terms, use))
    opened = _opened(terms, use)
    if opened:
        lifted = [rule for rule in against if rule.consent]
        against = tuple(rule for rule in against if not rule.consent)
        opened = opened if lifted else ()
    values = {
        "day": terms.retention_until.isoformat(),
        "purposes": ", ".join(sorted(terms.permitted_purposes)) or "nothing",
        "words": "; ".join(filter(None, terms.restriction.words.split("\n"))),
    }
    return Judgement(use, against, MappingProxyType(values), () if against else opened)


def _opened(terms: Terms, use: Use) -> tuple[str, ...]:
    """This function returns the ids of the consents that open a use; every owner has to have given one."""
    found = {consent.owner: consent.id for consent in sorted(terms.consents, key=lambda c: c.id) if consent.opens(use)}
    return tuple(sorted(found[owner] for owner in terms.owners)) if terms.owners <= found.keys() else ()
