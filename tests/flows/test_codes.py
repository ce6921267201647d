import pytest

from comity.flows.codes import FORMS, HIDING_PLACES, INSTALLATIONS, ROUTINGS, TRANSPORTS

LISTS = (TRANSPORTS, ROUTINGS, INSTALLATIONS, HIDING_PLACES, FORMS)


@pytest.mark.parametrize("entries", LISTS)
def test_code_and_name_of_each_entry_find_it(entries):
    for code, entry in entries.items():
        assert entry.code == code
        assert entries.match(code) == entries.match(entry.name) == entries.match(f" {entry.name.upper()} ") == code
        assert all(entries.match(words) for words in entry.names)


def test_there_are_six_routings_and_what_is_unknown_is_none():
    assert len(ROUTINGS) == 6
    assert ROUTINGS.match("Border - inbound") == "border-inbound"
    assert ROUTINGS.match("Border – transit / free-trade zone") == "border-transit"
    assert ROUTINGS.match("sideways") is None
    assert "airport" in INSTALLATIONS
    assert "airport" not in TRANSPORTS
