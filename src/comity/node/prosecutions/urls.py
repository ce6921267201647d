"""Pages of prosecutions."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "prosecutions"
urlpatterns: list[URLPattern] = []
