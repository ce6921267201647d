"""Routes counted for the page: which ways were named, how sure their shares are, and for how much none is known.

The whole form counts every record and is for use inside the agency. The published form (`comity.flows.disclosure`)
counts drugs seized in this country by route and year only, in the same groups that partners are given: each further
filter would let rare routes show through when pages are held against each other, and so would shares without the
largest seizures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Any

from comity.exchange.contents import Dataset
from comity.flows.disclosure import NOT_STATED, Published, Row, Shown, publish
from comity.flows.maps.model import Share
from comity.flows.trends import month_number
from comity.node.picture import aggregating
from comity.node.picture.aggregating import K

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from comity.engines import Engine

LARGEST = 3
"""So many of the heaviest seizures are left out for comparison."""
SEED = 1961
"""Where the samples of the intervals start from; the same page shows the same bounds."""
MONTHS_UP_TO = 4
"""Years that a timeline shows by month; longer ones go by year."""
LEVELS, KINDS, MEASURES = ("country", "province"), ("whole", "leg"), ("relations", "kilograms")
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader chose.

    Args:
        year: None for all.
        drug: code of a group of drugs; empty for all.
        province: code of the province of seizure; empty for all.
        transport: code; empty for all.
        level: country or province.
        kind: whole, from departure to destination; or leg, from each known point to the next.
        measure: what the width of arcs shows: relations or kilograms.
        whole: every record, for use inside the agency.
    """

    year: int | None = None
    drug: str = ""
    province: str = ""
    transport: str = ""
    level: str = "country"
    kind: str = "whole"
    measure: str = "relations"
    whole: bool = False

    @property
    def fit(self) -> Asked:
        """This function returns what of it the published form can answer, unless the whole one is asked for."""
        return self if self.whole else Asked(year=self.year, measure=self.measure)


@dataclass(frozen=True, slots=True)
class Way:
    """From one place to another.

    Args:
        origin, destination: alpha-2 codes, or codes of provinces.
        relations: seizures that name it.
        at_least: whether there may be more, which are shown together with others only.
        share: of all relations with a known route.
        kilograms: of those that are weighed; None where it is not shown.
        quantity: share of all kilograms with a known route.
        quantity_without: the same without the largest seizures; None where it is not shown.
    """

    origin: str
    destination: str
    relations: int
    at_least: bool
    share: Share
    kilograms: float | None
    quantity: Share
    quantity_without: Share = field(default_factory=lambda: Share(None))


@dataclass(frozen=True, slots=True)
class Span:
    """A month or a year of the timeline; ``seizures`` is None where nobody reported, or where it is hidden."""

    year: int
    month: int | None
    seizures: int | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Routes:
    """Everything that the page shows.

    Args:
        asked: what was counted.
        ways: the most often named first.
        seizures, with_route: how many, and how many name a route; None where that is not shown.
        kilograms, kilograms_with_route: the same by weight.
        merged: seizures of routes that too few share; they are in no way.
        largest: share of the heaviest seizures in all kilograms; None where it is not shown.
        spans: the timeline.
        undated: seizures without a year, which are in no span.
    """

    asked: Asked
    ways: tuple[Way, ...] = ()
    seizures: int | None = 0
    with_route: int | None = 0
    kilograms: float | None = None
    kilograms_with_route: float | None = None
    merged: int = 0
    largest: float | None = None
    spans: tuple[Span, ...] = ()
    undated: int = 0

    @property
    def without_route(self) -> int | None:
        """This function returns how many seizures name no route, or None where that is not shown."""
        return None if self.seizures is None or self.with_route is None else self.seizures - self.with_route

    @property
    def is_empty(self) -> bool:
        """This function tells whether nothing was counted at all."""
        return self.seizures == 0 and not self.ways


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from: codes, in order."""

    years: tuple[int, ...] = ()
    drugs: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    transports: tuple[str, ...] = ()


def choices(engine: Engine, records: ir.Table) -> Choices:
    """This function returns the years, groups of drugs, provinces and ways of transport that the records name."""
    from comity.flows import tables

    ours = tables.counted(records)
    found: dict[str, list[Any]] = {}
    for name in ("year", "drug_group", "province", "transport"):
        rows = engine.rows(ours.filter(ours[name].notnull()).select(name).distinct().order_by(name))
        found[name] = [row[name] for row in rows]
    return Choices(
        tuple(sorted(found["year"], reverse=True)), tuple(found["drug_group"]), tuple(found["province"]),
        tuple(found["transport"]),
    )  # fmt: skip


def count(engine: Engine, records: ir.Table, asked: Asked, now: int, reported: Mapping[int, float | None]) -> Routes:
    """This function counts what a reader chose.

    Args:
        engine: that holds the records.
        records: `comity.flows.records`.
        asked: what was chosen; ``whole`` only for those who may.
        now: the month that is running, as `month_number` gives it.
        reported: share of the expected reports that came, by month, where it is known.
    """
    fit = asked.fit
    return _whole(engine, records, fit, now, reported) if fit.whole else _published(fit)


def arc(engine: Engine, records: ir.Table, asked: Asked, origin: str, destination: str) -> list[str]:
    """This function returns the ids of the seizures behind one arc."""
    from comity.flows import tables

    named = tables.passages(_chosen(records, asked), asked.level)  # type: ignore[arg-type]
    named = named.filter(named.kind == asked.kind, named.origin == origin, named.destination == destination)
    return [row["seizure_id"] for row in engine.rows(named.select("seizure_id").distinct().order_by("seizure_id"))]


def _chosen(records: ir.Table, asked: Asked, *, year: bool = True) -> ir.Table:
    wanted = {"drug_group": asked.drug, "province": asked.province, "transport": asked.transport}
    if year and asked.year is not None:
        records = records.filter(records.year == asked.year)
    for name, value in wanted.items():
        if value:
            records = records.filter(records[name] == value)
    return records


def _whole(engine: Engine, records: ir.Table, asked: Asked, now: int, reported: Mapping[int, float | None]) -> Routes:
    from comity.flows import intervals, tables

    chosen = _chosen(records, asked)
    known = engine.rows(tables.known_routes(chosen))
    named = tables.passages(chosen, asked.level)  # type: ignore[arg-type]
    columns = engine.arrow(named.filter(named.kind == asked.kind)).to_pydict()
    moved = [not _within(a, b) for a, b in zip(columns["origin"], columns["destination"], strict=True)]
    columns = {name: list(compress(values, moved)) for name, values in columns.items()}
    groups = [f"{a}>{b}" for a, b in zip(columns["origin"], columns["destination"], strict=True)]
    every = intervals.shares(columns["seizure_id"], groups, columns["kilograms"], seed=SEED)
    rest = intervals.shares(columns["seizure_id"], groups, columns["kilograms"], seed=SEED, without=LARGEST)
    without = {share.group: share for share in rest}
    ways = tuple(_way(share, without.get(share.group)) for share in every)
    heaviest = engine.rows(tables.largest(chosen, LARGEST))
    months = engine.rows(tables.monthly(_chosen(records, asked)))
    row = known[0] if known else {}
    return Routes(
        asked=asked, ways=ways, seizures=row.get("seizures", 0), with_route=row.get("with_route", 0),
        kilograms=row.get("kilograms"), kilograms_with_route=row.get("kilograms_with_route"),
        largest=sum(each["share"] for each in heaviest) if heaviest else None,
        spans=_spans(months, asked, now, reported),
        undated=sum(each["seizures"] for each in months if each["year"] is None),
    )  # fmt: skip


def _within(origin: str, destination: str) -> bool:
    """A country and a province of its own: the same place said twice, not a leg."""
    return (
        origin != destination
        and origin.split("-", maxsplit=1)[0] == destination.split("-", maxsplit=1)[0]
        and "-" not in min(origin, destination, key=len)
    )


def _way(share: Any, rest: Any) -> Way:
    origin, _, destination = share.group.partition(">")
    return Way(
        origin, destination, share.relations, False, Share(share.share, share.share_low, share.share_high),
        share.kilograms, Share(share.quantity, share.quantity_low, share.quantity_high),
        Share(rest.quantity, rest.quantity_low, rest.quantity_high) if rest else Share(0.0),
    )  # fmt: skip


def _spans(months: Rows, asked: Asked, now: int, reported: Mapping[int, float | None]) -> tuple[Span, ...]:
    """Months or years from the first to the last that has a record; one that nobody reported is None, not zero."""
    dated = [row for row in months if row["year"] is not None]
    if not dated:
        return ()
    first = asked.year or min(row["year"] for row in dated)
    last = asked.year or max(row["year"] for row in dated)
    counts: dict[tuple[int, int | None], int] = {}
    by_month = last - first < MONTHS_UP_TO and all(row["month"] is not None for row in dated)
    for row in dated:
        key = (row["year"], row["month"] if by_month else None)
        counts[key] = counts.get(key, 0) + row["seizures"]
    spans = []
    for year in range(first, last + 1):
        for month in range(1, 13) if by_month else (None,):
            numbers = [month_number(year, month)] if month else [month_number(year, m) for m in range(1, 13)]
            if numbers[0] > now:
                break
            nobody = all(reported.get(number) == 0 for number in numbers)
            found = counts.get((year, month), 0)
            spans.append(Span(year, month, found if found or not nobody else None))
    return tuple(spans)


def _published(asked: Asked) -> Routes:
    published = publish(aggregating.counted()[Dataset.ROUTES], K)
    years = [period for period in published.periods if isinstance(period, int)]
    where: dict[str, Any] = {"year": asked.year} if asked.year is not None else {}
    table = published.table(("route",), where)
    total, merged = table.total, table.merged
    rows = {str(row.key["route"]): row for row in table.rows}
    none = rows.pop(NOT_STATED, None)
    exact = total.shown in {Shown.EXACT, Shown.ZERO} and none is not None and none.shown is Shown.EXACT
    seizures = total.count if total.shown in {Shown.EXACT, Shown.ZERO} else None
    with_route = seizures - (none.count or 0) if exact and seizures is not None and none is not None else None
    heavy, known = _amount(total), _amount(none) if none else 0.0
    routed = heavy - known if heavy is not None and known is not None else None
    ways = [_shown(row, with_route, routed) for row in rows.values() if row.count]
    if seizures is not None and none is None and not merged.at_most:
        with_route = seizures
    return Routes(
        asked=asked, ways=tuple(sorted(ways, key=lambda w: (-w.relations, w.origin, w.destination))),
        seizures=seizures, with_route=with_route, kilograms=heavy,
        kilograms_with_route=routed if with_route is not None else None, merged=merged.at_most or 0,
        spans=_years(published, years), undated=_undated(published),
    )  # fmt: skip


def _shown(row: Row, with_route: int | None, routed: float | None) -> Way:
    origin, _, destination = str(row.key["route"]).partition(aggregating.BETWEEN)
    count, weight = row.count or 0, _amount(row)
    return Way(
        origin, destination, count, row.shown is not Shown.EXACT,
        Share(count / with_route if with_route else None), weight,
        Share(min(1.0, weight / routed) if weight is not None and routed else None),
    )  # fmt: skip


def _amount(row: Row | None) -> float | None:
    found = row.amounts.get("kilograms") if row else None
    return found[0] if found and row and row.shown is Shown.EXACT else None


def _years(published: Published, years: Iterable[int]) -> tuple[Span, ...]:
    known = {row.key["year"]: row for row in published.table(("year",)).rows}
    listed = sorted(years)
    spans = []
    for year in range(listed[0], listed[-1] + 1) if listed else ():
        row = known.get(year)
        shown = row is None or row.shown in {Shown.EXACT, Shown.ZERO}
        missing = row is not None and row.shown is Shown.MISSING
        count = (row.count if row else 0) if shown else None
        spans.append(Span(year, None, count, hidden=not shown and not missing))
    return tuple(spans)


def _undated(published: Published) -> int:
    rows = [row for row in published.table(("year",)).rows if row.key["year"] == NOT_STATED]
    return sum(row.count or 0 for row in rows)
