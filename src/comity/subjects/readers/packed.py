"""A workbook is a ZIP archive: what is in it is weighed and looked through before anything else opens it."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping

from comity.subjects.readers.source import Source, refused

MEMBERS = 2_000
"""The most files in a workbook."""
UNPACKED = 256 << 20
"""The most bytes of all files in it, unpacked."""
RATIO = 200
"""How many times larger than packed one file may be; real sheets reach about 20."""
_SMALL = 1 << 20
_CHUNK = 1 << 16
_HOSTILE = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError, LookupError,
          OverflowError, struct.error)  # fmt: skip
"""What the standard library raises on an archive that is cut off, encrypted or packed in an unknown way."""


def weighed(source: Source, wanted: bytes) -> Mapping[str, bool]:
    """This function unpacks every XML file of an archive once, keeps nothing, and tells which of them have some bytes.

    Raises:
        UnreadableFile: it is no archive, encrypted, too large unpacked, or declares a document type or entities.
    """
    try:
        with zipfile.ZipFile(source.rewound()) as archive:
            members = archive.infolist()
            _check_members(source.name, members)
            return {m.filename: _look(source.name, archive, m, wanted) for m in members if _is_xml(m.filename)}
    except BROKEN:
        raise refused(
            source.name, "it is no whole workbook", "It may be cut off or locked with a password; save it again",
            code="cut-off",
        ) from None  # fmt: skip


def _check_members(name: str, members: list[zipfile.ZipInfo]) -> None:
    way_out = "Save it again, or save it as CSV"
    if len(members) > MEMBERS or len({m.filename for m in members}) < len(members):
        raise refused(name, "it holds too many files, or one twice", way_out, code="bomb")
    if sum(m.file_size for m in members) > UNPACKED:
        raise refused(name, f"it is larger than {UNPACKED >> 20} MiB once unpacked", way_out, code="bomb")
    for member in members:
        if member.file_size > _SMALL and member.file_size > RATIO * max(member.compress_size, 1):
            raise refused(name, "a file in it grows suspiciously when unpacked", way_out, code="bomb")
        parts = member.filename.replace("\\", "/").split("/")
        if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in member.filename:
            raise refused(name, "a file in it points outside", "Get it from its sender again", code="hostile")


def _look(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, wanted: bytes) -> bool:
    found, before, size = False, b"", 0
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            both = before + chunk
            if any(word in both for word in _HOSTILE):
                raise refused(
                    name, "it declares a document type or entities, as attacks do and spreadsheets do not",
                    "Get it from its sender again", code="hostile",
                )  # fmt: skip
            found = found or wanted in both
            before = chunk[-32:]
    if size != member.file_size:
        raise zipfile.BadZipFile
    return found


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))
