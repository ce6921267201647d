"""Items in messages: judged and kept when they leave, kept when they come. What may go is decided in `node.items`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from comity.exchange.contents import Content, Correction, Item
from comity.node.items.operations import Recipient, note_releases, prepare
from comity.node.items.operations import take as take_items
from comity.node.messaging.forgetting import forget_in
from comity.node.messaging.models import Conversation, Message
from comity.node.partners.models import Partner
from comity.node.permissions import Actor


def items_of(content: Content) -> list[Item]:
    """This function returns the items that a content gives; a correction gives none, it mends one."""
    given = () if isinstance(content, Correction) else getattr(content, "items", ())
    return [each for each in given if isinstance(each, Item)]


def prepared(
    actor: Actor, content: Content, partners: Sequence[Partner], purposes: Mapping[str, str], holding_ids: Sequence[str]
) -> Content:
    """This function returns a content whose items may go to partners, as they travel, each under its name.

    Args:
        actor: who sends.
        content: as a person wrote it.
        partners: to whom.
        purposes: of the message to each, by the partner's id.
        holding_ids: the holdings that the items come from, one for each or empty.

    Raises:
        Refused: with every item that may not go, each with the reason in one sentence.
    """
    items = items_of(content)
    if not items:
        return content
    recipients = [Recipient(p, purposes[p.id]) for p in partners]
    ready = prepare(actor=actor, items=items, recipients=recipients, holding_ids=holding_ids)
    return content.model_copy(update={"items": ready})


def left(messages: Sequence[Message], content: Content) -> None:
    """This function keeps where items go, in the transaction in which their messages leave.

    Raises:
        Refused: with every item that may not go any more.
    """
    items = items_of(content)
    if items:
        recipients = [Recipient(m.partner, str(m.document.get("purpose", "")), m.id) for m in messages]
        note_releases(by=messages[0].author, items=items, recipients=recipients)


def came(message: Message, conversation: Conversation, content: Content) -> None:
    """This function keeps the items of a partner's message.

    Raises:
        InvalidInput: an item may not be here so, and why.
    """
    items = items_of(content)
    if items:
        purpose = str(message.document.get("purpose", ""))
        rows = take_items(
            partner=message.partner, message_id=message.id, items=items, purpose=purpose, case=conversation.case
        )
        for row in rows:
            if not row.stands:
                # It was taken back before it came by this way: its words are kept nowhere.
                forget_in(message, (row.owner, row.wire_id))
