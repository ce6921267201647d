"""What is missing is said in one sentence, with the way out."""

import pytest

from comity.engines import ENGINES, missing, open_engine, opening
from comity.kernel import InvalidInput


def test_an_engine_that_is_none_is_refused():
    with pytest.raises(InvalidInput, match="Choose duckdb or spark"):
        open_engine("postgres")


def test_nothing_is_missing_where_analysis_is_installed():
    assert missing() is None
    assert missing("duckdb") is None
    assert ENGINES == ("duckdb", "spark")


@pytest.mark.parametrize(("name", "extra"), [("analysis", "analysis"), ("duckdb", "analysis"), ("spark", "spark")])
def test_a_missing_library_is_named_with_the_way_to_it(monkeypatch, name: str, extra: str):
    monkeypatch.setitem(opening.NEEDED, name, (*opening.NEEDED[name], "library_that_nobody_has"))
    absent = missing(name)
    assert absent is not None
    assert "library_that_nobody_has missing" in str(absent)
    assert f"pip install 'comity[{extra}]'" in str(absent)
    assert absent.code == f"engines.{extra}.missing"
    with pytest.raises(InvalidInput, match="is not installed here"):
        open_engine("spark" if name == "spark" else "duckdb") if name != "analysis" else (_ for _ in ()).throw(absent)


def test_spark_says_that_it_needs_java(monkeypatch, tmp_path):
    monkeypatch.setitem(opening.NEEDED, "spark", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    absent = missing("spark")
    assert absent is not None
    assert absent.code == "engines.java.missing"
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()
    assert missing("spark") is None
