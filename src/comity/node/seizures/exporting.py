"""Seizures leave as CSV or XLSX, one row for each thing seized, with what may be done with them in each row.

A seizure that may not go into a file, by its own marks or those of an item that it rests on, has a row that says why,
and nothing else.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from comity.exchange.contents.recalls import CopyKind
from comity.exchange.terms import Terms, Use, UseKind
from comity.exchange.uses import Judgement, judge
from comity.kernel import Exhausted, Missing
from comity.node.audit.operations import record
from comity.node.holdings.access import grounds_known
from comity.node.holdings.handling import use
from comity.node.items.binding import Judging
from comity.node.items.models import Copy, Item
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, make_id, node_id
from comity.node.seizures.finding import Filter, chosen
from comity.node.seizures.models import Good, PointRole, RoutePoint, Seizure, SeizureState
from comity.node.seizures.snapshots import plain
from comity.subjects.cells import neutralised

BATCH = 500
MOST_OF_A_SHEET = 100_000
"""Seizures that a sheet takes; more go as CSV."""
NAMED = 1000
"""Ids that the entry in the ledger names."""
SEIZURE = (
    "reference", "state", "date", "country", "province", "district", "commune", "village", "place", "place_kind",
    "latitude", "longitude", "accuracy", "position_of", "transport", "hiding", "routing", "detection", "remarks",
    "counted_by", "source", "evaluation", "retention_until", "recorded", "verified",
)  # fmt: skip
GOOD = (
    "number", "kind", "substance", "words", "form", "amount", "amount_text", "unit", "unit_text", "kilograms",
    "kilograms_low", "kilograms_high", "factor", "factor_source", "imputed", "purity", "logo", "hs", "cas", "currency",
    "laboratory_result", "laboratory_reference", "laboratory_date",
)  # fmt: skip
ROUTE = tuple(
    f"{role.value}{part}" for role in PointRole for part in ("", "_place", "_words", "_source", "_evaluation")
)
MARKS = ("handling", "tlp", "pap", "restriction_words")
COLUMNS = (
    *SEIZURE, *(f"good_{name}" for name in GOOD), *ROUTE, "arrested", "ground", *MARKS, "as_written", "left_out",
)  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
Cell = str | float | int | None


def export_csv(*, actor: Actor, wanted: Filter) -> Iterator[str]:
    """This function writes seizures as CSV, formulas neutralised, piece by piece; drafts are not among them.

    The entry in the ledger is written before the first piece; memory holds one piece at a time.

    Raises:
        Refused: the actor may not: this is a permission of its own.
        Missing: there is nothing to export.
    """
    rows, left_out = _begin(actor, wanted, "csv")
    return _pieces(actor, rows, left_out)


def export_xlsx(*, actor: Actor, wanted: Filter) -> bytes:
    """This function writes seizures as a sheet of XLSX, numbers as numbers and every text as a text.

    Raises:
        Refused: the actor may not.
        Missing: there is nothing to export.
        Exhausted: there are more than a sheet takes.
    """
    rows, left_out = _begin(actor, wanted, "xlsx")
    from openpyxl import Workbook  # only where a workbook is written: an idle node stays small

    book = Workbook(write_only=True)
    sheet = book.create_sheet("seizures")
    sheet.append(COLUMNS)
    for row in _rows(actor, rows, left_out):
        sheet.append([_neutral(cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@transaction.atomic
def _begin(actor: Actor, wanted: Filter, form: str) -> tuple[QuerySet[Seizure], dict[str, Judgement]]:
    """This function asks for permission, judges the items that seizures rest on, and enters the export."""
    require(actor, Action.SEIZURE_EXPORT)
    rows = chosen(actor, wanted).exclude(state=SeizureState.DRAFT)
    count = rows.order_by().count()
    if not count:
        raise Missing("export", "no seizure is as you ask", "Ask for others", code="seizures.export.empty")
    if form == "xlsx" and count > MOST_OF_A_SHEET:
        raise Exhausted(
            "export", f"a sheet takes {MOST_OF_A_SHEET:,} seizures, and these are {count:,}", "Export them as CSV",
            code="seizures.export.sheet",
        )  # fmt: skip
    ids = rows.order_by().values("id")
    items = list(Item.objects.filter(seizures__seizure__in=ids).distinct())
    judging = Judging(actor, items)
    judgements = {item.id: judging(item, UseKind.EXPORT) for item in items}
    export_id, now = make_id(), clock().now()
    going = [item for item in items if judgements[item.id].allowed]
    Copy.objects.bulk_create(
        Copy(item=item, kind=CopyKind.EXPORT.value, object_id=export_id, at=now, by=actor.user_id) for item in going
    )
    refused = {item_id: judgement for item_id, judgement in judgements.items() if not judgement.allowed}
    names = list(rows.values_list("id", flat=True)[:NAMED])
    record(
        actor=actor, event="seizures.exported", objects=[export_id, *names, *(item.id for item in going)],
        details=wanted.document() | {
            "seizures": count, "format": form,
            "left_out": [{"item": item_id, "because": j.code} for item_id, j in refused.items()],
        },
    )  # fmt: skip
    return rows, refused


def _pieces(actor: Actor, rows: QuerySet[Seizure], left_out: dict[str, Judgement]) -> Iterator[str]:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for number, row in enumerate(_rows(actor, rows, left_out), 1):
        writer.writerow([neutralised(cell) if isinstance(cell, str) else cell for cell in row])
        if number % BATCH == 0:
            yield stream.getvalue()
            stream.seek(0)
            stream.truncate()
    yield stream.getvalue()


def _rows(actor: Actor, rows: QuerySet[Seizure], left_out: dict[str, Judgement]) -> Iterator[list[Cell]]:
    wanted = use(actor, UseKind.EXPORT)
    parts = rows.order_by("id").prefetch_related("goods", "points", "arrests", "quotes")
    last = ""
    while batch := list(parts.filter(id__gt=last)[:BATCH]):
        known = grounds_known(actor, batch)
        for each in batch:
            ground = known.get(each.case_id or each.duty_id or "", "")
            refused = [left_out[quote.item_id] for quote in each.quotes.all() if quote.item_id in left_out]
            if not (own := _own(each, wanted)).allowed:
                refused.append(own)
            yield from _refused(each, refused) if refused else _told(each, ground)
        last = batch[-1].id


def _own(seizure: Seizure, wanted: Use) -> Judgement:
    """This function judges the export of a seizure by its own marks: the owner's own TLP RED binds on paper too."""
    return judge(Terms(seizure.restriction, frozenset({node_id()}), seizure.retention_until), wanted)


def _refused(seizure: Seizure, judgements: Iterable[Judgement]) -> Iterator[list[Cell]]:
    reason = " ".join(dict.fromkeys(f"{each.sentence} {each.way_out}" for each in judgements))
    yield [seizure.reference, *([""] * (len(COLUMNS) - 2)), reason]


def _told(seizure: Seizure, ground: str) -> Iterator[list[Cell]]:
    about = [_cell(getattr(seizure, name)) for name in SEIZURE]
    bound = seizure.restriction
    arrested = sum(each.number for each in seizure.arrests.all())
    tail: list[Cell] = [
        *_route(seizure.points.all()), arrested, ground, bound.code, bound.tlp.label, bound.pap.name, bound.words,
    ]  # fmt: skip
    goods: list[Good | None] = list(seizure.goods.all()) or [None]
    for good in goods:
        said = [_cell(getattr(good, name)) for name in GOOD] if good else [""] * len(GOOD)
        written = seizure.as_written | (good.as_written if good else {})
        words = json.dumps(written, ensure_ascii=False, sort_keys=True) if written else ""
        yield [*about, *said, *tail, words, ""]


def _route(points: Iterable[RoutePoint]) -> list[Cell]:
    """This function returns what is known of each role; places of transit stand in their order with ``;`` between."""
    every = list(points)
    cells: list[Cell] = []
    for role in PointRole:
        of_it = [point for point in every if point.role == role]
        cells += [
            ";".join(getattr(point, name) for point in of_it)
            for name in ("country", "place", "words", "source", "confidence")
        ]
    return cells


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, (int, float)) or value is None else str(plain(value))


def _neutral(cell: Cell) -> Cell:
    return neutralised(_CONTROL.sub("\ufffd", cell)) if isinstance(cell, str) else cell
