"""The same expressions give equal rows on DuckDB and on Spark."""

import pytest

from comity.engines import Engine
from comity.flows import tables
from comity.flows.records import COLUMNS
from tests.flows.records import records

pytestmark = pytest.mark.spark

EXPRESSIONS = {
    "totals": tables.totals,
    "in all": tables.counts,
    "nothing": lambda t: tables.counts(t.filter(t.year > 3000)),
    "monthly by drug": lambda t: tables.monthly(t, ["drug"]),
    "known routes by transport": lambda t: tables.known_routes(t, ["transport"]),
    "passages": tables.passages,
    "relations of provinces by year": lambda t: tables.relations(t, "province", ["year"]),
    "largest": lambda t: tables.largest(t, 20),
    "relations without the largest": lambda t: tables.relations(tables.without_largest(t, 5)),
}


@pytest.fixture(scope="module")
def rows():
    return records(seed=61, seizures=1500)


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_equal_rows(duck: Engine, spark: Engine, rows, name: str):
    answers = [engine.arrow(EXPRESSIONS[name](engine.table("seizures", COLUMNS, rows))) for engine in (duck, spark)]
    assert answers[0].num_rows > 0
    assert answers[0].schema == answers[1].schema
    assert answers[0].to_pylist() == answers[1].to_pylist()
