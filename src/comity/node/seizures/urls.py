"""Pages of seizures."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "seizures"
urlpatterns: list[URLPattern] = []
