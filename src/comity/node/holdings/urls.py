"""Pages of holdings."""

from __future__ import annotations

from django.urls import path

from comity.node.holdings import views, views_import, views_names, views_openings, views_readers

app_name = "holdings"
urlpatterns = [
    path("holdings/", views.every, name="list"),
    path("holdings/new/", views.new, name="new"),
    path("holdings/export/", views.export, name="export"),
    path("names/", views_names.names, name="names"),
    path("import/", views_import.start, name="import"),
    path("imports/", views_import.every, name="imports"),
    path("imports/<str:import_id>/", views_import.report, name="report"),
    path("imports/<str:import_id>/run/", views_import.run, name="import-run"),
    path("imports/<str:import_id>/version/", views_import.take_version, name="import-version"),
    path("imports/<str:import_id>/undo/", views_import.undo, name="import-undo"),
    path("imports/<str:import_id>/faults.csv", views_import.faults, name="faults"),
    path("holdings/merges/<str:merge_id>/undo/", views.unmerge, name="unmerge"),
    path("holdings/openings/", views_openings.every, name="openings"),
    path("holdings/openings/<str:opening_id>/decide/", views_openings.decide, name="opening-decide"),
    path("holdings/openings/<str:opening_id>/close/", views_openings.close, name="opening-close"),
    path("holdings/<str:holding_id>/openings/", views_openings.ask, name="opening-ask"),
    path("holdings/<str:holding_id>/", views.one, name="detail"),
    path("holdings/<str:holding_id>/readers/", views_readers.every, name="readers"),
    path("holdings/<str:holding_id>/change/", views.change, name="change"),
    path("holdings/<str:holding_id>/erase/", views.erase, name="erase"),
    path("holdings/<str:holding_id>/merge/", views.merge, name="merge"),
    path("holdings/<str:holding_id>/statements/", views.add, name="add"),
    path("holdings/<str:holding_id>/statements/<int:statement_id>/", views.correct, name="correct"),
]
