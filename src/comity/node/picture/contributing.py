"""What this agency counts goes to partners for a regional picture, after a supervisor looked at exactly what goes.

Both datasets of a year go together, since they begin with the same levels and were made of the same records. A year
that is not over is not contributed; one that was contributed keeps its groups (`comity.flows.disclosure`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from comity.crypto.canonical import canonical
from comity.exchange.contents import Aggregates, Completeness, Dataset
from comity.exchange.conversations import Kind
from comity.exchange.faults import checked
from comity.flows.disclosure import Published
from comity.kernel import Conflicting, InvalidInput
from comity.node.audit.operations import record
from comity.node.messaging.composing import cleaned_values
from comity.node.messaging.models import OURS, Conversation, Message
from comity.node.messaging.sending import send
from comity.node.messaging.terms import Terms
from comity.node.permissions import Action, Actor, require
from comity.node.picture import aggregating
from comity.node.picture.models import Publication, Sending
from comity.node.runtime import clock

FIRST_YEAR = 1900
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Draft:
    """What would go out of one dataset.

    Args:
        content: as it travels.
        published: the same, for its tables.
        revision: that it would have: the last one's where nothing changed.
        same: whether nothing changed since the last revision.
    """

    content: dict[str, Any]
    published: Published
    revision: int
    same: bool


@dataclass(frozen=True, slots=True)
class Drafts:
    """What would go out of a year, with the digest by which a person says what was looked at."""

    year: int
    drafts: tuple[Draft, ...]
    digest: str


@transaction.atomic
def look(*, actor: Actor, year: int, completeness: str, words: str = "") -> Drafts:
    """This function shows exactly what would go out of a year.

    Raises:
        Refused: the actor may not.
        InvalidInput: the year is not over, or completeness or words are wrong.
    """
    require(actor, Action.PICTURE_SHARE)
    found = _drafts(year, completeness, words)
    record(actor=actor, event="picture.contribution.looked-at", details={"year": year, "digest": found.digest})
    return found


@transaction.atomic
def contribute(
    *, actor: Actor, year: int, completeness: str, words: str = "", partner_ids: Sequence[str], digest: str
) -> list[Publication]:
    """This function sends what was looked at to partners.

    Args:
        actor: a supervisor, with purpose and legal basis stated.
        year: one that is over.
        completeness: a `comity.exchange.contents.Completeness`.
        words: what is to be known of the numbers.
        partner_ids: to whom.
        digest: of what was looked at.

    Returns:
        one publication for each dataset.

    Raises:
        Refused: the actor may not, or nothing allows it for a partner.
        Conflicting: the records changed since, or a partner has just this already.
        InvalidInput: the year is not over, no partner is chosen, or completeness or words are wrong.
    """
    require(actor, Action.PICTURE_SHARE)
    found = _drafts(year, completeness, words)
    if digest != found.digest:
        raise Conflicting(
            f"{year}", "the records changed since you looked", "Look at what would go out now", code="picture.changed"
        )
    wanted = list(dict.fromkeys(partner_ids))
    if not wanted:
        raise InvalidInput("partners", "none is chosen", "Choose to whom it goes", code="picture.partners")
    now, made = clock().now(), []
    for draft in found.drafts:
        row, _new = Publication.objects.get_or_create(
            dataset=draft.published.name, year=year, revision=draft.revision,
            defaults={"content": draft.content, "published": draft.published.document(), "made": now,
                      "by": actor.user_id},
        )  # fmt: skip
        made.append(row)
        have = set(row.sendings.values_list("partner_id", flat=True))
        for partner_id in [each for each in wanted if each not in have]:
            (message,) = _sent(actor, row, partner_id)
            Sending.objects.create(publication=row, partner_id=partner_id, message=message.id, at=now)
            have.add(partner_id)
    return made


def _drafts(year: int, completeness: str, words: str) -> Drafts:
    if not FIRST_YEAR <= year < clock().now().year:
        raise InvalidInput(
            "year", "only a year that is over is contributed", "Choose an earlier one", code="picture.year"
        )
    if completeness not in set(Completeness) or len(words.strip()) > LONGEST:
        raise InvalidInput(
            "completeness", "say how complete the records are, and the rest in up to 1,000 characters",
            "Choose one", code="picture.completeness",
        )  # fmt: skip
    drafts = tuple(_draft(dataset.value, year, completeness, words.strip()) for dataset in Dataset)
    digest = hashlib.sha256(canonical([each.content for each in drafts])).hexdigest()
    return Drafts(year, drafts, digest)


def _draft(dataset: str, year: int, completeness: str, words: str) -> Draft:
    last = Publication.objects.filter(dataset=dataset, year=year).order_by("-revision").first()
    earlier = Published.read(last.published) if last else None
    made = aggregating.published(dataset, year, earlier)
    revision = last.revision if last else 1
    content = _content(made, revision, completeness, words)
    same = last is not None and content == last.content
    if last is not None and not same:
        revision += 1
        content = _content(made, revision, completeness, words)
    return Draft(content, made, revision, same)


def _content(made: Published, revision: int, completeness: str, words: str) -> dict[str, Any]:
    said = aggregating.travelling(made, revision=revision, completeness=completeness, words=words)
    return checked(Aggregates, cleaned_values(said), thing="Contribution").document()


def _sent(actor: Actor, row: Publication, partner_id: str) -> list[Message]:
    """This function sends a contribution in the one conversation with a partner that is about them."""
    begun = Conversation.objects.filter(kind=Kind.PICTURE, begun_by=OURS, partner_id=partner_id).order_by("began")
    return send(
        actor=actor,
        message_type="aggregates",
        content=Aggregates.model_validate(row.content),
        partner_ids=[partner_id],
        conversation=begun.first(),
        terms=Terms(),
        objects=[row.id],
    )
