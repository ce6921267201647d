"""What is counted in the records (`comity.flows.records`), as Ibis expressions that both engines answer alike.

Every expression leaves out what another node counts (``counted``), counts seizures by distinct ``seizure_id``, and adds
kilograms as whole micrograms, so that neither the order of the rows nor the engine shows in a sum. What has no weight
is counted as unweighed and never guessed. Which cells may be published is left to `comity.flows.disclosure`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

Level = Literal["country", "province"]

DRUGS = ("drug",)
"""The kinds of thing that are counted unless others are asked for."""
MICROGRAMS = 1e9
"""In a kilogram."""
LEG, WHOLE = "leg", "whole"


def counts(records: ir.Table, by: Sequence[str] = (), *, kinds: Sequence[str] = DRUGS) -> ir.Table:
    """This function returns how much was seized, for each value of the columns ``by`` or in all, in their order.

    Columns: those of ``by``; seizures (distinct), things (rows), kilograms with kilograms_low and kilograms_high,
    imputed_kilograms (of these, by an average weight for each piece), unweighed (things without kilograms).
    """
    ours = counted(records, kinds)
    weighed = ours.kilograms.notnull()
    found = ours.aggregate(
        by=by,
        seizures=ours.seizure_id.nunique(),
        things=ours.count(),
        kilograms=_kilograms(ours.kilograms),
        kilograms_low=_kilograms(ibis.coalesce(ours.kilograms_low, ours.kilograms)),
        kilograms_high=_kilograms(ibis.coalesce(ours.kilograms_high, ours.kilograms)),
        imputed_kilograms=_kilograms(ours.imputed.ifelse(ours.kilograms, ibis.null("float64"))),
        unweighed=_times(~weighed),
    )
    return _in_order(found, by)


def totals(records: ir.Table) -> ir.Table:
    """This function returns `counts` of drugs by country, year, drug_group and drug."""
    return counts(records, ("country", "year", "drug_group", "drug"))


def monthly(records: ir.Table, by: Sequence[str] = (), *, kinds: Sequence[str] = DRUGS) -> ir.Table:
    """This function returns `counts` by year and month, and then ``by``.

    What is dated without a month stands under month null; a month without seizures has no row.
    """
    return counts(records, ("year", "month", *by), kinds=kinds)


def known_routes(records: ir.Table, by: Sequence[str] = (), *, kinds: Sequence[str] = DRUGS) -> ir.Table:
    """This function returns for how much the route is known: departure and destination country, even the same one.

    Columns: those of ``by``; seizures, with_route (of these), share; kilograms, kilograms_with_route,
    share_of_kilograms. A share of nothing is null.
    """
    ours = counted(records, kinds)
    known = ours.departure.notnull() & ours.destination.notnull()
    found = ours.aggregate(
        by=by,
        seizures=ours.seizure_id.nunique(),
        with_route=ours.seizure_id.nunique(where=known),
        kilograms=_kilograms(ours.kilograms),
        kilograms_with_route=_kilograms(known.ifelse(ours.kilograms, ibis.null("float64"))),
    )
    found = found.select(
        *by,
        "seizures",
        "with_route",
        share=found.with_route / found.seizures.nullif(0),
        kilograms=found.kilograms,
        kilograms_with_route=found.kilograms_with_route,
        share_of_kilograms=found.kilograms_with_route / found.kilograms.nullif(0),
    )
    return _in_order(found, by)


def passages(
    records: ir.Table, level: Level = "country", by: Sequence[str] = (), *, kinds: Sequence[str] = DRUGS
) -> ir.Table:
    """This function returns one row for each seizure and each leg or whole route that it names.

    Columns: seizure_id, those of ``by``, kind, origin, destination, period (twelve times the year plus the month from
    0, null where the date does not say), kilograms (null where nothing of it is weighed).

    - A ``leg`` leads from one known point to the next: producing, departure, transit in order, destination. Points that
      are not known are skipped, a point that follows itself is one.
    - A ``whole`` route leads from departure to destination, even within one country.
    - At the level ``province`` departure and destination are provinces where these are known, else countries; from a
      country to a province of its own is no leg.
    """
    ours = counted(records, kinds)
    departure, destination = ours.departure, ours.destination
    if level == "province":
        departure = ibis.coalesce(ours.departure_province, departure)
        destination = ibis.coalesce(ours.destination_province, destination)
    points = (ours.producing, departure, ours.transit, destination)
    each = ours.mutate(
        whole_origin=departure,
        whole_destination=destination,
        path=ibis.literal("").concat(*(ibis.coalesce(point + ";", "") for point in points)),
        period=ours.year * 12 + ours.month - 1,
    )
    each = each.group_by("seizure_id", *by, "path", "whole_origin", "whole_destination", "period").agg(
        kilograms=_sum(each.kilograms)
    )
    legs = _legs(each).rename(leg_path="path")
    legs = each.join(legs, each.path == legs.leg_path).select(
        "seizure_id", *by, "origin", "destination", "period", "kilograms", kind=ibis.literal(LEG)
    )
    wholes = each.filter(each.whole_origin.notnull(), each.whole_destination.notnull())
    wholes = wholes.select(
        "seizure_id",
        *by,
        "period",
        "kilograms",
        origin=wholes.whole_origin,
        destination=wholes.whole_destination,
        kind=ibis.literal(WHOLE),
    )
    columns = ("seizure_id", *by, "kind", "origin", "destination", "period", "kilograms")
    return legs.select(*columns).union(wholes.select(*columns)).order_by(*columns)


def relations(
    records: ir.Table, level: Level = "country", by: Sequence[str] = (), *, kinds: Sequence[str] = DRUGS
) -> ir.Table:
    """This function returns which ways drugs went, the most often named first: see `passages`.

    Columns: those of ``by``, kind, origin, destination, relations (distinct seizures that name it), weighed (of these),
    kilograms, months (how many different months have one).
    """
    named = passages(records, level, by, kinds=kinds)
    keys = (*by, "kind", "origin", "destination")
    found = named.group_by(*keys).agg(
        relations=named.seizure_id.nunique(),
        weighed=named.seizure_id.nunique(where=named.kilograms.notnull()),
        kilograms=_kilograms(named.kilograms),
        months=named.period.nunique(),
    )
    return found.order_by(*by, "kind", ibis.desc("relations"), "origin", "destination")


def largest(records: ir.Table, n: int, *, kinds: Sequence[str] = DRUGS) -> ir.Table:
    """This function returns the ``n`` heaviest seizures, the heaviest first.

    Columns: seizure_id, year, month, country, province, drug (null where there are several), kilograms, share (of all
    kilograms).
    """
    ours = counted(records, kinds)
    each = ours.group_by("seizure_id").agg(
        year=ours.year.min(),
        month=ours.month.min(),
        country=ours.country.min(),
        province=ours.province.min(),
        drug=(ours.drug.nunique() == 1).ifelse(ours.drug.min(), ibis.null("string")),
        kilograms=_kilograms(ours.kilograms),
    )
    each = each.filter(each.kilograms > 0)
    each = each.mutate(share=each.kilograms / _kilograms(each.kilograms).over(ibis.window()).nullif(0))
    return each.order_by(ibis.desc("kilograms"), "seizure_id").limit(n)


def without_largest(records: ir.Table, n: int, *, kinds: Sequence[str] = DRUGS) -> ir.Table:
    """This function returns the records but those of the ``n`` heaviest seizures."""
    return records.anti_join(largest(records, n, kinds=kinds), "seizure_id")


def counted(records: ir.Table, kinds: Sequence[str] = DRUGS) -> ir.Table:
    """This function returns the records of these kinds, but those that another node counts."""
    return records.filter(records.counted, records.kind.isin(tuple(kinds)))


def _in_order(found: ir.Table, by: Sequence[str]) -> ir.Table:
    return found.order_by(*by) if by else found


def _legs(each: ir.Table) -> ir.Table:
    """Columns path, origin, destination; paths repeat, so each is taken apart once."""
    paths = each.select("path").distinct()
    points = paths.mutate(origin=paths.path.split(";")).unnest("origin", offset="step")
    points = points.filter(points.origin != "")
    onward = points.origin.lead().over(ibis.window(group_by=points.path, order_by=points.step))
    points = points.mutate(destination=onward)
    inside = points.destination.startswith(points.origin + "-") | points.origin.startswith(points.destination + "-")
    legs = points.filter(points.destination.notnull(), points.origin != points.destination, ~inside)
    return legs.select("path", "origin", "destination").distinct()


def _sum(kilograms: ir.FloatingValue) -> ir.FloatingValue:
    """Null where nothing is weighed."""
    return (kilograms * MICROGRAMS).round().sum().cast("float64") / MICROGRAMS


def _kilograms(kilograms: ir.FloatingValue) -> ir.FloatingValue:
    return ibis.coalesce(_sum(kilograms), 0.0)


def _times(condition: ir.BooleanValue) -> ir.IntegerValue:
    return ibis.coalesce(condition.cast("int64").sum(), 0)
