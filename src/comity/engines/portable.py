"""What an expression may be made of, so that every engine gives equal rows for it.

`OPERATIONS` is a list of what was shown to agree: each stands in a case of ``tests/engines/spec.py``, which runs on
both engines. `_OFFENCES` holds the uses of them that do not agree:

- a fraction made a whole number by a cast is rounded by one engine and cut by the other: round, floor or ceil it first;
- fractions as text are written differently;
- dividing by nothing is infinite, null or an error: divide by ``nullif(0)`` or by a number that is not nothing;
- a fraction that is written out (``0.5``) is a decimal for Spark, which cuts what is reckoned from decimals and whole
  numbers alone: it stands only beside a column of fractions (``n.cast("float64") * 0.5``);
- a sum of fractions depends on the order of the rows: add whole numbers (`comity.flows.tables` adds micrograms);
- the first rows, and the place of a row, are by chance without an order;
- distinct values cannot be counted over a window on Spark.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.operations as ops
import ibis.expr.types as ir

from comity.kernel import InvalidInput

OPERATIONS: frozenset[type[ops.Node]] = frozenset(
    {
        *(
            ops.DatabaseTable,
            ops.SelfReference,
            ops.Project,
            ops.Filter,
            ops.Sort,
            ops.SortKey,
            ops.Limit,
            ops.Distinct,
        ),
        *(ops.Aggregate, ops.Union, ops.JoinChain, ops.JoinLink, ops.JoinReference, ops.TableUnnest),
        *(ops.Field, ops.Literal, ops.Cast, ops.Coalesce, ops.NullIf, ops.IfElse, ops.SearchedCase),
        *(ops.IsNull, ops.NotNull, ops.And, ops.Or, ops.Not, ops.InValues, ops.Between),
        *(ops.Equals, ops.NotEquals, ops.Less, ops.LessEqual, ops.Greater, ops.GreaterEqual, ops.Greatest, ops.Least),
        *(ops.Add, ops.Subtract, ops.Multiply, ops.Divide, ops.Negate, ops.Abs, ops.Round, ops.Floor, ops.Ceil),
        *(ops.StringConcat, ops.StringContains, ops.StringLength, ops.StringSplit, ops.Substring),
        *(ops.StartsWith, ops.EndsWith),
        *(ops.Count, ops.CountStar, ops.CountDistinct, ops.Sum, ops.Min, ops.Max, ops.Any, ops.All),
        *(ops.WindowFunction, ops.WindowBoundary, ops.RowNumber, ops.MinRank, ops.DenseRank, ops.Lag, ops.Lead),
    }
)
"""The operations of the portable subset."""
JOINS = frozenset({"inner", "left", "outer", "semi", "anti"})
WHOLE = (ops.Round, ops.Floor, ops.Ceil)
NEEDS_ORDER = (ops.RowNumber, ops.MinRank, ops.DenseRank, ops.Lag, ops.Lead)


def require_portable(expression: ir.Expr) -> None:
    """This function lets an expression pass that every engine answers with equal rows.

    Raises:
        InvalidInput: it holds something else; everything that does is named.
    """
    if found := offences(expression):
        raise InvalidInput(
            "The expression",
            f"would not give equal rows on every engine: {'; '.join(found)}",
            "Write it with what tests/engines/spec.py shows, or show there that the engines agree.",
            code="engines.expression.not_portable",
        )


def offences(expression: ir.Expr) -> list[str]:
    """This function returns what in an expression the engines do not agree about, each thing once; empty for none."""
    found: dict[str, None] = {}
    for node in expression.op().find(ops.Node):
        if type(node) not in OPERATIONS:
            found[type(node).__name__] = None
        if _written_out(node):
            found["a fraction written out beside no column of fractions"] = None
        for offence in _OFFENCES.get(type(node), ()):
            if said := offence(node):
                found[said] = None
    return list(found)


def _written_out(node: ops.Node) -> bool:
    fractions = [child for child in node.__children__ if isinstance(child, ops.Value) and child.dtype.is_floating()]
    written = [child for child in fractions if isinstance(child, ops.Literal)]
    return len(written) == len(fractions) and any(literal.value is not None for literal in written)


def _cast(node: ops.Cast) -> str:
    if node.arg.dtype.is_floating() and node.to.is_integer() and not isinstance(node.arg, WHOLE):
        return "a fraction cast to a whole number"
    if node.arg.dtype.is_floating() and node.to.is_string():
        return "a fraction cast to text"
    return ""


def _divide(node: ops.Divide) -> str:
    by = node.right
    safe = (isinstance(by, ops.Literal) and by.value) or (
        isinstance(by, ops.NullIf) and isinstance(by.null_if_expr, ops.Literal) and by.null_if_expr.value == 0
    )
    return "" if safe else "dividing by what may be nothing"


def _sum(node: ops.Sum) -> str:
    return "a sum of fractions" if node.arg.dtype.is_floating() else ""


def _limit(node: ops.Limit) -> str:
    return "" if isinstance(node.parent, ops.Sort) else "the first rows of no order"


def _join(node: ops.JoinLink) -> str:
    return "" if node.how in JOINS else f"a join {node.how}"


def _window(node: ops.WindowFunction) -> str:
    if isinstance(node.func, ops.CountDistinct):
        return "distinct values counted over a window"
    if isinstance(node.func, NEEDS_ORDER) and not node.order_by:
        return f"{type(node.func).__name__} without an order"
    return ""


_OFFENCES: dict[type[ops.Node], tuple[Callable[..., str], ...]] = {
    ops.Cast: (_cast,),
    ops.Divide: (_divide,),
    ops.Sum: (_sum,),
    ops.Limit: (_limit,),
    ops.JoinLink: (_join,),
    ops.WindowFunction: (_window,),
}
