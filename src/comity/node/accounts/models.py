"""Accounts of the people who work at this node's agency."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.node.permissions import Role
from comity.node.runtime import make_id

ROLE_NAMES = {
    Role.OFFICER: _("officer"),
    Role.ANALYST: _("analyst"),
    Role.VICTIM_WORKER: _("victim case worker"),
    Role.SUPERVISOR: _("supervisor"),
    Role.AUDITOR: _("auditor"),
    Role.ADMINISTRATOR: _("administrator"),
}


class UserManager(BaseUserManager["User"]):
    """Finds accounts by user name; accounts are made by `operations.create_user` only."""

    def get_by_natural_key(self, username: str | None) -> User:
        """This function finds an account by user name, for signing in."""
        return self.get(username=username)


class User(AbstractBaseUser):
    """One person's account. The id is random and stands for the person in the ledger.

    There is no superuser and no Django permission: `node.permissions` decides.
    """

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    username = models.CharField(_("user name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=[(r.value, n) for r, n in ROLE_NAMES.items()])
    language = models.CharField(_("language"), max_length=5, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("since"))

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        """This function returns the name as pages show it."""
        return self.name or self.username
