"""Why a delivery was not taken, in plain words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comity.node.errors import SAYINGS

STATUS = "status "
CONNECTION, STOPPED = "connection", "stopped"


def fault_in_words(fault: str) -> str:
    """This function says what is kept of a fault: a status, no connection, or the code of an error."""
    if fault.startswith(STATUS):
        return _("It answered with status %(status)s.") % {"status": fault.removeprefix(STATUS)}
    if fault == CONNECTION:
        return _("There is no connection to it.")
    if fault == STOPPED:
        return _("The webhook was stopped.")
    return str(SAYINGS.get(fault, fault)) % {"thing": ""}
