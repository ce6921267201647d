"""Photos are sealed in the node's folder, shown to who may read the seizure, and gone with it."""

import io
import os
from dataclasses import replace
from datetime import date, timedelta

import pytest

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.runtime import config
from comity.node.seizures import erasing, operations, photos, queries
from comity.node.seizures.models import Photo, Seizure
from tests.node.seizures.seizing import exif, grounds, jpeg

pytestmark = pytest.mark.django_db
SENT = jpeg(exif(6))


def add(actor, seizure, sent=SENT, **said):
    return operations.add_photo(actor=actor, seizure_id=seizure.id, file=io.BytesIO(sent), **said)


def files():
    return {path.name for path in (config().folder / "files" / "photos").glob("*")}


def test_a_photo_is_kept_sealed_without_what_the_camera_wrote(seized, at_work, analyst, clock):
    made = seized()
    photo = add(
        at_work, made, caption="The panel", taken=clock.now(), latitude=11.5, longitude=104.8, accuracy=8, good=2
    )
    on_disk = (config().folder / "files" / "photos" / f"{photo.id}.photo").read_bytes()
    assert b"\xff\xd8" not in on_disk[:40]
    assert (photo.width, photo.height, photo.removed, photo.good.number) == (4, 3, ["APP1"], 2)
    found = queries.photo(analyst, photo.id)
    assert b"GPS" not in found.data
    assert (found.photo.type, found.photo.sha256 != found.photo.sha256_original) == ("image/jpeg", True)
    entry = LedgerEntry.objects.order_by("-id").first()
    assert (entry.event, set(entry.object_ids) >= {made.id, photo.id}) == ("seizures.photo.read", True)
    assert [each.id for each in queries.detail(analyst, made.id).photos] == [photo.id]


def test_the_same_photo_sent_twice_is_one(seized, at_work):
    made = seized()
    assert add(at_work, made, key="p/1").id == add(at_work, made, key="p/1").id
    with pytest.raises(Conflicting):
        add(at_work, made, jpeg(), key="p/1")
    assert Photo.objects.count() == 1


def test_a_changed_file_is_not_shown(seized, at_work):
    photo = add(at_work, seized())
    path = config().folder / "files" / "photos" / f"{photo.id}.photo"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(InvalidInput):
        queries.photo(at_work, photo.id)
    other = add(at_work, seized())
    path.write_bytes((path.parent / f"{other.id}.photo").read_bytes())
    with pytest.raises(InvalidInput):
        queries.photo(at_work, photo.id)
    path.unlink()
    with pytest.raises(Missing):
        queries.photo(at_work, photo.id)


def test_who_may_not_read_sees_none(seized, at_work, analyst):
    photo = add(at_work, seized())
    with pytest.raises(Refused):
        queries.photo(replace(analyst, purpose=""), photo.id)
    with pytest.raises(Refused):
        add(analyst, photo.seizure)
    with pytest.raises(Missing):
        queries.photo(analyst, "../../etc/passwd")


@pytest.mark.parametrize(
    "said", [{"latitude": 91.0, "longitude": 0.0}, {"latitude": 1.0}, {"caption": "x" * 301}, {"good": 9},
             {"exhibit_id": "other"}, {"accuracy": float("nan"), "latitude": 1.0, "longitude": 1.0}],
)  # fmt: skip
def test_what_is_wrong_beside_a_photo_is_refused_and_leaves_no_file(seized, at_work, said):
    made, before = seized(), files()
    with pytest.raises(InvalidInput):
        add(at_work, made, **said)
    assert files() == before
    with pytest.raises(InvalidInput):
        add(at_work, made, b"<svg onload=alert(1)>")


def test_a_withdrawn_photo_leaves_the_page(seized, at_work):
    photo = add(at_work, seized())
    operations.withdraw_photo(actor=at_work, photo_id=photo.id, reason="Another seizure")
    assert queries.detail(at_work, photo.seizure_id).photos == []
    with pytest.raises(Conflicting):
        operations.withdraw_photo(actor=at_work, photo_id=photo.id, reason="Again")


def test_photos_go_with_their_seizure(seized, at_work, clock, django_capture_on_commit_callbacks):
    made = seized(grounds=grounds(case_id=at_work.case_id, retention_until=date(2026, 12, 1)))
    photo = add(at_work, made)
    operations.record_exhibit(actor=at_work, seizure_id=made.id, label="A1", good=1)
    clock.advance(timedelta(days=30))
    assert f"{photo.id}.photo" in files()
    with django_capture_on_commit_callbacks(execute=True):
        assert erasing.erase_expired() == 1
    assert f"{photo.id}.photo" not in files()
    assert not Seizure.every.exists()
    entry = LedgerEntry.objects.get(event="seizures.seizure.recorded")
    assert (entry.details, made.id in entry.object_ids) == (None, True)


def test_files_without_a_photo_are_cleared(clock, db):
    folder = config().folder / "files" / "photos"
    folder.mkdir(parents=True, exist_ok=True)
    for name, age in (("old", 2), ("fresh", 0)):
        (folder / f"{name}.photo").write_bytes(b"x")
        at = (clock.now() - timedelta(hours=age)).timestamp()
        os.utime(folder / f"{name}.photo", (at, at))
    photos.forget_orphans()
    assert "old.photo" not in files()
    assert "fresh.photo" in files()
