"""Seizures for the tests of the slice: what is given, on which grounds, and small pictures."""

import struct
import zlib
from datetime import date

from comity.kernel import Evaluation, Restriction
from comity.node.holdings.grounds import Grounds
from comity.node.seizures.given import Given, GivenArrest, GivenGood, GivenPoint
from comity.subjects import Role

YABA = GivenGood(kind="drug", words="Yaba", amount="12,000.5", unit="tablets", purity="18.5", logo="wY")
ICE = GivenGood(kind="drug", words="crystal methamphetamine", amount="3.25", unit="kg")
CASH = GivenGood(kind="cash", words="Cash in a bag", amount="25 000", currency="usd")
ROUTE = (
    GivenPoint(role="producing", country="MM", source="Logo", confidence="c3"),
    GivenPoint(role="departure", words="Laos"),
    GivenPoint(role="transit", country="TH", confidence="B2"),
    GivenPoint(role="transit", country="KH"),
    GivenPoint(role="destination", words="Australia", source="Label of the parcel", confidence="A1"),
)
GIVEN = Given(
    date="12/05/2569", province="KH-12", place="Gate 3", place_kind="Airport", latitude=11.55, longitude=104.84,
    accuracy=12.5, transport="Commercial air", hiding="in the engine of a boat", goods=(YABA, ICE, CASH),
    points=ROUTE, arrests=(GivenArrest(number=2, nationality="Viet Nam", sex="male", age_band="25-34"),),
    remarks="Behind the panel",
)  # fmt: skip


def grounds(case_id=None, duty_id=None, **changes):
    """On which a seizure is recorded."""
    said = {
        "case_id": case_id, "duty_id": duty_id, "role": Role.UNKNOWN, "source": "Customs at the gate",
        "evaluation": Evaluation.parse("B2"), "restriction": Restriction(), "retention_until": date(2031, 12, 31),
    }  # fmt: skip
    return Grounds(**(said | changes))


def chunk(name, body):
    """A chunk of PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*between, width=2, height=2, after=b""):
    """A small PNG with chunks between its head and its pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\x00" * (width + 1) * height))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(between) + pixels + chunk(b"IEND", b"") + after


def segment(marker, body):
    """A segment of JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(orientation, order="<"):
    """A segment of EXIF that states an orientation, a camera and a position."""
    first = b"II*\x00" if order == "<" else b"MM\x00*"
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(
        f"{order}HHI4s", 0x010F, 2, 4, b"Cam\x00"
    )
    return segment(0xE1, b"Exif\x00\x00" + first + struct.pack(f"{order}IH", 8, 2) + entries + b"GPS 11.55 104.84")


def jpeg(*between, width=4, height=3, scan=b"\x12\xff\x00\x34\xff\xd0\x56", after=b""):
    """The parts of a JPEG; what is coded is made up."""
    tables = segment(0xDB, b"\x00" + bytes(range(1, 65))) + segment(0xC4, b"\x00" * 17)
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    begin = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
    return b"\xff\xd8" + b"".join(between) + tables + frame + begin + scan + b"\xff\xd9" + after
