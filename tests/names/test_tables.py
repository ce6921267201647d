"""Tables are data: each has a source, and says only what the code can read."""

from __future__ import annotations

from pathlib import Path

import pytest

import comity.names
from comity.names.hanzi import cantonese
from comity.names.rows import rows

TABLES = sorted(Path(comity.names.__file__).parent.glob("tables/*.tsv"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_names_its_source(path: Path):
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert any("Source" in line for line in head)


def test_every_phone_of_a_spelling_is_known():
    known = {row[0] for row in rows("phones")}
    assert {phone for row in rows("latin") for phone in row[2].split()} <= known


def test_the_tables_are_small():
    assert sum(path.stat().st_size for path in TABLES) < 6_000_000


def test_every_jyutping_syllable_of_the_table_has_a_spelling():
    syllables = {row[2] for row in rows("hanzi")}
    unknown = [s for s in syllables if not all(c.isascii() and c.isalpha() for c in "".join(cantonese(s)))]
    assert unknown == []
