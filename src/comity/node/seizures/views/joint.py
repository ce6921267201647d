"""Pages of joint seizures: propose, answer, see how it stands, end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.node.partners.queries import accepted
from comity.node.permissions import MAY, Action, Actor
from comity.node.requests import actor_of
from comity.node.seizures import joining, joints, queries
from comity.node.seizures.forms.joint import AGREED, AnswerForm, EndForm, ProposeForm, TieForm
from comity.node.seizures.models import JointState
from comity.node.seizures.referring import by_reference
from comity.node.seizures.templatetags.seizures import good_amount, good_name, where_short
from comity.node.seizures.views.attempts import attempt


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """This function lists joint seizures, those that wait for an answer here first."""
    context = {"rows": joints.listed(actor_of(request))}
    return render(request, "seizures/joints.html", context)


@require_GET
def one(request: HttpRequest, joint_id: str) -> HttpResponse:
    """This function shows a joint seizure: what they say beside what we have."""
    return _show(request, joint_id)


@require_GET
def of_message(request: HttpRequest, message_id: str) -> HttpResponse:
    """This function leads from a message to the joint seizure that it is about."""
    return redirect("seizures:joint", joints.of_message(actor_of(request), str(message_id)))


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, seizure_id: str) -> HttpResponse:
    """This function tells a partner that a seizure was made by both."""
    actor = actor_of(request)
    seizure = queries.detail(actor, seizure_id).seizure
    form = ProposeForm(request.POST or None, partners=list(accepted().order_by("country", "agency")))
    made: list[str] = []

    def act() -> None:
        data = form.cleaned_data
        made.append(joining.propose(
            actor=actor, seizure_id=seizure_id, partner_id=data["partner"], counted_by=form.counter(),
            answer_by=data["answer_by"], words=data["words"], their_reference=data["their_reference"],
        ).id)  # fmt: skip

    if request.method == "POST" and attempt(form, act, _field):
        messages.success(request, _("The proposal is on its way. Nothing is counted otherwise before it is agreed."))
        return redirect("seizures:joint", made[0])
    context = {"seizure": seizure, "form": form}
    return render(request, "seizures/joint_new.html", context, status=400 if form.errors else 200)


@require_POST
def answer(request: HttpRequest, joint_id: str) -> HttpResponse:
    """This function answers a partner's proposal."""
    actor = actor_of(request)
    found = joints.found(actor, joint_id)
    form = AnswerForm(request.POST, candidates=_named(found))

    def act() -> None:
        data, agreed = form.cleaned_data, form.cleaned_data["answer"] == AGREED
        chosen = data["seizure"]
        if agreed and data["reference"]:
            chosen = by_reference(actor, data["reference"])
        joining.answer(
            actor=actor, joint_id=joint_id, agreed=agreed, seizure_id=chosen if agreed else "",
            ground="" if agreed else data["ground"], words=data["words"],
        )  # fmt: skip

    if attempt(form, act, _field):
        messages.success(request, _("The answer is on its way."))
        return redirect("seizures:joint", joint_id)
    return _show(request, joint_id, answer_form=form)


@require_POST
def tie(request: HttpRequest, joint_id: str) -> HttpResponse:
    """This function says which seizure of ours a partner's agreement means."""
    actor, form = actor_of(request), TieForm(request.POST)

    def act() -> None:
        seizure_id = by_reference(actor, form.cleaned_data["reference"])
        joining.tie(actor=actor, joint_id=joint_id, seizure_id=seizure_id)

    if attempt(form, act, lambda _code: "reference"):
        messages.success(request, _("It is said which seizure is meant."))
        return redirect("seizures:joint", joint_id)
    return _show(request, joint_id, tie_form=form)


@require_POST
def end(request: HttpRequest, joint_id: str) -> HttpResponse:
    """This function ends what was agreed, or takes a proposal back; each side counts its own again."""
    form = EndForm(request.POST)

    def act() -> None:
        joining.end(actor=actor_of(request), joint_id=joint_id, **form.cleaned_data)

    if attempt(form, act):
        messages.info(request, _("It is ended. Each side counts its own seizure again."))
        return redirect("seizures:joint", joint_id)
    return _show(request, joint_id, end_form=form)


def _show(request: HttpRequest, joint_id: str, **forms: Any) -> HttpResponse:
    actor = actor_of(request)
    found = joints.found(actor, joint_id)
    row = found.standing.joint
    lost = row.state == JointState.AGREED and row.seizure_id is None
    goods = list(row.seizure.goods.all()) if row.seizure else []
    context = {
        "found": found, "standing": found.standing, "joint": row, "goods": goods, "lost": lost, "may": _may(actor),
        "can_end": row.state == JointState.AGREED or (row.ours and row.state == JointState.PROPOSED),
        "answer_form": AnswerForm(candidates=_named(found)), "tie_form": TieForm(), "end_form": EndForm(),
    }  # fmt: skip
    return render(request, "seizures/joint.html", context | forms, status=400 if forms else 200)


def _may(actor: Actor) -> bool:
    return actor.role in MAY[Action.JOINT_SEIZURE_SEND]


def _named(found: joints.Found) -> list[tuple[str, str]]:
    """This function returns the seizures of ours that may be meant, each in one line."""
    named = []
    for each in found.alike:
        goods = ", ".join(f"{good_name(good)} {good_amount(good)}" for good in each.goods.all()[:2])
        parts = (each.reference, each.date, goods, where_short(each))
        named.append((each.id, " · ".join(part for part in parts if part)))
    return named


def _field(code: str) -> str | None:
    return {"seizures.joint.answer-by": "answer_by", "seizures.joint.counted-by": "counted_by"}.get(code)
