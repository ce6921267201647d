"""One holding is recorded by hand, added to, corrected, or handled differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction

from comity.kernel import Evaluation, InvalidInput, Missing, PartialDate, Refused, Restriction
from comity.node.audit.operations import record
from comity.node.holdings import changes, keying
from comity.node.holdings.access import holding_for
from comity.node.holdings.grounds import Grounds, admit, check_retention, releasable, restricted
from comity.node.holdings.models import ChangeKind, Holding, Statement
from comity.node.holdings.storing import Store
from comity.node.permissions import Action, Actor
from comity.node.permissions import Role as Person
from comity.node.runtime import clock, config
from comity.subjects import NEVER_INDEXED, Role, Schema, Value
from comity.subjects import Subject as ReadSubject
from comity.subjects.properties import known
from comity.subjects.values import value_of


@transaction.atomic
def record_holding(
    *,
    actor: Actor,
    grounds: Grounds,
    schema: Schema,
    values: Sequence[tuple[str, str]],
    reference: str = "",
    owner: str = "",
) -> Holding:
    """This function records one subject by hand.

    Args:
        actor: who records.
        grounds: case or duty, role, source, evaluation, handling, retention.
        schema: what it is.
        values: property and text of each statement, as written.
        reference: the file number of the record.
        owner: the partner that the information came from; empty for this agency's own.

    Raises:
        Refused: the actor may not.
        InvalidInput: the grounds or a value are wrong, or there is no value.
    """
    grounds = admit(actor, grounds, Action.HOLDING_WRITE)
    said = tuple(_value(prop, text, schema) for prop, text in values if text.strip())
    if not said:
        raise InvalidInput("record", "it says nothing", "Give a name or a number", code="holdings.record.empty")
    subject = ReadSubject(reference.strip()[:200], schema, said, grounds.role)
    holding_id = Store(actor, grounds, owner=owner).store([subject])[0]
    changes.note(ChangeKind.ADDED, [holding_id])
    record(actor=actor, event="holdings.holding.recorded", objects=[holding_id])
    return Holding.objects.get(id=holding_id)


@transaction.atomic
def add_statement(
    *, actor: Actor, holding_id: str, property: str, text: str, source: str = "", evaluation: Evaluation | None = None,  # noqa: A002 -- the word of FollowTheMoney
    restriction: Restriction | None = None, observed: str = "",
) -> Statement:  # fmt: skip
    """This function adds a statement to a holding.

    Args:
        actor: who adds.
        holding_id: to which.
        property: FollowTheMoney property name.
        text: the value as written.
        source: where it comes from; the holding's source where empty.
        evaluation: 4×4; the holding's where None.
        restriction: at least as strict as the holding's, which it is where None.
        observed: partial date on which it was so; empty where unknown.

    Raises:
        Refused: the actor may not, or the restriction is looser than the holding's.
        InvalidInput: the value or date is wrong.
        Missing: no such holding.
    """
    held = holding_for(actor, holding_id, Action.HOLDING_WRITE)
    made = statement_of(
        held, property, text, source=source, evaluation=evaluation, restriction=restriction, observed=observed
    )
    made.save()
    _changed(actor, held, "holdings.statement.added")
    return made


@transaction.atomic
def correct_statement(*, actor: Actor, holding_id: str, statement_id: int, text: str, reason: str) -> Statement | None:
    """This function withdraws a statement and puts another in its place, or none where the text is empty.

    Args:
        actor: who corrects.
        holding_id: of which holding.
        statement_id: which statement; it must stand.
        text: the right value as written; empty to withdraw only.
        reason: why, in words; kept with the withdrawn statement.

    Raises:
        Refused: the actor may not.
        InvalidInput: no reason, or the value is wrong.
        Missing: no such holding or statement.
    """
    held = holding_for(actor, holding_id, Action.HOLDING_WRITE)
    if not reason.strip():
        raise InvalidInput("correction", "no reason is given", "Say why", code="holdings.correction.reason")
    old = held.statements.select_for_update().filter(id=statement_id, withdrawn=None).first()
    if old is None:
        raise Missing("statement", "there is none that stands with this id", code="holdings.statement.missing")
    made = None
    if text.strip():
        made = statement_of(
            held, old.property, text, source=old.source, evaluation=Evaluation.parse(old.evaluation),
            restriction=old.restriction, observed=old.observed,
        )  # fmt: skip
        made.owner, made.item, made.permitted_purposes = old.owner, old.item, old.permitted_purposes
        made.retention_until = old.retention_until
        made.save()
    old.withdrawn, old.replaced_by = clock().now(), made
    old.note = "; ".join(part for part in (old.note, reason.strip()) if part)
    old.save(update_fields=["withdrawn", "replaced_by", "note"])
    _changed(actor, held, "holdings.statement.corrected")
    return made


@transaction.atomic
def change_holding(
    *,
    actor: Actor,
    holding_id: str,
    role: Role | None = None,
    evaluation: Evaluation | None = None,
    restriction: Restriction | None = None,
    releasable_to: Sequence[str] | None = None,
    retention_until: date | None = None,
) -> Holding:
    """This function changes what holds for a record as a whole; what is None stays.

    A restriction may always be tightened. It is loosened, and the record released to more, only by a supervisor who
    works on the case, and only for this agency's own records: a partner's stay as strict as they came, and are kept no
    longer. A record may
    become a victim's, a witness's or one of unknown role only while it is joined with no other.

    Raises:
        Refused: the actor may not, or may not do this.
        InvalidInput: the retention date is wrong.
        Missing: no such holding.
    """
    held = holding_for(actor, holding_id, Action.HOLDING_WRITE)
    if role is not None and role != held.role:
        _check_role(actor, held, role)
        held.role = role.value
    if evaluation is not None:
        held.evaluation = str(evaluation)
    if restriction is not None:
        _check_loosening(actor, held, loose=not restriction.covers(held.restriction))
        for name, value in restricted(restriction).items():
            setattr(held, name, value)
        _tighten_statements(held, restriction)
    if releasable_to is not None:
        codes = releasable(list(releasable_to))
        _check_loosening(actor, held, loose=not set(codes) <= set(held.releasable_to))
        held.releasable_to = list(codes)
    if retention_until is not None:
        check_retention(retention_until)
        _check_keeping(held, longer=retention_until > held.retention_until)
        held.statements.filter(retention_until__gt=retention_until).update(retention_until=retention_until)
        own = held.statements.filter(owner="", retention_until=held.retention_until)
        own.update(retention_until=retention_until)
        held.retention_until = retention_until
    held.save()
    _changed(actor, held, "holdings.holding.changed")
    return held


def _tighten_statements(held: Holding, restriction: Restriction) -> None:
    from comity.kernel import strictest

    for each in held.statements.all():
        joint = strictest(restriction, each.restriction) if not restriction.covers(each.restriction) else restriction
        Statement.objects.filter(id=each.id).update(**restricted(joint))


def _check_role(actor: Actor, held: Holding, role: Role) -> None:
    if Role.VICTIM in {role, Role(held.role)} and actor.role is not Person.VICTIM_WORKER:
        raise Refused(
            "role", "only a victim case worker changes who counts as a victim", "Ask one", code="holdings.role.victim"
        )
    others = Holding.objects.filter(subject=held.subject_id).exclude(id=held.id)
    if (role in NEVER_INDEXED or Role(held.role) in NEVER_INDEXED) and others.exclude(role=role).exists():
        raise Refused(
            "role",
            "the record is joined with records in other roles",
            "Undo the merge first",
            code="holdings.role.joined",
        )


def _check_loosening(actor: Actor, held: Holding, *, loose: bool) -> None:
    if not loose:
        return
    if held.owner:
        raise Refused(
            "handling", "a partner's restriction is never loosened here", "Ask the partner for consent",
            code="holdings.handling.owner",
        )  # fmt: skip
    if actor.role is not Person.SUPERVISOR:
        raise Refused("handling", "only a supervisor loosens it", "Ask one", code="holdings.handling.looser")


def _check_keeping(held: Holding, *, longer: bool) -> None:
    if longer and held.owner:
        raise Refused(
            "retention", "a partner's record is kept no longer than its owner said", "Ask the partner for consent",
            code="holdings.retention.owner",
        )  # fmt: skip


def statement_of(
    held: Holding, prop: str, text: str, *, source: str = "", evaluation: Evaluation | None = None,
    restriction: Restriction | None = None, observed: str = "",
) -> Statement:  # fmt: skip
    """This function makes a statement of a holding that is not stored yet.

    Args:
        held: of which holding.
        prop: FollowTheMoney property name.
        text: the value as written.
        source: where it comes from; the holding's source where empty.
        evaluation: 4×4; the holding's where None.
        restriction: at least as strict as the holding's, which it is where None.
        observed: partial date; empty where unknown.

    Raises:
        Refused: the restriction is looser than the holding's.
        InvalidInput: the value or date is wrong.
    """
    if restriction is not None and not restriction.covers(held.restriction):
        raise Refused(
            "handling", "a statement is at least as restricted as its record", "Tighten it",
            code="holdings.handling.looser",
        )  # fmt: skip
    value = _value(prop, text, Schema(held.subject.schema))
    try:
        seen = str(PartialDate.parse(observed)) if observed.strip() else ""
    except ValueError as error:
        raise InvalidInput("observed", str(error), code="holdings.statement.observed") from None
    return Statement(
        holding=held, property=value.property, value=value.value, note=value.note, country=value.country,
        original="" if value.original == value.value else value.original, source=source.strip()[:200] or held.source,
        observed=seen, evaluation=str(evaluation or held.evaluation), retention_until=held.retention_until,
        recorded=clock().now(), **restricted(restriction or held.restriction),
    )  # fmt: skip


def _value(prop: str, text: str, schema: Schema) -> Value:
    name = known().get(prop.lower())
    if name is None:
        raise InvalidInput(
            prop, "no property is called so", "Use a FollowTheMoney property", code="holdings.statement.property"
        )
    if len(text) > 20_000:
        raise InvalidInput(name, "it is longer than 20,000 characters", code="holdings.statement.long")
    value = value_of(name, text, schema=schema, country=config().country or None)
    return replace(value, original=text.strip())


def _changed(actor: Actor, held: Holding, event: str) -> None:
    keying.refresh([held.id])
    changes.note(ChangeKind.CHANGED, [held.id])
    record(actor=actor, event=event, objects=[held.id])
