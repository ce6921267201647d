r"""A folder of several files as one stream: ``comity-folder/1``, then for each file its name, its size, and its bytes.

A source published as several files is hashed, kept and read again as one. Only the files that are asked for are taken;
links and folders inside are not followed.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, BinaryIO

from comity.kernel.limits import Limits
from comity.subjects.readers.source import Source, refused

MAGIC = b"comity-folder/1\n"
_HEADING = re.compile(rb"([a-z0-9_]{1,40}\.[a-z]{1,4}) (\d{1,12})\n")
_CHUNK = 1 << 20


def bundle(folder: Path, wanted: tuple[str, ...], limits: Limits) -> IO[bytes]:
    """This function puts the wanted files of a folder into one stream, whatever the case of their names.

    Raises:
        UnreadableFile: the first of them is not there, one is a link or there twice, or together they are too large.
    """
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        name = path.name.lower()
        if name in wanted:
            if path.is_symlink() or not path.is_file() or name in found:
                raise refused(
                    folder.name, f"{path.name} is no plain file, or is there twice", "Put the file there", code="folder"
                )
            found[name] = path
    if wanted[0] not in found:
        raise refused(folder.name, f"the folder has no {wanted[0]}", "Give a file, or another folder", code="folder")
    kept = tempfile.SpooledTemporaryFile(max_size=16 * _CHUNK)  # noqa: SIM115 -- lives as long as the reading
    kept.write(MAGIC)
    for name in (n for n in wanted if n in found):
        with found[name].open("rb") as file:
            _append(kept, name, file, folder.name, limits)
    return kept


def together(parts: Mapping[str, BinaryIO], whole: str, limits: Limits) -> IO[bytes]:
    """This function puts streams into one, each under its name.

    Raises:
        UnreadableFile: together they are too large.
    """
    kept = tempfile.SpooledTemporaryFile(max_size=16 * _CHUNK)  # noqa: SIM115 -- lives as long as the reading
    kept.write(MAGIC)
    for name, file in parts.items():
        _append(kept, name, file, whole, limits)
    return kept


def _append(kept: IO[bytes], name: str, file: BinaryIO, folder: str, limits: Limits) -> None:
    left = file.seek(0, io.SEEK_END)
    if left + kept.tell() > limits.file_bytes:
        mebibytes = limits.file_bytes // 2**20
        raise refused(
            folder,
            f"its files are larger than {mebibytes} MiB together",
            "Raise limits.file_bytes in node.toml",
            code="too-large",
        )
    file.seek(0)
    kept.write(f"{name} {left}\n".encode())
    while left and (chunk := file.read(min(_CHUNK, left))):
        kept.write(chunk)
        left -= len(chunk)
    if left:
        raise refused(folder, f"{name} became shorter while it was read", "Try again", code="folder")


def places(source: Source, wanted: tuple[str, ...]) -> Mapping[str, tuple[int, int]]:
    """This function returns where each file of a bundle begins and how long it is.

    Raises:
        UnreadableFile: the bundle is cut off, or has a file that is not wanted.
    """
    stream = source.rewound()
    stream.seek(len(MAGIC))
    found: dict[str, tuple[int, int]] = {}
    while heading := stream.readline(80):
        match = _HEADING.fullmatch(heading)
        name, size = (match[1].decode(), int(match[2])) if match else ("", 0)
        begins = stream.tell()
        if name not in wanted or name in found or begins + size > source.size:
            raise refused(source.name, "it is no whole bundle of files", "Give the folder itself", code="cut-off")
        found[name] = (begins, size)
        stream.seek(begins + size)
    return found


class Part(io.RawIOBase):
    """A stretch of a stream that reads like a file of its own, also while others read elsewhere in it."""

    def __init__(self, stream: BinaryIO, begins: int, size: int) -> None:
        super().__init__()
        self._stream, self._at, self._end = stream, begins, begins + size

    def readable(self) -> bool:
        """This function says that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # as the standard library calls it
        """This function reads up to the end of the stretch."""
        self._stream.seek(self._at)
        data = self._stream.read(min(len(buffer), self._end - self._at))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
