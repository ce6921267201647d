"""What pages call the ways in which copies are treated and nodes stand in a recall."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from comity.exchange.confirmations import Standing
from comity.exchange.contents import Treated

TREATED: dict[Treated, str | Promise] = {
    Treated.DELETED: pgettext_lazy("copy", "deleted"),
    Treated.CORRECTED: pgettext_lazy("copy", "corrected"),
    Treated.MARKED: pgettext_lazy("copy", "marked"),
    Treated.NOT_REACHED: pgettext_lazy("copy", "not reached"),
}

STANDINGS: dict[str, str | Promise] = {
    "reached": pgettext_lazy("recall", "every copy treated, and proven"),
    "partly": pgettext_lazy("recall", "proven, and not every copy was reached"),
    Standing.UNKNOWN_SIGNER.value: pgettext_lazy("recall", "said to be done; its card is not known here"),
    Standing.FALSE.value: pgettext_lazy("recall", "what was shown as its confirmation is none"),
    Standing.WAITING.value: pgettext_lazy("recall", "has not answered"),
    Standing.UNREACHABLE.value: pgettext_lazy("recall", "could not be reached"),
}
