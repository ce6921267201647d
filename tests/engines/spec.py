"""What every engine answers, as expressions with their rows: the portable subset is what stands here.

Each case is a function from two small tables to an expression, with the rows that it must give. `test_duck.py` asks
DuckDB, `test_spark.py` Spark. An operation may be called portable only when a case uses it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import ibis.expr.types as ir

COLUMNS = {"key": "string", "n": "int64", "x": "float64", "flag": "boolean", "words": "string"}
ROWS: list[dict[str, Any]] = [
    {"key": "a", "n": 1, "x": 0.1, "flag": True, "words": "KH;TH"},
    {"key": "a", "n": 2, "x": 0.2, "flag": False, "words": "កម្ពុជា"},
    {"key": "b", "n": -7, "x": 2.5, "flag": None, "words": ""},
    {"key": "b", "n": None, "x": None, "flag": True, "words": None},
    {"key": None, "n": 4, "x": float("nan"), "flag": False, "words": "Đà Nẵng"},
]
OTHER_COLUMNS = {"key": "string", "name": "string"}
OTHER_ROWS = [{"key": "a", "name": "Alpha"}, {"key": "c", "name": "Gamma"}, {"key": None, "name": "none"}]

Case = Callable[[ir.Table, ir.Table], ir.Table]
CASES: dict[str, tuple[Case, list[tuple[Any, ...]]]] = {
    "a table, ordered with nulls last": (
        lambda t, _: t.select("key", "n").order_by("key", "n"),
        [("a", 1), ("a", 2), ("b", -7), ("b", None), (None, 4)],
    ),
    "downwards too": (
        lambda t, _: t.select("n").order_by(ibis.desc("n")),
        [(4,), (2,), (1,), (-7,), (None,)],
    ),
    "text is ordered by its code points": (
        lambda t, _: t.select("words").order_by("words"),
        [("",), ("KH;TH",), ("Đà Nẵng",), ("កម្ពុជា",), (None,)],
    ),
    "the first rows of an order": (lambda t, _: t.select("n").order_by("n").limit(2), [(-7,), (1,)]),
    "not a number is null": (
        lambda t, _: t.select("n", missing=t.x.isnull(), there=t.x.notnull()).order_by("n"),
        [(-7, False, True), (1, False, True), (2, False, True), (4, True, False), (None, True, False)],
    ),
    "comparing": (
        lambda t, _: t.filter(t.n > -7, t.n >= 1, t.n < 4, t.n <= 2, t.n != 2, t.key == "a").select("n"),
        [(1,)],
    ),
    "and, or, not, with null": (
        lambda t, _: t.select(
            "n", both=t.flag & (t.n > 1), either=t.flag | (t.n > 1), neither=~t.flag
        ).order_by("n"),
        [
            (-7, False, None, None), (1, False, True, False), (2, False, True, True), (4, False, True, True),
            (None, None, True, False),
        ],
    ),
    "one of several, between": (
        lambda t, _: t.filter(t.n.isin([1, 4, 9]), t.n.between(1, 4)).select("n").order_by("n"),
        [(1,), (4,)],
    ),
    "one way or another": (
        lambda t, _: t.select(
            "n",
            first=ibis.coalesce(t.x, 9.0),
            chosen=t.flag.ifelse("yes", "no"),
            several=ibis.cases((t.n < 0, "below"), (t.n > 1, "above"), else_="else"),
            emptied=t.n.nullif(4),
        ).order_by("n"),
        [
            (-7, 2.5, "no", "below", -7), (1, 0.1, "yes", "else", 1), (2, 0.2, "no", "above", 2),
            (4, 9.0, "no", "above", None), (None, 9.0, "yes", "else", None),
        ],
    ),
    "reckoning": (
        lambda t, _: t.filter(t.key == "a").select(
            plus=t.n + 1, minus=t.n - 3, times=t.x * 10, by=t.x / 4, turned=-t.n, size=(t.n - 3).abs()
        ).order_by("plus"),
        [(2, -2, 1.0, 0.025, -1, 2), (3, -1, 2.0, 0.05, -2, 1)],
    ),
    "dividing by nothing is null": (
        lambda t, _: t.select("n", by=1 / (t.n - 4).nullif(0)).order_by("n"),
        [(-7, 1 / -11), (1, -1 / 3), (2, -0.5), (4, None), (None, None)],
    ),
    "fractions keep all their digits": (
        lambda t, _: (f := t.filter(t.key == "a")).agg(sum=f.n.sum().cast("float64") / 7.0).mutate(
            part=lambda s: s["sum"] / 21.0, whole=lambda s: ibis.coalesce(s["sum"], 0.0) / s["sum"].nullif(0)
        ),
        [(3 / 7, 3 / 7 / 21, 1.0)],
    ),
    "rounding, halves away from zero": (
        lambda t, _: t.filter(t.x.notnull()).select(
            near=t.x.round(), up=t.x.ceil(), down=t.x.floor(), below=(-t.x).round()
        ).order_by("near", "up", "below"),
        [(0, 1, 0, 0), (0, 1, 0, 0), (3, 3, 2, -3)],
    ),
    "largest and smallest of several columns": (
        lambda t, _: t.filter(t.key == "a").select(
            most=ibis.greatest(t.n, 2), least=ibis.least(t.n, 1)
        ).order_by("most"),
        [(2, 1), (2, 1)],
    ),
    "from truth and text to numbers and back": (
        lambda t, _: t.filter(t.key == "a").select(
            one=t.flag.cast("int64"), text=t.n.cast("string"), number=t.n.cast("string").cast("int64"),
            wide=t.n.cast("float64"), whole=t.x.ceil().cast("int64"),
        ).order_by("number"),
        [(1, "1", 1, 1.0, 1), (0, "2", 2, 2.0, 1)],
    ),
    "text": (
        lambda t, _: t.filter(t.key == "a").select(
            joined=t.key + ":" + t.words, long=t.words.length(), has=t.words.contains(";"),
            begins=t.words.startswith("KH"), own=(t.key + t.words).startswith(t.key + "K"),
            ends=t.words.endswith("TH"), part=t.words.substr(0, 2),
        ).order_by("joined"),
        [("a:KH;TH", 5, True, True, True, True, "KH"), ("a:កម្ពុជា", 7, False, False, False, False, "កម")],
    ),
    "text taken apart, with the place of each part": (
        lambda t, _: t.filter(t.n == 1).select(part=t.words.split(";")).unnest("part", offset="step").order_by("step"),
        [("KH", 0), ("TH", 1)],
    ),
    "counting and adding up": (
        lambda t, _: t.group_by("key").agg(
            rows=t.count(), known=t.n.count(), several=t.words.nunique(), sum=t.n.sum(), least=t.n.min(),
            most=t.x.max(),
        ).order_by("key"),
        [("a", 2, 2, 2, 3, 1, 0.2), ("b", 2, 1, 1, -7, -7, 2.5), (None, 1, 1, 1, 4, 4, None)],
    ),
    "counting where": (
        lambda t, _: t.group_by("key").agg(
            some=t.words.nunique(where=t.flag), sum=t.n.sum(where=t.n > 0)
        ).order_by("key"),
        [("a", 1, 3), ("b", 0, None), (None, 0, 4)],
    ),
    "large whole numbers stay whole beside nulls": (
        lambda t, _: t.select("n", large=t.n + 9_007_199_254_740_992).order_by("n"),
        [
            (-7, 9_007_199_254_740_985), (1, 9_007_199_254_740_993), (2, 9_007_199_254_740_994),
            (4, 9_007_199_254_740_996), (None, None),
        ],
    ),
    "counting nothing": (
        lambda t, _: (none := t.filter(t.n > 100)).agg(rows=none.count(), several=none.key.nunique(), sum=none.n.sum()),
        [(0, 0, None)],
    ),
    "any and all": (
        lambda t, _: t.filter(t.flag.notnull()).group_by("key").agg(
            some=t.flag.any(), every=t.flag.all()
        ).order_by("key"),
        [("a", True, False), ("b", True, True), (None, False, False)],
    ),
    "different rows": (lambda t, _: t.select("key").distinct().order_by("key"), [("a",), ("b",), (None,)]),
    "one table after another": (
        lambda t, o: t.select("key").union(o.select("key")).order_by("key"),
        [("a",), ("a",), ("a",), ("b",), ("b",), ("c",), (None,), (None,)],
    ),
    "two tables side by side; null meets nothing": (
        lambda t, o: t.join(o, "key").select("n", "name").order_by("n"),
        [(1, "Alpha"), (2, "Alpha")],
    ),
    "beside, where there is something": (
        lambda t, o: t.left_join(o, "key").select("n", "name").order_by("n"),
        [(-7, None), (1, "Alpha"), (2, "Alpha"), (4, None), (None, None)],
    ),
    "from both sides": (
        lambda t, o: t.outer_join(o, t.key == o.key).select("n", "name").order_by("n", "name"),
        [(-7, None), (1, "Alpha"), (2, "Alpha"), (4, None), (None, "Gamma"), (None, "none"), (None, None)],
    ),
    "those with, those without": (
        lambda t, o: t.semi_join(o, "key").select("n").union(t.anti_join(o, "key").select("n")).order_by("n"),
        [(-7,), (1,), (2,), (4,), (None,)],
    ),
    "a table beside itself": (
        lambda t, _: t.join(v := t.view(), t.n + 1 == v.n).select(left=t.n, right=v.n),
        [(1, 2)],
    ),
    "numbers in an order, and neighbours": (
        lambda t, _: t.select(
            "n",
            place=ibis.row_number().over(order_by=t.n),
            rank=ibis.rank().over(order_by=t.key),
            dense=ibis.dense_rank().over(order_by=t.key),
            before=t.n.lag().over(order_by=t.n),
            after=t.n.lead().over(group_by=t.key, order_by=t.n),
        ).order_by("n"),
        [
            (-7, 0, 2, 1, None, None), (1, 1, 0, 0, -7, 2), (2, 2, 0, 0, 1, None), (4, 3, 4, 2, 2, None),
            (None, 4, 2, 1, 4, None),
        ],
    ),
    "running and whole sums": (
        lambda t, _: (f := t.filter(t.n.notnull())).select(
            "n",
            running=f.n.sum().over(ibis.window(order_by=f.n, preceding=None, following=0)),
            whole=f.n.sum().over(ibis.window(group_by=f.key)),
            rows=f.count().over(ibis.window(group_by=f.key)),
            share=f.n / f.n.sum().over(ibis.window(group_by=f.key)).nullif(0),
        ).order_by("n"),
        [(-7, -7, -7, 1, 1.0), (1, -6, 3, 2, 1 / 3), (2, -4, 3, 2, 2 / 3), (4, 0, 4, 1, 1.0)],
    ),
}  # fmt: skip
