"""Pages of the picture."""

from __future__ import annotations

from django.urls import path

from comity.node.picture import regional_views, route_views, statistics_views

app_name = "picture"
urlpatterns = [
    path("picture/routes", route_views.page, name="routes"),
    path("picture/routes/map.svg", route_views.map_file, name="map"),
    path("picture/routes/records", route_views.arc, name="arc"),
    path("picture/regional", regional_views.page, name="regional"),
    path("picture/regional/contribute", regional_views.contribute, name="contribute"),
    path("picture/statistics", statistics_views.page, name="statistics"),
    path("picture/statistics/export", statistics_views.export, name="export"),
    path("picture/reporting", statistics_views.reported, name="reporting"),
    path("picture/reporting/closed", statistics_views.closed, name="closed"),
    path("picture/reporting/closed/<str:closure_id>/withdraw", statistics_views.opened, name="opened"),
]
