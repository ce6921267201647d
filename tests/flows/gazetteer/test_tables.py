"""The tables that ship: they name their source, are small, say what compiling gives, and hold nothing that may not."""

from __future__ import annotations

import lzma
from pathlib import Path

import comity.flows.gazetteer
from bench.place_tables import compiled
from comity.flows.gazetteer.index import sound
from comity.flows.gazetteer.shelf import rows

TABLES = Path(comity.flows.gazetteer.__file__).parent / "tables"


def text(path):
    data = path.read_bytes()
    return (lzma.decompress(data) if path.suffix == ".xz" else data).decode()


def test_every_table_names_its_source_and_all_are_small():
    paths = sorted(TABLES.iterdir())
    assert [p.name for p in paths] == ["cambodia.tsv.xz", "kinds.tsv", "points.tsv", "spellings.tsv", "thailand.tsv.xz"]
    for path in paths:
        assert any(line.startswith("# Source") for line in text(path).splitlines()[:3]), path
    assert sum(path.stat().st_size for path in paths) < 400_000


def test_the_tables_are_what_compiling_the_published_lists_gives(shared_data, capsys):
    for name, wanted in compiled(shared_data).items():
        assert text(TABLES / name) == wanted, name
    assert "KH-120913" in capsys.readouterr().err


def test_names_sound_in_the_tables_as_the_name_engine_reads_them_now():
    lines = text(TABLES / "cambodia.tsv.xz").splitlines()[2::97]
    for line in lines:
        *_, local, latin, first, second = line.split("\t")
        assert [first, second] == [sound(local) if local else "", sound(latin) if latin else ""], line


def test_no_list_that_may_not_ship_is_among_them():
    assert not {code[:2] for code, *_ in rows("points")} & {""}
    assert all("VN" not in path.name.upper() and "viet" not in path.name for path in TABLES.iterdir())
