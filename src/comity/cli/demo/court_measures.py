"""What the demo does with prosecutions, campaigns and the regional picture at a node, through the node's operations."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from comity.cli.demo.seizing_measures import grounds
from comity.cli.session import acting, open_node

FIRST = timedelta(days=3)
"""From the charge to the first appearance."""


def record_prosecutions(folder: Path, user: str, case: str, file: str) -> int:
    """This function records what went to court of the seizures of a node, and returns how many prosecutions."""
    open_node(folder)
    from comity.node.prosecutions.given import Given, GivenDefendant
    from comity.node.prosecutions.operations import record_prosecution
    from comity.node.seizures.models import Seizure

    actor = acting(user, case=case)
    ids = {said.get("REFERENCE") or reference: id_ for id_, reference, said in Seizure.objects.values_list(
        "id", "reference", "as_written"
    )}  # fmt: skip
    rows = json.loads(Path(file).read_text(encoding="utf-8"))
    for row in rows:
        convicted = row["outcome"] == "convicted"
        defendant = GivenDefendant(
            persons=row["persons"], nationality=row["province"][:2], outcome=row["outcome"],
            outcome_date=row["ended"] or "", sentence="prison" if convicted else "", months=row["months"],
        )  # fmt: skip
        given = Given(
            offence="drug-trafficking", charge=row["charge"], date=row["day"], province=row["province"],
            defendants=(defendant,), reference=row["reference"], seizures=(ids[row["seizure"]],),
        )  # fmt: skip
        made = record_prosecution(actor=actor, given=given, grounds=grounds(actor))
        _hear(actor, made, pending=row["outcome"] == "pending")
    return len(rows)


def _hear(actor: Any, made: Any, *, pending: bool) -> None:
    """This function adds the first appearance, and of what is before the court the trial that comes in some days."""
    from comity.node.prosecutions.operations import record_hearing
    from comity.node.runtime import clock

    today = clock().now().date()
    first = made.date_from + FIRST
    if first > today:
        return
    trial = today + timedelta(days=2 + made.date_from.toordinal() % 60) if pending else None
    record_hearing(
        actor=actor, prosecution_id=made.id, day=first, kind="first", words="Heard (made up).", next_day=trial
    )


def plan_campaigns(folder: Path, user: str, file: str) -> int:
    """This function plans the campaigns of a node, with what was done in them, and returns how many."""
    open_node(folder)
    from comity.node.campaigns.operations import Given, GivenTarget, plan_campaign, record_activity

    actor = acting(user)
    rows = json.loads(Path(file).read_text(encoding="utf-8"))
    for row in rows:
        targets = (
            GivenTarget(measure="seizures", wanted=Decimal(row["seizures"])),
            GivenTarget(measure="reached", wanted=Decimal(row["reached"])),
        )
        made = plan_campaign(actor=actor, given=Given(
            title=row["title"], begins=date.fromisoformat(row["begins"]), ends=date.fromisoformat(row["ends"]),
            targets=targets,
        ))  # fmt: skip
        for day, kind, words, persons in row["activities"]:
            record_activity(
                actor=actor, campaign_id=made.id, kind=kind, day=date.fromisoformat(day), words=words, persons=persons
            )
    return len(rows)


def contribute(folder: Path, user: str, case: str, partners: str, years: str) -> int:
    """This function sends what the node counts of some years to its partners, after it was looked at.

    Args:
        folder: of the node.
        user: a supervisor.
        case: whose purpose is stated.
        partners: JSON: the legal basis by the node id of the partner.
        years: JSON: how complete the records are, by year.

    Returns:
        how many contributions there are.
    """
    open_node(folder)
    from comity.node.picture import contributing

    sent = 0
    for partner, basis in json.loads(partners).items():
        actor = acting(user, case=case, instrument=basis)
        for year, completeness in json.loads(years).items():
            said = {"year": int(year), "completeness": completeness, "words": "Made up for the demo."}
            seen = contributing.look(actor=actor, **said)
            sent += len(contributing.contribute(actor=actor, **said, partner_ids=[partner], digest=seen.digest))
    return sent


MEASURES: dict[str, Callable[..., Any]] = {
    "contribute": contribute, "plan_campaigns": plan_campaigns, "record_prosecutions": record_prosecutions,
}  # fmt: skip
