"""Tables that come from published data are what compiling gives."""

from __future__ import annotations

from bench import name_tables


def test_the_tables_are_what_compiling_gives():
    for name, text in name_tables.compiled().items():
        table = (name_tables.TABLES / name).read_text(encoding="utf-8")
        assert table == text, f"{name}: run python -m bench.name_tables"


def test_readings_are_folded_as_people_write_them():
    assert name_tables.plain("lǚ") == "lv"
    assert name_tables.plain("Đức") == "duc"
