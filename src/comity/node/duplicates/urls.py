"""Pages of proposals to merge."""

from __future__ import annotations

from django.urls import path

from comity.node.duplicates import views

app_name = "duplicates"
urlpatterns = [
    path("duplicates/", views.every, name="list"),
    path("duplicates/import/<str:import_id>/", views.of_import, name="of-import"),
    path("duplicates/<str:proposal_id>/", views.one, name="proposal"),
    path("duplicates/<str:proposal_id>/merge/", views.merge, name="merge"),
    path("duplicates/<str:proposal_id>/decline/", views.decline, name="decline"),
]
