"""What pages call values of this slice that no other room names."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

AGE_BANDS: dict[str, str | Promise] = {
    "0-11": _("under 12"),
    "12-17": _("12 to 17"),
    "18-24": _("18 to 24"),
    "25-34": _("25 to 34"),
    "35-44": _("35 to 44"),
    "45-59": _("45 to 59"),
    "60+": _("60 and over"),
}
SEXES: dict[str, str | Promise] = {
    "male": pgettext_lazy("gender", "male"),
    "female": pgettext_lazy("gender", "female"),
    "other": pgettext_lazy("gender", "other"),
    "unknown": pgettext_lazy("gender", "unknown"),
}
DETECTIONS: dict[str, str | Promise] = {
    "routine-control": _("routine control"),
    "risk-profile": _("risk profile"),
    "intelligence": _("own intelligence"),
    "partner-information": _("information of a partner"),
    "informant": _("an informant"),
    "controlled-delivery": _("controlled delivery"),
    "investigation": _("investigation"),
    "dog": _("a dog"),
    "scanner": _("X-ray or scanner"),
    "patrol": _("patrol"),
    "chance": _("by chance"),
    "other": pgettext_lazy("way of finding", "other"),
}
"""How a seizure was found."""
