"""Pages of prosecutions."""

from __future__ import annotations

from django.urls import path

from comity.node.prosecutions.views import pages

app_name = "prosecutions"
urlpatterns = [
    path("prosecutions/", pages.every, name="list"),
    path("prosecutions/new/", pages.new, name="new"),
    path("prosecutions/<str:prosecution_id>/", pages.one, name="detail"),
    path("prosecutions/<str:prosecution_id>/correct/", pages.correct, name="correct"),
    path("prosecutions/<str:prosecution_id>/hearings/", pages.hear, name="hear"),
    path("prosecutions/<str:prosecution_id>/withdraw/", pages.withdraw, name="withdraw"),
]
