"""Bringing a node's database to this version, and back by one.

Before each upgrade the state of every slice is kept in ``upgrades.json``; going back reverses the migrations down to
it. A copy of the database is never put back: partners would rightly take that for a restored older database.
"""

from __future__ import annotations

import gc
import json
import os
from pathlib import Path
from typing import Any, cast

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from comity import __version__
from comity.kernel import Refused

_YOUNG = 50_000
"""New objects before Python looks for circles among them: more than a batch of rows, which goes as a whole."""


def set_up() -> None:
    """This function prepares Django for the node that ``COMITY_NODE`` names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.node.settings")
    django.setup()
    gc.freeze()  # what is there now stays to the end: no collection has to look through it again
    gc.set_threshold(_YOUNG)


def is_current() -> bool:
    """This function tells whether every migration of this version is applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def upgrade() -> bool:
    """This function applies what is missing and returns whether anything was."""
    if is_current():
        return False
    before = _state()
    call_command("migrate", interactive=False, verbosity=0)
    history = _history()
    history.append({"version": __version__, "before": before})
    _keep(history)
    return True


def downgrade() -> str:
    """This function reverses the last upgrade and returns the version that it had brought.

    Raises:
        Refused: there is no earlier version to go back to.
    """
    history = _history()
    if len(history) < 2:
        raise Refused(
            "this node", "it was made with this version, there is none to go back to", code="node.upgrade.first"
        )
    last = history.pop()
    for app, applied in last["before"].items():
        call_command("migrate", app, applied[-1] if applied else "zero", interactive=False, verbosity=0)
    _keep(history)
    return str(last["version"])


def _state() -> dict[str, list[str]]:
    executor = MigrationExecutor(connection)
    state: dict[str, list[str]] = {app: [] for app, _ in executor.loader.graph.leaf_nodes()}
    for app, name in sorted(executor.loader.applied_migrations):
        state.setdefault(app, []).append(name)
    return state


def _path() -> Path:
    return Path(os.environ["COMITY_NODE"]) / "upgrades.json"


def _history() -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", json.loads(_path().read_text(encoding="utf-8"))) if _path().exists() else []


def _keep(history: list[dict[str, Any]]) -> None:
    fresh = _path().with_suffix(".new")
    fresh.write_text(json.dumps(history, indent=1), encoding="utf-8")
    fresh.replace(_path())
