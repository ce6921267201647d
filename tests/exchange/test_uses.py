"""What may be done with an item: every rule with its sentence, and the laws that hold of all terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.exchange.terms import EVERY_PURPOSE, TO_A_PARTNER, Consent, Terms, Use, UseKind, combine, loosens
from comity.exchange.uses import RULES, judge
from comity.kernel import Handling, Pap, Refused, Restriction, Tlp

TODAY = date(2026, 11, 22)
US, OWNER, OTHER, THIRD = "a" * 16, "b" * 16, "c" * 16, "d" * 16
LOOSE = Terms(
    Restriction(tlp=Tlp.CLEAR, pap=Pap.CLEAR), frozenset({OWNER}), retention_until=TODAY + timedelta(days=30)
)  # fmt: skip


def use(kind: UseKind, **changes: object) -> Use:
    recipient = OTHER if kind in TO_A_PARTNER else ""
    return replace(Use(kind, by=US, on=TODAY, purpose="investigation", recipient=recipient, named=True), **changes)


def marked(*codes: str, tlp: Tlp = Tlp.CLEAR, pap: Pap = Pap.CLEAR, words: str = "", **changes: object) -> Terms:
    return replace(LOOSE, restriction=Restriction(frozenset(Handling(c) for c in codes), tlp, pap, words), **changes)


REFUSED = {
    "uses.withdrawn": (
        replace(LOOSE, withdrawn=True), use(UseKind.READ),
        "Item: its owner has withdrawn it. Read what the owner says of it, and do not use it",
    ),
    "uses.retention": (
        replace(LOOSE, retention_until=TODAY - timedelta(days=1)), use(UseKind.READ),
        "Item: it was to be kept until 2026-11-21, and that day has passed. Ask the owner to give it again",
    ),
    "uses.h0": (
        LOOSE, use(UseKind.READ, purpose="tax"),
        ("Item: it is for preventing and combating crime only (H0), and no such purpose is stated. "
        "State a purpose in your working period"),
    ),
    "uses.red.own": (
        marked(tlp=Tlp.RED, owners=frozenset({US})), use(UseKind.EXPORT),
        ("Item: your agency marked it TLP RED: for the persons named, and neither for paper nor for files. "
        "Read it here, or have a supervisor lower the mark"),
    ),
    "uses.purpose": (
        replace(LOOSE, permitted_purposes=frozenset({"prevention", "detection"})), use(UseKind.DERIVE),
        "Item: its owner lets it be used for this only: detection, prevention. Ask the owner for consent to this use",
    ),
    "uses.h1": (
        marked("H1"), use(UseKind.EVIDENCE),
        ("Item: it may not be used as evidence without its owner's permission (H1). "
        "Ask the owner for consent to this use"),
    ),
    "uses.h2": (
        marked("H2"), use(UseKind.FORWARD),
        "Item: it may not be passed on without its owner's permission (H2). Ask the owner for consent to this use",
    ),
    "uses.h3": (
        marked("H3", words="Not to customs\nCall first"), use(UseKind.ACT),
        ("Item: its owner restricts it in words (H3), which a person has to weigh: “Not to customs; Call first”. "
        "Ask the owner for consent to this use"),
    ),
    "uses.red.read": (
        marked(tlp=Tlp.RED), use(UseKind.READ, named=False),
        ("Item: it is for the eyes of those only whom it was given to (TLP RED). "
        "Ask a supervisor to put you on its case"),
    ),
    "uses.red": (
        marked(tlp=Tlp.RED), use(UseKind.DERIVE),
        "Item: it is for the eyes of those only whom it was given to (TLP RED). Ask the owner for consent to this use",
    ),
    "uses.red.paper": (
        marked(tlp=Tlp.RED), use(UseKind.PRINT),
        ("Item: it is for the eyes of those only whom it was given to (TLP RED), not for paper or files. "
        "Ask the owner for consent to this use"),
    ),
    "uses.strict": (
        marked(tlp=Tlp.AMBER_STRICT), use(UseKind.REPORT),
        "Item: it stays within your agency (TLP AMBER+STRICT). Ask the owner for consent to this use",
    ),
    "uses.amber": (
        marked(tlp=Tlp.AMBER), use(UseKind.FORWARD),
        ("Item: it stays within your agency and those it works for in your country (TLP AMBER). "
        "Ask the owner for consent to this use"),
    ),
    "uses.pap.red": (
        marked(pap=Pap.RED), use(UseKind.CHECK),
        "Item: nothing may be done on it that others can notice (PAP RED). Ask the owner for consent to this use",
    ),
    "uses.pap.amber": (
        marked(pap=Pap.AMBER), use(UseKind.ACT),
        ("Item: it may be compared and looked up, and nobody may notice that you act on it (PAP AMBER). "
        "Ask the owner for consent to this use"),
    ),
    "uses.index": (
        LOOSE, use(UseKind.INDEX),
        "Item: it is another agency's, and your index shows what is yours. Hand it onward to the partner instead",
    ),
}  # fmt: skip


def test_every_rule_is_read_here():
    assert list(REFUSED) == [rule.code for rule in RULES]
    assert all(rule.source for rule in RULES)


@pytest.mark.parametrize("code", REFUSED)
def test_each_refusal_is_one_plain_sentence_with_a_way_out(code: str):
    terms, wanted, says = REFUSED[code]
    judgement = judge(terms, wanted)
    assert not judgement.allowed
    assert judgement.code == code
    refusal = judgement.refusal("Item")
    assert isinstance(refusal, Refused)
    assert (str(refusal), refusal.code) == (says, code)
    assert judgement.sentence.endswith(".")
    assert judgement.sentence.count(". ") == 0


@pytest.mark.parametrize("code", REFUSED)
def test_a_consent_opens_the_use_it_was_asked_for_where_the_rule_says_so(code: str):
    terms, wanted, _says = REFUSED[code]
    judgement = judge(terms, wanted)
    rule = next(rule for rule in RULES if rule.code == code)
    assert (judgement.consent == wanted) is rule.consent
    given = Consent("m", OWNER, wanted.kind, frozenset({wanted.purpose}), wanted.recipient)
    assert judge(replace(terms, consents=frozenset({given})), wanted).allowed is rule.consent


ALLOWED = [
    ("H0 alone is passed on in the open", LOOSE, use(UseKind.FORWARD)),
    ("green goes to a partner", marked(tlp=Tlp.GREEN), use(UseKind.FORWARD)),
    ("amber goes to an agency of the same country", marked(tlp=Tlp.AMBER), use(UseKind.FORWARD, domestic=True)),
    ("amber goes into a report for this country", marked(tlp=Tlp.AMBER), use(UseKind.REPORT)),
    ("strict is printed within the agency", marked(tlp=Tlp.AMBER_STRICT), use(UseKind.PRINT)),
    ("H1 is intelligence", marked("H1"), use(UseKind.ACT)),
    ("H2 becomes a record here", marked("H2"), use(UseKind.DERIVE)),
    ("H3 is read with its words", marked("H3", words="Call first"), use(UseKind.READ)),
    ("red is read by those named", marked(tlp=Tlp.RED), use(UseKind.READ)),
    ("PAP amber is compared with a partner", marked(pap=Pap.AMBER), use(UseKind.CHECK)),
    ("PAP green is acted on", marked(pap=Pap.GREEN), use(UseKind.ACT)),
    ("an owner gives what is its own", marked("H1", "H2", tlp=Tlp.RED, owners=frozenset({US})), use(UseKind.FORWARD)),
    ("an item goes back to its owner", marked("H2", tlp=Tlp.RED), use(UseKind.FORWARD, recipient=OWNER)),
    ("the last day still counts", replace(LOOSE, retention_until=TODAY), use(UseKind.READ)),
]


@pytest.mark.parametrize(("says", "terms", "wanted"), ALLOWED, ids=[says for says, _terms, _use in ALLOWED])
def test_what_is_allowed(says: str, terms: Terms, wanted: Use):
    judgement = judge(terms, wanted)
    assert judgement.allowed
    assert (judgement.sentence, judgement.code, judgement.way_out, judgement.consent) == ("", "", "", None)


def test_what_two_owners_gave_goes_back_to_neither_alone():
    both = combine(marked("H2"), marked("H2", owners=frozenset({THIRD})))
    assert judge(both, use(UseKind.FORWARD, recipient=OWNER)).code == "uses.h2"


def test_a_consent_opens_nothing_else():
    asked = use(UseKind.FORWARD)
    given = Consent("m1", OWNER, UseKind.FORWARD, frozenset({"investigation"}), OTHER, until=TODAY)
    terms = marked("H2", consents=frozenset({given}))
    assert judge(terms, asked).opened_by == ("m1",)
    for change in ({"recipient": THIRD}, {"purpose": "prosecution"}, {"on": TODAY + timedelta(days=1)}):
        assert judge(terms, replace(asked, **change)).code == "uses.h2"
    assert judge(terms, use(UseKind.REPORT)).code == "uses.h2"
    assert judge(replace(terms, owners=frozenset({THIRD})), asked).code == "uses.h2"


def test_a_consent_that_was_not_needed_is_not_named():
    given = Consent("m1", OWNER, UseKind.FORWARD, frozenset({"investigation"}), OTHER)
    assert judge(replace(LOOSE, consents=frozenset({given})), use(UseKind.FORWARD)).opened_by == ()


def test_every_reason_is_there_and_the_weightiest_is_said_first():
    terms = marked("H1", "H2", tlp=Tlp.RED, pap=Pap.RED)
    codes = [rule.code for rule in judge(terms, use(UseKind.EVIDENCE)).rules]
    assert codes == ["uses.h1", "uses.h2", "uses.red", "uses.strict", "uses.pap.red"]


def test_what_nobody_owns_is_no_item():
    with pytest.raises(ValueError, match="has an owner"):
        replace(LOOSE, owners=frozenset())


# Laws ------------------------------------------------------------------------------------------------------------

DAYS = st.dates(TODAY - timedelta(days=2), TODAY + timedelta(days=2))
PURPOSES = st.frozensets(st.sampled_from(sorted(EVERY_PURPOSE)))
CONSENTS = st.builds(
    Consent, st.sampled_from(["m1", "m2", "m3"]), st.sampled_from([OWNER, THIRD]), st.sampled_from(UseKind),
    st.frozensets(st.sampled_from(["investigation", "prosecution"])), st.sampled_from(["", OTHER]), st.none() | DAYS,
)  # fmt: skip


@st.composite
def restrictions(draw: st.DrawFn) -> Restriction:
    codes = draw(st.frozensets(st.sampled_from(Handling)))
    lines = draw(st.lists(st.sampled_from(["ask first", "no copies", "not to customs"]), min_size=1, unique=True))
    words = "\n".join(lines) if Handling.H3 in codes else ""
    return Restriction(codes, draw(st.sampled_from(Tlp)), draw(st.sampled_from(Pap)), words)


TERMS = st.builds(
    Terms, restrictions(), st.frozensets(st.sampled_from([US, OWNER, THIRD]), min_size=1), DAYS,
    PURPOSES | st.just(EVERY_PURPOSE), st.frozensets(CONSENTS, max_size=4), st.booleans(),
)  # fmt: skip
USES = st.builds(
    Use, st.sampled_from(UseKind), st.just(US), DAYS, st.sampled_from(["", "investigation", "prosecution"]),
    st.sampled_from(["", OTHER, OWNER]), st.booleans(), st.booleans(),
)  # fmt: skip


def same(first: Terms, second: Terms) -> bool:
    return loosens(first, second) == loosens(second, first) == ()


@given(TERMS, TERMS, TERMS)
def test_combining_is_associative_commutative_and_idempotent(a: Terms, b: Terms, c: Terms):
    assert combine(a, a) == combine(a) == a
    assert same(combine(a, b), combine(b, a))
    assert same(combine(combine(a, b), c), combine(a, combine(b, c)))


@given(TERMS, TERMS)
def test_what_is_combined_is_no_looser_than_any_part(a: Terms, b: Terms):
    assert loosens(a, combine(a, b)) == loosens(b, combine(a, b)) == ()


@given(TERMS, TERMS)
def test_it_is_the_loosest_of_all_that_are_as_strict_as_both(a: Terms, b: Terms):
    c = combine(a, b)
    if loosens(a, b) == ():
        assert same(c, b)


@given(TERMS, TERMS, USES)
def test_tightening_never_allows_more(a: Terms, b: Terms, wanted: Use):
    tighter = combine(a, b)
    if judge(tighter, wanted).allowed:
        assert judge(a, wanted).allowed
        assert judge(b, wanted).allowed


@given(TERMS, TERMS, USES)
def test_nothing_opens_a_use_that_loosens_nothing(a: Terms, b: Terms, wanted: Use):
    if judge(b, wanted).allowed and not judge(a, wanted).allowed:
        assert loosens(a, b)


@given(TERMS, USES)
def test_every_refusal_says_why_and_what_to_do(terms: Terms, wanted: Use):
    judgement = judge(terms, wanted)
    if not judgement.allowed:
        assert judgement.sentence
        assert judgement.way_out
        assert judgement.code in REFUSED


@given(TERMS, USES)
def test_a_consent_of_every_owner_opens_what_a_consent_can_open(terms: Terms, wanted: Use):
    asked = judge(terms, wanted).consent
    if asked is not None:
        recipient = asked.recipient if asked.kind in TO_A_PARTNER else ""
        given_by = {Consent(f"m-{o}", o, asked.kind, frozenset({asked.purpose}), recipient) for o in terms.owners}
        assert judge(replace(terms, consents=terms.consents | given_by), wanted).allowed
        assert not judge(replace(terms, consents=frozenset(list(given_by)[1:])), wanted).allowed
