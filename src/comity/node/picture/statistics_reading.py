"""Reading the statistics, and putting them into files: rights first, then what was counted before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.engines import missing
from comity.flows import brief
from comity.flows.trends import month_number
from comity.kernel import InvalidInput
from comity.node.audit.operations import record
from comity.node.permissions import Action, Actor, require
from comity.node.picture import counting, courts, files, reporting, route_pictures, route_reading, routes, sources
from comity.node.picture.presenting import presented
from comity.node.picture.statistics import Figures, figures
from comity.node.picture.tables import Asked
from comity.node.prosecutions import queries as prosecutions
from comity.node.runtime import clock
from comity.node.seizures import queries as seizures

KEPT = 64
"""Questions whose answers are kept."""
LANGUAGES = ("en", "km", "vi")
MAP_HEIGHT = 125
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """A file that leaves.

    Args:
        name: of the file.
        type: its media type.
        content: itself.
    """

    name: str
    type: str
    content: bytes


def read(actor: Actor, asked: Asked) -> Figures:
    """This function returns the tables and verdicts that a reader chose.

    Raises:
        Refused: the actor may not see the picture, or not the whole one.
        InvalidInput: what analysis needs is not installed.
    """
    require(actor, Action.PICTURE_READ)
    if asked.whole:
        require(actor, Action.PICTURE_READ_WHOLE)
    if absent := missing():
        raise absent
    today = clock().now()
    counted = _counted(
        seizures.revision(), replace(asked, year=None, whole=False), month_number(today.year, today.month)
    )
    return _figures(asked, counted, _charged(prosecutions.revision()), reporting.revision())


@transaction.atomic
def read_whole(*, actor: Actor, asked: Asked) -> Figures:
    """This function returns the whole form, and enters into the ledger that it was read.

    Raises:
        Refused: the actor may not see the whole one.
        InvalidInput: what analysis needs is not installed.
    """
    found = read(actor, replace(asked, whole=True))
    record(actor=actor, event="picture.statistics.read", details=_said(found))
    return found


@transaction.atomic
def export(*, actor: Actor, asked: Asked, form: str, language: str) -> File:
    """This function puts the statistics into a file in a language; the ledger keeps what went out, with its digest.

    Args:
        actor: who takes it.
        asked: what was chosen.
        form: xlsx, csv or pdf.
        language: en, km or vi.

    Raises:
        Refused: the actor may not.
        InvalidInput: no such form or language, or what analysis needs is not installed.
    """
    require(actor, Action.PICTURE_EXPORT)
    if form not in TYPES or language not in LANGUAGES:
        raise InvalidInput(
            "File",
            "there is no such form or language",
            f"Forms: {', '.join(TYPES)}; languages: {', '.join(LANGUAGES)}",
            code="picture.export.form",
        )  # fmt: skip
    found = read(actor, asked)
    with override(language):
        told = presented(found)
        if form == "xlsx":
            content = files.workbook(told)
        elif form == "csv":
            content = files.table_of_all(found, told)
        else:
            content = files.paper(found, told, _maps(actor, found))
        marks = " ".join(files.marks_of(told))
    digest = hashlib.sha256(content).hexdigest()
    details = _said(found) | {"form": form, "language": language, "sha256": digest, "marks": marks}
    record(actor=actor, event="picture.statistics.exported", details=details)
    return File(f"statistics-{found.year or 'none'}-{language}.{form}", TYPES[form], content)


def _maps(actor: Actor, found: Figures) -> list[brief.Picture]:
    """The map of the year's routes, where there are any to draw."""
    asked = routes.Asked(year=found.year, drug=found.asked.drug, province=found.asked.province, whole=found.asked.whole)
    counted = route_reading.read(actor, asked)
    if not counted.ways:
        return []
    drawn = brief.on_paper(route_pictures.drawn(counted, theme="print"))
    title = _("Routes that are known, %(year)s") % {"year": found.year}
    return [brief.Picture(title, drawn, height=MAP_HEIGHT)]


def _said(found: Figures) -> dict[str, object]:
    asked = found.asked
    return {"drug": asked.drug, "province": asked.province, "year": found.year, "whole": asked.whole}


@lru_cache(maxsize=KEPT)
def _counted(_revision: int, asked: Asked, now: int) -> _Kept:
    with sources.records() as (engine, table):
        return _Kept(counting.counted(engine, table, asked, now))


@lru_cache(maxsize=KEPT)
def _charged(_revision: int) -> _Kept:
    return _Kept(courts.charged())


@lru_cache(maxsize=KEPT)
def _figures(asked: Asked, counted: _Kept, charged: _Kept, _reporting: str) -> Figures:
    return figures(asked, replace(counted.what, courts=charged.what))


class _Kept:
    """Counts, which are the same as long as they are the same object."""

    def __init__(self, what: Any) -> None:
        self.what = what
