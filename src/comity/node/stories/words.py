"""What a story's lines and findings are called on pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.ledger.contradictions import Kind
from comity.ledger.stories import Act

ACTS: dict[Act, str | Promise] = {
    Act.WROTE: pgettext_lazy("story", "wrote"),
    Act.APPROVED: pgettext_lazy("story", "approved"),
    Act.NOT_APPROVED: pgettext_lazy("story", "held back"),
    Act.SENT: pgettext_lazy("story", "signed and sent"),
    Act.RECEIVED: pgettext_lazy("story", "received"),
    Act.RECEIPT: pgettext_lazy("story", "got the receipt"),
    Act.READ: pgettext_lazy("story", "read"),
    Act.EXPIRED: pgettext_lazy("story", "gave up"),
    Act.RELEASED: pgettext_lazy("story", "released"),
    Act.TAKEN: pgettext_lazy("story", "took in"),
    Act.DERIVED: pgettext_lazy("story", "made a record from it"),
    Act.EXPORTED: pgettext_lazy("story", "exported"),
    Act.PRINTED: pgettext_lazy("story", "printed"),
    Act.RECALLED: pgettext_lazy("story", "took back"),
    Act.TREATED: pgettext_lazy("story", "treated every copy"),
    Act.CONFIRMED: pgettext_lazy("story", "confirmed"),
    Act.MADE: pgettext_lazy("story", "made the item"),
    Act.TOLD: pgettext_lazy("story", "told that it was read"),
    Act.PROVED: pgettext_lazy("story", "checked and kept the confirmation"),
    Act.ERASED: pgettext_lazy("story", "erased"),
}

FINDINGS: dict[Kind, str | Promise] = {
    Kind.BROKEN_ENTRY: _("An entry is not proven: it was edited, or its details are gone and no entry says so."),
    Kind.OTHER_CONTENT: _("What is kept of this message is not what the ledger says was received."),
    Kind.FALSE_SIGNATURE: _("This message does not carry its sender's signature."),
    Kind.FALSE_RECEIPT: _("The receipt for this message is not its recipient's."),
    Kind.NEVER_RECEIVED: _("This message counts as delivered, and there is no receipt for it."),
    Kind.NO_ENTRY: _("The ledger does not say that this message was sent or received."),
    Kind.CLOCKS: _("By the clocks of the two nodes, this message went backwards in time."),
    Kind.UNDER_WAY: _("This message has not been received yet."),
    Kind.GAVE_UP: _("This message was given up, and never received."),
    Kind.ERASED: _("Details were erased when their retention ended, and an entry says so."),
    Kind.NOT_SEALED: _("The newest entries are not covered by a signed head yet."),
}
"""What one node can find in what it alone knows."""
