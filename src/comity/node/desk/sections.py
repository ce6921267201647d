"""The first steps at a new node, and the banners: the desk asks the slices below it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comity.node.accounts.models import User
from comity.node.audit import queries as audit
from comity.node.cases.models import Case, Instrument
from comity.node.desk import pulse
from comity.node.desk.banners import Banner, source
from comity.node.desk.today import Step, first_steps
from comity.node.holdings import queries as holdings
from comity.node.partners import queries as partners
from comity.node.partners.models import PartnerState
from comity.node.permissions import MAY, Action, Actor, Role


@source
def worker(_actor: Actor) -> Iterable[Banner]:
    """This function says that the worker does not run."""
    if not pulse.runs():
        yield Banner(
            _("The node's worker does not run: messages, checks and imports wait until it is started."), icon="queued"
        )


@source
def ledger(actor: Actor) -> Iterable[Banner]:
    """This function says that the node is in recovery, and to who looks after it, that alarms are open."""
    state = audit.state()
    url = reverse("audit:alarms") if audit.may_see_alarms(actor) else ""
    if state.recovery_since:
        yield Banner(
            _("This node is in recovery: partners know more of it than it does. Nothing is sent until that ends."),
            tone="bad",
            url=url,
            link=_("What to do"),
        )
    if state.alarms and url and not state.recovery_since:
        yield Banner(_("The ledger raised an alarm."), tone="bad", url=url, link=_("Look at it"))


@source
def frozen(actor: Actor) -> Iterable[Banner]:
    """This function names the partners whose channel is frozen: nothing is exchanged with them."""
    if actor.role not in MAY[Action.PARTNER_READ]:
        return
    for each in partners.partners(actor).filter(state=PartnerState.FROZEN):
        yield Banner(
            _("The channel to %(agency)s is frozen: nothing is exchanged with it.") % {"agency": each.agency},
            tone="bad",
            icon="frozen",
            url=reverse("partners:partner", args=[each.id]),
            link=_("Why"),
        )


@first_steps
def people_and_grounds(actor: Actor) -> Iterable[Step]:
    """This function names what a new node needs before work can begin."""
    if actor.role in MAY[Action.USER_MANAGE]:
        officers = User.objects.filter(is_active=True, role__in=[Role.OFFICER, Role.SUPERVISOR]).exists()
        yield Step(
            _("Make accounts for your officers and a supervisor"),
            officers,
            reverse("desk:person-new"),
            _("The administrator looks after keys, people and partners, and sees no holdings."),
        )
    if actor.role in MAY[Action.INSTRUMENT_WRITE]:
        yield Step(
            _("Record the agreements that bind your country and its partners"),
            Instrument.objects.exists(),
            reverse("desk:instruments"),
            _("Every check and request names one of them. The main conventions are there to begin with."),
        )
    if actor.role in MAY[Action.CASE_OPEN]:
        yield Step(
            _("Open a case"),
            Case.objects.exists(),
            reverse("desk:case-new"),
            _("What you read, check and ask belongs to a case or a standing duty."),
        )
    if actor.role in MAY[Action.PARTNER_ADD]:
        yield Step(
            _("Exchange cards with a partner and compare the fingerprints"),
            partners.accepted().exists(),
            reverse("partners:add"),
            _("By telephone or in person, never by the channel that the card came through."),
        )
    if actor.role in MAY[Action.HOLDING_IMPORT]:
        yield Step(
            _("Import your first file"),
            holdings.any_held(),
            reverse("holdings:import"),
            _("You see what it gives before anything is kept."),
        )
