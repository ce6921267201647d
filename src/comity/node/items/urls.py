"""Pages of items."""

from __future__ import annotations

from django.urls import path

from comity.node.items import views

app_name = "items"
urlpatterns = [
    path("items/", views.every, name="list"),
    path("items/export", views.export, name="export"),
    path("items/print", views.put_on_paper, name="print"),
    path("items/<uuid:item_id>", views.one, name="item"),
    path("items/<uuid:item_id>/derive", views.derive, name="derive"),
    path("items/<uuid:item_id>/tighten", views.tighten, name="tighten"),
    path("items/<uuid:item_id>/loosen", views.loosen, name="loosen"),
]
