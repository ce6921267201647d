"""Pages of joint checks: proposing, deciding, following."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.linkage.joint import OPEN, JointState
from comity.node.matching import joining, joint_queries
from comity.node.matching.forms import JointForm
from comity.node.permissions import MAY, Action
from comity.node.requests import actor_of
from comity.node.runtime import clock

PAGE = 25


@require_http_methods(["GET", "POST"])
def joint_checks(request: HttpRequest) -> HttpResponse:
    """This function lists joint checks, and proposes one."""
    actor = actor_of(request)
    rows = joint_queries.joint_checks(actor)
    may_propose = actor.role in MAY[Action.GROUP_WRITE] and actor.role in MAY[Action.CHECK]
    first = {
        "elements": joining.suggested_elements(), "until": clock().now().date() + timedelta(days=joining.DAYS)
    } if may_propose else {}  # fmt: skip
    form = JointForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = joining.propose(
                actor=actor, partner_id=said["partner"], elements=said["elements"], until=said["until"],
                words=said["words"],
            )  # fmt: skip
        except (InvalidInput, Conflicting, Missing, Refused) as error:
            if error.code.startswith("permissions."):
                raise
            form.add_error(None, ". ".join(part for part in (error.reason, error.way_out) if part))
        else:
            messages.success(request, _("The joint check is proposed. It begins once a person there has accepted it."))
            return redirect("matching:joint", made.id)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "may_propose": may_propose}
    return render(request, "matching/joint_checks.html", context, status=400 if form.errors else 200)


@require_GET
def joint(request: HttpRequest, joint_id: UUID) -> HttpResponse:
    """This function shows a joint check; while it is open, the page looks again by itself."""
    found = joint_queries.standing(actor_of(request), str(joint_id))
    context = {"standing": found, "joint": found.row, "open": JointState(found.row.state) in OPEN}
    part = bool(getattr(request, "htmx", False)) and context["open"]
    return render(request, "matching/joint_progress.html" if part else "matching/joint.html", context)


@require_POST
def change(request: HttpRequest, joint_id: UUID, action: str) -> HttpResponse:
    """This function accepts, declines, pauses, resumes or stops a joint check."""
    actor, wanted, reason = actor_of(request), str(joint_id), request.POST.get("reason", "")[:500]
    try:
        if action in {"accept", "decline"}:
            joining.decide(actor=actor, joint_id=wanted, accept=action == "accept", reason=reason)
        elif action == "pause":
            joining.pause(actor=actor, joint_id=wanted)
        elif action == "resume":
            joining.resume(actor=actor, joint_id=wanted)
        elif action == "stop":
            joining.stop(actor=actor, joint_id=wanted, reason=reason)
        else:
            raise Http404
    except (InvalidInput, Conflicting) as error:
        messages.error(request, ". ".join(part for part in (error.reason, error.way_out) if part))
    return redirect("matching:joint", wanted)
