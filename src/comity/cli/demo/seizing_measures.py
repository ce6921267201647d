"""What the demo does with seizures at a node, through the node's operations, in the name of its people."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.cli.demo.filling import RETENTION
from comity.cli.session import acting, open_node
from comity.kernel import Evaluation, Restriction

if TYPE_CHECKING:
    from comity.node.holdings.grounds import Grounds
    from comity.node.permissions import Actor
    from comity.node.seizures.given import Given

SOURCE = "Made-up files of the demo"
ROUTE_SOURCE = "Statements and papers of those arrested (demo)"


def import_seizures(folder: Path, user: str, case: str, file: str) -> dict[str, int]:
    """This function imports a file of seizures and returns how many rows it has, and how many gave nothing."""
    open_node(folder)
    from comity.node.seizures import intakes

    actor = acting(user, case=case)
    made = intakes.import_file(actor=actor, file=file, grounds=grounds(actor))
    return {"rows": made.rows, "left_out": made.left_out}


def record_seizures(folder: Path, user: str, checker: str, case: str, file: str) -> int:
    """This function records seizures one by one, has every second one verified, and returns how many there are."""
    open_node(folder)
    from comity.node.seizures import operations
    from comity.node.seizures.models import Step

    actor, second = acting(user, case=case), acting(checker, case=case)
    rows = json.loads(Path(file).read_text(encoding="utf-8"))
    for number, row in enumerate(rows):
        made = operations.record_seizure(actor=actor, given=_given(row, number), grounds=grounds(actor))
        exhibit = operations.record_exhibit(
            actor=actor, seizure_id=made.id, label=f"{made.reference}-1", seal=f"SEAL {number + 1:04}", good=1,
            description="Sealed at the place of the seizure (demo)",
        )  # fmt: skip
        day = datetime.combine(date.fromisoformat(row["day"]), time(9), UTC)
        steps = ((0, Step.SEIZED, row["place"]), (1, Step.SEALED, row["place"]), (6, Step.STORED, "Store"))
        for hours, step, place in steps:
            operations.record_step(
                actor=actor, exhibit_id=exhibit.id, step=step, when=day + timedelta(hours=hours), place=place,
                to_whom="Keeper of exhibits (demo)", seal=exhibit.seal, intact=True,
            )  # fmt: skip
        if number % 2:
            made.refresh_from_db()
            operations.verify_seizure(actor=second, seizure_id=made.id, revision=made.revision, words="The report")
    return len(rows)


def state_reporting(folder: Path, user: str, file: str) -> None:
    """This function states how many reports came for each month."""
    open_node(folder)
    from comity.node.picture.reporting import state_reported

    actor = acting(user)
    years: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for row in json.loads(Path(file).read_text(encoding="utf-8")):
        years[row["year"]][row["month"]] = (row["expected"], row["came"])
    for year, months in years.items():
        state_reported(actor=actor, year=year, months=months, source="Monthly reports of the provinces (demo)")


def count_seizures(folder: Path) -> int:
    """This function returns how many seizures the node has."""
    open_node(folder)
    from comity.node.seizures.models import Seizure

    return Seizure.objects.count()


def propose_joint(folder: Path, user: str, case: str, basis: str, partner: str, reference: str) -> str:
    """This function proposes to a partner that a seizure was joint."""
    open_node(folder)
    from comity.node.seizures import joining
    from comity.node.seizures.models import Seizure

    actor = acting(user, case=case, instrument=basis)
    seizure = Seizure.objects.get(reference=reference)
    words = "Your officers and ours stopped it together at the border (demo)."
    return str(joining.propose(actor=actor, seizure_id=seizure.id, partner_id=partner, words=words).joint)


def answer_joint(folder: Path, user: str, case: str, basis: str, reference: str) -> bool:
    """This function agrees to a partner's proposal, and tells whether there was one."""
    open_node(folder)
    from comity.node.seizures import joining
    from comity.node.seizures.models import Joint, JointState, Seizure

    waiting = Joint.objects.filter(ours=False, state=JointState.PROPOSED).first()
    if waiting is None:
        return False
    actor = acting(user, case=case, instrument=basis)
    seizure = Seizure.objects.get(reference=reference)
    joining.answer(actor=actor, joint_id=waiting.id, agreed=True, seizure_id=seizure.id)
    return True


def joint_state(folder: Path) -> str:
    """This function returns how the joint seizure that this node proposed stands."""
    open_node(folder)
    from comity.node.seizures.models import Joint

    return str(Joint.objects.filter(ours=True).values_list("state", flat=True).first() or "")


def _given(row: dict[str, Any], number: int) -> Given:
    from comity.node.seizures.given import Given, GivenArrest, GivenGood, GivenPoint

    points = [("producing", row["producing"]), ("departure", row["departure"])]
    points += [("transit", stop) for stop in row["transit"]] + [("destination", row["destination"])]
    return Given(
        date=row["day"], province=row["province"], place=row["place"], place_kind=row["installation"],
        transport=row["transport"], hiding=row["hiding"], routing=row["routing"], reference=row["reference"],
        goods=(
            GivenGood(
                kind="precursor" if row["unit"] == "Litre" else "drug", words=row["drug"], unit=row["unit"],
                amount=f"{row['amount']:.10g}",
            ),
        ),
        points=tuple(
            GivenPoint(
                role=role, country=code[:2], place=code if "-" in code else "", source=ROUTE_SOURCE, confidence="B3"
            )
            for role, code in points if code
        ),
        arrests=(GivenArrest(number=1 + number % 3, nationality=row["province"][:2], sex="male", age_band="25-34"),),
    )  # fmt: skip


def grounds(actor: Actor) -> Grounds:
    """This function returns what is stated of everything that the demo records about drugs."""
    from comity.node.holdings.grounds import Grounds
    from comity.subjects import Role

    return Grounds(
        case_id=actor.case_id, role=Role.UNKNOWN, source=SOURCE, evaluation=Evaluation.parse("B2"),
        restriction=Restriction(), retention_until=date.fromisoformat(RETENTION),
    )  # fmt: skip


MEASURES: dict[str, Callable[..., Any]] = {
    "answer_joint": answer_joint, "count_seizures": count_seizures, "import_seizures": import_seizures,
    "joint_state": joint_state, "propose_joint": propose_joint, "record_seizures": record_seizures,
    "state_reporting": state_reporting,
}  # fmt: skip
