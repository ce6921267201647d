"""The pages of the ledger."""

from django.urls import path

from comity.node.audit import views, views_browsing

app_name = "audit"
urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/heads", views.heads, name="heads"),
    path("ledger/browsing", views_browsing.every, name="browsing"),
    path("ledger/browsing/<str:day_id>/review", views_browsing.review, name="browsing-review"),
    path("ledger/alarms", views.alarms, name="alarms"),
    path("ledger/alarms/<str:alarm_id>/close", views.close_alarm, name="alarm-close"),
    path("ledger/entries/<str:log>/<int:index>", views.entry, name="entry"),
]
