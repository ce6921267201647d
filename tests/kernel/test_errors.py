from comity.kernel import Refused


def test_an_error_names_the_thing_the_reason_and_the_way_out():
    error = Refused("case KH-1", "it is closed", "Open it again", code="cases.case.closed")
    assert str(error) == "case KH-1: it is closed. Open it again"
    assert (error.kind, error.code) == ("refused", "cases.case.closed")


def test_an_error_without_a_code_of_its_own_has_the_code_of_its_kind():
    assert Refused("case", "no").code == "refused"
    assert str(Refused("case", "no")) == "case: no"
