"""Where everything is found: pages at the root, officers' API under ``/v1/desk``, partners under ``/v1/peer``."""

from __future__ import annotations

from django.urls import include, path

from comity.node import health
from comity.node.api import api

SLICES = (
    "desk", "partners", "holdings", "matching", "duplicates", "items", "messaging", "stories", "audit", "interfaces",
    "places", "seizures", "prosecutions", "campaigns", "picture",
)  # fmt: skip

urlpatterns = [
    path("account/", include("comity.node.desk.account_urls")),
    path("v1/desk/", api.urls),
    path("health", health.health, name="health"),
    path("metrics", health.metrics, name="metrics"),
    *(path("", include(f"comity.node.{name}.urls")) for name in SLICES),
]
handler400 = "comity.node.desk.views.errors.bad"
handler404 = "comity.node.desk.views.errors.missing"
