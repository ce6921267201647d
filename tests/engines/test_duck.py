"""DuckDB answers as specified, keeps to its memory, and reads nothing that it was not given."""

import numpy as np
import pyarrow as pa
import pytest

from comity.engines import Engine, open_engine
from comity.engines.portable import OPERATIONS
from comity.kernel import Exhausted, InvalidInput
from tests.engines.spec import CASES, COLUMNS, OTHER_COLUMNS, OTHER_ROWS, ROWS


@pytest.fixture(scope="module")
def tables():
    with open_engine("duckdb") as engine:
        yield engine, engine.table("t", COLUMNS, ROWS), engine.table("o", OTHER_COLUMNS, OTHER_ROWS)


@pytest.mark.parametrize("name", CASES)
def test_it_answers_as_specified(tables, name: str):
    engine, first, second = tables
    case, rows = CASES[name]
    assert [tuple(row.values()) for row in engine.rows(case(first, second))] == rows


def test_every_portable_operation_stands_in_the_specification(tables):
    _, first, second = tables
    used = {type(node) for case, _ in CASES.values() for node in case(first, second).op().find(tuple(OPERATIONS))}
    assert used == OPERATIONS


def test_rows_come_as_mappings_and_as_arrow_and_replace_older_ones(duck: Engine):
    duck.table("t", {"a": "int64"}, [{"a": 1}])
    table = duck.table("t", {"a": "int64", "b": "string"}, pa.table({"b": ["x", None], "a": [1, 2]}))
    assert duck.rows(table.order_by("a")) == [{"a": 1, "b": "x"}, {"a": 2, "b": None}]
    assert duck.rows(table.a.sum()) == [{"Sum(a)": 3}]
    assert duck.arrow(table.order_by("a")).schema == pa.schema({"a": pa.int64(), "b": pa.string()})
    assert duck.rows(duck.table("v", {"a": "int64", "b": "string"}, iter([(3, "y")]))) == [{"a": 3, "b": "y"}]
    batches = pa.table({"a": pa.array([7], pa.int32())}).to_reader()
    assert duck.rows(duck.table("u", {"a": "int64"}, batches)) == [{"a": 7}]


@pytest.mark.parametrize(
    ("columns", "rows", "said"),
    [
        ({"a": "int64"}, [{"b": 1}], "does not know b"),
        ({"a": "int64", "b": "int64"}, pa.table({"a": [1]}), "b missing"),
        ({"a": "int64"}, [{"a": "one"}], "column a"),
        ({"a": "float64"}, [{"a": float("inf")}], "infinite"),
        ({"a": "int64"}, [(1, 2)], "other than 1 values"),
        ({"a": "number"}, [], "column type"),
    ],
)
def test_rows_that_do_not_fit_are_refused_and_leave_no_table(duck: Engine, columns, rows, said: str):
    with pytest.raises(InvalidInput, match=said):
        duck.table("t", columns, rows)
    assert duck.rows(duck.table("t", {"a": "int64"}, [{"a": 1}])) == [{"a": 1}]


def test_what_is_wrong_far_down_leaves_nothing_of_the_rows_before(duck: Engine):
    rows = [*({"a": n} for n in range(30_000)), {"a": "x"}]
    with pytest.raises(InvalidInput):
        duck.table("t", {"a": "int64"}, rows)
    assert duck._backend.con.execute("SHOW TABLES").fetchall() == []


@pytest.mark.parametrize("name", ["", "T", "a b", 'a"; DROP TABLE x; --', "1a"])
def test_a_name_that_is_none_is_refused(duck: Engine, name: str):
    with pytest.raises(InvalidInput):
        duck.table(name, {"a": "int64"}, [])


def test_no_statement_reads_a_file_or_loosens_a_limit(duck: Engine, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    for statement in (
        f"FROM read_csv('{tmp_path}/secret.csv')",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
        "SET memory_limit = '100GB'",
        "INSTALL httpfs",
    ):
        with pytest.raises(Exception, match=r"(?i)disabled|locked|cannot"):
            duck._backend.con.execute(statement)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_what_does_not_fit_into_memory_goes_to_the_folder(tmp_path):
    rows = pa.table({"a": pa.array(range(3_000_000)), "s": pa.array([f"{n:040}" for n in range(3_000_000)])})
    with open_engine("duckdb", memory_bytes=100 * 2**20, folder=tmp_path) as engine:
        table = engine.table("t", {"a": "int64", "s": "string"}, rows)
        assert any(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
        assert engine.rows(table.agg(n=table.s.nunique())) == [{"n": 3_000_000}]


def test_where_memory_and_disk_do_not_suffice_the_limit_is_told():
    random = np.random.default_rng(1)
    rows = pa.table({"a": random.random(4_000_000)})
    with open_engine("duckdb", memory_bytes=16 * 2**20, disk_bytes=0) as engine:
        with pytest.raises(Exhausted, match="16 MiB"):
            engine.table("t", {"a": "float64"}, rows)
        table = engine.table("t", {"a": "float64"}, rows.slice(0, 10))
        assert engine.rows(table.count()) == [{"CountStar(t)": 10}]


def test_its_own_folder_goes_with_it_and_closing_twice_does_no_harm():
    engine = open_engine("duckdb")
    own = engine._folder
    assert own.is_dir()
    engine.close()
    engine.close()
    assert not own.exists()
