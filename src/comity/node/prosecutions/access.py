"""Which prosecutions, and which records and seizures they are tied to, an actor may know of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.node.holdings.access import PROTECTED, holding_for, works_on
from comity.node.permissions import Action, Actor, require
from comity.node.prosecutions.models import Prosecution, ProsecutionState
from comity.node.seizures.access import storable, visible
from comity.node.seizures.models import Seizure, SeizureState


def prosecution_for(actor: Actor, prosecution_id: str, action: Action) -> Prosecution:
    """This function returns a prosecution that the actor may do something with.

    Raises:
        Refused: the actor may not do this, or does not work on its case.
        Missing: there is none.
    """
    require(actor, action, member=True)
    known = storable(prosecution_id)
    found = Prosecution.objects.filter(id=prosecution_id).select_related("case", "duty").first() if known else None
    if found is None:
        raise Missing("prosecution", "there is none with this id that you may see", code="prosecutions.missing")
    require(actor, action, member=works_on(actor, found))
    return found


def locked(prosecution: Prosecution, revision: int) -> Prosecution:
    """This function returns a prosecution as it is now, for a change by somebody who saw one revision of it.

    Raises:
        Conflicting: it was changed since, or withdrawn.
        Missing: it was erased since.
    """
    fresh = Prosecution.objects.select_for_update(of=("self",)).filter(id=prosecution.id).first()
    if fresh is None:
        raise Missing("prosecution", "it was erased meanwhile", code="prosecutions.missing")
    if fresh.revision != revision:
        raise Conflicting(
            fresh.reference, "somebody changed it meanwhile", "Look at it again", code="prosecutions.changed"
        )
    if fresh.state == ProsecutionState.WITHDRAWN:
        raise Conflicting(
            fresh.reference, "it was withdrawn", "Record it anew if it stands", code="prosecutions.withdrawn"
        )
    return fresh


def seizures_for(actor: Actor, named: Sequence[str], tied: Iterable[str] = ()) -> list[Seizure]:
    """This function returns the seizures that are named by id or reference.

    Args:
        actor: who names them.
        named: ids or references.
        tied: ids of those that the prosecution rests on already; they may have been withdrawn since.

    Raises:
        InvalidInput: some are not there, or were withdrawn; all of them are named.
        Refused: the actor may not read seizures.
    """
    wanted = list(dict.fromkeys(bare for each in named if (bare := each.strip())))
    if not wanted:
        return []
    require(actor, Action.SEIZURE_READ)
    sound = [each for each in wanted if len(each) <= 60 and "\x00" not in each]
    rows = Seizure.objects.filter(visible(actor), Q(id__in=sound) | Q(reference__in=sound))
    standing = ~Q(state__in=[SeizureState.DRAFT, SeizureState.WITHDRAWN])
    found = list(rows.filter(standing | Q(id__in=list(tied))))
    known = {name for each in found for name in (each.id, each.reference)}
    if absent := [each for each in wanted if each not in known]:
        raise InvalidInput(
            "seizures", f"there is none that counts and that you may see: {', '.join(absent)}",
            "Write the reference of a seizure that is recorded", code="prosecutions.seizures",
        )  # fmt: skip
    return found


def check_records(actor: Actor, holding_ids: Sequence[str]) -> None:
    """This function makes sure that an actor may read the records that persons charged are tied to.

    Raises:
        Missing: there is no such record that the actor may see.
        Refused: the actor may not read it, or it is one of a victim or witness.
    """
    for each in holding_ids:
        if holding_for(actor, each, Action.HOLDING_READ).role in PROTECTED:
            raise Refused(
                "Record", "records of victims and witnesses are tied to nothing", "Leave it out",
                code="prosecutions.defendant.protected",
            )  # fmt: skip
