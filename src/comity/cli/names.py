"""``comity names``: compare two names and say why; rank a pool of names for many queries."""

from __future__ import annotations

import csv
import gc
import json
import multiprocessing
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from comity.kernel import UnreadableFile

names = typer.Typer(name="names", no_args_is_help=True, help="Names in any script: compare two, or rank many.")
_CHUNK = 8
_SMALL = 200_000
_LARGE = 20_000

Kind = Annotated[str, typer.Option("--kind", help="What they are names of: person, organisation, place or vessel.")]


def add_to(app: typer.Typer) -> None:
    """This function adds the group to the command."""
    app.add_typer(names)


@names.command()
def compare(
    a: Annotated[str, typer.Argument(help="A name in any script.")],
    b: Annotated[str, typer.Argument(help="Another.")],
    kind: Kind = "person",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Say how alike two names are, from 0 to 1, and why."""
    from comity.names import compare as compare_names

    found = compare_names(a, b, kind)
    if as_json:
        reasons = [{"what": r.what, "text": r.text, "effect": round(r.effect, 4)} for r in found.reasons]
        typer.echo(json.dumps({"a": a, "b": b, "score": round(found.score, 4), "reasons": reasons}, ensure_ascii=False))
        return
    typer.echo(f"{found.score:.2f}")
    for reason in found.reasons:
        typer.echo(f"  {reason.what:9s} {reason.text}")


@names.command()
def rank(
    queries: Annotated[Path, typer.Argument(help="CSV with the columns id and name.")],
    pool: Annotated[Path, typer.Argument(help="CSV with the columns id and name.")],
    out: Annotated[Path, typer.Option("--out", help="Where to write query_id,pool_id,score.")],
    top: Annotated[int, typer.Option("--top", min=1, help="Rows a query.")] = 50,
    kind: Kind = "person",
) -> None:
    """Rank the names of a pool for each query; what blocking leaves out scores 0."""
    from rich.console import Console
    from rich.progress import track

    asked, among = _read(queries), _read(pool)
    texts = [name for _, name in asked]
    ranked = _ranked(texts, [name for _, name in among], top, kind)
    shown = track(ranked, "Ranking", total=len(asked), console=Console(stderr=True), disable=not sys.stderr.isatty())
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["query_id", "pool_id", "score"])
        for (query_id, _), rows in zip(asked, shown, strict=True):
            writer.writerows((query_id, among[place][0], f"{score:.6f}") for place, score in rows)


def _read(path: Path) -> list[tuple[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {"id", "name"} <= set(reader.fieldnames or ()):
                raise UnreadableFile(str(path), "it has no columns id and name", "Its first line must name them")
            return [(row["id"] or "", row["name"] or "") for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(str(path), str(error), "It must be a CSV file in UTF-8") from error


def _ranked(queries: Sequence[str], pool: Sequence[str], top: int, kind: str) -> Iterator[list[tuple[int, float]]]:
    """Small work stays in this process; large work is shared among all cores, which inherit the prepared pool."""
    from comity.names.ranking import Pool

    workers = os.cpu_count() or 1
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    if workers == 1 or not can_fork or len(queries) * len(pool) < _SMALL:
        yield from Pool(pool, kind).rank(queries, top)
        return
    forking = multiprocessing.get_context("fork")
    if len(pool) < _LARGE:
        prepared = Pool(pool, kind)
    else:
        with forking.Pool(workers) as processes:
            prepared = Pool(pool, kind, processes.imap)
    _Shared.pool, _Shared.top = prepared, top
    chunks = [queries[i : i + _CHUNK] for i in range(0, len(queries), _CHUNK)]
    gc.freeze()  # what was prepared stays one copy for all processes
    with forking.Pool(workers, initializer=gc.disable) as processes:  # nothing made there refers to itself
        for rows in processes.imap(_rank_chunk, chunks):
            yield from rows


class _Shared:
    """What forked processes inherit."""

    pool: object = None
    top: int = 0


def _rank_chunk(queries: Sequence[str]) -> list[list[tuple[int, float]]]:
    from comity.names.ranking import Pool

    if not isinstance(_Shared.pool, Pool):
        raise TypeError("the pool was not prepared before the processes were made")
    return list(_Shared.pool.rank(queries, _Shared.top))
