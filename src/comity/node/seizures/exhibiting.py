"""Exhibits, and the chain of their custody: each step is digested with the one before, and its digest is in the ledger.

Steps are only ever added. What a step said wrong, a further step puts right, and names it.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from comity.crypto.canonical import canonical
from comity.kernel import Conflicting, InvalidInput
from comity.kernel.clock import timestamp
from comity.node.audit.operations import record
from comity.node.permissions import Action, Actor
from comity.node.runtime import clock, make_id
from comity.node.seizures import keys
from comity.node.seizures.access import exhibit_for, in_force, seizure_for
from comity.node.seizures.custody_models import Custody, Exhibit, Step
from comity.node.seizures.faults import Wrong
from comity.node.seizures.given import InvalidSeizure
from comity.node.seizures.models import Good, Seizure
from comity.node.seizures.revising import advance

EVENT = "seizures.custody.recorded"
DIGEST = "custody/"
"""What stands before a digest among the objects of an entry."""
FORMAT = "comity-custody/1"
AHEAD = timedelta(minutes=10)
LENGTHS = {"from_whom": 200, "to_whom": 200, "place": 300, "reason": 2000, "seal": 60, "label": 60, "description": 4000}


@transaction.atomic
def record_exhibit(
    *, actor: Actor, seizure_id: str, label: str, seal: str = "", description: str = "", good: int | None = None,
    key: str = "",
) -> Exhibit:  # fmt: skip
    """This function records a thing as evidence; the same form sent again returns what it made the first time.

    Args:
        actor: who records.
        seizure_id: of which seizure.
        label: what stands on it; one of a kind within the seizure.
        seal: the number of its seal.
        description: in words.
        good: number of the good that it is, or is part of.
        key: what the phone calls its form.

    Raises:
        Refused: the actor may not.
        Missing: no such seizure that the actor may see.
        Conflicting: the seizure was withdrawn, the label is taken, or the key was used for other content.
        InvalidInput: what is given is wrong.
    """
    seizure = in_force(seizure_for(actor, seizure_id, Action.CUSTODY_WRITE))
    said = {"label": label.strip(), "seal": seal.strip(), "description": description.strip()}
    stored = keys.stored_key(actor, key, canonical({"seizure": seizure.id, "good": good} | said))
    advance()
    if (before := keys.already(Exhibit.objects.all(), stored)) is not None:
        return before
    _check(said, needed=("label",))
    if seizure.exhibits.filter(label=said["label"]).exists():
        raise Conflicting(
            said["label"], "another exhibit of this seizure has this label", "Choose another",
            code="seizures.exhibit.label",
        )  # fmt: skip
    made = Exhibit.objects.create(
        id=make_id(), seizure=seizure, good=good_of(seizure, good), key=stored, recorded=clock().now(),
        recorded_by=actor.user_id, **said,
    )  # fmt: skip
    record(actor=actor, event="seizures.exhibit.recorded", objects=[seizure.id, made.id])
    return made


@transaction.atomic
def record_step(
    *, actor: Actor, exhibit_id: str, step: Step, when: datetime, from_whom: str = "", to_whom: str = "",
    place: str = "", reason: str = "", seal: str = "", intact: bool | None = None, corrects: int | None = None,
    key: str = "",
) -> Custody:  # fmt: skip
    """This function adds a step to the chain of an exhibit's custody; the same form sent again adds nothing.

    Args:
        actor: who records it.
        exhibit_id: of which exhibit.
        step: what happened.
        when: with its zone.
        from_whom: who gave it away, in words.
        to_whom: who has it now.
        place: where, in words.
        reason: why.
        seal: number of the seal afterwards.
        intact: whether the seal was whole; None where nobody looked.
        corrects: number of the earlier step that this one puts right; then the step is ``corrected``.
        key: what the phone calls its form.

    Raises:
        Refused: the actor may not.
        Missing: no such exhibit that the actor may see.
        Conflicting: it was destroyed or given back, or the key was used for other content.
        InvalidInput: what is given is wrong.
    """
    exhibit = exhibit_for(actor, exhibit_id, Action.CUSTODY_WRITE)
    if when.tzinfo is None:
        raise InvalidSeizure((Wrong("when", _("its zone is missing")),))
    said = {
        "from_whom": from_whom.strip(), "to_whom": to_whom.strip(), "place": place.strip(), "reason": reason.strip(),
        "seal": seal.strip(),
    }  # fmt: skip
    content = said | {
        "exhibit": exhibit.id,
        "step": str(step),
        "when": timestamp(when),
        "intact": intact,
        "corrects": corrects,
    }
    stored = keys.stored_key(actor, key, canonical(content))
    advance()
    if (before := keys.already(Custody.objects.all(), stored)) is not None:
        return before
    last = exhibit.steps.order_by("-number").first()
    _check(said, needed=("reason",) if corrects is not None else ())
    _check_step(exhibit, step, when, corrects, last)
    made = Custody(
        exhibit=exhibit, number=last.number + 1 if last else 1, key=stored, step=Step(step), when=when, intact=intact,
        corrects=corrects, recorded=clock().now(), recorded_by=actor.user_id, salt=secrets.token_hex(32),
        previous=last.digest if last else "", **said,
    )  # fmt: skip
    made.digest = digest(made)
    made.save(force_insert=True)
    record(actor=actor, event=EVENT, objects=[exhibit.seizure_id, exhibit.id, DIGEST + made.digest])
    return made


def digest(step: Custody) -> str:
    """This function returns the SHA-256 of everything that a step says, with the digest of the step before it."""
    return hashlib.sha256(
        canonical({
            "format": FORMAT, "exhibit": step.exhibit_id, "number": step.number, "step": str(step.step),
            "from": step.from_whom, "to": step.to_whom, "place": step.place, "when": timestamp(step.when),
            "reason": step.reason, "seal": step.seal, "intact": step.intact, "corrects": step.corrects,
            "recorded": timestamp(step.recorded), "recorded_by": step.recorded_by, "salt": step.salt,
            "previous": step.previous,
        })
    ).hexdigest()  # fmt: skip


def good_of(seizure: Seizure, number: int | None) -> Good | None:
    """This function returns the good of a number, or None where none is given.

    Raises:
        InvalidInput: there is none of this number.
    """
    if number is None:
        return None
    found = seizure.goods.filter(number=number).first()
    if found is None:
        raise InvalidInput(
            "good", "the seizure has none of this number", "Choose one of its goods", code="seizures.good"
        )
    return found


def _check(said: dict[str, str], *, needed: tuple[str, ...]) -> None:
    faults = [Wrong(name, _("it is not given")) for name in needed if not said[name]]
    for name, text in said.items():
        if len(text) > LENGTHS[name]:
            faults.append(Wrong(name, _("it is longer than %(longest)s characters") % {"longest": LENGTHS[name]}))
        if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
            faults.append(Wrong(name, _("it holds signs that cannot be kept")))
    if faults:
        raise InvalidSeizure(tuple(faults))


def _check_step(exhibit: Exhibit, step: Step, when: datetime, corrects: int | None, last: Custody | None) -> None:
    faults = []
    if step not in Step:
        faults.append(Wrong("step", _("it is none of the choices")))
    if when > clock().now() + AHEAD:
        faults.append(Wrong("when", _("it lies in the future")))
    if (corrects is None) == (step == Step.CORRECTED):
        faults.append(Wrong("corrects", _("a correcting step names the one that it puts right, and only it does")))
    elif corrects is not None and not (last and 1 <= corrects <= last.number):
        faults.append(Wrong("corrects", _("there is no step of this number")))
    if faults:
        raise InvalidSeizure(tuple(faults))
    ended = exhibit.steps.filter(step__in=[Step.DESTROYED, Step.RETURNED]).order_by("-number").first()
    put_right = ended and exhibit.steps.filter(corrects=ended.number).exists()
    if ended and not put_right and corrects is None:
        raise Conflicting(
            exhibit.label, f"it was {ended.get_step_display()}; nothing more happens to it",
            "Correct that step first if it is wrong", code="seizures.custody.ended",
        )  # fmt: skip
