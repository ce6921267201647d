"""A file from outside: its size, its hash, its first bytes; what is compressed can be refused unopened."""

from __future__ import annotations

import hashlib
import io
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from comity.kernel.errors import UnreadableFile
from comity.kernel.limits import Limits

_CHUNK = 1 << 20
_HEAD = 64 * 1024
_PACKED = {
    b"PK\x03\x04": "a ZIP archive",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"%PDF": "a PDF file",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A whole file that may be read several times.

    Args:
        name: its name, for people; never used as a path.
        stream: its bytes, seekable.
        sha256: of the bytes, in hexadecimal.
        size: in bytes.
        head: the first 64 KiB.
    """

    name: str
    stream: BinaryIO
    sha256: str
    size: int
    head: bytes

    def rewound(self) -> BinaryIO:
        """This function returns the stream at its beginning."""
        self.stream.seek(0)
        return self.stream


def refused(name: str, reason: str, way_out: str = "", *, code: str) -> UnreadableFile:
    """This function makes the error for a file that is refused whole."""
    return UnreadableFile(name, reason, way_out, code=f"subjects.file.{code}")


def open_source(file: str | Path | IO[bytes], limits: Limits, name: str = "") -> Source:
    """This function reads a file once, to its hash, and refuses what is too large or empty.

    Args:
        file: a path, or a binary stream; one that cannot seek is kept in a temporary file.
        limits: `file_bytes` holds.
        name: what people call the file; the path's or stream's own name where empty.

    Raises:
        UnreadableFile: it does not exist, is empty or too large.
    """
    if isinstance(file, (str, Path)):
        name = name or Path(file).name
        try:
            stream: BinaryIO = Path(file).open("rb")  # noqa: SIM115 -- lives as long as the reading
        except OSError as error:
            raise refused(
                str(file), error.strerror or "it cannot be opened", "Check its name", code="missing"
            ) from error
    else:
        name = name or Path(str(getattr(file, "name", "") or "file")).name
        stream = _seekable(file, limits)
    digest, size, head = hashlib.sha256(), 0, b""
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        head = head or chunk[:_HEAD]
        size += len(chunk)
        if size > limits.file_bytes:
            raise refused(
                name,
                f"it is larger than {limits.file_bytes // 2**20} MiB",
                "Split it, or raise limits.file_bytes in node.toml",
                code="too-large",
            )
        digest.update(chunk)
    if not size:
        raise refused(name, "it is empty", "Download or save it again", code="empty")
    return Source(name, stream, digest.hexdigest(), size, head)


def refuse_packed(source: Source) -> None:
    """This function refuses a file that is compressed or of a program's own form; it is for formats that are text.

    Raises:
        UnreadableFile: it is one.
    """
    for magic, what in _PACKED.items():
        if source.head.startswith(magic):
            reason, way_out = f"it is {what}", "Unpack it, or save it as CSV, and give that file"
            raise refused(source.name, reason, way_out, code="packed")


def _seekable(stream: IO[bytes], limits: Limits) -> BinaryIO:
    if isinstance(stream, io.BytesIO) or (hasattr(stream, "seekable") and stream.seekable()):
        return stream  # type: ignore[return-value]  # any binary stream that seeks will do
    kept = tempfile.SpooledTemporaryFile(max_size=_CHUNK)  # noqa: SIM115 -- lives as long as the reading
    left = limits.file_bytes + 1
    while left > 0 and (chunk := stream.read(min(_CHUNK, left))):
        kept.write(chunk)
        left -= len(chunk)
    return kept  # type: ignore[return-value]  # a spooled file is a binary stream
