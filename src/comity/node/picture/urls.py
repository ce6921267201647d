"""Pages of the picture.

Their modules bring maps, regressions and briefs with them, and are imported when the first of these pages is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.http import HttpRequest, HttpResponseBase
from django.urls import path

View = Callable[..., HttpResponseBase]


def _view(module: str, name: str) -> View:
    """This function returns a view that imports its module when it is first asked for."""

    def later(request: HttpRequest, **named: str) -> HttpResponseBase:
        view: View = getattr(import_module(f"comity.node.picture.{module}"), name)
        return view(request, **named)

    return later


app_name = "picture"
urlpatterns = [
    path("picture/routes", _view("route_views", "page"), name="routes"),
    path("picture/routes/map.svg", _view("route_views", "map_file"), name="map"),
    path("picture/routes/records", _view("route_views", "arc"), name="arc"),
    path("picture/regional", _view("regional_views", "page"), name="regional"),
    path("picture/regional/contribute", _view("regional_views", "contribute"), name="contribute"),
    path("picture/statistics", _view("statistics_views", "page"), name="statistics"),
    path("picture/statistics/export", _view("statistics_views", "export"), name="export"),
    path("picture/reporting", _view("statistics_views", "reported"), name="reporting"),
    path("picture/reporting/closed", _view("statistics_views", "closed"), name="closed"),
    path("picture/reporting/closed/<str:closure_id>/withdraw", _view("statistics_views", "opened"), name="opened"),
]
