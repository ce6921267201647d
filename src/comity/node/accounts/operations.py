"""Changing accounts."""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from comity.kernel import InvalidInput, Missing, Refused
from comity.node.accounts.models import User
from comity.node.audit.operations import record
from comity.node.permissions import Action, Actor, Role, require
from comity.node.runtime import clock


@transaction.atomic
def create_user(*, actor: Actor, username: str, name: str, role: Role, password: str, language: str = "") -> User:
    """This function makes an account.

    Raises:
        Refused: the actor may not manage accounts.
        InvalidInput: the user name is taken or malformed, the role is the system's, or the password is too weak.
    """
    require(actor, Action.USER_MANAGE if actor.role is not Role.SYSTEM else Action.NODE_OPERATE)
    if role is Role.SYSTEM:
        raise InvalidInput("role", "the system is no person", "Choose another role", code="accounts.role")
    user = User(username=username, name=name or username, role=role, language=language, date_joined=clock().now())
    _set_password(user, password)
    try:
        user.full_clean()
    except ValidationError as error:
        reason = "; ".join(f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
        raise InvalidInput(f"account {username}", reason, "Mend these fields", code="accounts.invalid") from error
    user.save(force_insert=True)
    record(actor=actor, event="accounts.user.created", objects=[user.id], details={"role": role.value})
    return user


def create_account_of_system(*, name: str) -> User:
    """This function makes the account that a system of the agency acts as; nobody signs in with it.

    Whoever lets the system in has asked for permission, and enters it in the ledger, in the same transaction.
    """
    made = User(name=name[:120], role=Role.OFFICER, is_active=False, date_joined=clock().now())
    made.username = f"system-{made.id}"
    made.set_unusable_password()
    made.save(force_insert=True)
    return made


@transaction.atomic
def change_user(
    *, actor: Actor, user_id: str, role: Role | None = None, is_active: bool | None = None, password: str | None = None
) -> User:
    """This function changes an account's role, whether it may sign in, or its password.

    Raises:
        Refused: the actor may not manage accounts, or would lock out the last administrator.
        Missing: no such account.
    """
    require(actor, Action.USER_MANAGE)
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None:
        raise Missing("account", "there is none with this id", code="accounts.missing")
    changes: dict[str, object] = {}
    if role is not None and role != user.role and role is not Role.SYSTEM:
        changes["role"] = user.role = role.value
    if is_active is not None and is_active != user.is_active:
        changes["is_active"] = user.is_active = is_active
    if password:
        _set_password(user, password)
        changes["password"] = True
    user.save()
    if not User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
        raise Refused(
            f"account {user.username}",
            "this is the last administrator",
            "Make another administrator first",
            code="accounts.last-administrator",
        )
    record(actor=actor, event="accounts.user.changed", objects=[user.id], details=changes)
    return user


def verify_person(*, username: str, password: str, action: Action) -> Actor:
    """This function proves a second person by name and password, for what two people sign.

    Raises:
        Refused: wrong name or password, or a role that may not do this.
    """
    user = authenticate(request=None, username=username, password=password)
    if not isinstance(user, User):
        raise Refused(f"account {username}", "name or password is wrong", "Try again", code="accounts.password")
    actor = Actor(user_id=user.id, name=str(user), role=Role(user.role))
    require(actor, action)
    return actor


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInput("password", " ".join(error.messages), "Choose another", code="accounts.weak") from error
    user.set_password(password)
