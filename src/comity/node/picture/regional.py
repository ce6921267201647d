"""Reading the regional picture: who contributed what and when, one beside the other, and the routes that they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models.fields.json import KT

from comity.exchange.contents import Dataset
from comity.flows.disclosure import NOT_STATED, Published, Row, Shown
from comity.node.messaging.models import Message
from comity.node.partners.models import Partner
from comity.node.partners.queries import accepted
from comity.node.permissions import Action, Actor, require
from comity.node.picture import aggregating
from comity.node.picture.models import Contribution, Publication, Sending
from comity.node.runtime import clock, config, node_id

YEARS = 6
"""Columns of the table."""
SENDINGS = 100


@dataclass(frozen=True, slots=True)
class Source:
    """Who counts.

    Args:
        node: id.
        country: of the agency.
        agency: its name.
        ours: whether it is this one.
    """

    node: str
    country: str
    agency: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What one agency counts by year; a year that it did not contribute is missing."""

    source: Source
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A route as several agencies name it together.

    Args:
        origin, destination: countries.
        count: seizures at least; ``at_most`` at most.
        kilograms: at least; None where nobody said it.
        sources: who names it.
    """

    origin: str
    destination: str
    count: int
    at_most: int
    kilograms: float | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A contribution: by whom, of what, when, how complete.

    Args:
        source: who.
        row: as it stands here.
        content: what it says of itself; None of a revision whose place was taken.
    """

    source: Source
    row: Contribution
    content: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A contribution of ours to a partner, with where its message stands."""

    sending: Sending
    state: str


@dataclass(frozen=True, slots=True)
class Regional:
    """The regional picture.

    Args:
        years: of the table, the earliest first; ``every_year`` has all that can be chosen, the newest first.
        year: that routes are of; None where there is none.
        drug: group of drugs; empty for all.
        lines: what each agency counts.
        ways: routes that are known, the most named first.
        known: seizures of the year whose departure and destination are known, from and to; ``seizures`` all of them.
        unknown: agencies whose routes of the year are missing.
        given: contributions of partners, the newest first; ``sent`` those of ours.
    """

    years: tuple[int, ...]
    every_year: tuple[int, ...]
    year: int | None
    drug: str
    lines: tuple[Line, ...]
    ways: tuple[Way, ...]
    known: tuple[int, int]
    seizures: tuple[int, int]
    unknown: tuple[Source, ...]
    given: tuple[Given, ...]
    sent: tuple[Sent, ...]


def read(actor: Actor, *, year: int | None = None, drug: str = "") -> Regional:
    """This function puts side by side what each agency counts, in the published form, this one's too.

    Raises:
        Refused: the actor may not see the picture.
    """
    require(actor, Action.PICTURE_READ)
    sources = {node_id(): Source(node_id(), config().country, config().agency, ours=True)}
    sources |= {p.id: Source(p.id, p.country, str(p), ours=False) for p in accepted()}
    stands = Contribution.objects.filter(stands=True).select_related("partner")
    standing = list(stands.defer("content"))
    sources |= {r.partner_id: _source(r.partner) for r in standing if r.partner_id not in sources}
    over = [each for each in aggregating.years() if each < clock().now().year]
    every = sorted({*over, *(row.year for row in standing)}, reverse=True)
    years = tuple(reversed(every[:YEARS]))
    chosen = year if year in every else every[0] if every else None
    # What is not shown is not read: a contribution may have thousands of rows.
    wanted = {Dataset.SEIZURES: years, Dataset.ROUTES: () if chosen is None else (chosen,)}
    counted = {}
    for dataset, shown in wanted.items():
        rows = list(stands.filter(dataset=dataset, year__in=shown))
        ours = [each for each in over if each in shown]
        counted[dataset.value] = {node: _published(node, dataset, ours, rows) for node in sources}
    lines = [
        Line(source, tuple(_total(counted[Dataset.SEIZURES][node], each, drug) for each in years))
        for node, source in sources.items()
    ]
    ways, known, seizures, unknown = _ways(sources, counted[Dataset.ROUTES], chosen)
    rows_given = Contribution.objects.select_related("partner").defer("content")
    rows_given = rows_given.annotate(completeness=KT("content__completeness"), words=KT("content__words"))
    given = tuple(_given(sources, row) for row in rows_given[:SENDINGS])
    return Regional(
        years, tuple(every), chosen, drug, tuple(sorted(lines, key=_order)), ways, known, seizures, unknown, given,
        _sent(),
    )  # fmt: skip


def _source(partner: Partner) -> Source:
    return Source(partner.id, partner.country, str(partner), ours=False)


def _given(sources: Mapping[str, Source], row: Any) -> Given:
    content = {"completeness": row.completeness, "words": row.words} if row.completeness else None
    return Given(sources.get(row.partner_id) or _source(row.partner), row, content)


def _order(line: Line) -> tuple[bool, str, str]:
    return not line.source.ours, line.source.country, line.source.agency


def _published(node: str, dataset: Dataset, over: list[int], standing: list[Contribution]) -> dict[int, Published]:
    """This function returns what an agency counts, by year; ours as it was published, or would be."""
    if node != node_id():
        rows = [r for r in standing if r.partner_id == node and r.content]
        return {r.year: aggregating.received(dataset.value, r.content or {}) for r in rows}
    last: dict[int, Publication] = {}
    for row in Publication.objects.filter(dataset=dataset.value).order_by("revision"):
        last[row.year] = row
    earlier = {year: Published.read(row.published) for year, row in last.items()}
    return {year: aggregating.published(dataset.value, year, earlier.get(year)) for year in over}


def _total(published: Mapping[int, Published], year: int, drug: str) -> Row:
    found = published.get(year)
    if found is None:
        return Row({}, Shown.MISSING, None, None, dict.fromkeys(aggregating.MEASURES))
    return found.table((), {"drug_group": drug} if drug else {}).total


def _ways(
    sources: Mapping[str, Source], counted: Mapping[str, Mapping[int, Published]], year: int | None
) -> tuple[tuple[Way, ...], tuple[int, int], tuple[int, int], tuple[Source, ...]]:
    """This function adds up the routes of a year over all agencies, where departure and destination are both said."""
    named: dict[tuple[str, str], list[tuple[Source, Row]]] = defaultdict(list)
    known, every, unknown = [0, 0], [0, 0], []
    for node, source in sources.items():
        published = counted[node].get(year) if year is not None else None
        if published is None:
            unknown.append(source)
            continue
        table = published.table(("route",), {})
        every = [every[0] + (table.total.count or 0), every[1] + (table.total.at_most or 0)]
        known[1] += table.merged.at_most or 0
        for row in table.rows:
            origin, _between, destination = str(row.key["route"]).partition(aggregating.BETWEEN)
            if row.key["route"] != NOT_STATED and row.count:
                named[origin, destination].append((source, row))
                known = [known[0] + row.count, known[1] + row.count]
    ways = [_way(ends, rows) for ends, rows in named.items()]
    ordered = sorted(ways, key=lambda w: (-w.count, w.origin, w.destination))
    return tuple(ordered), (known[0], known[1]), (every[0], every[1]), tuple(unknown)


def _way(ends: tuple[str, str], rows: list[tuple[Source, Row]]) -> Way:
    amounts = [amount[0] for _source_, row in rows if (amount := row.amounts.get("kilograms")) is not None]
    return Way(
        origin=ends[0],
        destination=ends[1],
        count=sum(row.count or 0 for _source_, row in rows),
        at_most=sum(row.at_most or 0 for _source_, row in rows),
        kilograms=sum(amounts) if amounts else None,
        sources=tuple(source for source, _row in rows),
    )


def _sent() -> tuple[Sent, ...]:
    rows = list(Sending.objects.select_related("publication", "partner")[:SENDINGS])
    states = dict(Message.objects.filter(id__in=[r.message for r in rows]).values_list("id", "state"))
    return tuple(Sent(row, states.get(row.message, "")) for row in rows)
