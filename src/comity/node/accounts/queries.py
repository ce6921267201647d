"""Reading accounts."""

from __future__ import annotations

from django.db.models import QuerySet

from comity.node.accounts.models import User
from comity.node.permissions import Action, Actor, require


def users(actor: Actor) -> QuerySet[User]:
    """This function returns every account, for who manages them."""
    require(actor, Action.USER_MANAGE)
    return User.objects.all()


def names(user_ids: set[str]) -> dict[str, str]:
    """This function returns the names that pages show for account ids."""
    return dict(User.objects.filter(id__in=user_ids).values_list("id", "name"))
