"""What leaves the portable subset is refused: by lint where the source shows it, else when it runs."""

from pathlib import Path

import ibis
import pytest

from comity.engines import Engine
from comity.kernel import InvalidInput
from tests.engines.spec import COLUMNS, ROWS
from tests.portable import REFUSED, all_findings, findings

REFUSALS = {
    "a fraction cast to a whole number": lambda t: t.select(a=t.x.cast("int64")),
    "a fraction cast to text": lambda t: t.select(a=t.x.cast("string")),
    "dividing by what may be nothing": lambda t: t.select(a=t.x / t.n),
    "a fraction written out beside no column of fractions": lambda t: t.select(a=t.n * 0.5),
    "a sum of fractions": lambda t: t.x.sum(),
    "the first rows of no order": lambda t: t.limit(3),
    "a join asof": lambda t: t.asof_join(t.view(), "n"),
    "distinct values counted over a window": lambda t: t.select(a=t.key.nunique().over(group_by=t.n)),
    "RowNumber without an order": lambda t: t.select(a=ibis.row_number()),
    "Lag without an order": lambda t: t.select(a=t.n.lag()),
    "Mean": lambda t: t.x.mean(),
    "Median": lambda t: t.n.median(),
    "StandardDev": lambda t: t.n.std(),
    "First": lambda t: t.n.first(),
    "ArrayCollect": lambda t: t.n.collect(),
    "RandomScalar": lambda t: t.select(a=ibis.random()),
    "Sample": lambda t: t.sample(0.5),
    "TimestampNow": lambda t: t.select(a=ibis.now()),
    "ApproxCountDistinct": lambda t: t.n.approx_nunique(),
    "RegexSearch": lambda t: t.filter(t.words.re_search("a+")).select("n"),
    "InMemoryTable": lambda t: t.union(ibis.memtable([], schema=COLUMNS)),
}


@pytest.mark.parametrize("offence", REFUSALS)
def test_it_is_refused_before_it_runs(duck: Engine, offence: str):
    table = duck.table("t", COLUMNS, ROWS)
    with pytest.raises(InvalidInput) as refused:
        duck.rows(REFUSALS[offence](table))
    assert offence in str(refused.value)
    assert refused.value.code == "engines.expression.not_portable"


def test_everything_that_offends_is_named_at_once(duck: Engine):
    table = duck.table("t", COLUMNS, ROWS)
    with pytest.raises(InvalidInput, match=r"a sum of fractions.*Mean|Mean.*a sum of fractions"):
        duck.rows(table.agg(a=table.x.sum(), b=table.n.mean()))


@pytest.mark.parametrize("called", REFUSED)
def test_lint_names_the_call_and_its_line(called: str):
    code = f"import ibis\n\n\ndef counted(t):\n    return t.{called}(1)\n"
    assert findings(code, "m.py") == [f"m.py:5: {called} {REFUSED[called]}"]


def test_lint_sees_distinct_values_over_a_window_and_what_hides_in_it():
    code = "import ibis.expr.types as ir\nx = t.a.nunique(where=t.b).over(w)\ny = t.a.sum().over(w)\n"
    assert findings(code, "m.py") == ["m.py:2: nunique().over is not on every engine"]


def test_lint_leaves_modules_without_ibis_alone():
    assert findings("import random\nrandom.sample([1], 1)\n", "m.py") == []
    assert findings("import ibisbird\nt.first()\n", "m.py") == []


def test_nothing_in_the_house_offends():
    assert all_findings() == []


def test_lint_runs_where_all_else_is_linted():
    lint = Path(__file__).resolve().parents[2] / ".ci" / "lint"
    assert "-m tests.portable" in lint.read_text(encoding="utf-8")
