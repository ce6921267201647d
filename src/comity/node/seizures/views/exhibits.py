"""Exhibits: the chain of their custody with its proof, the label to print; and photos."""

from __future__ import annotations

import base64
import io
from typing import Any

import qrcode
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from qrcode.image.svg import SvgPathImage

from comity.node.requests import actor_of
from comity.node.runtime import config, make_id
from comity.node.seizures import operations, queries
from comity.node.seizures.forms.acting import ReasonForm, StepForm
from comity.node.seizures.models import Step
from comity.node.seizures.views.attempts import attempt, first_fault


@require_GET
def one(request: HttpRequest, exhibit_id: str) -> HttpResponse:
    """This function shows an exhibit and who had it when, each step compared with the ledger."""
    return _show(request, exhibit_id)


@require_POST
def add_step(request: HttpRequest, exhibit_id: str) -> HttpResponse:
    """This function adds a step to the chain of custody."""
    actor = actor_of(request)
    form = StepForm(request.POST, numbers=_numbers(queries.custody(actor, exhibit_id)))

    def act() -> None:
        data = form.cleaned_data
        operations.record_step(actor=actor, exhibit_id=exhibit_id, **{**data, "step": Step(data["step"])})

    if attempt(form, act):
        messages.success(request, _("The step is kept, and stands in the ledger."))
        return redirect("seizures:exhibit", exhibit_id)
    return _show(request, exhibit_id, form=form)


@require_GET
def label(request: HttpRequest, exhibit_id: str) -> HttpResponse:
    """This function shows the label of an exhibit, to be printed and fixed to it."""
    found = queries.custody(actor_of(request), exhibit_id)
    address = f"{config().address.rstrip('/')}{reverse('seizures:exhibit', args=[exhibit_id])}"
    picture = qrcode.make(address, image_factory=SvgPathImage, box_size=8, border=1)
    stream = io.BytesIO()
    picture.save(stream)
    data = base64.b64encode(stream.getvalue()).decode("ascii")
    context = {"chain": found, "exhibit": found.exhibit, "seizure": found.exhibit.seizure, "address": address}
    return render(request, "seizures/label.html", context | {"picture": f"data:image/svg+xml;base64,{data}"})


@require_GET
def photo(request: HttpRequest, photo_id: str) -> HttpResponse:
    """This function shows one photo with what is known of it."""
    found = queries.photo(actor_of(request), photo_id)
    context = {"photo": found.photo, "seizure": found.photo.seizure, "form": ReasonForm()}
    allowed = queries.allowed(actor_of(request), found.photo.seizure)
    return render(request, "seizures/photo.html", context | {"allowed": allowed})


@require_GET
def photo_file(request: HttpRequest, photo_id: str) -> HttpResponse:
    """This function gives the file of a photo."""
    found = queries.photo(actor_of(request), photo_id)
    answer = HttpResponse(found.data, content_type=found.photo.type)
    answer["Content-Disposition"] = f'inline; filename="{found.photo.id}.{found.photo.type.rsplit("/", 1)[-1]}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_POST
def withdraw_photo(request: HttpRequest, photo_id: str) -> HttpResponse:
    """This function takes a photo away from its seizure's page."""
    actor, form = actor_of(request), ReasonForm(request.POST)
    seizure_id = queries.photo(actor, photo_id).photo.seizure_id

    def act() -> None:
        operations.withdraw_photo(actor=actor, photo_id=photo_id, reason=form.cleaned_data["reason"])

    if attempt(form, act):
        messages.info(request, _("The photo is withdrawn; its file is kept until retention ends."))
        return redirect("seizures:detail", seizure_id)
    messages.error(request, first_fault(form))
    return redirect("seizures:photo", photo_id)


def _show(request: HttpRequest, exhibit_id: str, form: StepForm | None = None) -> HttpResponse:
    actor = actor_of(request)
    found = queries.custody(actor, exhibit_id)
    last = found.last
    begun = {"key": make_id(), "from_whom": last.to_whom if last else ""}
    context: dict[str, Any] = {
        "chain": found, "exhibit": found.exhibit, "seizure": found.exhibit.seizure, "last": last,
        "may_add": "custody" in queries.allowed(actor, found.exhibit.seizure),
        "form": form or StepForm(numbers=_numbers(found), initial=begun),
    }  # fmt: skip
    return render(request, "seizures/exhibit.html", context, status=400 if form else 200)


def _numbers(found: queries.Chain) -> list[tuple[int, str]]:
    return [(link.step.number, f"{link.step.number}. {link.step.get_step_display()}") for link in found.links]
