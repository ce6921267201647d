"""Pages of campaigns."""

from __future__ import annotations

from django.urls import path

from comity.node.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", views.every, name="list"),
    path("campaigns/new/", views.new, name="new"),
    path("campaigns/<str:campaign_id>/", views.one, name="detail"),
    path("campaigns/<str:campaign_id>/change/", views.change, name="change"),
    path("campaigns/<str:campaign_id>/cancel/", views.cancel, name="cancel"),
    path("campaigns/<str:campaign_id>/activities/", views.add, name="add"),
    path("campaigns/<str:campaign_id>/activities/<str:activity_id>/withdraw/", views.withdraw, name="withdraw"),
]
