"""Pages of places."""

from __future__ import annotations

from django.urls import path

from comity.node.places import views

app_name = "places"
urlpatterns = [
    path("places/", views.every, name="list"),
    path("places/search", views.search, name="search"),
    path("places/nearest", views.near, name="nearest"),
    path("places/lists/", views.lists, name="lists"),
    path("places/lists/<uuid:list_id>/undo", views.undo, name="undo"),
    path("places/<str:code>", views.one, name="place"),
    path("places/<str:code>/below", views.below, name="below"),
]
