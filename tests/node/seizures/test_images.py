"""Photos keep their picture and nothing beside it; what is no photo is refused, whatever it calls itself."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import InvalidInput
from comity.node.seizures import images
from tests.node.seizures.seizing import chunk, exif, jpeg, png, segment

PLAIN = jpeg()
SECRETS = (b"Cam\x00", b"GPS 11.55", b"made by", b"hidden", b"ftypmp4")


def test_a_plain_jpeg_stays_as_it_is():
    found = images.clean(PLAIN)
    assert (found.type, found.data, found.width, found.height, found.removed) == ("image/jpeg", PLAIN, 4, 3, ())


def test_what_a_camera_writes_beside_the_picture_is_taken_out():
    between = (
        segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x01hid"), exif(1), segment(0xE1, b"http://ns.adobe.com/xap/hidden"),
        segment(0xED, b"Photoshop hidden"), segment(0xFE, b"made by"), segment(0xE2, b"MPF\x00hidden"),
    )  # fmt: skip
    found = images.clean(jpeg(*between, after=b"ftypmp4 a film after the picture"))
    assert found.data == PLAIN
    assert found.removed == ("APP0", "APP1", "APP13", "comment", "APP2", "trailing data")


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_of_exif_only_the_orientation_is_written_anew(orientation, order):
    found = images.clean(jpeg(exif(orientation, order)))
    assert not any(secret in found.data for secret in SECRETS)
    again = images.clean(found.data)
    assert (again.data, again.removed) == (found.data, ("APP1",))
    assert found.data[2:4] == b"\xff\xe1"
    assert struct.pack(">HHIH", 0x0112, 3, 1, orientation) in found.data


def test_colours_stay():
    kept = (segment(0xE2, b"ICC_PROFILE\x00\x01\x01profile"), segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01"))
    assert images.clean(jpeg(*kept)).data == jpeg(*kept)


def test_every_scan_of_a_progressive_jpeg_is_kept():
    more = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x01\xff\x00\x02" + segment(0xFE, b"made by")
    whole = PLAIN[:-2] + more + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x77\xff\xd9"
    assert images.clean(whole).data == whole.replace(segment(0xFE, b"made by"), b"")


def test_a_png_loses_its_texts_and_what_follows_it():
    dirty = png(
        chunk(b"tEXt", b"Author\x00hidden"), chunk(b"eXIf", b"GPS"), chunk(b"pHYs", b"\x00" * 9), after=b"PK\x03\x04"
    )
    found = images.clean(dirty)
    assert (found.type, found.data) == ("image/png", png(chunk(b"pHYs", b"\x00" * 9)))
    assert found.removed == ("tEXt", "eXIf", "trailing data")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "kind"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "kind"), (b"", "kind"), (b"GIF89a", "kind"),
        (PLAIN[:-2], "damaged"), (PLAIN[:40], "damaged"), (b"\xff\xd8\xff\xd9", "damaged"),
        (b"\xff\xd8\xff<script>alert(1)</script>", "damaged"), (png()[:-4], "damaged"),
        (png().replace(b"IDAT", b"IDAX"), "damaged"), (png(chunk(b"ABCD", b"new")), "kind"),
        (png(width=0), "pixels"), (png(width=60_000, height=60_000)[:33] + png()[33:], "pixels"),
        (jpeg(width=60_000, height=60_000), "pixels"),
    ],
)  # fmt: skip
def test_what_is_no_photo_is_refused(data, code):
    with pytest.raises(InvalidInput) as told:
        images.clean(data)
    assert told.value.code == f"seizures.photo.{code}"


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", PLAIN[:80], png()[:40]]))
def test_no_bytes_break_it(tail, head):
    try:
        found = images.clean(head + tail)
    except InvalidInput:
        return
    assert images.clean(found.data).data == found.data


@pytest.mark.parametrize("name", [b"t\x00xt", "t\u00e9xt".encode("latin-1"), b"t<xt"])
def test_a_chunk_whose_name_is_no_word_is_refused(name):
    with pytest.raises(InvalidInput, match="damaged"):
        images.clean(png(chunk(name, b"")))


def test_a_file_of_nothing_but_parts_is_refused_and_few_are_named():
    names = [b"".join(bytes((97 + n // 26**at % 26,)) for at in range(4)) for n in range(60_000)]
    assert images.clean(png(*[chunk(name, b"") for name in names[:500]])).removed == tuple(
        name.decode() for name in names[:20]
    )
    for file in (png(*[chunk(name, b"") for name in names]), jpeg(*[segment(0xFE, b"")] * 60_000)):
        with pytest.raises(InvalidInput, match="damaged"):
            images.clean(file)


def test_words_behind_what_states_the_colours_are_left_out():
    hidden = segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01 GPS 11.55 hidden")
    assert images.clean(jpeg(hidden)) == images.Picture("image/jpeg", PLAIN, 4, 3, ("APP14",))
