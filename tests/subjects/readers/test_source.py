import hashlib
import io

import pytest

from comity.kernel import Limits, UnreadableFile
from comity.subjects.readers.source import open_source


class Pipe(io.RawIOBase):
    """A stream that cannot seek."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._inner = io.BytesIO(data)

    def readable(self):
        return True

    def read(self, size=-1):
        return self._inner.read(size)


def test_a_source_knows_size_and_hash_and_is_read_from_its_beginning(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,name\n")
    source = open_source(path, Limits())
    assert (source.name, source.size) == ("a.csv", 8)
    assert source.sha256 == hashlib.sha256(b"id,name\n").hexdigest()
    assert source.rewound().read() == source.rewound().read() == b"id,name\n"


def test_a_stream_that_cannot_seek_is_kept(tmp_path):
    assert open_source(Pipe(b"id\n" * 1000), Limits(), "pipe").size == 3000


@pytest.mark.parametrize("stream", [io.BytesIO, Pipe])
def test_a_file_over_the_limit_is_refused_without_reading_on(stream):
    with pytest.raises(UnreadableFile, match="larger than"):
        open_source(stream(b"x" * 3_000_000), Limits(file_bytes=1_000_000))


def test_a_missing_file_is_refused_by_its_name(tmp_path):
    with pytest.raises(UnreadableFile, match="No such file"):
        open_source(tmp_path / "none.csv", Limits())
