"""Which kind of exchange a message is."""

from comity.cooperation import ExchangeKind
from comity.cooperation.exchanges import KIND_OF, kinds_of
from comity.exchange.contents import CONTENTS


def test_every_type_that_needs_a_basis_is_a_type_of_message():
    assert set(KIND_OF) <= set(CONTENTS)


def test_persons_and_evidence_are_kinds_of_their_own():
    assert kinds_of("request") == {ExchangeKind.REQUEST}
    assert kinds_of("request", persons=True, evidence=True) == {
        ExchangeKind.REQUEST, ExchangeKind.PERSONAL_DATA, ExchangeKind.EVIDENCE,
    }  # fmt: skip
    assert kinds_of("consent-request") == {ExchangeKind.REQUEST}
