"""Pages about interfaces, for the administrator; they call operations and queries and hold no rules."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.kernel import InvalidInput, Refused
from comity.node.audit.words import event_in_words
from comity.node.errors import said
from comity.node.interfaces import forms, operations, queries
from comity.node.interfaces.models import DeliveryState
from comity.node.interfaces.words import fault_in_words
from comity.node.permissions import Action, require
from comity.node.requests import actor_of
from comity.node.runtime import clock, config

PAGE = 25


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """This function shows tokens, webhooks, and where TAXII is."""
    actor = actor_of(request)
    now = clock().now()
    rows = [(token, token.state(now)) for token in queries.tokens(actor)[:200]]
    address = config().address.rstrip("/") + reverse("interfaces:taxii")
    context = {"tokens": rows, "webhooks": queries.webhooks(actor), "taxii": address}
    return render(request, "interfaces/list.html", context)


@require_http_methods(["GET", "POST"])
def new_token(request: HttpRequest) -> HttpResponse:
    """This function makes a token and shows its text this once."""
    actor = actor_of(request)
    require(actor, Action.INTERFACE_MANAGE)
    form = forms.TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made, text = operations.make_token(
                actor=actor, name=given["name"], duty_id=given["duty"].id, purpose=given["purpose"],
                scopes=given["scopes"], days=given["days"],
                instrument_id=given["instrument"].id if given["instrument"] else None,
                partner_id=given["partner"].id if given["partner"] else None,
            )  # fmt: skip
        except InvalidInput as error:
            form.add_error(None, said(error))
        else:
            return render(request, "interfaces/secret.html", {"token": made, "secret": text})
    return render(request, "interfaces/token_new.html", {"form": form})


@require_POST
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """This function ends a token."""
    operations.revoke_token(actor=actor_of(request), token_id=str(token_id))
    messages.success(request, _("The token is revoked. Whoever holds it is refused from now on."))
    return redirect("interfaces:list")


@require_http_methods(["GET", "POST"])
def new_webhook(request: HttpRequest) -> HttpResponse:
    """This function makes a webhook and shows its secret this once."""
    actor = actor_of(request)
    require(actor, Action.INTERFACE_MANAGE)
    form = forms.WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = operations.make_webhook(actor=actor, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            form.add_error("url" if error.code.startswith("interfaces.address") else None, said(error))
        else:
            return render(request, "interfaces/secret.html", {"webhook": made, "secret": secret})
    return render(request, "interfaces/webhook_new.html", {"form": form})


@require_GET
def webhook(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """This function shows a webhook and what it was told."""
    actor = actor_of(request)
    found = queries.webhook(actor, str(webhook_id))
    page = Paginator(queries.deliveries(actor, found.id), PAGE).get_page(request.GET.get("page"))
    rows = [(each, event_in_words(each.kind), fault_in_words(each.fault)) for each in page]
    told_of = [event_in_words(kind) for kind in found.kinds]
    return render(
        request, "interfaces/webhook.html", {"webhook": found, "page": page, "rows": rows, "told_of": told_of}
    )


@require_POST
def test(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """This function sends a test and says what became of it."""
    made = operations.test_webhook(actor=actor_of(request), webhook_id=str(webhook_id))
    if made.state == DeliveryState.DELIVERED:
        messages.success(request, _("The other system took the test."))
    else:
        messages.error(
            request, _("The other system did not take the test: %(fault)s") % {"fault": fault_in_words(made.fault)}
        )
    return redirect("interfaces:webhook", made.webhook_id)


@require_POST
def stop(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """This function ends a webhook."""
    operations.stop_webhook(actor=actor_of(request), webhook_id=str(webhook_id))
    messages.success(request, _("The webhook is stopped. It is told nothing more."))
    return redirect("interfaces:list")


@require_POST
def again(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """This function lets the worker try again what it gave up."""
    found = operations.send_again(actor=actor_of(request), delivery_id=str(delivery_id))
    messages.success(request, _("It is tried again."))
    return redirect("interfaces:webhook", found.webhook_id)
