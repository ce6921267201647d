"""Which formats there are, and which of them a file has."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO

from comity.kernel.limits import Limits
from comity.subjects.mapping import Mapping, written
from comity.subjects.readers import (
    csv_table,
    eu_fsf,
    ftm_lines,
    mapped,
    misp_event,
    notices,
    ofac_advanced,
    ofac_legacy,
    opensanctions_simple,
    stix_bundle,
    uk_ofsi,
    uk_sanctions,
    un_sc,
    workbook,
)
from comity.subjects.readers.folder import bundle, together
from comity.subjects.readers.reading import Format, Reading
from comity.subjects.readers.source import Source, open_source, refuse_packed, refused

_FORMATS = {
    each.name: each
    for each in (
        mapped.FORMAT, workbook.FORMAT, un_sc.FORMAT, ofac_legacy.FORMAT, ofac_advanced.FORMAT, eu_fsf.FORMAT,
        uk_ofsi.FORMAT, uk_sanctions.FORMAT, ftm_lines.FORMAT, stix_bundle.FORMAT, misp_event.FORMAT,
        notices.FORMAT,
        opensanctions_simple.FORMAT, csv_table.FORMAT,
        *csv_table.STATED,
    )
}  # fmt: skip
"""In the order in which they are tried; CSV recognises any text, so it comes last."""


def formats() -> tuple[Format, ...]:
    """This function returns every format that can be read."""
    return tuple(_FORMATS.values())


def read(
    file: str | Path | IO[bytes],
    *,
    format: str | None = None,  # noqa: A002 -- the word of the command line
    limits: Limits,
    country: str | None = None,
    name: str = "",
    mapping: Mapping | None = None,
) -> Reading:
    """This function opens a file, finds its format, checks the whole of it, and returns its reading.

    Args:
        file: a path, a binary stream, or a folder for a source that is published as several files.
        format: name of a format, or None to find it from the content; the file's name is never trusted.
        limits: what is accepted.
        country: alpha-2 code of where the file comes from, for telephone numbers without a country.
        name: what people call the file, where the path does not say.
        mapping: what the columns of a table are; the two are read, hashed and kept as one.

    Raises:
        UnreadableFile: missing, empty, too large, compressed, of an unknown format, cut off or hostile.
    """
    if mapping is not None:
        opened = _opened(file, limits, name)
        file, name = with_mapping(opened.stream, mapping, limits=limits, name=opened.name), opened.name
    source = _opened(file, limits, name)
    known = ", ".join(_FORMATS)
    if format is not None and format not in _FORMATS:
        raise refused(source.name, f"no reader is called {format!r}", f"Formats: {known}", code="format")
    found = _FORMATS[format] if format else next((f for f in formats() if f.recognises(source.head)), None)
    if found is not workbook.FORMAT:
        refuse_packed(source)
    if found is None:
        raise refused(source.name, "no reader knows this kind of file", f"Formats: {known}", code="format")
    reading = Reading(found, source, limits, country)
    found.check(reading)
    return reading


def _opened(file: str | Path | IO[bytes], limits: Limits, name: str) -> Source:
    if isinstance(file, (str, Path)) and Path(file).is_dir():
        return open_source(bundle(Path(file), ofac_legacy.FILES, limits), limits, name or Path(file).resolve().name)
    return open_source(file, limits, name)


def with_mapping(file: IO[bytes], mapping: Mapping, *, limits: Limits, name: str) -> IO[bytes]:
    """This function puts a table and the mapping of its columns into one stream, which `read` knows by its content.

    Args:
        file: the table.
        mapping: what its columns are.
        limits: `file_bytes` holds.
        name: what people call the table.

    Raises:
        UnreadableFile: it is empty or too large.
    """
    table = open_source(file, limits, name)
    parts = dict(zip(mapped.NAMES, (io.BytesIO(written(mapping).encode()), table.stream), strict=True))
    return together(parts, name, limits)
