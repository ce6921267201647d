"""Accounts of the agency's people, for the administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from comity.kernel import Missing, Refused
from comity.node.accounts import operations, queries
from comity.node.desk.forms import ChangePersonForm, PersonForm
from comity.node.desk.people import actor_of
from comity.node.desk.views.forms import attempt
from comity.node.permissions import Action, Role, require

PAGE = 50


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists the accounts."""
    page = Paginator(queries.users(actor_of(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/people.html", {"page": page})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """This function makes an account."""
    actor = actor_of(request)
    require(actor, Action.USER_MANAGE)
    form = PersonForm(request.POST or None)

    def act(data: dict[str, Any]) -> None:
        operations.create_user(actor=actor, **(data | {"role": Role(data["role"])}))

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("The account is made. Hand the password over in person."))
        return redirect("desk:people")
    return render(request, "desk/person_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, user_id: str) -> HttpResponse:
    """This function changes an account."""
    actor = actor_of(request)
    user = queries.users(actor).filter(id=user_id).first()
    if user is None:
        raise Missing("account", "there is none with this id", code="accounts.missing")
    form = ChangePersonForm(request.POST or None, initial={"role": user.role, "is_active": user.is_active})

    def act(data: dict[str, Any]) -> None:
        operations.change_user(
            actor=actor,
            user_id=user_id,
            role=Role(data["role"]),
            is_active=data["is_active"],
            password=data["password"] or None,
        )

    if request.method == "POST" and attempt(form, act, Refused):
        messages.success(request, _("The account is changed."))
        return redirect("desk:people")
    return render(request, "desk/person.html", {"form": form, "account": user})
