"""What the statistics are made of, counted in the records by an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.exchange.contents import Dataset
from comity.node.picture import aggregating
from comity.node.picture.tables import Asked, Counted
from comity.node.runtime import config

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from comity.engines import Engine


def counted(engine: Engine, records: ir.Table, asked: Asked, now: int) -> Counted:
    """This function counts drugs seized in this country, as the statistics need them.

    Args:
        engine: that holds the records.
        records: `comity.flows.records`.
        asked: what a reader chose.
        now: the month that is running, as `comity.flows.trends.month_number` gives it.
    """
    from comity.flows import tables

    here = records.filter(records.country.isnull() | (records.country == config().country))

    def chosen(but: str = "") -> ir.Table:
        found = here
        for column, code in (("province", asked.province), ("drug_group", asked.drug)):
            if code and column != but:
                found = found.filter(found[column] == code)
        return found

    routes = engine.rows(tables.known_routes(chosen()))
    return Counted(
        cube=aggregating.counted()[Dataset.SEIZURES],
        months=engine.rows(tables.monthly(chosen())),
        provinces=engine.rows(tables.monthly(chosen("province"), ("province",))),
        drugs=engine.rows(tables.monthly(chosen("drug_group"), ("drug_group",))),
        routes=routes[0] if routes else {},
        now=now,
    )
