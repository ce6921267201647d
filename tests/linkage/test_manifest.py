"""What a partner accepts as the manifest of an index."""

from datetime import timedelta

import pytest

from comity.kernel import InvalidInput, Refused
from comity.linkage.manifest import check_index, read_manifest
from tests.linkage.conftest import NOW, OWNER, PARTNER


@pytest.fixture
def index(owner):
    return owner.publication.publish([owner.entrant(f"h{i}", str(i)) for i in range(30)], owner.chance.randbytes)


def accept(document, limits, **changed):
    known = {"owner": OWNER, "partner": PARTNER, "now": NOW, "agreed": 1000, "limits": limits}
    return read_manifest(document, **{**known, **changed})


def test_a_manifest_comes_back_as_it_was(owner, index, limits):
    manifest = owner.manifest(index)
    assert accept(manifest.document(), limits) == manifest
    check_index(manifest, index)


@pytest.mark.parametrize(
    "changed",
    [
        {"salt": "00"}, {"public": "00" * 32}, {"entries": "5"}, {"entries": -1}, {"canaries": []}, {"root": None},
        {"epoch": "x"}, {"starts": "yesterday"}, {"extra": 1}, {"canaries": [{"key": "a", "token": "00"}] * 8},
        {"format": "comity/hit-no-hit/9"}, {"sequence": True},
    ],
)  # fmt: skip
def test_a_malformed_manifest_is_refused(owner, index, limits, changed):
    with pytest.raises(InvalidInput):
        accept({**owner.manifest(index).document(), **changed}, limits)


def test_a_manifest_for_somebody_else_is_refused(owner, index, limits):
    for changed in ({"owner": PARTNER}, {"partner": OWNER}):
        with pytest.raises(Refused):
            accept(owner.manifest(index, **changed).document(), limits)


def test_an_epoch_that_is_too_long_or_ahead_is_refused(owner, index, limits):
    for changed in ({"ends": NOW + timedelta(days=31)}, {"starts": NOW + timedelta(hours=1)}):
        with pytest.raises(Refused):
            accept(owner.manifest(index, **changed).document(), limits)


def test_a_phone_book_as_index_is_refused(owner, index, limits):
    document = owner.manifest(index).document()
    with pytest.raises(Refused) as error:
        accept({**document, "entries": 1_000_000}, limits)
    assert error.value.code == "linkage.index.size"
    with pytest.raises(Refused):
        accept({**document, "holdings": 2000}, limits)


def test_another_index_than_the_manifest_names_is_refused(owner, index):
    manifest = owner.manifest(index)
    _, other = owner.publication.change(index, [], [], owner.chance.randbytes)
    with pytest.raises(InvalidInput):
        check_index(manifest, other)
