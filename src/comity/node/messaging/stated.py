"""The legal basis that a partner's message states, as this node sees it."""

from __future__ import annotations

from comity.cooperation.exchanges import KIND_OF
from comity.kernel.purposes import Offence, Purpose
from comity.node.cases.judging import StatedBasis, judge
from comity.node.messaging.composing import content_of
from comity.node.messaging.grounds import kinds_of
from comity.node.messaging.models import Message

_OFFENCES = {each.value for each in Offence}
_PURPOSES = {each.value for each in Purpose}


def stated_basis(message: Message) -> StatedBasis | None:
    """This function returns what this node makes of the legal basis that a partner's message states.

    Returns:
        None for a message of ours, and for a type that needs no basis of its own.
    """
    if message.is_ours or message.type not in KIND_OF:
        return None
    said = message.document
    content = content_of(message)
    if content is None:
        return None
    offence, purpose = said.get("offence"), said.get("purpose")
    return judge(
        str(said.get("legal_basis", "")),
        message.partner.country,
        offence=offence if offence in _OFFENCES else None,
        purpose=purpose if purpose in _PURPOSES else "",
        kinds=kinds_of(message.type, content),
        dual_stated=bool(str(getattr(content, "dual_criminality", "")).strip()),
        on=message.made.date(),
    )
