"""A photo is taken apart and put together again with nothing but its picture: only JPEG (T.81) and PNG (RFC 2083).

What a camera or a program writes beside the picture (position, device, owner, comments, thumbnails, whatever follows
the picture's end) is left out. Of EXIF only the orientation is written anew, since the picture would lie on its side.
What is no whole picture of these two kinds is refused, whatever its name says: SVG and HTML are neither.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass

from comity.kernel import InvalidInput

MOST_BYTES = 25_000_000
MOST_PIXELS = 200_000_000
MOST_PARTS = 50_000
"""Segments or chunks: a picture of `MOST_BYTES` has some thousands."""
MOST_NAMED = 20
"""Names of what was left out that are kept."""
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
)
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Start of a frame: baseline, extended and progressive, as cameras and browsers have them."""
_END, _SCAN, _COMMENT = 0xD9, 0xDA, 0xFE
_KEPT = {0xE2: re.compile(rb"ICC_PROFILE\x00.*", re.DOTALL), 0xEE: re.compile(rb"Adobe.{7}", re.DOTALL)}
"""Segments of applications without which colours would be others."""
_TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD})
_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
"""A marker in what a scan codes: there 0xFF stands only before 0x00 or a restart."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with nothing beside it.

    Args:
        type: ``image/jpeg`` or ``image/png``.
        data: of the file.
        width: in pixels, as coded.
        height: in pixels.
        removed: names of what was left out, each once.
    """

    type: str
    data: bytes
    width: int
    height: int
    removed: tuple[str, ...]


def clean(data: bytes) -> Picture:
    """This function returns the picture of a file.

    Raises:
        InvalidInput: the file is too large, no JPEG or PNG, cut off, or damaged.
    """
    if len(data) > MOST_BYTES:
        raise _refused(
            f"it has more than {MOST_BYTES // 1_000_000} megabytes", "Take it again with fewer pixels", "size"
        )
    try:
        if data.startswith(_PNG):
            found = _png(data)
        elif data.startswith(b"\xff\xd8\xff"):
            found = _jpeg(data)
        else:
            raise _refused("it is no photo of the kinds JPEG and PNG", "Send it as JPEG or PNG", "kind")
    except (struct.error, IndexError):
        raise _refused("it is cut off or damaged", "Send it again", "damaged") from None
    if not 0 < found.width * found.height <= MOST_PIXELS:
        raise _refused("it has no pixels, or too many", "Take it again with fewer pixels", "pixels")
    return found


def _png(data: bytes) -> Picture:
    kept, removed, at = [_PNG], [], len(_PNG)
    size: tuple[int, int] | None = None
    pixels = False
    for _part in range(MOST_PARTS):
        name, end = _chunk(data, at)
        if (size is None) != (name == b"IHDR"):
            raise IndexError
        if name == b"IHDR":
            size = struct.unpack_from(">II", data, at + 8)
        pixels = pixels or name == b"IDAT"
        if name in _PNG_KEPT:
            kept.append(data[at:end])
        elif name[0] & 0x20:
            removed.append(name.decode("ascii"))
        else:
            raise _refused("it needs what this node does not know", "Send it as JPEG", "kind")
        at = end
        if name == b"IEND":
            break
    if size is None or not pixels or name != b"IEND":
        raise IndexError
    removed += ["trailing data"] if at < len(data) else []
    return Picture("image/png", b"".join(kept), *size, _named(removed))


def _chunk(data: bytes, at: int) -> tuple[bytes, int]:
    length, name = struct.unpack_from(">I4s", data, at)
    end = at + 12 + length
    if end > len(data) or not name.isalpha():
        raise IndexError
    (check,) = struct.unpack_from(">I", data, end - 4)
    if check != zlib.crc32(data[at + 4 : end - 4]):
        raise _refused("it is damaged: a check does not hold", "Send it again", "damaged")
    return name, end


def _jpeg(data: bytes) -> Picture:
    parts, at = _Jpeg(), 2
    while True:
        marker, at = _marker(data, at)
        if marker == _END:
            break
        (length,) = struct.unpack_from(">H", data, at)
        if length < 2 or at + length > len(data):
            raise IndexError
        parts.take(marker, data[at + 2 : at + length])
        at += length
        if marker == _SCAN:
            found = _MARKER.search(data, at)
            if found is None:
                raise IndexError
            parts.kept.append(data[at : found.start()])
            at = found.start()
    if at < len(data):
        parts.removed.append("trailing data")
    return parts.picture()


class _Jpeg:
    """The segments of a JPEG that are kept, and what is left out."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.removed: list[str] = []
        self._size: tuple[int, int] | None = None
        self._scanned = False
        self._orientation = 1
        self._parts = 0

    def take(self, marker: int, body: bytes) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise IndexError
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", body, 1)
            self._size = width, height
        elif marker == _SCAN:
            if self._size is None:
                raise IndexError
            self._scanned = True
        elif 0xE0 <= marker <= 0xEF or marker == _COMMENT:
            if marker not in _KEPT or not _KEPT[marker].fullmatch(body):
                self._leave_out(marker, body)
                return
        elif marker not in _TABLES:
            raise _refused("it is coded in a way that this node does not know", "Send it as a common JPEG", "kind")
        self.kept.append(bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body)

    def picture(self) -> Picture:
        if self._size is None or not self._scanned:
            raise IndexError
        head = b"\xff\xd8" + (_turned(self._orientation) if self._orientation > 1 else b"")
        data = head + b"".join(self.kept) + b"\xff\xd9"
        return Picture("image/jpeg", data, *self._size, _named(self.removed))

    def _leave_out(self, marker: int, body: bytes) -> None:
        self.removed.append("comment" if marker == _COMMENT else f"APP{marker - 0xE0}")
        if body.startswith(b"Exif\x00\x00"):
            self._orientation = _orientation(body[6:])


def _marker(data: bytes, at: int) -> tuple[int, int]:
    if data[at] != 0xFF:
        raise IndexError
    while data[at] == 0xFF:
        at += 1
    return data[at], at + 1


def _orientation(exif: bytes) -> int:
    """This function returns the orientation that EXIF states, 1 to 8; 1 where it states none that can be read."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        for number in range(min(count, 200)):
            tag, kind, _n, value = struct.unpack_from(f"{order}HHIH", exif, first + 2 + 12 * number)
            if tag == 0x0112 and kind == 3 and 1 <= value <= 8:
                return int(value)
    except struct.error:
        return 1
    return 1


def _turned(orientation: int) -> bytes:
    """This function returns a segment of EXIF that states the orientation and nothing else."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    body = b"Exif\x00\x00" + b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + b"\x00\x00\x00\x00"
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _named(removed: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(removed))[:MOST_NAMED]


def _refused(reason: str, way_out: str, code: str) -> InvalidInput:
    return InvalidInput("photo", reason, way_out, code=f"seizures.photo.{code}")
